"""Compare every sealed blob with the last write event about it: rollback, swap and removal show (decision 12)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.audit_chain import SEALS_KEY, Breach, chain_name
from sisetp.db.base import BetweenUnits, UnitScoped
from sisetp.db.models import (
    Atendimento,
    AuditEvent,
    AvaliacaoRisco,
    Caso,
    CasoPessoa,
    Consentimento,
    Copia,
    Encaminhamento,
    Envolvido,
    Evolucao,
    Pessoa,
    PessoaProcurada,
    PlanoApoio,
    RequisicaoConteudo,
    Versao,
)

SealedRow = UnitScoped | BetweenUnits

_CODES_AND_TEXTS = ("estat", "relato")
_SEALED: dict[type[SealedRow], tuple[str, ...]] = {
    Pessoa: ("ident", "estat", "relato"),
    Atendimento: _CODES_AND_TEXTS,
    PessoaProcurada: ("ident",),
    Caso: ("estat", "ident", "relato"),
    CasoPessoa: _CODES_AND_TEXTS,
    Evolucao: _CODES_AND_TEXTS,
    PlanoApoio: _CODES_AND_TEXTS,
    AvaliacaoRisco: _CODES_AND_TEXTS,
    Envolvido: _CODES_AND_TEXTS,
    Encaminhamento: _CODES_AND_TEXTS,
    Copia: ("enviado", "recebido"),
    RequisicaoConteudo: _CODES_AND_TEXTS,
    Consentimento: ("estat",),
    Versao: ("ident", "estat", "relato", "justificativa"),
}


def seal_key(tabela: str, registro: UUID, classe: str) -> str:
    """Key of one blob in the `selos` detail of a write event."""
    return f"{tabela}:{registro.hex}:{classe}"


def seal_digest(blob: bytes | None) -> str:
    """Digest written in the event; an absent blob has the empty digest."""
    return "" if blob is None else sha256(blob).hexdigest()


def row_seals(row: SealedRow) -> dict[str, str]:
    """Digest of every blob of a row, keyed by `seal_key`."""
    identity = row.registro_id if isinstance(row, Versao) else row.id
    table = f"versao.{row.tabela}.{row.versao}" if isinstance(row, Versao) else row.__tablename__
    return {seal_key(table, identity, classe): seal_digest(getattr(row, classe)) for classe in _SEALED[type(row)]}


def verify_seals(session: Session) -> Iterator[Breach]:
    """Blobs that are not the last ones written, rows without a write event and rows that are gone."""
    written = _written_seals(session)
    for row in _sealed_rows(session):
        for key, digest in row_seals(row).items():
            known = written.pop(key, None)
            if known is None:
                if digest == "":
                    continue  # a column that this release added to rows written before it; it holds nothing
                yield Breach(
                    cadeia=chain_name(row.unidade_id), seq=0, mensagem=f"registro sem evento de gravação: {key}"
                )
            elif known.digest != digest:
                yield Breach(cadeia=known.cadeia, seq=known.seq, mensagem=f"o selo não é o último gravado: {key}")
    for key, gone in sorted(written.items(), key=lambda item: (item[1].cadeia, item[1].seq)):
        yield Breach(cadeia=gone.cadeia, seq=gone.seq, mensagem=f"registro apagado: {key}")


@dataclass(frozen=True, slots=True)
class _Written:
    cadeia: str
    seq: int
    digest: str


def _written_seals(session: Session) -> dict[str, _Written]:
    written: dict[str, _Written] = {}
    query = select(AuditEvent.cadeia, AuditEvent.seq, AuditEvent.detalhes).order_by(AuditEvent.cadeia, AuditEvent.seq)
    for cadeia, seq, detalhes in session.execute(query.execution_options(yield_per=1000)):
        for key, digest in json.loads(detalhes).get(SEALS_KEY, {}).items():
            written[key] = _Written(cadeia, seq, digest)
    return written


def _sealed_rows(session: Session) -> Iterator[SealedRow]:
    for model in _SEALED:
        for row in session.scalars(select(model).execution_options(yield_per=500)):
            yield cast(SealedRow, row)
            session.expunge(row)
