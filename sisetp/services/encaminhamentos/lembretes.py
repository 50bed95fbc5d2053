"""What the home page reminds of about referrals."""

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.clock import Clock
from sisetp.services.lembretes import Lembrete


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """To accept, late, past the limit, emergencies to review, accepted transfers to conclude."""
    raise NotImplementedError
