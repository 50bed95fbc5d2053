"""Institutional activities (form I): they name nobody, so everything is plain (decision 2)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class Atividade(UnitScoped, Base):
    """One activity of a unit: type, days, town (IBGE code), subject, campaign and partners."""

    __tablename__ = "atividade"
    __table_args__ = (Index("ix_atividade_unidade_inicio", "unidade_id", "data_inicio", "id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    tipo: Mapped[str] = mapped_column(String(20))
    data_inicio: Mapped[date]
    data_fim: Mapped[date | None]
    tema: Mapped[str] = mapped_column(String(200))
    campanha: Mapped[str] = mapped_column(String(120))
    municipio: Mapped[int]
    parceiros: Mapped[str] = mapped_column(String(500))
    situacao: Mapped[str] = mapped_column(String(12))
    motivo_cancelamento: Mapped[str | None] = mapped_column(String(12))
    versao: Mapped[int]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Alcance(UnitScoped, Base):
    """People reached by an activity, of one kind (list `publico`)."""

    __tablename__ = "alcance"
    __table_args__ = (Index("ix_alcance_unidade_atividade", "unidade_id", "atividade_id", "publico", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    atividade_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("atividade.id"))
    publico: Mapped[str] = mapped_column(String(20))
    pessoas: Mapped[int]
