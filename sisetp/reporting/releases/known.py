"""What anybody may know of a year: published cells in order, and what came from elsewhere, for planner and auditor.

Two forms of the same facts, because the auditor shares no code with the planner.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import CelulaPublicada, Divulgacao, PublicacaoExterna, TabelaPublicada
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.domain.period import parse_period
from sisetp.reporting.disclosure import request
from sisetp.reporting.disclosure.atoms import Atomos, count
from sisetp.reporting.disclosure.auditor import model as auditor
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Publicada
from sisetp.reporting.ledger.documents import steps
from sisetp.reporting.releases.frame import Moldura
from sisetp.reporting.releases.parameters import ParametrosSigilo, RegraDetentor, from_json
from sisetp.reporting.releases.preparation import CelulaPreparada
from sisetp.reporting.releases.store import Alvo


@dataclass(frozen=True, slots=True, kw_only=True)
class CelulaConhecida:
    """One cell of the ledger with the words of its place; `divulgacao` names the release in words."""

    divulgacao: str
    tabela: str
    linha: str
    coluna: str
    forma: str
    hash: str
    limiar: int
    situacao: str
    valor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Externa:
    """A cell about the same people that others published; both ends of the interval are included."""

    id: int
    fonte: str
    descricao: str
    forma: str
    minimo: int
    maximo: int | None


def cells_of(session: Session, ano: int) -> tuple[CelulaConhecida, ...]:
    """Every cell published about a year, in order of publication."""
    query = (
        select(Divulgacao).where(Divulgacao.ano == ano, Divulgacao.situacao == PUBLICADA).order_by(Divulgacao.numero)
    )
    return tuple(cell for row in session.scalars(query) for cell in _cells(session, row))


def externals_of(session: Session, ano: int, *, until: datetime | None = None) -> tuple[Externa, ...]:
    """Everything known from elsewhere about a year; before a moment, when one is given."""
    query = select(PublicacaoExterna).where(PublicacaoExterna.ano == ano).order_by(PublicacaoExterna.id)
    if until is not None:
        query = query.where(PublicacaoExterna.created_at < until)
    return tuple(
        Externa(
            id=row.id, fonte=row.fonte, descricao=row.descricao, forma=row.forma, minimo=row.minimo, maximo=row.maximo
        )
        for row in session.scalars(query)
    )


def steps_of(session: Session, alvo: Alvo) -> dict[str, int]:
    """How many steps of the ladder each table of a published release took, by code of table."""
    query = (
        select(TabelaPublicada)
        .join(Divulgacao, Divulgacao.id == TabelaPublicada.divulgacao_id)
        .where(
            Divulgacao.produto == alvo.produto,
            Divulgacao.periodo == alvo.periodo,
            Divulgacao.edicao == alvo.edicao,
            Divulgacao.situacao == PUBLICADA,
        )
    )
    return {row.codigo: len(steps(row.conteudo)) for row in session.scalars(query)}


def in_the_year(session: Session, ano: int, parametros: ParametrosSigilo) -> ParametrosSigilo:
    """The parameters with the weakest rule of insiders that the year was published with: what is out cannot be hidden
    again, and a release that had to would never come out."""
    query = select(Divulgacao.parametros).where(Divulgacao.ano == ano, Divulgacao.situacao == PUBLICADA)
    rules = [from_json(text).regra_detentor for text in session.scalars(query.distinct())]
    weakest = min((parametros.regra_detentor, *rules), key=lambda rule: rule.forca)
    return replace(parametros, regra_detentor=weakest)


def insider_rules(regra: RegraDetentor, moldura: Moldura, universo: Universo) -> request.Parametros:
    """Which units the planner protects from each other."""
    if regra is RegraDetentor.DESLIGADA:
        return request.Parametros()
    pairs = request.duplas(universo, moldura.uf_por_unidade())
    return request.Parametros(duplas=pairs, lugares=regra is RegraDetentor.LUGAR)


def for_planner(
    cells: Iterable[CelulaConhecida], externals: Iterable[Externa], universo: Universo, atomos: Atomos
) -> tuple[tuple[Publicada, ...], tuple[request.Externa, ...]]:
    """Published cells and what is known from elsewhere, as the planner takes them; structural zeros say nothing.

    An interval that the frozen facts are not in is left out: whoever published it counted something else.
    """
    published = tuple(
        Publicada(forma=form_of(cell.forma), valor=cell.valor, limiar=cell.limiar)
        for cell in cells
        if cell.situacao != "-"
    )
    outside = (
        request.Externa(forma=form_of(entry.forma), minimo=entry.minimo, maximo=entry.maximo) for entry in externals
    )
    return published, tuple(entry for entry in outside if _true(entry, universo, atomos))


def _true(entry: request.Externa, universo: Universo, atomos: Atomos) -> bool:
    people = count(universo, entry.forma, atomos)
    return entry.minimo <= people and (entry.maximo is None or people <= entry.maximo)


def prepared(
    divulgacao: str, tabelas: Sequence[tuple[str, str]], celulas: Iterable[CelulaPreparada]
) -> tuple[CelulaConhecida, ...]:
    """Cells of a release being prepared, as if they were out. `tabelas`: code and content of each table, in order."""
    places = [_places(conteudo) for _, conteudo in tabelas]
    return tuple(
        CelulaConhecida(
            divulgacao=divulgacao,
            tabela=tabelas[entry.tabela - 1][0],
            linha=places[entry.tabela - 1][0][entry.linha],
            coluna=places[entry.tabela - 1][1][entry.coluna],
            forma=entry.forma.json(),
            hash=entry.hash,
            limiar=entry.limiar,
            situacao=entry.situacao,
            valor=entry.valor,
        )
        for entry in celulas
    )


def audit_case(
    universo: Universo,
    uf: Mapping[str, str],
    atomos: Atomos,
    cells: Iterable[CelulaConhecida],
    externals: Iterable[Externa],
    *,
    regra: RegraDetentor,
) -> auditor.Caso:
    """Everything as plain data, for the auditor."""
    return auditor.Caso(
        moldura=auditor.Moldura(
            ano=universo.ano, dimensoes=universo.dimensoes, pares=universo.pares, uf=uf, tardios=universo.tardios
        ),
        linhas=tuple(
            auditor.LinhaAuditada(
                divulgacao=cell.divulgacao,
                tabela=cell.tabela,
                linha=cell.linha,
                coluna=cell.coluna,
                forma_json=cell.forma,
                situacao=cell.situacao,
                valor=cell.valor,
                limiar=cell.limiar,
            )
            for cell in cells
        ),
        suporte=_support(universo, atomos),
        externas=tuple(
            auditor.Externa(descricao=entry.descricao, forma_json=entry.forma, minimo=entry.minimo, maximo=entry.maximo)
            for entry in externals
        ),
        detentor=regra is not RegraDetentor.DESLIGADA,
        so_ufs=regra is RegraDetentor.UF,
    )


def in_words(titulo: str, periodo: str, edicao: int) -> str:
    """Name of a release: «Boletim mensal, março de 2026»."""
    edition = f", edição {edicao}" if edicao > 1 else ""
    return f"{titulo}, {parse_period(periodo).label}{edition}"


def form_of(text: str) -> Forma:
    """A form from the text kept in the ledger."""
    return Forma.de(json.loads(text))


def _cells(session: Session, row: Divulgacao) -> Iterable[CelulaConhecida]:
    tables = select(TabelaPublicada).where(TabelaPublicada.divulgacao_id == row.id)
    places = {entry.ordem: (entry.codigo, *_places(entry.conteudo)) for entry in session.scalars(tables)}
    order = (CelulaPublicada.tabela, CelulaPublicada.linha, CelulaPublicada.coluna)
    query = select(CelulaPublicada).where(CelulaPublicada.divulgacao_id == row.id).order_by(*order)
    for cell in session.scalars(query):
        codigo, linhas, colunas = places[cell.tabela]
        yield CelulaConhecida(
            divulgacao=in_words(json.loads(row.capa or "{}").get("titulo", row.produto), row.periodo, row.edicao),
            tabela=codigo,
            linha=linhas[cell.linha],
            coluna=colunas[cell.coluna],
            forma=cell.forma,
            hash=cell.forma_hash,
            limiar=cell.limiar,
            situacao=cell.situacao,
            valor=cell.valor,
        )


def _places(conteudo: str) -> tuple[list[str], list[str]]:
    fields: dict[str, Any] = json.loads(conteudo)
    return fields["linhas"], fields["colunas"]


def _support(universo: Universo, atomos: Atomos) -> auditor.Suporte:
    lists = [codes for _, codes in universo.dimensoes]
    rows = atomos.codigos.tolist()
    return auditor.Suporte(
        codigos=tuple(tuple(codes[place] for codes, place in zip(lists, row, strict=True)) for row in rows),
        contagens=tuple(int(people) for people in atomos.contagens),
    )


def last_external(session: Session, ano: int) -> int:
    """Id of the last row about a year that came from elsewhere, 0 for none: preparations are made against it."""
    return session.scalar(select(func.max(PublicacaoExterna.id)).where(PublicacaoExterna.ano == ano)) or 0
