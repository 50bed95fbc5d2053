"""One service contact (form A with B), the person it asks to locate, its older versions and its submission key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class Atendimento(UnitScoped, Base):
    """One contact. Plain: ids, unit, times, status, version, author, group. All that was said is in the blobs."""

    __tablename__ = "atendimento"
    __table_args__ = (
        UniqueConstraint("unidade_id", "codigo"),
        Index("ix_atendimento_unidade_inicio", "unidade_id", "inicio"),
        # Lists are counted and paged inside this one, without reading rows.
        Index("ix_atendimento_unidade_situacao", "unidade_id", "situacao", "inicio", "id"),
        # Without statistics SQLite takes the unit's own index for a search by person: every index names the unit first.
        Index("ix_atendimento_unidade_pessoa", "unidade_id", "pessoa_id", "inicio"),
        Index("ix_atendimento_unidade_registro", "unidade_id", "id"),
        Index("ix_atendimento_unidade_criacao", "unidade_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    codigo: Mapped[str] = mapped_column(String(12))
    pessoa_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("pessoa.id"))
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    posto_id: Mapped[int | None] = mapped_column(ForeignKey("posto.id"))
    grupo_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    inicio: Mapped[datetime] = mapped_column(UtcDateTime)
    situacao: Mapped[str] = mapped_column(String(12))
    versao: Mapped[int]
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PessoaProcurada(UnitScoped, Base):
    """The missing person somebody asks to locate: never mixed with the person attended."""

    __tablename__ = "pessoa_procurada"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    atendimento_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("atendimento.id"), index=True)
    versao: Mapped[int]
    ident: Mapped[bytes] = mapped_column(LargeBinary)


class Versao(UnitScoped, Base):
    """Blobs of a row as they were before an amendment, still sealed under their own version."""

    __tablename__ = "versao"
    __table_args__ = (UniqueConstraint("tabela", "registro_id", "versao"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tabela: Mapped[str] = mapped_column(String(20))
    registro_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    versao: Mapped[int]
    inicio: Mapped[datetime | None] = mapped_column(UtcDateTime)
    situacao: Mapped[str | None] = mapped_column(String(12))
    ident: Mapped[bytes | None] = mapped_column(LargeBinary)
    estat: Mapped[bytes | None] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)
    motivo: Mapped[str] = mapped_column(String(20))
    justificativa: Mapped[bytes | None] = mapped_column(LargeBinary)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Envio(UnitScoped, Base):
    """Idempotency key of one submitted ficha: a second arrival finds the records of the first."""

    __tablename__ = "envio"
    __table_args__ = (UniqueConstraint("autor_id", "chave"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    chave: Mapped[str] = mapped_column(String(32))
    atendimento_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("atendimento.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
