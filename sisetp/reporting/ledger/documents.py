"""Published cells back to tables and documents: what every public page, file and drawing is made from."""

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import CelulaPublicada, Divulgacao, TabelaPublicada
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.domain.period import parse_period
from sisetp.reporting import demonstration
from sisetp.reporting.render.destaques import achados, mudancas
from sisetp.reporting.tables import Celula, Cobertura, Documento, Marca, Publico, Tabela

_MARCAS = MappingProxyType({"X": Marca.OCULTA, "-": Marca.IMPOSSIVEL})
_TUPLES = ("linhas", "colunas", "regras", "notas", "avisos", "linhas_uf", "degraus")


def cell(situacao: str, valor: int | None, forma: str) -> Celula:
    """A cell of the ledger as pages see it: a hidden one has a mark and nothing else."""
    return Celula(valor, forma=forma) if situacao == "P" else Celula(None, _MARCAS[situacao], forma)


def content(tabela: Tabela, sem_envio: Iterable[tuple[int, int]] = ()) -> str:
    """Labels, notes and coarsening steps of a table as the ledger keeps them, without its cells.

    `sem_envio` are the impossible cells (row, column) of units that have not sent: shown as such, never as zero.
    """
    fields = {name: getattr(tabela, name) for name in tabela.__slots__ if name != "celulas"}
    late = sorted(list(place) for place in sem_envio)
    return json.dumps({**fields, "sem_envio": late}, ensure_ascii=False, sort_keys=True)


def table(conteudo: str, cells: dict[tuple[int, int], Celula]) -> Tabela:
    """A table from its content and its cells by row and column. Raises: KeyError when a cell is missing."""
    fields: dict[str, Any] = json.loads(conteudo)
    late = {(row, column) for row, column in fields.pop("sem_envio", ())}
    values: dict[str, Any] = {name: tuple(value) if name in _TUPLES else value for name, value in fields.items()}
    columns = range(len(values["colunas"]))
    lines = range(len(values["linhas"]))
    body = tuple(tuple(_shown(cells[row, column], (row, column) in late) for column in columns) for row in lines)
    return Tabela(**values, celulas=body)


def _shown(found: Celula, late: bool) -> Celula:
    return Celula(None, Marca.SEM_ENVIO, found.forma) if late and found.marca is Marca.IMPOSSIVEL else found


def steps(conteudo: str) -> tuple[str, ...]:
    """Steps of the ladder that a table took, in words."""
    return tuple(json.loads(conteudo)["degraus"])


def build(session: Session, row: Divulgacao) -> Documento:
    """The document of a published release, from ledger rows only: tables, findings and what changed since the last."""
    return _finished(session, row, build_bare(session, row))


def foresee(session: Session, row: Divulgacao, tables: Iterable[Tabela]) -> Documento:
    """The document that a release being prepared will have once these tables of it are in the ledger."""
    return _finished(session, row, assemble(row, tables, demonstracao=demonstration.said(session)))


def build_bare(session: Session, row: Divulgacao) -> Documento:
    """The document without findings and changes."""
    cells: dict[int, dict[tuple[int, int], Celula]] = {}
    for line in session.scalars(select(CelulaPublicada).where(CelulaPublicada.divulgacao_id == row.id)):
        place = (line.linha, line.coluna)
        cells.setdefault(line.tabela, {})[place] = cell(line.situacao, line.valor, line.forma_hash)
    query = select(TabelaPublicada).where(TabelaPublicada.divulgacao_id == row.id).order_by(TabelaPublicada.ordem)
    tables = [table(entry.conteudo, cells.get(entry.ordem, {})) for entry in session.scalars(query)]
    return assemble(row, tables, demonstracao=demonstration.said(session))


def _finished(session: Session, row: Divulgacao, made: Documento) -> Documento:
    before = _before(session, row)
    changes = mudancas(build_bare(session, before), made) if before else ()
    return replace(made, destaques=achados(made), mudancas=changes)


def _before(session: Session, row: Divulgacao) -> Divulgacao | None:
    """The release of the same product that went out before this one."""
    query = select(Divulgacao).where(Divulgacao.produto == row.produto, Divulgacao.situacao == PUBLICADA)
    if row.numero is not None:
        query = query.where(Divulgacao.numero < row.numero)
    return session.scalar(query.order_by(Divulgacao.numero.desc()).limit(1))


def assemble(row: Divulgacao, tables: Iterable[Tabela], *, demonstracao: str = "") -> Documento:
    """A document from the plain columns of a release and its tables, without findings and changes."""
    tabelas = tuple(tables)
    capa: dict[str, Any] = json.loads(row.capa or "{}")
    cobertura = json.loads(row.cobertura)
    return Documento(
        produto=row.produto,
        titulo=capa.get("titulo", row.produto),
        subtitulo=capa.get("subtitulo", ""),
        publico=Publico.PUBLICO,
        nivel=capa.get("nivel", "brasil"),
        periodo=parse_period(row.periodo).label,
        periodo_codigo=row.periodo,
        edicao=row.edicao,
        gerado_em=row.preparada_em,
        versao=row.codigo,
        hash=content_hash(row, tabelas),
        cobertura=Cobertura(
            enviaram=cobertura.get("enviaram", 0),
            esperadas=cobertura.get("esperadas", 0),
            faltam=tuple(cobertura.get("faltam", ())),
        ),
        tabelas=tabelas,
        parametros=tuple((name, value) for name, value in capa.get("parametros", ())),
        metodo=tuple(capa.get("metodo", ())),
        demonstracao=demonstracao,
    )


def content_hash(row: Divulgacao, tables: Iterable[Tabela]) -> str:
    """Hexadecimal SHA-256 of what a document shows: period, labels, numbers and marks, and nothing that is hidden."""
    shown = [
        [content(entry), [[[item.valor, item.marca.value, item.forma] for item in line] for line in entry.celulas]]
        for entry in tables
    ]
    head = [row.produto, row.periodo, row.edicao, row.codigo, row.capa, row.cobertura]
    return sha256(json.dumps([head, shown], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
