"""Requests of the person the data is about (LGPD art. 18): a clock everybody in charge sees, and a sealed content."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class Requisicao(Base):
    """The clock of one request: unit, dates and status. It says nothing about whom or what was asked."""

    __tablename__ = "requisicao"
    __table_args__ = (Index("ix_requisicao_unidade_situacao", "unidade_id", "situacao", "prazo"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    unidade_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"))
    recebida_em: Mapped[date]
    prazo: Mapped[date]
    situacao: Mapped[str] = mapped_column(String(12))
    respondida_em: Mapped[date | None]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RequisicaoConteudo(UnitScoped, Base):
    """What was asked, about whom and what was answered, sealed; `pessoa_token` finds it from the pessoa."""

    __tablename__ = "requisicao_conteudo"
    __table_args__ = (Index("ix_requisicao_conteudo_pessoa", "unidade_id", "pessoa_token"),)

    id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("requisicao.id"), primary_key=True)
    pessoa_token: Mapped[bytes] = mapped_column(LargeBinary(16))
    versao: Mapped[int]
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)


class Consentimento(UnitScoped, Base):
    """Legal basis and information given to one person (form J), and its withdrawal; all of it sealed but the dates."""

    __tablename__ = "consentimento"
    __table_args__ = (Index("ix_consentimento_pessoa", "unidade_id", "pessoa_token"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    pessoa_token: Mapped[bytes] = mapped_column(LargeBinary(16))
    data: Mapped[date]
    retirado_em: Mapped[date | None]
    versao: Mapped[int]
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
