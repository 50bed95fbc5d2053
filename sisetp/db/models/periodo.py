"""Months of each unit on their way to publication: states, dates and signatures, never a number (decision 18)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Periodo(Base):
    """One month of one unit and where it stands."""

    __tablename__ = "periodo"
    __table_args__ = (
        UniqueConstraint("unidade_id", "ano", "mes"),
        Index("ix_periodo_ano", "ano", "mes", "situacao"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unidade_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"))
    ano: Mapped[int]
    mes: Mapped[int]
    situacao: Mapped[str] = mapped_column(String(12))
    versao: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PassoPeriodo(Base):
    """One step of a month: from, to, who and when; `motivo` is a code, asked when a month is returned."""

    __tablename__ = "passo_periodo"
    __table_args__ = (Index("ix_passo_periodo_periodo", "periodo_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    periodo_id: Mapped[int] = mapped_column(ForeignKey("periodo.id"))
    de: Mapped[str] = mapped_column(String(12))
    para: Mapped[str] = mapped_column(String(12))
    motivo: Mapped[str | None] = mapped_column(String(20))
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    quando: Mapped[datetime] = mapped_column(UtcDateTime)


class Prazo(Base):
    """A deadline that departs from the rule: of every unit or of one, for one month and stage, with its reason (code).

    `data` is the day as agreed; the day that counts is the next business day (`domain.feriados`).
    """

    __tablename__ = "prazo"
    __table_args__ = (Index("ix_prazo_periodo", "ano", "mes", "etapa", "unidade_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ano: Mapped[int]
    mes: Mapped[int]
    etapa: Mapped[str] = mapped_column(String(12))
    unidade_id: Mapped[int | None] = mapped_column(ForeignKey("unidade.id"))
    data: Mapped[date]
    motivo: Mapped[str] = mapped_column(String(20))
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
