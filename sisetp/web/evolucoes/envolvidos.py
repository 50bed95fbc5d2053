"""Others involved in a case: the minimum, on screen only."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.domain.plano import GravarEnvolvido
from sisetp.services import envolvidos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.envios import key_sent
from sisetp.web.evolucoes import forms
from sisetp.web.evolucoes.area import blueprint, case_address, case_of, page, sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages

WRITE = Permission.PLANO_GRAVAR


@blueprint.route("/casos/<uuid:id>/envolvidos/novo", methods=["GET", "POST"])
@guarded(WRITE)
def envolvido_novo(id: UUID) -> ResponseReturnValue:
    """A new record about somebody else involved."""
    caso, received = case_of(id, WRITE), sent()
    form = forms.start(forms.EnvolvidoForm, received, caso)
    if received is not None and form.validate() and _saved(id, None, form):
        return redirect(case_address(id), code=303)
    return page("planos/envolvido.html", form, caso, novo=True)


@blueprint.route("/casos/<uuid:id>/envolvidos/<uuid:envolvido>", methods=["GET", "POST"])
@guarded(WRITE)
def envolvido(id: UUID, envolvido: UUID) -> ResponseReturnValue:
    """Change a record, or take it out of the case."""
    item = _stored(id, envolvido)
    caso, received = case_of(id, WRITE), sent()
    form = forms.start(forms.EnvolvidoForm, received, caso)
    if received is None:
        form.iniciar({**item.respostas, **item.textos})
        form.versao.data = str(item.versao)
    elif form.validate() and _saved(id, envolvido, form):
        return redirect(case_address(id), code=303)
    return page("planos/envolvido.html", form, caso, novo=False)


def _stored(id: UUID, envolvido: UUID) -> envolvidos.EnvolvidoItem:
    actor = current_actor()
    with unit_of_work(actor) as session:
        return envolvidos.open_sheet(session, actor, id, envolvido)


def _saved(id: UUID, envolvido: UUID | None, form: forms.EnvolvidoForm) -> bool:
    command = GravarEnvolvido(
        caso_id=id,
        respostas=form.respostas(),
        textos=form.textos(),
        envolvido_id=envolvido,
        versao=version_sent(form),
        motivo=form.motivo.data or "",
        justificativa=form.justificativa.data or "",
    )
    actor = current_actor()
    removing = envolvido is not None and request.form.get("acao") == "retirar"
    try:
        with unit_of_work(actor) as session:
            if removing:
                envolvidos.remove(session, actor, command, clock=current_clock())
            else:
                envolvidos.save(session, actor, command, chave=key_sent(), clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return False
    except Conflict as conflict:
        show_conflict(form, conflict, _stored(id, envolvido).versao if envolvido else 0)
        return False
    flash("Registro retirado do caso." if removing else "Registro gravado.", "success")
    return True
