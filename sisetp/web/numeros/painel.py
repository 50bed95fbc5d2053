"""What the public pages of numbers show, read from the ledger and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy.orm import Session

from sisetp.domain.errors import NotFound
from sisetp.reporting import ledger
from sisetp.reporting.cube.published import OrigemPublicada, de_onde_vem_publicado
from sisetp.reporting.ledger import DivulgacaoPublicada
from sisetp.reporting.render import boletim, destaques
from sisetp.reporting.render.destaques import Numero
from sisetp.reporting.tables import Celula, Documento, Tabela

_MOST_SERIES, _OFTEN = 4, 0.75
_LAST = 9999  # place of a table, row or column: no database is asked for one beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Edicao:
    """One release with its document, its numbers and what its first page draws."""

    divulgacao: DivulgacaoPublicada
    documento: Documento
    numeros: tuple[Numero, ...]
    desenhadas: tuple[Tabela, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origem:
    """One published number and where it comes from: the place of the cell in its table, and what the ledger says."""

    documento: Documento
    tabela: Tabela
    linha: str
    coluna: str
    celula: Celula
    publicada: OrigemPublicada


@dataclass(frozen=True, slots=True, kw_only=True)
class Painel:
    """The public home: the newest release, a series, the newest of each product, and everything by year."""

    nova: Edicao | None
    serie: Tabela | None
    recentes: tuple[DivulgacaoPublicada, ...]
    por_ano: tuple[tuple[int, tuple[DivulgacaoPublicada, ...]], ...]


def painel(session: Session) -> Painel:
    """Everything the public home shows; all of it empty before the first release."""
    releases = ledger.published_releases(session)
    if not releases:
        return Painel(nova=None, serie=None, recentes=(), por_ano=())
    newest = {release.produto: release for release in reversed(releases)}
    ordered = sorted(releases, key=lambda release: -release.ano)
    return Painel(
        nova=edicao(session, releases[0]),
        serie=_series(session, tuple(newest.values())),
        recentes=tuple(sorted(newest.values(), key=lambda release: -release.numero)),
        por_ano=tuple((ano, tuple(found)) for ano, found in groupby(ordered, key=lambda release: release.ano)),
    )


def edicao(session: Session, divulgacao: DivulgacaoPublicada) -> Edicao:
    """One release with its document. Raises: NotFound."""
    documento = ledger.published_document(session, divulgacao.id)
    return Edicao(
        divulgacao=divulgacao,
        documento=documento,
        numeros=destaques.numeros(documento),
        desenhadas=tuple(tabela for tabela in boletim.chosen(documento) if tabela),
    )


def origem(session: Session, divulgacao_id: int, tabela: int, linha: int, coluna: int) -> Origem:
    """Where one published number comes from, by the places of its table, row and column, from 0.

    Raises: NotFound for a release that is not out, and for a cell that it does not have.
    """
    found = None
    if all(0 <= place <= _LAST for place in (tabela, linha, coluna)):
        found = de_onde_vem_publicado(session, divulgacao_id, tabela, linha, coluna)
    if found is None:
        raise NotFound
    documento = ledger.published_document(session, divulgacao_id)
    shown = documento.tabelas[tabela]
    return Origem(
        documento=documento,
        tabela=shown,
        linha=shown.linhas[linha],
        coluna=shown.colunas[coluna],
        celula=shown.celulas[linha][coluna],
        publicada=found,
    )


def _series(session: Session, newest: Sequence[DivulgacaoPublicada]) -> Tabela | None:
    """The first table of a recent product with more than one period that fits in a drawing, without its series that
    often hide: they would be marks, not lines."""
    for release in newest:
        for tabela in ledger.published_document(session, release.id).tabelas:
            fits = len(tabela.linhas) <= _MOST_SERIES and len(tabela.colunas) == 1
            found = ledger.series(session, release.produto, tabela.codigo) if fits else None
            if found and len(found.linhas) > 1 and (seen := _seen(found)):
                return seen
    return None


def _seen(tabela: Tabela) -> Tabela | None:
    """A series without the columns that often hide; a single one says what is counted. None when none is left."""
    shown = [[row[j].valor is not None for row in tabela.celulas] for j in range(len(tabela.colunas))]
    kept = [j for j, cells in enumerate(shown) if sum(cells) >= _OFTEN * len(cells)]
    if len(kept) == len(tabela.colunas) or not kept:
        return tabela if kept else None
    return replace(
        tabela,
        titulo=tabela.titulo if len(kept) > 1 else tabela.conta[:1].upper() + tabela.conta[1:],
        colunas=tuple(tabela.colunas[j] for j in kept),
        celulas=tuple(tuple(row[j] for j in kept) for row in tabela.celulas),
    )
