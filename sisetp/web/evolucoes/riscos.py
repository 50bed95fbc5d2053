"""Assess the risk of a case, beside what was assessed before."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.domain.plano import AvaliarRisco
from sisetp.services import riscos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.envios import key_sent
from sisetp.web.evolucoes import forms
from sisetp.web.evolucoes.area import blueprint, case_address, case_of, page, sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages

WRITE = Permission.PLANO_GRAVAR


@blueprint.route("/casos/<uuid:id>/risco", methods=["GET", "POST"])
@guarded(WRITE)
def risco(id: UUID) -> ResponseReturnValue:
    """A new assessment of today, and the earlier ones under it."""
    actor, caso, received = current_actor(), case_of(id, WRITE), sent()
    form = forms.start(forms.RiscoForm, received, caso)
    if received is None:
        form.iniciar({"data": caso.agora.date()})
    elif form.validate() and _saved(id, form):
        return redirect(case_address(id), code=303)
    with unit_of_work(actor) as session:
        anteriores = riscos.of_case(session, actor, id)
    return page("planos/risco.html", form, caso, riscos=anteriores)


def _saved(id: UUID, form: forms.RiscoForm) -> bool:
    command = AvaliarRisco(
        caso_id=id,
        data=form["data"].data,
        respostas=form.respostas(),
        textos=form.textos(),
        caso_pessoa_id=forms.about_whom(form),
    )
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            riscos.assess(session, actor, command, chave=key_sent(), clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return False
    flash("Avaliação de risco registrada.", "success")
    return True
