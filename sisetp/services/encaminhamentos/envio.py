"""Make a referral: show exactly what would be shared, then share it."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import AcrescentarCopia, EnviarEncaminhamento
from sisetp.services.encaminhamentos.resultados import Preview


def preview(
    session: Session, actor: Actor, command: EnviarEncaminhamento, *, clock: Clock, reason_after_days: int = 30
) -> Preview:
    """Exactly what `send` would share; showing an identity is an opening, with its event and, when old, its reason.

    Raises: AccessDenied, NotFound, RuleViolation (all messages; `motivo_abertura` for the reason), Unreadable.
    """
    raise NotImplementedError


def preview_copy(session: Session, actor: Actor, command: AcrescentarCopia, *, clock: Clock) -> Preview:
    """Exactly what `add_copy` would share. Raises: AccessDenied, NotFound, RuleViolation, Unreadable."""
    raise NotImplementedError


def send(session: Session, actor: Actor, command: EnviarEncaminhamento, *, clock: Clock) -> UUID:
    """Make the referral and return its id; the same `chave_envio` of the same author returns the one it made.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    raise NotImplementedError
