"""The copies of a referral: later additions, opening on both sides, taking back."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import AcrescentarCopia
from sisetp.services.encaminhamentos.resultados import CopiaAberta


def add_copy(session: Session, actor: Actor, command: AcrescentarCopia, *, clock: Clock) -> UUID:
    """Share more in an open referral, as a new copy with the same checks; return the copy's id."""
    raise NotImplementedError


def sent_copies(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> tuple[CopiaAberta, ...]:
    """What the origin shared, revoked copies too."""
    raise NotImplementedError


def received_copies(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock
) -> tuple[CopiaAberta, ...]:
    """What the destination received and was not revoked, once it has accepted."""
    raise NotImplementedError


def revoke(
    session: Session, actor: Actor, encaminhamento_id: UUID, copia_id: UUID | None = None, *, clock: Clock
) -> int:
    """Take back one copy, or all; return how many were taken back now."""
    raise NotImplementedError


def withdraw_consent(session: Session, actor: Actor, pessoa_id: UUID, *, clock: Clock) -> int:
    """Take back all that rests on the authorisation of a person; return how many referrals it touched."""
    raise NotImplementedError


def to_pessoa(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> UUID:
    """Make a pessoa of the receiving unit from the accepted copies; return its id."""
    raise NotImplementedError
