"""How far a task is: a page that can be left and found again; scripts ask for JSON."""

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.reporting.releases import tasks, views
from sisetp.reporting.releases.store import Alvo
from sisetp.web.divulgacoes.area import ESTATISTICA, TONS, blueprint
from sisetp.web.guard import guarded, wants_json


@blueprint.get("/tarefas/<int(max=2147483647):tarefa_id>")
@guarded(Permission.DIVULGACAO_VER)
def tarefa(tarefa_id: int) -> ResponseReturnValue:
    """One task: step, part done, and where to go when it is over."""
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        found = tasks.read(session, tarefa_id)
        target = views.find(session, Alvo.de(found.alvo)) if found.tipo == tasks.PREPARAR else None
    onward = _onward(found, target)
    if wants_json():
        return jsonify(
            viva=found.viva,
            situacao=found.situacao_rotulo,
            etapa=found.etapa,
            parte=found.parte,
            mensagem=found.mensagem,
        )
    return render_template("divulgacoes/tarefa.html", tarefa=found, adiante=onward, tons=TONS)


def _onward(found: tasks.TarefaLinha, target: int | None) -> str:
    """Address of what the task is about."""
    if target is not None:
        return url_for("divulgacoes.detalhe", divulgacao_id=target)
    if found.tipo in (tasks.FECHAR, tasks.REVISAR):
        return url_for("divulgacoes.ano", ano=int(found.alvo))
    return url_for("divulgacoes.lista")
