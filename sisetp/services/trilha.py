"""The audit event of something done to one atendimento: always its unit, its id and its pessoa."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.audit_chain import Detail
from sisetp.db.models.atendimento import Atendimento
from sisetp.domain.audit import Action


def record(
    session: Session,
    actor: AnyActor,
    action: Action,
    row: Atendimento,
    detalhes: Mapping[str, Detail] | None = None,
    *,
    flush: bool = True,
) -> None:
    """Append the event to the chain of the unit; without details, the version of the record is what was touched.

    Raises: ValueError when a detail key is not declared for the action.
    """
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=row.unidade_id,
        alvo_tipo="atendimento",
        alvo_id=row.id,
        pessoa_id=row.pessoa_id,
        detalhes={"versao": row.versao} if detalhes is None else detalhes,
        flush=flush,
    )
