"""Steps of a release: ask for its preparation, approve it (first or second), give it up."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.divulgacao import APROVADA
from sisetp.domain.errors import Conflict, FieldMessage, Refused, RuleViolation
from sisetp.reporting.releases import approve, files, parameters, prepare, second, tasks, views
from sisetp.services import periodos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.divulgacoes import painel, processo
from sisetp.web.divulgacoes.area import ESTATISTICA, UMA, blueprint, catalogue, instance
from sisetp.web.divulgacoes.forms import AprovarForm, DescartarForm, PrepararForm
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages

_SAVED_FIRST = "Outra pessoa mexeu nesta divulgação depois que você abriu a página. Veja como ela está agora."


@blueprint.post("/preparar")
@guarded(Permission.DIVULGACAO_PREPARAR)
def preparar() -> ResponseReturnValue:
    """Put a preparation in the queue and go to its progress."""
    form = PrepararForm()
    form.offer(catalogue())
    if form.validate_on_submit():
        try:
            with unit_of_work(ESTATISTICA) as session:
                task = _asked(session, form)
            processo.start(task)
            return redirect(url_for("divulgacoes.tarefa", tarefa_id=task.id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    return painel.page(form), 422


@blueprint.post(f"/{UMA}/aprovar")
@guarded(Permission.DIVULGACAO_APROVAR)
def aprovar(divulgacao_id: int) -> ResponseReturnValue:
    """Approve: the first approval waits for another person, the second publishes."""
    form = AprovarForm()
    if not form.validate_on_submit():
        return painel.one(divulgacao_id, aprovar=form), 422
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        step = _publish if views.state(session, divulgacao_id) == APROVADA else _approve
    return _step(divulgacao_id, lambda actor: step(actor, divulgacao_id, form.version), aprovar=form)


@blueprint.post(f"/{UMA}/descartar")
@guarded(Permission.DIVULGACAO_PREPARAR)
def descartar(divulgacao_id: int) -> ResponseReturnValue:
    """Give up a release that is not out."""
    form = DescartarForm()

    def discard(actor: Actor) -> str:
        with unit_of_work(ESTATISTICA) as session:
            approve.discard(session, actor, divulgacao_id, form.version, form.motivo.data or "")
        return "Divulgação descartada; o que se preparou foi apagado."

    return _step(divulgacao_id, discard, descartar=form)


def _step(
    divulgacao_id: int, use_case: Callable[[Actor], str], **forms: AprovarForm | DescartarForm
) -> ResponseReturnValue:
    """Take a step whole or not at all, and go back to the release; a refused one shows it again with the reason."""
    form = next(iter(forms.values()))
    try:
        flash(use_case(current_actor()), "success")
        return redirect(url_for("divulgacoes.detalhe", divulgacao_id=divulgacao_id), code=303)
    except RuleViolation as broken:
        show_messages(form, broken)
    except Refused as refused:
        show_messages(form, RuleViolation((FieldMessage("arquivos", refused.message),)))
    except Conflict:
        flash(_SAVED_FIRST, "warning")
        return redirect(url_for("divulgacoes.detalhe", divulgacao_id=divulgacao_id), code=303)
    return painel.one(divulgacao_id, **forms), 422


def _approve(actor: Actor, divulgacao_id: int, versao: int) -> str:
    with unit_of_work(ESTATISTICA) as session:
        approve.approve_first(session, actor, divulgacao_id, versao, clock=current_clock())
    return "Aprovada. Falta a aprovação de outra pessoa para publicar."


def _publish(actor: Actor, divulgacao_id: int, versao: int) -> str:
    """Prove and render without holding anybody up, then write all of it at once."""
    clock = current_clock()
    with unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
        checked = second.check(session, actor, divulgacao_id, versao, renderizadores=files.RENDERIZADORES)
    with unit_of_work(ESTATISTICA) as session:
        out = second.approve(session, actor, checked, clock=clock)
        for unidade_id, ano, mes in out.meses:
            periodos.mark_published(session, actor, unidade_id, ano, mes, clock=clock)
    return f"Publicada com o número {out.numero}. Já está na página pública."


def _asked(session: Session, form: PrepararForm) -> tasks.TarefaLinha:
    """The row of the release and its task, so that both are seen at once."""
    actor, alvo, clock = current_actor(), form.target(), current_clock()
    rules = parameters.load(instance() / parameters.OVERLAY)
    prepare.begin(session, actor, alvo, catalogue(), rules, clock=clock)
    return tasks.enqueue(session, actor, tasks.PREPARAR, alvo.texto(), clock=clock)
