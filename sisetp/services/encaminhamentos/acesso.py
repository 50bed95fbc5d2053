"""Find a referral from either side, lock both chains before it changes, and write its events.

What carries seals goes to the chain of the origin, under whose keys the row is sealed; the destination's chain gets the
same event without them. No event of a referral names the record or the pessoa it is about (decision 2).
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound

Details = Mapping[str, Detail]


def find(session: Session, actor: Actor, encaminhamento_id: UUID) -> Encaminhamento:
    """Row of a referral that the actor's unit sent or received.

    Raises: NotFound, for a third unit as for a row that does not exist.
    """
    row = session.get(Encaminhamento, encaminhamento_id)
    if row is None or actor.unidade_id is None or actor.unidade_id not in units_of(row):
        raise NotFound
    return row


def locked(session: Session, actor: Actor, encaminhamento_id: UUID) -> Encaminhamento:
    """The same row, read again once the chains of both units are held: nobody changes it meanwhile.

    Raises: NotFound.
    """
    row = find(session, actor, encaminhamento_id)
    lock_units(session, units_of(row))
    session.refresh(row)
    return row


def require_origin(actor: Actor, permission: Permission, row: Encaminhamento) -> None:
    """Ask a permission over the unit that sent it. Raises: AccessDenied."""
    require(actor, permission, unidade_id=row.unidade_origem_id)


def require_destination(actor: Actor, permission: Permission, row: Encaminhamento) -> None:
    """Ask a permission over the unit that received it. Raises: AccessDenied."""
    require(actor, permission)
    require(actor, permission, unidade_id=row.unidade_destino_id or 0)


def is_origin(actor: Actor, row: Encaminhamento) -> bool:
    """Tell whether the actor's unit is the one that sent it."""
    return actor.unidade_id == row.unidade_origem_id


def units_of(row: Encaminhamento) -> frozenset[int]:
    """The one or two units of a referral."""
    return frozenset({row.unidade_origem_id, row.unidade_destino_id or row.unidade_origem_id})


def lock_units(session: Session, units: Iterable[int]) -> None:
    """Hold the chains of several units, always in ascending order so that two people never wait for each other."""
    for unit in sorted(set(units)):
        audit_chain.lock(session, unit)


def record(
    session: Session,
    actor: AnyActor,
    action: Action,
    row: Encaminhamento,
    detalhes: Details,
    *,
    copias: Iterable[Copia] = (),
) -> None:
    """Append the event of a change to both chains, with the seals of the referral and of the copies in the origin's."""
    seals = row_seals(row)
    for copia in copias:
        seals |= row_seals(copia)
    for unit in sorted(units_of(row)):
        own: dict[str, Detail] = {SEALS_KEY: seals} if unit == row.unidade_origem_id else {}
        _append(session, actor, action, row, unit, {**detalhes, **own})


def record_here(session: Session, actor: Actor, action: Action, row: Encaminhamento, detalhes: Details) -> None:
    """Append an event that changes nothing (an opening, a print) to the chain of the actor's own unit."""
    assert actor.unidade_id is not None
    _append(session, actor, action, row, actor.unidade_id, detalhes)


def unit(session: Session, unidade_id: int) -> Unidade:
    """Row of a unit."""
    return session.get_one(Unidade, unidade_id)


def stamp(row: Encaminhamento, *, clock: Clock) -> None:
    """Give the row its next version; whoever calls seals it again."""
    row.versao += 1
    row.updated_at = clock.now()


def _append(
    session: Session,
    actor: AnyActor,
    action: Action,
    row: Encaminhamento,
    unidade_id: int,
    detalhes: Details,
) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=unidade_id,
        alvo_tipo="encaminhamento",
        alvo_id=row.id,
        detalhes=detalhes,
    )
