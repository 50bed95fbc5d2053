"""The list and the page of one atendimento, identity closed."""

from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.services import atendimentos
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atendimentos import filtros, rotulos, tela
from sisetp.web.atendimentos.area import blueprint
from sisetp.web.guard import guarded


@blueprint.get("/atendimentos")
@guarded(Permission.ATENDIMENTO_LISTAR)
def lista() -> ResponseReturnValue:
    """The unit's atendimentos of a period, without names."""
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        filtro = filtros.ler(request.args, atendimentos.officers(session, actor), today())
        page = atendimentos.list_page(session, actor, filtro.asked, number=filtros.pagina(request.args), clock=clock)
    return render_template(
        "atendimentos/lista.html",
        pagina=page,
        filtro=filtro,
        rotulo=rotulos.rotulo,
        situacoes=rotulos.SITUACOES,
        endereco=lambda numero: f"{url_for('atendimentos.lista')}?{urlencode({**filtro.endereco, 'pagina': numero})}",
    )


@blueprint.get("/atendimentos/<uuid:id>")
@guarded(Permission.ATENDIMENTO_VER)
def detalhe(id: UUID) -> ResponseReturnValue:
    """One atendimento: coded answers open, identity and texts closed."""
    return tela.fechada(id)
