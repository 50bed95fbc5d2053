"""The hash of a release: over everything it published and everybody who let it out, chained to the one before."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import (
    ArquivoDivulgado,
    BasePublica,
    CelulaPublicada,
    Certificado,
    Divulgacao,
    TabelaPublicada,
    Testemunha,
)
from sisetp.domain.divulgacao import PUBLICADA

GENESIS = "0" * 64
"""`anterior` of the first release ever published."""

_HEAD = (
    "numero",
    "produto",
    "ano",
    "periodo",
    "edicao",
    "definicoes",
    "codigo",
    "parametros",
    "cobertura",
    "capa",
    "risco",
    "preparo_hash",
    "preparada_por",
    "preparada_em",
    "aprovador1_id",
    "aprovada1_em",
    "aprovador2_id",
    "publicada_em",
)
_Line = Sequence[Any]


def last(session: Session, *, ano: int | None = None, produto: str | None = None) -> Divulgacao | None:
    """The release published last, the end of the chain; or the last one about a year or of a product."""
    query = select(Divulgacao).where(Divulgacao.situacao == PUBLICADA)
    if ano is not None:
        query = query.where(Divulgacao.ano == ano)
    if produto is not None:
        query = query.where(Divulgacao.produto == produto)
    return session.scalar(query.order_by(Divulgacao.numero.desc()).limit(1))


def head(session: Session, *, ano: int | None = None, produto: str | None = None) -> str:
    """Hash at the end of the chain, or of the last release about a year or of a product; `GENESIS` for none."""
    row = last(session, ano=ano, produto=produto)
    return row.hash or GENESIS if row else GENESIS


def release_hash(session: Session, row: Divulgacao) -> str:
    """Hexadecimal SHA-256 of one release as it stands in the database, its link to the one before included.

    Sealed parts enter by their digests, files by theirs: `verification` compares those with the bytes.
    """
    return release_hashes(session, (row,))[row.id]


def release_hashes(session: Session, rows: Sequence[Divulgacao]) -> dict[int, str]:
    """As `release_hash`, of many releases by their ids: as many statements as of one."""
    ids = [row.id for row in rows]
    tables = _rows(session, ids, _TABLES)
    others = [_rows(session, ids, columns) for columns in (_CELLS, _WITNESSES, _CERTIFICATES, _BASES, _FILES)]
    return {
        row.id: _hash(
            row.anterior,
            [_plain(getattr(row, name)) for name in _HEAD],
            [[ordem, codigo, _digest(text)] for ordem, codigo, text in sorted(tables[row.id])],
            *(_listed(sorted(found[row.id])) for found in others),
        )
        for row in rows
    }


def _hash(*parts: object) -> str:
    return _digest(json.dumps(parts, ensure_ascii=False, separators=(",", ":")))


# The first column says whose row it is; the others enter the hash.
_TABLES: _Line = (
    TabelaPublicada.divulgacao_id,
    TabelaPublicada.ordem,
    TabelaPublicada.codigo,
    TabelaPublicada.conteudo,
)
_CELLS: _Line = (
    CelulaPublicada.divulgacao_id,
    CelulaPublicada.tabela,
    CelulaPublicada.linha,
    CelulaPublicada.coluna,
    CelulaPublicada.ano,
    CelulaPublicada.forma_hash,
    CelulaPublicada.forma,
    CelulaPublicada.limiar,
    CelulaPublicada.situacao,
    CelulaPublicada.valor,
)
_WITNESSES: _Line = (Testemunha.divulgacao_id, Testemunha.ordem, Testemunha.digest)
_CERTIFICATES: _Line = (Certificado.divulgacao_id, Certificado.digest)
_BASES: _Line = (
    BasePublica.divulgacao_id,
    BasePublica.ano,
    BasePublica.mes,
    BasePublica.edicao,
    BasePublica.segmentos,
    BasePublica.digest,
)
_FILES: _Line = (
    ArquivoDivulgado.divulgacao_id,
    ArquivoDivulgado.formato,
    ArquivoDivulgado.nome,
    ArquivoDivulgado.tipo,
    ArquivoDivulgado.sha256,
)


def _rows(session: Session, ids: Sequence[int], columns: _Line) -> defaultdict[int, list[tuple[Any, ...]]]:
    """Rows by release. Sorted, they are in the order of their natural keys (which come first and are never empty)."""
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for owner, *shown in session.execute(select(*columns).where(columns[0].in_(ids))):
        found[owner].append(tuple(shown))
    return found


def _listed(rows: Iterable[_Line]) -> list[list[object]]:
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
