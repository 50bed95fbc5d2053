"""The close of a year and its revised edition: who is ready, who is missing, and the work asked for."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.session import unit_of_work
from sisetp.reporting.releases import tasks, views
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.divulgacoes import processo
from sisetp.web.divulgacoes.area import ANO, ESTATISTICA, TONS, blueprint
from sisetp.web.guard import guarded

_PREPARE = Permission.DIVULGACAO_PREPARAR


@blueprint.get(f"/anos/{ANO}")
@guarded(Permission.DIVULGACAO_VER)
def ano(ano: int) -> ResponseReturnValue:
    """Where the close and the revised edition of a year stand."""
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        found = views.year(session, current_actor(), ano, clock=current_clock())
    may = permits(current_actor(), _PREPARE)
    return render_template("divulgacoes/ano.html", pagina=found, pode_preparar=may, tons=TONS)


@blueprint.post(f"/anos/{ANO}/fechar")
@guarded(_PREPARE)
def fechar(ano: int) -> ResponseReturnValue:
    """Close a year in every unit that is ready."""
    return _ask(tasks.FECHAR, ano)


@blueprint.post(f"/anos/{ANO}/revisar")
@guarded(_PREPARE)
def revisar(ano: int) -> ResponseReturnValue:
    """Freeze the revised edition of a year."""
    return _ask(tasks.REVISAR, ano)


def _ask(kind: str, ano: int) -> ResponseReturnValue:
    actor, clock = current_actor(), current_clock()
    require(actor, _PREPARE)
    with unit_of_work(ESTATISTICA) as session:
        views.year(session, actor, ano, clock=clock)
        task = tasks.enqueue(session, actor, kind, str(ano), clock=clock)
    processo.start(task)
    return redirect(url_for("divulgacoes.tarefa", tarefa_id=task.id), code=303)
