"""Restricted and internal outputs that left the screen: who took what, for which purpose (never the content)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Entrega(Base):
    """One file handed over. `selo` is the keyed hash of its content, before encryption and watermark (decision 21).

    `unidade_id` is NULL for national outputs; `usuario_id` is who received it, NULL when an operator's command made it
    for nobody in particular; `ator` is who made it.
    """

    __tablename__ = "entrega"
    __table_args__ = (Index("ix_entrega_unidade", "unidade_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    produto: Mapped[str] = mapped_column(String(30))
    periodo: Mapped[str] = mapped_column(String(8))
    variante: Mapped[str] = mapped_column(String(12))
    nivel: Mapped[str] = mapped_column(String(10))
    unidade_id: Mapped[int | None] = mapped_column(ForeignKey("unidade.id"))
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    ator: Mapped[str] = mapped_column(String(60))
    finalidade: Mapped[str] = mapped_column(String(20))
    formato: Mapped[str] = mapped_column(String(10))
    selo: Mapped[str] = mapped_column("sha256", String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
