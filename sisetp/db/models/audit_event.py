"""Audit events: one hash chain per unit, one for the installation (decision 12)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class AuditChain(Base):
    """Current end of one chain; the row lock on it is what serialises appends."""

    __tablename__ = "cadeia_auditoria"

    cadeia: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditEvent(Base):
    """One event: declared keys only, never a name, document, telephone, free text or query."""

    __tablename__ = "evento_auditoria"
    __table_args__ = (
        UniqueConstraint("cadeia", "seq"),
        Index("ix_evento_auditoria_unidade_quando", "unidade_id", "quando"),
        Index("ix_evento_auditoria_unidade_alvo", "unidade_id", "alvo_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cadeia: Mapped[str] = mapped_column(String(30))
    seq: Mapped[int]
    quando: Mapped[datetime] = mapped_column(UtcDateTime)
    ator: Mapped[str] = mapped_column(String(80), index=True)
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"), index=True)
    unidade_id: Mapped[int | None] = mapped_column(ForeignKey("unidade.id"))
    acao: Mapped[str] = mapped_column(String(40), index=True)
    alvo_tipo: Mapped[str | None] = mapped_column(String(20))
    alvo_id: Mapped[str | None] = mapped_column(String(36), index=True)
    pessoa_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    detalhes: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
