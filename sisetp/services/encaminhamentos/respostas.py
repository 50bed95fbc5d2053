"""The steps of a referral after it was sent."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.clock import Clock


def accept(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> None:
    """Accept a referral: from now on the destination opens what was shared."""
    raise NotImplementedError


def refuse(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, desfecho: str, resposta: str = "", clock: Clock
) -> None:
    """Refuse a referral that was not accepted yet (NAO_ATENDIDO), with the reason; OUTRO is explained in `resposta`."""
    raise NotImplementedError


def answer(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, desfecho: str, resposta: str = "", clock: Clock
) -> None:
    """End with an outcome: by the destination once accepted, or by the origin for an outside service."""
    raise NotImplementedError


def person_refused(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, desfecho: str, resposta: str = "", clock: Clock
) -> None:
    """End because the person did not want it (RECUSADO: DESISTIU, NAO_QUIS, RETIROU)."""
    raise NotImplementedError


def expire(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> None:
    """End one referral without answer (SEM_RETORNO), only after its `limite`; by the origin."""
    raise NotImplementedError


def review_emergency(session: Session, actor: Actor, encaminhamento_id: UUID, *, resultado: str, clock: Clock) -> None:
    """Review an emergency sharing of the own unit: CONFIRMADA, or INDEVIDA, which takes the copies back."""
    raise NotImplementedError
