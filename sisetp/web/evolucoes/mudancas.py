"""Amend and cancel one's own evolution; complete a next step from the case or from the agenda."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.domain.evolucao import AlterarEvolucao, CancelarEvolucao
from sisetp.services import evolucoes
from sisetp.services.contexto_do_caso import ContextoDoCaso
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.evolucoes import forms
from sisetp.web.evolucoes.area import blueprint, case_address, case_of, page, sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages

OWN = Permission.EVOLUCAO_ALTERAR
_FILTERS = ("minha", "unidade")


@blueprint.route("/casos/<uuid:id>/evolucoes/<uuid:evolucao>/alterar", methods=["GET", "POST"])
@guarded(OWN)
def alterar(id: UUID, evolucao: UUID) -> ResponseReturnValue:
    """Change one's own evolution, with a reason."""
    item = _stored(id, evolucao)
    caso, received = case_of(id, OWN), sent()
    form = forms.start(forms.EvolucaoForm, received, caso)
    if received is None:
        forms.stored_evolution(form, item, caso)
    elif request.form.get("mais_dias"):
        forms.push_step(form, caso, request.form["mais_dias"])
    elif form.validate() and _amended(id, evolucao, form, caso):
        return redirect(case_address(id), code=303)
    options = {"niveis": forms.levels(caso, form), "dias": forms.quick_days(caso)}
    return page("evolucoes/alterar.html", form, caso, item=item, **options)


@blueprint.route("/casos/<uuid:id>/evolucoes/<uuid:evolucao>/cancelar", methods=["GET", "POST"])
@guarded(OWN)
def cancelar(id: UUID, evolucao: UUID) -> ResponseReturnValue:
    """Cancel one's own evolution, with a reason."""
    item = _stored(id, evolucao)
    caso, received = case_of(id, OWN), sent()
    form = forms.cancelling(received, caso)
    if received is None:
        form.versao.data = str(item.versao)
    elif form.validate() and _cancelled(id, evolucao, form):
        return redirect(case_address(id), code=303)
    return page("evolucoes/cancelar.html", form, caso, item=item)


@blueprint.post("/casos/<uuid:id>/evolucoes/<uuid:evolucao>/concluir")
@guarded(Permission.EVOLUCAO_REGISTRAR)
def concluir(id: UUID, evolucao: UUID) -> ResponseReturnValue:
    """Take a next step out of the agenda and go back to where it was asked."""
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            evolucoes.complete_step(session, actor, id, evolucao, clock=current_clock())
        flash("Providência concluída.", "success")
    except RuleViolation as broken:
        flash(" ".join(message.mensagem for message in broken.messages), "danger")
    if request.form.get("voltar") != "agenda":
        return redirect(case_address(id), code=303)
    who = request.form.get("de_quem", "")
    return redirect(url_for("agenda.ver", de_quem=who if who in _FILTERS or who.isdigit() else None), code=303)


def _stored(id: UUID, evolucao: UUID) -> evolucoes.EvolucaoItem:
    actor = current_actor()
    with unit_of_work(actor) as session:
        return evolucoes.open_sheet(session, actor, id, evolucao)


def _amended(id: UUID, evolucao: UUID, form: forms.EvolucaoForm, caso: ContextoDoCaso) -> bool:
    command = AlterarEvolucao(
        caso_id=id,
        evolucao_id=evolucao,
        versao=version_sent(form),
        motivo=form.motivo.data or "",
        justificativa=form.justificativa.data or "",
        escrita=forms.written(form, caso),
    )
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            evolucoes.amend(session, actor, command, clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return False
    except Conflict as conflict:
        show_conflict(form, conflict, _stored(id, evolucao).versao)
        return False
    flash("Evolução alterada. A versão anterior fica guardada.", "success")
    return True


def _cancelled(id: UUID, evolucao: UUID, form: forms.CancelarForm) -> bool:
    command = CancelarEvolucao(
        caso_id=id,
        evolucao_id=evolucao,
        versao=version_sent(form),
        motivo=form.motivo.data or "",
        justificativa=form.justificativa.data or "",
    )
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            evolucoes.cancel(session, actor, command, clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return False
    except Conflict as conflict:
        show_conflict(form, conflict, _stored(id, evolucao).versao)
        return False
    flash("Evolução cancelada. Ela continua guardada.", "success")
    return True
