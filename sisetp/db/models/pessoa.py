"""The person attended, as one unit knows them: sealed blobs, blind index tokens and the unit's high-water mark."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class Pessoa(UnitScoped, Base):
    """A person attended; `ident` is NULL while not identified. Every save re-seals both blobs under `versao`."""

    __tablename__ = "pessoa"
    # Without statistics SQLite prefers an index of the unit to five or more ids: this one has both.
    __table_args__ = (
        Index("ix_pessoa_unidade_marca", "unidade_id", "marca"),
        Index("ix_pessoa_unidade_registro", "unidade_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    versao: Mapped[int]
    ident: Mapped[bytes | None] = mapped_column(LargeBinary)
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)
    marca: Mapped[int] = mapped_column(BigInteger)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IndiceCego(UnitScoped, Base):
    """Blind index token of one person (`cpf`, `documento`, `nome_ano`), keyed by unit and truncated."""

    __tablename__ = "indice_cego"
    __table_args__ = (
        Index("ix_indice_cego_busca", "unidade_id", "tipo", "token"),
        Index("ix_indice_cego_unidade_pessoa", "unidade_id", "pessoa_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tipo: Mapped[str] = mapped_column(String(20))
    versao: Mapped[int]
    token: Mapped[bytes] = mapped_column(LargeBinary(8))
    pessoa_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("pessoa.id"))


class MarcaSegmento(UnitScoped, Base):
    """Counter that grows with every change of a person of the unit, so that search segments catch up."""

    __tablename__ = "marca_segmento"
    __table_args__ = (Index("uq_marca_segmento_unidade_id", "unidade_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    valor: Mapped[int] = mapped_column(BigInteger)
