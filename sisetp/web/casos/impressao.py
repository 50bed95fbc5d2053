"""The paper of a case, for the unit's file."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.services import caso_pessoas, evolucoes
from sisetp.services.casos import consulta, impressao
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import tela
from sisetp.web.casos.area import blueprint
from sisetp.web.guard import guarded


@blueprint.get("/<uuid:id>/imprimir")
@guarded(Permission.CASO_IMPRIMIR)
def imprimir(id: UUID) -> ResponseReturnValue:
    """What will be on the paper, before it is made."""
    actor = current_actor()
    with unit_of_work(actor) as session:
        caso = consulta.closed(session, actor, id, clock=current_clock())
    return render_template("casos/imprimir.html", **tela.contexto(caso))


@blueprint.post("/<uuid:id>/imprimir")
@guarded(Permission.CASO_IMPRIMIR)
def folha(id: UUID) -> ResponseReturnValue:
    """The case on paper: its fields, codes of its people and the evolutions the reader may read."""
    actor = current_actor()
    with unit_of_work(actor) as session:
        caso = impressao.print_case(session, actor, id, clock=current_clock())
        pessoas = caso_pessoas.lines(session, actor, id)
        linha = evolucoes.timeline(session, actor, id)
    return render_template("casos/folha.html", pessoas=pessoas, linha=linha, **tela.contexto(caso))
