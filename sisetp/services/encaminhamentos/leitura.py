"""Read referrals: sent, received, of one record, and one in detail."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.clock import Clock
from sisetp.services.encaminhamentos.resultados import EncaminhamentoDetail, EncaminhamentoLine, EncaminhamentoPage


def sent_page(session: Session, actor: Actor, *, number: int, clock: Clock, situacao: str = "") -> EncaminhamentoPage:
    """One page of what the unit sent. Raises: AccessDenied."""
    raise NotImplementedError


def received_page(
    session: Session, actor: Actor, *, number: int, clock: Clock, situacao: str = ""
) -> EncaminhamentoPage:
    """One page of what the unit received. Raises: AccessDenied."""
    raise NotImplementedError


def of_record(session: Session, actor: Actor, registro_id: UUID) -> tuple[EncaminhamentoLine, ...]:
    """Referrals made from one atendimento or case of the unit, newest first; none to who may not follow them."""
    raise NotImplementedError


def detail(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> EncaminhamentoDetail:
    """One referral as origin or destination may see it. Raises: AccessDenied, NotFound, Unreadable."""
    raise NotImplementedError
