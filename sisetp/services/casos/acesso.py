"""Find a case the actor may touch, and the event of something done to it: never with the id of a pessoa in it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import Detail
from sisetp.db.models.caso import Caso
from sisetp.domain.audit import Action
from sisetp.domain.errors import NotFound


def find(session: Session, actor: Actor, permission: Permission, caso_id: UUID, *, own: bool = False) -> Caso:
    """Row of a case; `own` also asks the permission about the professional in charge of it.

    Raises: NotFound before AccessDenied, so that a case of another unit is never told apart from none.
    """
    require(actor, permission)
    row = session.get(Caso, caso_id)
    if row is None or row.unidade_id != actor.unidade_id:
        raise NotFound
    require(actor, permission, unidade_id=row.unidade_id, autor_id=row.responsavel_id if own else None)
    return row


def record(
    session: Session,
    actor: AnyActor,
    action: Action,
    caso: Caso,
    detalhes: Mapping[str, Detail] | None = None,
    *,
    alvo_tipo: str = "caso",
    alvo_id: UUID | None = None,
) -> None:
    """Append the event to the chain of the unit, about the case or about a row of it.

    An event about a case never carries a pessoa id: the two would be linked in clear (decision 2).
    Raises: ValueError when a detail key is not declared for the action.
    """
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=caso.unidade_id,
        alvo_tipo=alvo_tipo,
        alvo_id=alvo_id or caso.id,
        detalhes={"versao": caso.versao} if detalhes is None else detalhes,
    )
