"""A case (procedimento, form D), its people (E), follow-up (F), others involved (H), support plans and risks.

Plain: ids, unit, workflow status, dates, versions and authors. A case never names a pessoa or an atendimento in clear:
the link is a sealed code, found from the record by a unit-keyed token (decision 2).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base, UnitScoped
from sisetp.db.types import UtcDateTime


class Caso(UnitScoped, Base):
    """One procedimento. `origem_token` finds it from the atendimento or referral it was opened from."""

    __tablename__ = "caso"
    __table_args__ = (
        UniqueConstraint("unidade_id", "ano", "sequencia"),
        Index("ix_caso_unidade_situacao", "unidade_id", "situacao", "abertura", "id"),
        Index("ix_caso_unidade_responsavel", "unidade_id", "responsavel_id", "situacao"),
        Index("ix_caso_unidade_origem", "unidade_id", "origem_token"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    numero: Mapped[str] = mapped_column(String(32), unique=True)
    ano: Mapped[int]
    sequencia: Mapped[int]
    abertura: Mapped[date]
    responsavel_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    situacao: Mapped[str] = mapped_column(String(12))
    encerramento: Mapped[date | None]
    origem_token: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    versao: Mapped[int]
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    ident: Mapped[bytes | None] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfCase(UnitScoped):
    """What every row of a case has: the case, whose narrative key seals its texts, its blobs, version, author, date."""

    caso_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("caso.id"))
    versao: Mapped[int]
    estat: Mapped[bytes] = mapped_column(LargeBinary)
    relato: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def owner_id(self) -> UUID:
        """Owner of the narrative key: the case."""
        return self.caso_id


class CasoPessoa(OfCase, Base):
    """One person in one case. The pessoa id is inside `estat`; `pessoa_token` finds the cases of a pessoa."""

    __tablename__ = "caso_pessoa"
    __table_args__ = (
        Index("ix_caso_pessoa_unidade_caso", "unidade_id", "caso_id"),
        Index("ix_caso_pessoa_unidade_token", "unidade_id", "pessoa_token"),
        UniqueConstraint("caso_id", "pessoa_token"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    pessoa_token: Mapped[bytes] = mapped_column(LargeBinary(16))
    situacao: Mapped[str] = mapped_column(String(12))
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Evolucao(OfCase, Base):
    """One contact or step of a case. `proximo_feito_em` ends the next step; type, secrecy and services are sealed."""

    __tablename__ = "evolucao"
    __table_args__ = (
        Index("ix_evolucao_unidade_caso", "unidade_id", "caso_id", "data"),
        Index("ix_evolucao_unidade_agenda", "unidade_id", "proximo_feito_em", "proximo_data", "profissional_id"),
        Index("ix_evolucao_unidade_data", "unidade_id", "data"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    data: Mapped[datetime] = mapped_column(UtcDateTime)
    profissional_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    situacao: Mapped[str] = mapped_column(String(12))
    proximo_data: Mapped[date | None]
    proximo_feito_em: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PlanoApoio(OfCase, Base):
    """One line of the support plan: its type and outcome are sealed codes, objective and action sealed texts."""

    __tablename__ = "plano_apoio"
    __table_args__ = (
        Index("ix_plano_apoio_unidade_caso", "unidade_id", "caso_id"),
        Index("ix_plano_apoio_unidade_prazo", "unidade_id", "encerrado_em", "prazo"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    inicio: Mapped[date]
    prazo: Mapped[date]
    encerrado_em: Mapped[date | None]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AvaliacaoRisco(OfCase, Base):
    """One dated risk assessment of a case; it is never amended, a new one is made."""

    __tablename__ = "avaliacao_risco"
    __table_args__ = (Index("ix_avaliacao_risco_unidade_caso", "unidade_id", "caso_id", "data"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    data: Mapped[date]
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))


class Envolvido(OfCase, Base):
    """Minimum about a suspect or network (form H): codes and what was passed on to the police, never a name field."""

    __tablename__ = "envolvido"
    __table_args__ = (Index("ix_envolvido_unidade_caso", "unidade_id", "caso_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    situacao: Mapped[str] = mapped_column(String(12))
    autor_id: Mapped[int] = mapped_column(ForeignKey("usuario.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
