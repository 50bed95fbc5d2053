"""Make the copies of a referral and take them back: what every sending, answer and withdrawal does with them."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import SIM, AcrescentarCopia, EnviarEncaminhamento
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.partilha import Payload
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso

Content = dict[str, Any]


def check_shared(shared: Payload) -> None:
    """Refuse to send nothing. Raises: RuleViolation."""
    if not shared:
        raise RuleViolation((FieldMessage("partes", "O registro não tem nada do que se marcou para compartilhar."),))


def new_copy(
    session: Session,
    actor: Actor,
    row: Encaminhamento,
    shared: Payload,
    command: EnviarEncaminhamento | AcrescentarCopia,
    *,
    sequencia: int,
    clock: Clock,
    key: UUID | None = None,
) -> Copia:
    """Seal one copy for each side, with the authorisation it rests on inside; the caller appends the event."""
    copia = Copia(
        id=key or uuid4(),
        encaminhamento_id=row.id,
        unidade_origem_id=row.unidade_origem_id,
        unidade_destino_id=row.unidade_destino_id,
        sequencia=sequencia,
        versao=1,
        autor_id=actor.user_id,
        created_at=clock.now(),
    )
    content = {"autorizado": command.autorizado, "base": command.base, "partes": list(shared), "dados": shared}
    sealing.seal_copy(session, copia, content)
    session.add(copia)
    session.flush()
    return copia


def copies_of(session: Session, row: Encaminhamento) -> list[Copia]:
    """Copies of a referral, in the order in which they were sent."""
    query = select(Copia).where(Copia.encaminhamento_id == row.id).order_by(Copia.sequencia)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def take_back(
    session: Session,
    actor: AnyActor,
    row: Encaminhamento,
    copies: Sequence[Copia],
    *,
    clock: Clock,
) -> int:
    """Take copies back from the destination and destroy their keys; return how many were not taken back before.

    An outside service has no key to lose, but its letter is not printed with them again. One taken back before has its
    key destroyed again: a crash may have come between the commit and the destruction.
    """
    new = [copia for copia in copies if copia.revogada_em is None]
    for copia in copies:
        if copia.recebido is not None:
            sealing.revoke_received(session, copia)
    for copia in new:
        copia.revogada_em = clock.now()
    session.flush()
    if new:
        details: acesso.Details = {"copias": [str(copia.id) for copia in new], "versao": row.versao}
        acesso.record(session, actor, Action.REVOGAR_COPIA, row, details, copias=new)
    return len(new)


def resting_on(session: Session, copies: Sequence[Copia], rests: Callable[[Content], bool]) -> list[Copia]:
    """Copies whose recorded authorisation answers a question; nothing of it is shown to anybody. Raises: Unreadable."""
    opened = sealing.open_sent(session, copies)
    return [copia for copia in copies if rests(opened[copia.id])]


def authorised(content: Content) -> bool:
    """Tell whether a copy rests on the person's own authorisation."""
    return bool(content.get("autorizado") == SIM)
