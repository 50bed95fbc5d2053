"""Browse what was published, by place, period and subject: from the ledger and from nothing else.

A place that a table does not print (hidden, empty, merged into another, or never there) has one and the same shape:
a row of hidden cells. Nobody can tell which of these it was.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import TabelaPublicada
from sisetp.domain.codelists import codelist
from sisetp.domain.period import parse_period
from sisetp.reporting import ledger
from sisetp.reporting.consultation.published_shares import published_shares
from sisetp.reporting.consultation.shares import Percentuais
from sisetp.reporting.cube.layout import SEPARADOR
from sisetp.reporting.definitions.groupings import REGIOES
from sisetp.reporting.ledger import DivulgacaoPublicada
from sisetp.reporting.render.words import bare
from sisetp.reporting.tables import Celula, Documento, Marca, Tabela

BRASIL, TODOS = "BR", ""
MOST = 12
"""Tables on one page, and periods of one series: more than anybody reads at once."""

LUGARES: Mapping[str, str] = MappingProxyType(
    {
        BRASIL: "Brasil",
        **{f"R-{code}": name for code, name, _ in REGIOES},
        **{item.code: item.label for item in sorted(codelist("ufs").items, key=lambda item: item.label)},
    }
)
"""Places by code, in the order of the page; those of regions begin with «R-», for SE is also Sergipe."""

_CABECAS = frozenset({"uf", "região", "unidade"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Procura:
    """What is looked for: codes of a place and of a period, and a subject in words; empty for all of them."""

    lugar: str = TODOS
    periodo: str = ""
    assunto: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Achada:
    """One table found: of a release, or (without one) a series through the periods of a product.

    `fontes` are the releases that a series is made of and their documents, in the order of its rows.
    """

    tabela: Tabela
    titulo: str
    divulgacao: DivulgacaoPublicada | None = None
    percentuais: Percentuais | None = None
    fontes: tuple[tuple[DivulgacaoPublicada, Documento], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicado:
    """What there is to choose from, as (code, label), and what was found; `cortada` says that there was more."""

    periodos: tuple[tuple[str, str], ...]
    assuntos: tuple[tuple[str, str], ...]
    achadas: tuple[Achada, ...]
    cortada: bool


@dataclass(frozen=True, slots=True)
class _Entrada:
    """A published table without its cells."""

    divulgacao: DivulgacaoPublicada
    codigo: str
    rotulos: tuple[str, ...]
    assuntos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lida:
    """A published table with its cells, and the document that it is of."""

    divulgacao: DivulgacaoPublicada
    documento: Documento
    tabela: Tabela


def browse(session: Session, procura: Procura) -> Publicado:
    """Everything published that matches, newest first; a period left open gives series. Nothing needs a key."""
    entries = _entries(session)
    chosen = [entry for entry in entries if _matches(entry, procura)]
    found = _of_period(session, chosen, procura) if procura.periodo else _series(session, chosen, procura)
    return Publicado(
        periodos=_periods(entries),
        assuntos=tuple((name, name) for name in sorted({name for entry in entries for name in entry.assuntos})),
        achadas=tuple(found[:MOST]),
        cortada=len(found) > MOST,
    )


def at_place(tabela: Tabela, lugar: str) -> Tabela:
    """A table about one place (its code): its rows, or its column; hidden cells when the place is not printed."""
    if _is_place(tabela.rotulo_linhas) or not _is_place(tabela.rotulo_colunas):
        return _rows_at(tabela, lugar)
    kept = next((n for n, label in enumerate(tabela.colunas) if _names(label, lugar)), None)
    cells = tuple((row[kept] if kept is not None else _hidden(),) for row in tabela.celulas)
    return replace(tabela, colunas=(LUGARES[lugar],), rotulo_colunas="", celulas=cells, total_coluna=False)


def _rows_at(tabela: Tabela, lugar: str) -> Tabela:
    found = [n for n, label in enumerate(tabela.linhas) if _names(label, lugar)]
    lines = tuple(_named(tabela.linhas[n], lugar) for n in found) or (LUGARES[lugar],)
    blank = tuple(_hidden() for _ in tabela.colunas)
    cells = tuple(tabela.celulas[n] for n in found) or (blank,)
    return replace(tabela, linhas=lines, celulas=cells, total_linha=False, linhas_uf=())


def _hidden() -> Celula:
    return Celula(None, Marca.OCULTA)


def _entries(session: Session) -> list[_Entrada]:
    """Published tables of the latest edition of each product and period, newest first."""
    newest: dict[tuple[str, str], DivulgacaoPublicada] = {}
    for release in ledger.published_releases(session):
        newest.setdefault((release.produto, release.periodo), release)
    by_id = {release.id: release for release in newest.values()}
    query = select(TabelaPublicada.divulgacao_id, TabelaPublicada.codigo, TabelaPublicada.conteudo)
    rows = session.execute(query.where(TabelaPublicada.divulgacao_id.in_(by_id)).order_by(TabelaPublicada.ordem))
    tables: dict[int, list[_Entrada]] = {}
    for row in rows:
        entry = _entry(by_id[row.divulgacao_id], row.codigo, json.loads(row.conteudo))
        tables.setdefault(row.divulgacao_id, []).append(entry)
    ordered = sorted(by_id.values(), key=lambda release: (parse_period(release.periodo).inicio, release.numero))
    return [entry for release in reversed(ordered) for entry in tables.get(release.id, [])]


def _entry(release: DivulgacaoPublicada, codigo: str, fields: Mapping[str, object]) -> _Entrada:
    heads = (str(fields["rotulo_linhas"]), str(fields["rotulo_colunas"]))
    subjects = tuple(dict.fromkeys(bare(part) for head in heads for part in head.split(SEPARADOR) if part))
    return _Entrada(release, codigo, heads, subjects)


def _matches(entry: _Entrada, procura: Procura) -> bool:
    if procura.periodo and entry.divulgacao.periodo != procura.periodo:
        return False
    if procura.assunto and procura.assunto not in entry.assuntos:
        return False
    if procura.lugar in (TODOS, BRASIL):
        return procura.lugar == TODOS or not any(map(_is_place, entry.assuntos))
    wanted = "região" if procura.lugar.startswith("R-") else "uf"
    return wanted in {name.casefold() for name in entry.assuntos}


def _is_place(head: str) -> bool:
    return any(bare(part).casefold() in _CABECAS for part in head.split(SEPARADOR))


def _names(label: str, lugar: str) -> bool:
    """Tell whether a row or column is about a place, by its name or by the letters of a state."""
    return not {LUGARES[lugar], lugar}.isdisjoint(_parts(label))


def _named(label: str, lugar: str) -> str:
    """The same label with the place by its name, however the table prints it."""
    return SEPARADOR.join(LUGARES[lugar] if part == lugar else part for part in _parts(label))


def _periods(entries: Iterable[_Entrada]) -> tuple[tuple[str, str], ...]:
    pairs = {entry.divulgacao.periodo: entry.divulgacao.periodo_rotulo for entry in entries}
    return tuple(sorted(pairs.items(), key=lambda pair: parse_period(pair[0]).inicio, reverse=True))


def _of_period(session: Session, chosen: Sequence[_Entrada], procura: Procura) -> list[Achada]:
    found = []
    for read in _loaded(session, chosen[: MOST + 1]):
        shown = read.tabela if procura.lugar in (TODOS, BRASIL) else at_place(read.tabela, procura.lugar)
        title = f"{read.divulgacao.titulo} · {read.divulgacao.periodo_rotulo}"
        of = published_shares(shown)
        found.append(Achada(tabela=shown, titulo=title, divulgacao=read.divulgacao, percentuais=of))
    return found


def _series(session: Session, chosen: Sequence[_Entrada], procura: Procura) -> list[Achada]:
    """One table for each published one, with a row for each of its newest periods, in the order of time."""
    groups: dict[tuple[str, str], list[_Entrada]] = {}
    for entry in chosen:
        groups.setdefault((entry.divulgacao.produto, entry.codigo), []).append(entry)
    kept = [entry for group in list(groups.values())[: MOST + 1] for entry in group[:MOST]]
    tables: dict[tuple[str, str], list[_Lida]] = {}
    for read in _loaded(session, kept):
        tables.setdefault((read.divulgacao.produto, read.tabela.codigo), []).append(read)
    return [_through_time(found[::-1], procura) for found in tables.values()]


def _through_time(found: Sequence[_Lida], procura: Procura) -> Achada:
    newest, model = found[-1].divulgacao, found[-1].tabela
    lines = [_line(read.tabela, procura.lugar) for read in found]
    labels = tuple(dict.fromkeys(label for line in reversed(lines) for label in line))
    table = replace(
        model,
        rotulo_linhas="Período",
        linhas=tuple(read.divulgacao.periodo_rotulo for read in found),
        rotulo_colunas=_columns_head(model, procura.lugar),
        colunas=labels,
        celulas=tuple(tuple(line.get(label, _hidden()) for label in labels) for line in lines),
        total_linha=False,
        total_coluna=False,
        linhas_uf=(),
        notas=(),
        avisos=(),
    )
    sources = tuple((read.divulgacao, read.documento) for read in found)
    return Achada(tabela=table, titulo=f"{newest.titulo} · ao longo do tempo", fontes=sources)


def _line(tabela: Tabela, lugar: str) -> dict[str, Celula]:
    """One period of a series: of a place, its cells; of the country, the rows of the table by its last column."""
    if lugar in (TODOS, BRASIL):
        return {bare(label): row[-1] for label, row in zip(tabela.linhas, tabela.celulas, strict=True)}
    own = at_place(tabela, lugar)
    if len(own.linhas) > 1:
        return {_rest(label, LUGARES[lugar]): row[-1] for label, row in zip(own.linhas, own.celulas, strict=True)}
    return {bare(label): cell for label, cell in zip(own.colunas, own.celulas[0], strict=True)}


def _columns_head(model: Tabela, lugar: str) -> str:
    return model.rotulo_linhas if lugar in (TODOS, BRASIL) else LUGARES[lugar]


def _rest(label: str, lugar: str) -> str:
    """What a nested row says besides its place."""
    return SEPARADOR.join(part for part in map(bare, label.split(SEPARADOR)) if part != lugar) or lugar


def _parts(label: str) -> tuple[str, ...]:
    return tuple(bare(part) for part in label.split(SEPARADOR))


def _loaded(session: Session, chosen: Sequence[_Entrada]) -> Iterator[_Lida]:
    """The tables with their cells; each release is read once."""
    documents = {
        release_id: ledger.published_document(session, release_id)
        for release_id in dict.fromkeys(entry.divulgacao.id for entry in chosen)
    }
    for entry in chosen:
        document = documents[entry.divulgacao.id]
        tables = (table for table in document.tabelas if table.codigo == entry.codigo)
        yield from (_Lida(entry.divulgacao, document, table) for table in tables)
