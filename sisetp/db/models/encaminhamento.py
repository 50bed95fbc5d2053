"""A referral (form G) between two units or to an outside service, and the copies of what was shared (decision 14).

Plain: ids, origin, destination, status and dates. What it is about is sealed and found by a token of the origin unit.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, BetweenUnits
from sisetp.db.types import UtcDateTime


class Encaminhamento(BetweenUnits, Base):
    """One referral of one person to one destination; without `unidade_destino_id` it goes to an outside service.

    `registro_token` finds it from the atendimento or case it was made in, `pessoa_token` from the pessoa.
    `prazo` is the last day to answer and `limite` the day after which it may end as SEM_RETORNO.
    """

    __tablename__ = "encaminhamento"
    __table_args__ = (
        Index("ix_encaminhamento_origem_situacao", "unidade_origem_id", "situacao", "prazo"),
        Index("ix_encaminhamento_destino_situacao", "unidade_destino_id", "situacao", "prazo"),
        Index("ix_encaminhamento_origem_registro", "unidade_origem_id", "registro_token"),
        Index("ix_encaminhamento_origem_pessoa", "unidade_origem_id", "pessoa_token"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    situacao: Mapped[str] = mapped_column(String(14))
    data: Mapped[date]
    prazo: Mapped[date | None]
    limite: Mapped[date | None]
    encerrado_em: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registro_token: Mapped[bytes] = mapped_column(LargeBinary(16))
    pessoa_token: Mapped[bytes] = mapped_column(LargeBinary(16))
    versao: Mapped[int]
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Copia(BetweenUnits, Base):
    """What one sending shared: `enviado` under the origin's key, `recebido` under a key wrapped for the destination.

    Revoking destroys the wrap of `recebido`; the origin keeps the record of what it had shared.
    """

    __tablename__ = "copia"
    __table_args__ = (Index("ix_copia_encaminhamento", "encaminhamento_id", "sequencia", unique=True),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    encaminhamento_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("encaminhamento.id"))
    sequencia: Mapped[int]
    versao: Mapped[int]
    enviado: Mapped[bytes] = mapped_column(LargeBinary)
    recebido: Mapped[bytes | None] = mapped_column(LargeBinary)
    revogada_em: Mapped[datetime | None] = mapped_column(UtcDateTime)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
