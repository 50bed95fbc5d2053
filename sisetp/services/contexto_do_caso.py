"""What a form about a case starts from: its number, day, people without names and present risk."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.domain.audit import Action
from sisetp.domain.caso import ABERTOS
from sisetp.domain.clock import Clock
from sisetp.services.casos import acesso
from sisetp.services.evolucoes import sigilo
from sisetp.services.linhas_do_caso import people_of, zone_of
from sisetp.services.reavaliacao import current_risk


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextoDoCaso:
    """A case for a form: `agora` is local to the unit, `pessoas` ids and labels, `niveis` the levels I may use."""

    id: UUID
    numero: str
    aberto: bool
    abertura: date
    agora: datetime
    fuso: str
    risco: str
    pessoas: tuple[tuple[UUID, str], ...]
    niveis: frozenset[str]


def context(session: Session, actor: Actor, caso_id: UUID, *, permission: Permission, clock: Clock) -> ContextoDoCaso:
    """Read a case for a form that this permission shows; its risk is opened, which is an event.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    caso = acesso.find(session, actor, permission, caso_id)
    acesso.record(session, actor, Action.VER_CASO, caso)
    fuso = zone_of(session, caso)
    return ContextoDoCaso(
        id=caso.id,
        numero=caso.numero,
        aberto=caso.situacao in ABERTOS,
        abertura=caso.abertura,
        agora=clock.now().astimezone(ZoneInfo(fuso)),
        fuso=fuso,
        risco=current_risk(session, caso),
        pessoas=tuple(people_of(session, caso).items()),
        niveis=sigilo.levels(actor),
    )
