"""Take back what was shared: one copy, a whole referral, or all that rests on what a person had authorised."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain import encaminhamento as enc
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.partilhas import authorised, copies_of, resting_on, take_back
from sisetp.services.encaminhamentos.passos import step
from sisetp.services.sealing import Relacao


def revoke(
    session: Session, actor: Actor, encaminhamento_id: UUID, copia_id: UUID | None = None, *, clock: Clock
) -> int:
    """Take back one copy of the own unit's referral, or all of them; return how many were taken back now.

    The key of the destination is destroyed after the commit; asking again destroys it again. It cannot be unread.
    Raises: AccessDenied; NotFound, also for a copy of another referral.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_REVOGAR, row)
    copies = [copia for copia in copies_of(session, row) if copia_id in (None, copia.id)]
    if copia_id is not None and not copies:
        raise NotFound
    return take_back(session, actor, row, copies, clock=clock)


def withdraw_consent(session: Session, actor: Actor, pessoa_id: UUID, *, clock: Clock) -> int:
    """Take back every copy that rests on the authorisation of a person of the unit, and end (RECUSADO, RETIROU) the
    open referrals that began with it; return how many referrals it touched.

    Holds the chains of every unit involved: call it before anything else is written. What was sent until the chain of
    the own unit is held is found too, and who sends after that finds the authorisation taken back.
    Raises: AccessDenied, NotFound, Unreadable.
    """
    require(actor, Permission.TITULAR_REGISTRAR, unidade_id=actor.unidade_id)
    pessoa = session.get(Pessoa, pessoa_id)
    if pessoa is None or pessoa.unidade_id != actor.unidade_id:
        raise NotFound
    token = sealing.link_token(session, pessoa.unidade_id, Relacao.ENCAMINHAMENTO_PESSOA, pessoa_id)
    query = select(Encaminhamento).where(
        Encaminhamento.unidade_origem_id == pessoa.unidade_id, Encaminhamento.pessoa_token == token
    )
    query = query.order_by(Encaminhamento.created_at)
    held: set[int] = set()
    while not held >= (wanted := _units(session.scalars(query).all()) | {pessoa.unidade_id}):
        acesso.lock_units(session, wanted)
        held |= wanted
    rows = session.scalars(query).all()
    return sum(_withdraw(session, actor, row, clock=clock) for row in rows)


def _units(rows: Iterable[Encaminhamento]) -> set[int]:
    return {unit for row in rows for unit in acesso.units_of(row)}


def _withdraw(session: Session, actor: Actor, row: Encaminhamento, *, clock: Clock) -> bool:
    session.refresh(row)
    resting = resting_on(session, copies_of(session, row), authorised)
    taken = take_back(session, actor, row, resting, clock=clock)
    ends = row.situacao in enc.ABERTOS and sealing.open_codes(session, row)["autorizado"] == enc.SIM
    if ends:
        step(session, actor, row, enc.RECUSADO, desfecho=enc.RETIROU, clock=clock)
    return ends or taken > 0
