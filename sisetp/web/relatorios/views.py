"""Reports of the own unit: the list, one report, where a number comes from, and the files."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import NotFound
from sisetp.reporting.cube import reports
from sisetp.reporting.cube.origin import de_onde_vem
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.relatorios.arquivos import FORMATOS
from sisetp.web.relatorios.tela import ofertas, pagina, preenchido

blueprint = Blueprint("relatorios", __name__, url_prefix="/relatorios")
_VER, _BAIXAR = Permission.ESTATISTICA_UNIDADE, Permission.ESTATISTICA_EXPORTAR
_LUGAR = "/<string(maxlength=20):codigo>/<string(maxlength=8):periodo>"


@blueprint.get("")
@guarded(_VER)
def lista() -> ResponseReturnValue:
    """Reports of the unit; choosing one and a period opens it."""
    codigo, periodo = request.args.get("relatorio", ""), request.args.get("periodo", "")
    if codigo and periodo:
        return redirect(url_for("relatorios.ver", codigo=codigo, periodo=periodo), code=303)
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        found = ofertas(session, actor, clock=current_clock())
    return render_template("relatorios/lista.html", ofertas=found)


@blueprint.get(_LUGAR)
@guarded(_VER)
def ver(codigo: str, periodo: str) -> ResponseReturnValue:
    """One report, counted now without keeping anybody waiting; the event is written before the page."""
    actor = current_actor()
    with unit_of_work(actor, read_only=True, snapshot=True) as session:
        found = pagina(session, actor, codigo, periodo, clock=current_clock())
    with unit_of_work(actor) as session:
        reports.registrar_tela(session, actor, found.relatorio, unidade_id=actor.unidade_id)
    template = "relatorios/institucional.html" if found.parcial else "relatorios/ver.html"
    return render_template(template, pagina=found, formatos=FORMATOS)


@blueprint.get(f"{_LUGAR}/origem")
@guarded(_VER)
def origem(codigo: str, periodo: str) -> ResponseReturnValue:
    """Where one number comes from: what is counted, by which answers, month by month."""
    actor = current_actor()
    places = [request.args.get(name, default=-1, type=int) for name in ("tabela", "linha", "coluna")]
    with unit_of_work(actor, read_only=True, snapshot=True) as session:
        made = reports.proprio(session, actor, codigo, periodo, clock=current_clock())
    found = de_onde_vem(made, *places)
    if found is None:
        raise NotFound
    with unit_of_work(actor) as session:
        reports.registrar_tela(session, actor, made, unidade_id=actor.unidade_id)
    return render_template("relatorios/origem.html", origem=found, documento=made.documento)


@blueprint.post(f"{_LUGAR}/baixar")
@guarded(_BAIXAR)
def baixar(codigo: str, periodo: str) -> ResponseReturnValue:
    """The file of a report; the event and the row of the delivery are written before it leaves."""
    formato = request.form.get("formato", "")
    if formato not in FORMATOS:
        raise NotFound
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor, read_only=True, snapshot=True) as session:
        made = reports.proprio(session, actor, codigo, periodo, clock=clock)
        documento = preenchido(session, actor, made, clock=clock)
    content = FORMATOS[formato].fazer(documento)
    unit, use = actor.unidade_id, reports.USO_INTERNO
    with unit_of_work(actor) as session:
        reports.registrar_entrega(session, actor, made, formato, content, unidade_id=unit, finalidade=use, clock=clock)
    return _enviado(content, formato, f"{made.produto.codigo}-{periodo}-{actor.unidade_codigo}-uso-interno.{formato}")


def _enviado(content: bytes, formato: str, nome: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{nome}"'}
    return Response(content, content_type=FORMATOS[formato].tipo, headers=headers)
