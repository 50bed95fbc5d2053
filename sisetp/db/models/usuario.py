"""Users, their postings (lotação: unit + role, with validity) and password resets that wait for a second person."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Usuario(Base):
    """A person who works in the network. Unscoped: administration and the audit trail name users."""

    __tablename__ = "usuario"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    nome: Mapped[str] = mapped_column(String(120))
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    profissao: Mapped[str | None] = mapped_column(String(10))
    deve_trocar_senha: Mapped[bool] = mapped_column(default=True)
    avanca_sozinho: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Lotacao(Base):
    """A posting. It has effect between `inicio` and `fim` and, for roles that open identities, once confirmed."""

    __tablename__ = "lotacao"

    id: Mapped[int] = mapped_column(primary_key=True)
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"), index=True)
    unidade_id: Mapped[int | None] = mapped_column(ForeignKey("unidade.id"), index=True)
    papel: Mapped[str] = mapped_column(String(20))
    inicio: Mapped[date]
    fim: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RedefinicaoSenha(Base):
    """A new password set by an administrator: the old one stays in force until somebody of the unit confirms."""

    __tablename__ = "redefinicao_senha"

    id: Mapped[int] = mapped_column(primary_key=True)
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"), index=True)
    unidade_id: Mapped[int | None] = mapped_column(ForeignKey("unidade.id"), index=True)
    password: Mapped[str] = mapped_column(String(255))
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
