"""What a unit decided about two of its records of people: the same person, or not. Nothing of either is overwritten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class VinculoPessoa(UnitScoped, Base):
    """One decision about a pair (`pessoa_a_id` < `pessoa_b_id`): LIGADA, DISTINTA or DESFEITA; the last one counts."""

    __tablename__ = "vinculo_pessoa"
    __table_args__ = (
        Index("ix_vinculo_pessoa_unidade_a", "unidade_id", "pessoa_a_id"),
        Index("ix_vinculo_pessoa_unidade_b", "unidade_id", "pessoa_b_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pessoa_a_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("pessoa.id"))
    pessoa_b_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("pessoa.id"))
    decisao: Mapped[str] = mapped_column(String(10))
    motivo: Mapped[str] = mapped_column(String(20))
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
