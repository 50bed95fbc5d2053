"""Numbers and lines of the home page: what each role does now; codes and counts only, no names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import Scope, permits, scope_of
from sisetp.db import audit_chain
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services.access_requests import pending_for
from sisetp.services.agenda import lembretes as providencias
from sisetp.services.cartoes import lembretes as cartao_da_unidade
from sisetp.services.casos.responsavel import lembretes as casos_sem_dono
from sisetp.services.divulgacoes_lembretes import lembretes as divulgacoes
from sisetp.services.encaminhamentos.lembretes import lembretes as encaminhamentos_pendentes
from sisetp.services.heads import units_without_head
from sisetp.services.lembretes import Lembrete
from sisetp.services.numeros_lembretes import Numeros, numeros
from sisetp.services.periodos.lembretes import lembretes as periodos_a_enviar
from sisetp.services.postings import NATIONAL_ZONE
from sisetp.services.titulares.relogios import lembretes as pedidos_de_titulares

LAST_LINES = 8
_NUCLEOS = ("NETP_E", "NETP_M")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLine:
    """One ficha: code and local time."""

    id: UUID
    codigo: str
    quando: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a desk sees: own fichas of today and the last ones of the unit; `hoje` counts the unit's of today.

    `nucleo` is true for who follows cases in a NETP: there the page leads with them, and a new ficha comes after.
    """

    minhas: tuple[HomeLine, ...]
    ultimas: tuple[HomeLine, ...]
    hoje: int
    nucleo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCheck:
    """When the audit chains were last verified, in the coordination's time; None when they never were."""

    quando: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home page of one role; a part that the role has no use for is None."""

    desk: Desk | None
    acessos: int | None
    sem_coordenacao: tuple[str, ...] | None
    verificacao: LastCheck | None
    rede: bool
    numeros: Numeros | None
    lembretes: tuple[Lembrete, ...]


# One line for each service that has something to remind of; each gives reminders only to who may act on them.
SOURCES: tuple[Callable[..., tuple[Lembrete, ...]], ...] = (
    providencias,
    encaminhamentos_pendentes,
    casos_sem_dono,
    periodos_a_enviar,
    cartao_da_unidade,
    pedidos_de_titulares,
    divulgacoes,
)


def home(session: Session, actor: Actor, *, clock: Clock) -> Home:
    """Gather the home page of the actor; a list of fichas shown is an audit event."""
    confirms = permits(actor, Permission.ACESSO_CONFIRMAR)
    administers = permits(actor, Permission.USUARIO_ADMINISTRAR)
    audits = scope_of(actor, Permission.AUDITORIA_LER) is Scope.NATIONAL
    desk = _desk(session, actor, clock) if permits(actor, Permission.ATENDIMENTO_LISTAR) else None
    return Home(
        desk=desk,
        acessos=len(pending_for(session, actor, clock=clock)) if confirms else None,
        sem_coordenacao=units_without_head(session, clock=clock) if administers else None,
        verificacao=_last_check(session) if audits else None,
        rede=permits(actor, Permission.UNIDADE_LISTAR) and not administers,
        numeros=None if desk else numeros(session, actor, clock=clock),
        lembretes=tuple(reminder for source in SOURCES for reminder in source(session, actor, clock=clock)),
    )


def _desk(session: Session, actor: Actor, clock: Clock) -> Desk:
    unit = session.get_one(Unidade, actor.unidade_id)
    zone = ZoneInfo(unit.fuso)
    midnight = datetime.combine(clock.today(unit.fuso), time.min, tzinfo=zone)
    newest = select(Atendimento).order_by(Atendimento.inicio.desc(), Atendimento.id).limit(LAST_LINES)
    today = Atendimento.created_at >= midnight
    mine = session.scalars(newest.where(Atendimento.autor_id == actor.user_id, today))
    desk = Desk(
        minhas=tuple(_line(row, zone) for row in mine),
        ultimas=tuple(_line(row, zone) for row in session.scalars(newest)),
        hoje=session.scalar(select(func.count(Atendimento.id)).where(today)) or 0,
        nucleo=unit.tipo in _NUCLEOS and permits(actor, Permission.CASO_LISTAR),
    )
    if desk.ultimas:
        audit_chain.append(
            session,
            actor,
            Action.LISTAR,
            unidade_id=actor.unidade_id,
            detalhes={"tipo": "inicio", "quantidade": len({line.id for line in (*desk.minhas, *desk.ultimas)})},
        )
    return desk


def _line(row: Atendimento, zone: ZoneInfo) -> HomeLine:
    return HomeLine(id=row.id, codigo=row.codigo, quando=row.inicio.astimezone(zone))


def _last_check(session: Session) -> LastCheck:
    query = select(func.max(AuditEvent.quando)).where(AuditEvent.acao == Action.VERIFICAR_AUDITORIA.value)
    moment = session.scalar(query)
    return LastCheck(quando=moment.astimezone(ZoneInfo(NATIONAL_ZONE)) if moment else None)
