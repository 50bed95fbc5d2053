"""Long work that can be left and found again: what was asked, how far it is, how it ended."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Tarefa(Base):
    """One piece of work. `situacao`: NA_FILA, EM_CURSO, FEITA or FALHOU; `mensagem` is one line in Portuguese."""

    __tablename__ = "tarefa"
    __table_args__ = (Index("ix_tarefa_situacao", "situacao", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tipo: Mapped[str] = mapped_column(String(20))
    alvo: Mapped[str] = mapped_column(String(40))
    situacao: Mapped[str] = mapped_column(String(10))
    etapa: Mapped[str] = mapped_column(String(60))
    feito: Mapped[int]
    total: Mapped[int]
    mensagem: Mapped[str | None] = mapped_column(String(300))
    pedida_por: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
