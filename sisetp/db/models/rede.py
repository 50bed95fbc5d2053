"""The local network as the NETPs map it: committees, referral flows and the public card of each unit; all unscoped."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Comite(Base):
    """A state or municipal committee: since when, by which act, whether it meets and when it last met."""

    __tablename__ = "comite"

    id: Mapped[int] = mapped_column(primary_key=True)
    uf: Mapped[str] = mapped_column(String(2), index=True)
    municipio: Mapped[int | None]
    nome: Mapped[str] = mapped_column(String(120))
    situacao: Mapped[str] = mapped_column(String(12))
    instituido_em: Mapped[date | None]
    ato: Mapped[str] = mapped_column(String(120))
    ultima_reuniao: Mapped[date | None]
    versao: Mapped[int]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ComiteOrgao(Base):
    """How many members an organ (list `orgao_comite`) has in a committee."""

    __tablename__ = "comite_orgao"
    __table_args__ = (UniqueConstraint("comite_id", "orgao"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comite_id: Mapped[int] = mapped_column(ForeignKey("comite.id"))
    orgao: Mapped[str] = mapped_column(String(20))
    membros: Mapped[int]


class Fluxo(Base):
    """A referral flow agreed in a state: whom it is for, its status and the act that set it."""

    __tablename__ = "fluxo"

    id: Mapped[int] = mapped_column(primary_key=True)
    uf: Mapped[str] = mapped_column(String(2), index=True)
    nome: Mapped[str] = mapped_column(String(120))
    tema: Mapped[str] = mapped_column(String(20))
    situacao: Mapped[str] = mapped_column(String(12))
    publicado_em: Mapped[date | None]
    revisado_em: Mapped[date | None]
    ato: Mapped[str] = mapped_column(String(120))
    versao: Mapped[int]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CartaoUnidade(Base):
    """What anybody may read about a unit: address, hours and telephones. One for each unit, from a day on."""

    __tablename__ = "cartao_unidade"

    unidade_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"), primary_key=True)
    endereco: Mapped[str] = mapped_column(String(200))
    complemento: Mapped[str] = mapped_column(String(120))
    cep: Mapped[str] = mapped_column(String(8))
    horario: Mapped[str] = mapped_column(String(120))
    dia_e_noite: Mapped[bool]
    telefone: Mapped[str] = mapped_column(String(40))
    telefone_2: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(120))
    valido_desde: Mapped[date]
    versao: Mapped[int]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
