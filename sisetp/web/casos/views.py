"""The list of cases and the page of one, which every part of the follow-up composes."""

from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.services.casos import abertura, consulta, equipe
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import filtros, tela
from sisetp.web.casos.area import blueprint
from sisetp.web.guard import guarded


@blueprint.get("")
@guarded(Permission.CASO_LISTAR)
def lista() -> ResponseReturnValue:
    """The unit's cases, without names."""
    actor = current_actor()
    with unit_of_work(actor) as session:
        filtro = filtros.ler(request.args, equipe.in_charge(session, actor, clock=current_clock()))
        pagina = consulta.list_page(session, actor, filtro.asked, number=filtros.pagina(request.args))
        abre = abertura.may_open(session, actor)
    return render_template(
        "casos/lista.html",
        pagina=pagina,
        filtro=filtro,
        abre=abre,
        **tela.palavras(),
        endereco=lambda numero: f"{url_for('casos.lista')}?{urlencode({**filtro.endereco, 'pagina': numero})}",
    )


@blueprint.get("/<uuid:id>")
@guarded(Permission.CASO_VER)
def detalhe(id: UUID) -> ResponseReturnValue:
    """One case with every part of its follow-up; numbers of processes stay closed."""
    return _page(id)


@blueprint.post("/<uuid:id>/processo")
@guarded(Permission.CASO_VER)
def processo(id: UUID) -> ResponseReturnValue:
    """The same page with the numbers of legal processes open: an opening of its own."""
    return _page(id, with_process=True)


def _page(caso_id: UUID, *, with_process: bool = False) -> str:
    with unit_of_work(current_actor()) as session:
        pagina = tela.ler(session, caso_id, with_process=with_process)
    return render_template("casos/detalhe.html", pagina=pagina, **tela.contexto(pagina.caso))
