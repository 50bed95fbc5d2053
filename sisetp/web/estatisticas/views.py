"""Questions to the statistics: the way in, one answer, where a number comes from, the files; and what is published."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.actor import SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import NotFound, RuleViolation
from sisetp.reporting.consultation import answer, published, published_series
from sisetp.reporting.consultation.answer import Resposta
from sisetp.reporting.cube.origin import de_onde_vem
from sisetp.reporting.render import csv, words, xlsx
from sisetp.reporting.tables import Documento
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.estatisticas.endereco import address, asked, looked_for, opened
from sisetp.web.estatisticas.prontas import ready_made, suggested
from sisetp.web.estatisticas.tela import screen
from sisetp.web.guard import guarded

blueprint = Blueprint("estatisticas", __name__, url_prefix="/estatisticas")
PUBLICO = SystemActor(name="publico")
"""What is published is the same for everybody: its session sees no row of a unit."""
_VER, _BAIXAR = Permission.ESTATISTICA_UNIDADE, Permission.ESTATISTICA_EXPORTAR
FORMATOS: Mapping[str, tuple[str, str, Callable[[Documento], bytes]]] = MappingProxyType(
    {
        "xlsx": ("Planilha XLSX", xlsx.TIPO, xlsx.render_xlsx),
        "csv": ("Dados em CSV", csv.TIPO, csv.render_csv),
    }
)


@blueprint.get("")
@guarded(_VER)
def inicio() -> ResponseReturnValue:
    """Ready-made questions, a question of one's own, and the way to what is published: no number yet."""
    with unit_of_work(current_actor(), read_only=True) as session:
        periods = answer.periods(session, current_actor(), clock=current_clock())
    tela = screen(suggested(periods), (), periods)
    return render_template("estatisticas/inicio.html", prontas=ready_made(periods), tela=tela, endereco=address)


@blueprint.get("/consulta")
@guarded(_VER)
def consulta() -> ResponseReturnValue:
    """One answer, counted now without keeping anybody waiting; the event is written before the page.

    A wrong question comes back as it was asked.
    """
    actor, clock, pergunta = current_actor(), current_clock(), asked(request.args)
    broken, resposta = None, None
    with unit_of_work(actor, read_only=True, snapshot=True) as session:
        periods = answer.periods(session, actor, clock=clock)
        try:
            resposta = answer.answer(session, actor, pergunta, clock=clock)
        except RuleViolation as error:
            broken = error
    if resposta is not None:
        with unit_of_work(actor) as session:
            answer.record(session, actor, resposta)
    may = permits(actor, _BAIXAR, unidade_id=actor.unidade_id)
    tela = screen(pergunta, opened(request.args), periods, broken=broken, resposta=resposta, exporta=may)
    page = render_template("estatisticas/consulta.html", tela=tela, pergunta=pergunta, formatos=FORMATOS)
    return page, 422 if broken else 200


@blueprint.get("/origem")
@guarded(_VER)
def origem() -> ResponseReturnValue:
    """Where one number of an answer comes from, down to the count of each month."""
    linha, coluna = (request.args.get(name, default=-1, type=int) for name in ("linha", "coluna"))
    resposta = _resposta()
    found = de_onde_vem(resposta.relatorio, 0, linha, coluna)
    if found is None:
        raise NotFound
    with unit_of_work(current_actor()) as session:
        answer.record(session, current_actor(), resposta)
    back = {"voltar": address(resposta.pergunta), "voltar_rotulo": "Voltar à consulta"}
    return render_template("relatorios/origem.html", origem=found, documento=resposta.relatorio.documento, **back)


@blueprint.post("/baixar")
@guarded(_BAIXAR)
def baixar() -> ResponseReturnValue:
    """The file of an answer; the event and the row of the delivery are written before it leaves."""
    formato = request.form.get("formato", "")
    if formato not in FORMATOS:
        raise NotFound
    _, tipo, fazer = FORMATOS[formato]
    actor = current_actor()
    resposta = _resposta()
    content = fazer(resposta.relatorio.documento)
    with unit_of_work(actor) as session:
        answer.record_delivery(session, actor, resposta, formato, content, clock=current_clock())
    name = f"consulta-{resposta.pergunta.periodo}-{actor.unidade_codigo}-uso-interno.{formato}"
    return Response(content, content_type=tipo, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/publicado")
@guarded(Permission.CONTA_USAR)
def publicado() -> ResponseReturnValue:
    """What is published, by place, period and subject: the same for everybody who reads it."""
    procura = _procura()
    with unit_of_work(PUBLICO, read_only=True, snapshot=True) as session:
        found = published.browse(session, procura)
    return render_template(
        "estatisticas/publicado.html",
        publicado=found,
        procura=procura,
        lugares=published.LUGARES,
        formatos=words.FORMATOS,
        arquivos=FORMATOS,
    )


@blueprint.get("/publicado/<string(maxlength=4):formato>")
@guarded(Permission.CONTA_USAR)
def publicado_arquivo(formato: str) -> ResponseReturnValue:
    """The series of what is published as one file; everybody could read its numbers, so nothing is written down."""
    procura = _procura()
    if formato not in FORMATOS:
        raise NotFound
    with unit_of_work(PUBLICO, read_only=True, snapshot=True) as session:
        documento = published_series.series_document(session, procura)
    _, tipo, fazer = FORMATOS[formato]
    parts = ("sisetp-publicado", procura.lugar.lower(), "demonstracao" if documento.demonstracao else "")
    headers = {"Content-Disposition": f'attachment; filename="{"-".join(filter(None, parts))}.{formato}"'}
    return Response(fazer(documento), content_type=tipo, headers=headers)


def _procura() -> published.Procura:
    """What this request looks for. Raises: NotFound for a place that there is not."""
    procura = looked_for(request.args)
    if procura.lugar and procura.lugar not in published.LUGARES:
        raise NotFound
    return procura


def _resposta() -> Resposta:
    """The answer to the question of this request. Raises: NotFound for one that cannot be asked."""
    actor = current_actor()
    try:
        with unit_of_work(actor, read_only=True, snapshot=True) as session:
            return answer.answer(session, actor, asked(request.values), clock=current_clock())
    except RuleViolation:
        raise NotFound from None
