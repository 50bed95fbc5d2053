"""The paper of a case, for the unit's file: printing is an event; process numbers stay closed."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services.casos import acesso
from sisetp.services.casos.consulta import describe
from sisetp.services.casos.leitura import CasoDetail


def print_case(session: Session, actor: Actor, caso_id: UUID, *, clock: Clock) -> CasoDetail:
    """What the paper shows of the case itself; people and evolutions come from their own services.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row = acesso.find(session, actor, Permission.CASO_IMPRIMIR, caso_id)
    acesso.record(session, actor, Action.IMPRIMIR_CASO, row)
    return describe(session, actor, row, clock=clock)
