"""Reports by name: of the actor's own unit, exact and live (P0), or restricted, from frozen facts only (P1).

Nothing here commits. Every number that is about to be seen or to leave is an event of the same unit of work: the page
or the file is made after it is committed.
"""

from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.config import ROOT
from sisetp.db import audit_chain, period_rows
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound, Refused
from sisetp.domain.period import Period, month, parse_period, semester, year_of
from sisetp.reporting.cube import sources
from sisetp.reporting.cube.documents import Relatorio, montar
from sisetp.reporting.cube.families import procurar, relatorios
from sisetp.reporting.definitions.groupings import REGIOES
from sisetp.reporting.definitions.model import Catalogo, Produto
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.deliveries import Arquivo, hand_over, sealed_hash
from sisetp.reporting.tables import Publico

DEFINICOES = ROOT / "reports" / "definicoes"
NA_TELA = "tela"
USO_INTERNO = "USO_INTERNO"


@cache
def catalogo() -> Catalogo:
    """Every product that ships. Raises: definitions.errors.DefinitionError (a Refused)."""
    return load(DEFINICOES)


def da_unidade(actor: Actor) -> tuple[Produto, ...]:
    """Reports that a unit has of its own. Raises: AccessDenied."""
    require(actor, Permission.ESTATISTICA_UNIDADE, unidade_id=actor.unidade_id)
    return relatorios(catalogo(), Publico.UNIDADE)


def periodos_de(session: Session, actor: Actor, produto: Produto, *, clock: Clock) -> tuple[Period, ...]:
    """Periods that the actor's unit may ask of a report, newest first, the running one included.

    Raises: AccessDenied.
    """
    require(actor, Permission.ESTATISTICA_UNIDADE, unidade_id=actor.unidade_id)
    unidade = session.get_one(Unidade, actor.unidade_id)
    today = clock.today(unidade.fuso)
    first = max(unidade.inicio, period_rows.network_start(session, clock.now()))
    years = range(today.year, max(first.year, today.year - _ANOS) - 1, -1)
    every = (period for ano in years for period in _do_ano(ano) if produto.aceita(period))
    return tuple(period for period in every if period.inicio <= today and period.fim >= first)


def proprio(session: Session, actor: Actor, codigo: str, periodo: str, *, clock: Clock) -> Relatorio:
    """One report of the actor's own unit, from its records as they are now.

    Raises: AccessDenied; NotFound for a report or a period that the unit does not have; Unreadable.
    """
    require(actor, Permission.ESTATISTICA_UNIDADE, unidade_id=actor.unidade_id)
    product, period = procurar(catalogo(), codigo, Publico.UNIDADE), _periodo(periodo)
    unidade = session.get(Unidade, actor.unidade_id)
    if product is None or period is None or unidade is None or not product.aceita(period):
        raise NotFound
    if period.inicio > clock.today(unidade.fuso):
        raise NotFound
    fonte = sources.viva(session, unidade.id, product.tabelas, period, clock=clock)
    return montar(catalogo(), product, fonte, Publico.UNIDADE, Nivel.UNIDADE)


def restrito(session: Session, codigo: str, periodo: str, nivel: Nivel, lugar: str, *, clock: Clock) -> Relatorio:
    """One restricted report, from frozen facts, by a session that sees the units of the place.

    `lugar` is a unit's code, a state, a region («N», «NE», «SE», «S», «CO») or, for the country, nothing.
    Raises: Refused, in Portuguese, for what does not exist; see `sources.congelada`.
    """
    product, period = pedido(codigo, periodo, nivel)
    _check_place(session, nivel, lugar)
    fonte = sources.congelada(session, product.tabelas, period, nivel, lugar, clock=clock)
    return montar(catalogo(), product, fonte, Publico.RESTRITO, nivel)


def pedido(codigo: str, periodo: str, nivel: Nivel) -> tuple[Produto, Period]:
    """The product and period of a restricted report. Raises: Refused saying what exists."""
    product = procurar(catalogo(), codigo, Publico.RESTRITO)
    if product is None:
        names = ", ".join(entry.codigo for entry in relatorios(catalogo(), Publico.RESTRITO))
        raise Refused(f"O relatório «{codigo}» não existe. Existem: {names}, e cada tabela deles (por exemplo RAD-1).")
    period = _periodo(periodo)
    kinds = " ou ".join(_EXEMPLOS[kind] for kind in product.periodos)
    if period is None or not product.aceita(period):
        raise Refused(f"«{periodo}» não é um período de {product.codigo}: use {kinds}.")
    if nivel not in product.niveis:
        levels = ", ".join(level.value for level in product.niveis)
        raise Refused(f"{product.codigo} não existe para o nível «{nivel}». Existe para: {levels}.")
    return product, period


def registrar_tela(session: Session, actor: AnyActor, made: Relatorio, *, unidade_id: int | None) -> None:
    """Append the event of a report shown on screen."""
    audit_chain.append(
        session,
        actor,
        Action.GERAR_RELATORIO,
        unidade_id=unidade_id,
        alvo_tipo="relatorio",
        detalhes=_detalhes(session, made, NA_TELA),
    )


def registrar_entrega(
    session: Session,
    actor: AnyActor,
    made: Relatorio,
    formato: str,
    conteudo: bytes,
    *,
    unidade_id: int | None,
    finalidade: str,
    clock: Clock,
) -> None:
    """Append the event of a file about to be handed over, and the row that says who took it; `conteudo` is its bytes.

    Raises: AccessDenied for a person without the permission to export.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.ESTATISTICA_EXPORTAR, unidade_id=unidade_id)
    documento = made.documento
    arquivo = Arquivo(
        produto=documento.produto,
        periodo=documento.periodo_codigo,
        variante=documento.publico.value,
        nivel=documento.nivel,
        unidade_id=unidade_id,
        finalidade=finalidade,
        formato=formato,
        resumo=documento.hash,
        conteudo=conteudo,
    )
    details = _detalhes(session, made, formato)
    hand_over(session, actor, Action.GERAR_RELATORIO, arquivo, details, alvo_tipo="relatorio", clock=clock)


_ANOS = 3  # before the running one
_EXEMPLOS = {"ano": "um ano (2026)", "semestre": "um semestre (2026-S1)", "mes": "um mês (2026-03)"}


def _do_ano(ano: int) -> tuple[Period, ...]:
    """Periods of a year, newest first."""
    return (year_of(ano), *(semester(ano, n) for n in (2, 1)), *(month(ano, n) for n in range(12, 0, -1)))


def _periodo(texto: str) -> Period | None:
    try:
        return parse_period(texto)
    except ValueError:
        return None


def _check_place(session: Session, nivel: Nivel, lugar: str) -> None:
    if nivel is Nivel.BRASIL:
        return
    if nivel is Nivel.REGIAO:
        return _one_of(lugar, {code for code, _, _ in REGIOES}, "a região", "regiões")
    column = Unidade.codigo if nivel is Nivel.UNIDADE else Unidade.uf
    known = set(session.scalars(select(column)))
    if nivel is Nivel.UNIDADE:
        return _one_of(lugar, known, "a unidade", "unidades")
    return _one_of(lugar, known, "a UF (com unidade da rede)", "UFs")


def _one_of(lugar: str, known: set[str], what: str, many: str) -> None:
    if lugar not in known:
        raise Refused(f"Diga {what}: «{lugar}» não está entre as {many}: {', '.join(sorted(known))}.")


def _detalhes(session: Session, made: Relatorio, formato: str) -> dict[str, audit_chain.Detail]:
    documento = made.documento
    return {
        "produto": documento.produto,
        "periodo": documento.periodo_codigo,
        "nivel": documento.nivel,
        "publico": documento.publico.value,
        "formato": formato,
        "resumo": sealed_hash(session, documento.hash),
    }
