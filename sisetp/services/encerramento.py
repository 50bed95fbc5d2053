"""A unit does not end while something of a person waits in it: what waits, by kind for who ends it, by row inside it.

Who ends a unit sees no row of it, so the check runs in a read-only unit of work of a system actor of that unit alone.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.caso import Caso
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.titular import Requisicao
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.domain import titular
from sisetp.domain.audit import Action
from sisetp.domain.caso import ABERTOS
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import PENDENTES
from sisetp.services.periodos.meses import MesLinha
from sisetp.services.periodos.unidade import waiting_months
from sisetp.services.unidades import Pendencias

_CASES, _SENT, _RECEIVED, _REQUESTS, _MONTHS = (
    "casos em aberto",
    "encaminhamentos enviados sem desfecho",
    "encaminhamentos recebidos sem resposta",
    "pedidos de titulares sem resposta",
    "meses terminados sem envio",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoAberto:
    """One case that has to go somewhere: number, opening day, status code and who is in charge."""

    id: UUID
    numero: str
    abertura: date
    situacao: str
    responsavel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaminhamentoAberto:
    """One referral without an end: local day, last day to answer, status code; `recebido` by this unit or sent."""

    id: UUID
    data: date
    prazo: date | None
    situacao: str
    recebido: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PedidoAberto:
    """One request of a titular without an answer."""

    id: UUID
    recebida_em: date
    prazo: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AResolver:
    """All that stands between a unit and its end, oldest first. Nobody can send a month once the unit has ended."""

    casos: tuple[CasoAberto, ...]
    encaminhamentos: tuple[EncaminhamentoAberto, ...]
    pedidos: tuple[PedidoAberto, ...]
    meses: tuple[MesLinha, ...]


def watcher(unidade_id: int) -> SystemActor:
    """Who runs the check: it sees the rows of one unit, and its unit of work is opened read only."""
    return SystemActor(name="encerramento", units=frozenset({unidade_id}))


def pending(session: Session, unidade_id: int, *, clock: Clock) -> Pendencias:
    """Kinds of things that wait in a unit, in words and without numbers; empty when it may end."""
    waiting = {
        _CASES: select(Caso.id).where(Caso.unidade_id == unidade_id, Caso.situacao.in_(ABERTOS)),
        _SENT: _open_referrals().where(Encaminhamento.unidade_origem_id == unidade_id),
        _RECEIVED: _open_referrals().where(Encaminhamento.unidade_destino_id == unidade_id),
        _REQUESTS: select(Requisicao.id).where(
            Requisicao.unidade_id == unidade_id, Requisicao.situacao == titular.ABERTA
        ),
    }
    found = tuple(kind for kind, query in waiting.items() if session.scalar(query.limit(1)) is not None)
    if waiting_months(session, session.get_one(Unidade, unidade_id), clock=clock):
        found = (*found, _MONTHS)
    return Pendencias(unidade_id=unidade_id, tipos=found)


def to_settle(session: Session, actor: Actor, *, clock: Clock) -> AResolver:
    """Every row that waits in the actor's unit, for its coordination; an event.

    Raises: AccessDenied.
    """
    require(actor, Permission.CASO_TRANSFERIR, unidade_id=actor.unidade_id)
    found = AResolver(
        casos=_cases(session),
        encaminhamentos=_referrals(session, actor),
        pedidos=_requests(session, actor),
        meses=waiting_months(session, session.get_one(Unidade, actor.unidade_id), clock=clock),
    )
    audit_chain.append(
        session,
        actor,
        Action.LISTAR,
        unidade_id=actor.unidade_id,
        detalhes={
            "tipo": "encerramento",
            "quantidade": len(found.casos) + len(found.encaminhamentos) + len(found.pedidos),
        },
    )
    return found


def _open_referrals() -> Select[UUID]:
    return select(Encaminhamento.id).where(Encaminhamento.situacao.in_(PENDENTES))


def _cases(session: Session) -> tuple[CasoAberto, ...]:
    query = select(Caso, Usuario.nome).join(Usuario, Usuario.id == Caso.responsavel_id)
    rows = session.execute(query.where(Caso.situacao.in_(ABERTOS)).order_by(Caso.abertura, Caso.numero))
    return tuple(
        CasoAberto(id=row.id, numero=row.numero, abertura=row.abertura, situacao=row.situacao, responsavel=nome)
        for row, nome in rows
    )


def _referrals(session: Session, actor: Actor) -> tuple[EncaminhamentoAberto, ...]:
    here = (Encaminhamento.unidade_origem_id, Encaminhamento.unidade_destino_id)
    mine = or_(*(column == actor.unidade_id for column in here))
    query = select(Encaminhamento).where(mine, Encaminhamento.situacao.in_(PENDENTES))
    return tuple(
        EncaminhamentoAberto(
            id=row.id,
            data=row.data,
            prazo=row.prazo,
            situacao=row.situacao,
            recebido=row.unidade_destino_id == actor.unidade_id,
        )
        for row in session.scalars(query.order_by(Encaminhamento.data, Encaminhamento.created_at))
    )


def _requests(session: Session, actor: Actor) -> tuple[PedidoAberto, ...]:
    query = select(Requisicao).where(Requisicao.unidade_id == actor.unidade_id, Requisicao.situacao == titular.ABERTA)
    return tuple(
        PedidoAberto(id=row.id, recebida_em=row.recebida_em, prazo=row.prazo)
        for row in session.scalars(query.order_by(Requisicao.prazo))
    )
