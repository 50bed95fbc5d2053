"""Server-side sessions: the cookie is a random id, the table keeps only its hash (decision 9)."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Sessao(Base):
    """One browser session; `data` is small JSON (form token, user id, chosen posting), never form content."""

    __tablename__ = "sessao"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    data: Mapped[bytes] = mapped_column(LargeBinary)
