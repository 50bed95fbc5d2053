"""Older versions: the blobs of a row are copied, still sealed, before the row is sealed again (decision 8)."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.models.atendimento import Atendimento, Versao
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict, FieldMessage, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing

ACTIVE, CANCELLED = "ATIVO", "CANCELADO"

KeptRow = sealing.SealedRow
_KEPT = ("situacao", "ident", "estat", "relato")
_MOMENT = {"atendimento": "inicio", "evolucao": "data"}


class AnsweredRow(sealing.CodesRow, sealing.TextsRow, Protocol):
    """A versioned row with codes and texts that is sealed again at each change."""

    updated_at: Any


def check_active(row: Atendimento) -> None:
    """Refuse a change of a cancelled ficha. Raises: RuleViolation."""
    if row.situacao != ACTIVE:
        raise RuleViolation((FieldMessage("situacao", "Esta ficha foi cancelada e não pode ser alterada."),))


def check_versions(row: Atendimento, versao: int, pessoa: Pessoa | None = None, pessoa_versao: int = 0) -> None:
    """Refuse a change that started from an older version. Raises: Conflict, without any value in it."""
    if row.versao != versao or (pessoa is not None and pessoa.versao != pessoa_versao):
        raise Conflict(())


def keep(session: Session, actor: Actor, row: KeptRow, motivo: str, justificativa: str = "", *, clock: Clock) -> Versao:
    """Copy a row as it is, blobs still sealed, with the reason of the change; the written one is sealed under the key
    of the row's owner.
    """
    old = Versao(
        unidade_id=row.unidade_id,
        tabela=row.__tablename__,
        registro_id=row.id,
        versao=row.versao,
        motivo=motivo,
        autor_id=actor.user_id,
        created_at=clock.now(),
        inicio=getattr(row, _MOMENT[row.__tablename__]) if row.__tablename__ in _MOMENT else None,
        **{part: getattr(row, part) for part in _KEPT if hasattr(row, part)},
    )
    sealing.seal_reason(session, old, justificativa, owner=row.owner_id)
    session.add(old)
    session.flush()
    return old


def reseal(
    session: Session, row: AnsweredRow, codes: Mapping[str, Value], texts: Mapping[str, str], *, clock: Clock
) -> None:
    """Seal codes and texts of a row under its next version; `keep` came before."""
    row.versao += 1
    row.updated_at = clock.now()
    sealing.seal_codes(session, row, codes)
    sealing.seal_texts(session, row, texts)
    session.flush()


def version_of(session: Session, row: KeptRow, versao: int) -> Any:
    """The row as it was at a version, detached and ready to be opened; None when that version was not kept."""
    if row.versao == versao:
        return row
    query = select(Versao).where(Versao.tabela == row.__tablename__, Versao.registro_id == row.id)
    old = session.scalar(query.where(Versao.versao == versao))
    return sealing.as_it_was(old, row) if old is not None else None
