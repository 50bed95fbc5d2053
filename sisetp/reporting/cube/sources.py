"""Facts for a report: live records of the actor's own unit (P0), or frozen facts and nothing else (P1)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.db import period_rows
from sisetp.db.models.retrato import Congelado
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused
from sisetp.domain.period import Period, year_of
from sisetp.reporting import demonstration, snapshots
from sisetp.reporting.cube import coverage
from sisetp.reporting.cube.rows import Cubo, Lugar
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.model import Quadro
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.extract import Extrator
from sisetp.reporting.extract.seals import live_pseudonym
from sisetp.reporting.facts import Fatos, Tabela
from sisetp.reporting.tables import Cobertura

Carregado = tuple[Fatos, str]


class SemEnvio(Refused):
    """No unit of the place has sent anything of the period: never to be shown as zero."""


@dataclass(frozen=True, slots=True)
class Segmento:
    """One segment that a report is made of: unit, month (0: the close of the year), kind and hexadecimal digest."""

    unidade: str
    ano: int
    mes: int
    tabela: Tabela
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonte:
    """Facts of a period and place. `instante` is that of the data, in UTC; `vivo` says that they are live records."""

    cubo: Cubo
    periodo: Period
    lugar: str
    cobertura: Cobertura
    instante: datetime
    vivo: bool
    segmentos: tuple[Segmento, ...]
    demonstracao: str = ""
    """What everything made of them says, where people are invented."""


def meses_de(periodo: Period) -> tuple[int, ...]:
    """Months (1–12) of a period."""
    return tuple(range(periodo.inicio.month, periodo.fim.month + 1))


def tipos_de(quadros: Iterable[Quadro]) -> frozenset[Tabela]:
    """Kinds of fact that tables are counted from."""
    return frozenset(measure.fato for table in quadros for measure in table.medidas)


def viva(session: Session, unidade_id: int, quadros: Sequence[Quadro], periodo: Period, *, clock: Clock) -> Fonte:
    """Facts of one unit from its records as they are now, up to the present month.

    Raises: Refused for a period still to come; Unreadable.
    """
    unidade = session.get_one(Unidade, unidade_id)
    today, ano = clock.today(unidade.fuso), periodo.inicio.year
    if periodo.inicio > today:
        raise Refused(f"O período {periodo.label} ainda não começou.")
    kinds = tipos_de(quadros)
    monthly = [mes for mes in meses_de(periodo) if kinds - {Tabela.VITIMA} and (ano, mes) <= (today.year, today.month)]
    window = year_of(ano) if Tabela.VITIMA in kinds else periodo
    extrator = Extrator(session, unidade_id, window.inicio, window.fim, year=live_pseudonym)
    found = [part for mes in monthly for kind, part in extrator.month(ano, mes).items() if kind in kinds]
    found += [extrator.victims(ano)] if Tabela.VITIMA in kinds else []
    devidos = [unit for unit in period_rows.owed_in(session, ano, now=clock.now()) if unit.unidade_id == unidade_id]
    sent = {(unidade_id, mes) for unit in devidos for mes in unit.consolidados}
    return Fonte(
        cubo=Cubo(found, {unidade_id: Lugar(unidade.codigo, unidade.nome, unidade.uf)}, periodo),
        periodo=periodo,
        lugar=unidade.nome,
        cobertura=coverage.cobertura(devidos, meses_de(periodo), sent),
        instante=clock.now(),
        vivo=True,
        segmentos=tuple(_segmento(part, unidade.codigo, digest_of(part)) for part in found),
        demonstracao=demonstration.said(session),
    )


def congelada(
    session: Session, quadros: Sequence[Quadro], periodo: Period, nivel: Nivel, lugar: str, *, clock: Clock
) -> Fonte:
    """Frozen facts of a period in a place («NETP-MG», «MG», «SE» or «BR»), by a session that sees its units.

    Raises: SemEnvio when no unit of the place has sent; Refused when a segment is missing, altered or unreadable.
    """
    ano, kinds = periodo.inicio.year, tipos_de(quadros)
    devidos = coverage.do_lugar(period_rows.owed_in(session, ano, now=clock.now()), nivel, lugar)
    months = meses_de(periodo)
    due = {(unit.unidade_id, mes) for unit in devidos for mes in unit.consolidados if mes in months}
    closed = {pair for pair in snapshots.frozen_months(session, ano) if pair[1] == 0}
    ids = {unit.unidade_id for unit in devidos}
    yearly = {pair for pair in closed if pair[0] in ids} if Tabela.VITIMA in kinds else set()
    wanted = {kind: yearly if kind is Tabela.VITIMA else due for kind in kinds}
    if not any(wanted.values()):
        raise SemEnvio(nada(periodo, kinds))
    names = _lugares(session, ids)
    found = [pair for kind in sorted(kinds) for pair in _carregar(session, ano, kind, wanted[kind])]
    scope = (*(months if kinds - {Tabela.VITIMA} else ()), *((0,) if Tabela.VITIMA in kinds else ()))
    return Fonte(
        cubo=Cubo([part for part, _ in found], names, periodo),
        periodo=periodo,
        lugar=em_palavras(nivel, lugar, names),
        cobertura=coverage.cobertura(devidos, scope, due | yearly),
        instante=_ultimo(session, ano, ids) or clock.now(),
        vivo=False,
        segmentos=tuple(_segmento(part, names[part.unidade_id].codigo, text) for part, text in found),
        demonstracao=demonstration.said(session),
    )


def em_palavras(nivel: Nivel, lugar: str, nomes: Mapping[int, Lugar]) -> str:
    """Name of a place: «NETP Minas Gerais», «Minas Gerais», «Sudeste», «Brasil»."""
    if nivel is Nivel.BRASIL:
        return "Brasil"
    if nivel is Nivel.UNIDADE:
        return next(iter(nomes.values())).nome
    return DIMENSOES[nivel.value].rotulo_de(lugar)


def digest_of(fatos: Fatos) -> str:
    """Hexadecimal SHA-256 of the content of facts: the same records give the same digest."""
    made = sha256(f"{fatos.tabela}\0{fatos.unidade_id}\0{fatos.ano}\0{fatos.mes}\0{len(fatos)}".encode())
    for name, column in fatos.colunas.items():
        made.update(name.encode() + b"\0" + column.astype(column.dtype.newbyteorder(">")).tobytes())
    return made.hexdigest()


def _carregar(session: Session, ano: int, kind: Tabela, pairs: Iterable[tuple[int, int]]) -> Iterator[Carregado]:
    """Segments of some (unit, month) pairs and their digests; units that sent the same months are read together."""
    by_unit: dict[int, list[int]] = defaultdict(list)
    for unit, mes in sorted(pairs):
        by_unit[unit].append(mes)
    together: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for unit, months in by_unit.items():
        together[tuple(months)].append(unit)
    for same, units in together.items():
        parts = snapshots.load(session, units, ano, same, kind)
        digests = snapshots.digests(session, units, ano, same, kind)
        yield from zip(parts, (digest.hex() for digest in digests), strict=True)


def _segmento(part: Fatos, codigo: str, digest: str) -> Segmento:
    return Segmento(codigo, part.ano, part.mes, part.tabela, digest)


def _lugares(session: Session, ids: Collection[int]) -> dict[int, Lugar]:
    query = select(Unidade.id, Unidade.codigo, Unidade.nome, Unidade.uf).where(Unidade.id.in_(ids))
    return {row.id: Lugar(row.codigo, row.nome, row.uf) for row in session.execute(query)}


def _ultimo(session: Session, ano: int, ids: Collection[int]) -> datetime | None:
    """Instant of the last freeze of these units in a year."""
    query = select(func.max(Congelado.created_at)).where(Congelado.ano == ano, Congelado.unidade_id.in_(ids))
    return session.scalar(query)


def nada(periodo: Period, kinds: Collection[Tabela] = ()) -> str:
    """What is said of a period of which nobody sent anything that tables of these kinds are made from."""
    if kinds == {Tabela.VITIMA}:
        return f"O ano de {periodo.inicio.year} ainda não foi fechado em nenhuma unidade deste lugar."
    return f"Nenhuma unidade deste lugar tem mês consolidado em {periodo.label}."
