"""The scheduled end of referrals without answer."""

from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.domain.clock import Clock


def expire_all(session: Session, actor: SystemActor, *, clock: Clock) -> int:
    """End every referral past its `limite` as SEM_RETORNO; return how many. Running again ends nothing more."""
    raise NotImplementedError
