"""Units of the network and the desks (postos) each one keeps; unscoped: the directory is public."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base


class Unidade(Base):
    """A NETP, a PAAHM or the national coordination, with its validity (posts open and close)."""

    __tablename__ = "unidade"

    id: Mapped[int] = mapped_column(primary_key=True)
    codigo: Mapped[str] = mapped_column(String(20), unique=True)
    nome: Mapped[str] = mapped_column(String(120))
    tipo: Mapped[str] = mapped_column(String(20))
    ambiente: Mapped[str] = mapped_column(String(20))
    uf: Mapped[str] = mapped_column(String(2))
    municipio: Mapped[int]
    fuso: Mapped[str] = mapped_column(String(40))
    inicio: Mapped[date]
    fim: Mapped[date | None]
    dias_retroativos: Mapped[int] = mapped_column(default=30)


class Posto(Base):
    """A desk or shift of a unit, chosen from a list so that no free text is stored in clear."""

    __tablename__ = "posto"

    id: Mapped[int] = mapped_column(primary_key=True)
    unidade_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"), index=True)
    nome: Mapped[str] = mapped_column(String(40))
    fim: Mapped[date | None]
