"""What the writers of the invented cases and referrals share: rows kept as older versions, and events in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.audit_chain import Detail
from sisetp.db.models.atendimento import Versao
from sisetp.domain.audit import Action
from sisetp.domain.ficha import PessoaNaFicha, Value
from sisetp.services import sealing
from sisetp.services.demonstracao.atendidas import Atendida
from sisetp.services.demonstracao.carga import Destino
from sisetp.services.demonstracao.equipes import Equipe

_KEPT = ("situacao", "ident", "estat", "relato")


@dataclass(frozen=True, slots=True, kw_only=True)
class PessoaEscrita:
    """Somebody in a written case: her rows, what is known of her, and the last answers of form E."""

    pessoa_id: UUID
    caso_pessoa_id: UUID
    pessoa: PessoaNaFicha
    atendida: Atendida | None
    respostas: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoEscrito:
    """A written case, for the referrals made in it."""

    id: UUID
    unidade: str
    risco: str
    pessoas: tuple[PessoaEscrita, ...]


@dataclass(slots=True, kw_only=True)
class Acervo:
    """Where cases and referrals go, and the ids of those written, by their numbers."""

    destino: Destino
    equipe: Equipe
    casos: dict[int, CasoEscrito] = field(default_factory=dict)
    encaminhamentos: dict[int, UUID] = field(default_factory=dict)
    sequencias: dict[tuple[str, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evento:
    """One audit event to be appended once the rows it is about are stored."""

    action: Action
    unidade_id: int
    alvo_tipo: str
    alvo_id: UUID
    detalhes: Mapping[str, Detail]
    pessoa_id: UUID | None = None


def older(session: Session, row: Any, motivo: str, justificativa: str, *, autor_id: int, quando: datetime) -> Versao:
    """Copy a row as it is, still sealed, before its next version is sealed: `versoes.keep` without a flush."""
    old = Versao(
        unidade_id=row.unidade_id,
        tabela=row.__tablename__,
        registro_id=row.id,
        versao=row.versao,
        motivo=motivo,
        autor_id=autor_id,
        created_at=quando,
        inicio=None,
        **{part: getattr(row, part) for part in _KEPT if hasattr(row, part)},
    )
    sealing.seal_reason(session, old, justificativa, owner=row.owner_id)
    return old


def append_all(session: Session, actor: AnyActor, events: Iterable[Evento]) -> None:
    """Append the events in order and flush once."""
    for item in events:
        audit_chain.append(
            session,
            actor,
            item.action,
            unidade_id=item.unidade_id,
            alvo_tipo=item.alvo_tipo,
            alvo_id=item.alvo_id,
            pessoa_id=item.pessoa_id,
            detalhes=item.detalhes,
            flush=False,
        )
    session.flush()
