"""Papers of a referral."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.clock import Clock
from sisetp.services.encaminhamentos.resultados import Papel

GUIA, OFICIO = "GUIA", "OFICIO"


def slip(session: Session, actor: Actor, encaminhamento_id: UUID, tipo: str, *, clock: Clock) -> Papel:
    """Paper to print: GUIA or OFICIO. Raises: AccessDenied, NotFound, Unreadable."""
    raise NotImplementedError
