"""Older versions: the blobs of a row are copied, still sealed, before the row is sealed again (decision 8)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.models.atendimento import Atendimento, Versao
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict, FieldMessage, RuleViolation
from sisetp.services import sealing

ACTIVE, CANCELLED = "ATIVO", "CANCELADO"


def check_active(row: Atendimento) -> None:
    """Refuse a change of a cancelled ficha. Raises: RuleViolation."""
    if row.situacao != ACTIVE:
        raise RuleViolation((FieldMessage("situacao", "Esta ficha foi cancelada e não pode ser alterada."),))


def check_versions(row: Atendimento, versao: int, pessoa: Pessoa | None = None, pessoa_versao: int = 0) -> None:
    """Refuse a change that started from an older version. Raises: Conflict, without any value in it."""
    if row.versao != versao or (pessoa is not None and pessoa.versao != pessoa_versao):
        raise Conflict(())


def keep_atendimento(
    session: Session, actor: Actor, row: Atendimento, motivo: str, justificativa: str, *, clock: Clock
) -> Versao:
    """Copy an atendimento as it is, with the reason of the change; the written one is sealed under the record's key."""
    old = _copy(actor, row, motivo, clock)
    old.inicio, old.situacao, old.relato = row.inicio, row.situacao, row.relato
    sealing.seal_reason(session, old, justificativa)
    session.add(old)
    session.flush()
    return old


def keep_pessoa(session: Session, actor: Actor, pessoa: Pessoa, motivo: str, *, clock: Clock) -> Versao:
    """Copy a pessoa as it is, with the coded reason of the change."""
    old = _copy(actor, pessoa, motivo, clock)
    old.ident = pessoa.ident
    session.add(old)
    session.flush()
    return old


def version_of(session: Session, row: Atendimento | Pessoa, versao: int) -> sealing.SealedRow | None:
    """The row as it was at a version, detached and ready to be opened; None when that version was not kept."""
    if row.versao == versao:
        return row
    query = select(Versao).where(Versao.tabela == row.__tablename__, Versao.registro_id == row.id)
    old = session.scalar(query.where(Versao.versao == versao))
    return sealing.as_it_was(old, row) if old is not None else None


def _copy(actor: Actor, row: Atendimento | Pessoa, motivo: str, clock: Clock) -> Versao:
    return Versao(
        unidade_id=row.unidade_id,
        tabela=row.__tablename__,
        registro_id=row.id,
        versao=row.versao,
        estat=row.estat,
        motivo=motivo,
        autor_id=actor.user_id,
        created_at=clock.now(),
    )
