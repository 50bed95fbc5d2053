"""Lines of the support plan: write a new one, change or end one."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.domain.plano import GravarPlano, LinhaDePlano
from sisetp.services import planos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.envios import key_sent
from sisetp.web.evolucoes import forms
from sisetp.web.evolucoes.area import blueprint, case_address, case_of, page, sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages

WRITE = Permission.PLANO_GRAVAR


@blueprint.route("/casos/<uuid:id>/plano/novo", methods=["GET", "POST"])
@guarded(WRITE)
def plano_novo(id: UUID) -> ResponseReturnValue:
    """A new line of the plan."""
    caso, received = case_of(id, WRITE), sent()
    form = forms.start(forms.PlanoForm, received, caso)
    if received is None:
        form.iniciar({"inicio": caso.agora.date()})
    elif form.validate() and _saved(id, None, form):
        return redirect(case_address(id), code=303)
    return page("planos/plano.html", form, caso, novo=True)


@blueprint.route("/casos/<uuid:id>/plano/<uuid:plano>", methods=["GET", "POST"])
@guarded(WRITE)
def plano(id: UUID, plano: UUID) -> ResponseReturnValue:
    """Change a line of the plan, or end it with its outcome."""
    linha, versao = _stored(id, plano)
    caso, received = case_of(id, WRITE), sent()
    form = forms.start(forms.PlanoForm, received, caso)
    if received is None:
        days = {"inicio": linha.inicio, "prazo": linha.prazo, "encerrado_em": linha.encerrado_em}
        form.iniciar({**linha.respostas, **linha.textos, **{name: day for name, day in days.items() if day}})
        form.versao.data = str(versao)
        form.caso_pessoa_id.data = str(linha.caso_pessoa_id or "")
    elif form.validate() and _saved(id, plano, form):
        return redirect(case_address(id), code=303)
    return page("planos/plano.html", form, caso, novo=False)


def _stored(id: UUID, plano: UUID) -> tuple[LinhaDePlano, int]:
    actor = current_actor()
    with unit_of_work(actor) as session:
        return planos.open_sheet(session, actor, id, plano)


def _saved(id: UUID, plano: UUID | None, form: forms.PlanoForm) -> bool:
    linha = LinhaDePlano(
        inicio=form.inicio.data,
        prazo=form.prazo.data,
        encerrado_em=form.encerrado_em.data,
        respostas=form.respostas(),
        textos=form.textos(),
        caso_pessoa_id=forms.about_whom(form),
    )
    command = GravarPlano(
        caso_id=id,
        linha=linha,
        plano_id=plano,
        versao=version_sent(form),
        motivo=form.motivo.data or "",
        justificativa=form.justificativa.data or "",
    )
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            planos.save(session, actor, command, chave=key_sent(), clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return False
    except Conflict as conflict:
        show_conflict(form, conflict, _stored(id, plano)[1] if plano else 0)
        return False
    flash("Plano de apoio gravado.", "success")
    return True
