"""Frozen facts: the sealed columns of one unit and month, written once and never changed (decisions 18 and 19)."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class Congelado(UnitScoped, Base):
    """One kind of fact of one unit and month. Plain: unit, month, edition, digest; how many rows is not.

    `mes` 0 holds what is only known at the close of the year. `edicao` 1 is the month as consolidated; 2 is the annual
    revision. `dados` is a snapshot seal (suite 0x03) and `digest` its SHA-256.
    """

    __tablename__ = "congelado"
    __table_args__ = (Index("uq_congelado_lugar", "unidade_id", "ano", "mes", "edicao", "tabela", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ano: Mapped[int]
    mes: Mapped[int]
    edicao: Mapped[int]
    tabela: Mapped[str] = mapped_column(String(20))
    esquema: Mapped[int]
    dados: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
