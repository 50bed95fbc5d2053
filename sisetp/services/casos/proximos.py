"""The next step of each case that a reader may know of: a secret note shows none of it to other professions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.policy import reads_secrecy
from sisetp.access.roles import Secrecy
from sisetp.db.models.caso import Evolucao
from sisetp.domain.errors import Unreadable
from sisetp.services import sealing
from sisetp.services.versoes import ACTIVE


def next_steps(session: Session, actor: Actor, casos: Sequence[UUID]) -> dict[UUID, date]:
    """Day of the earliest step not done of each case, in one query; cases without any are absent."""
    if not casos:
        return {}
    query = select(Evolucao).where(Evolucao.unidade_id == actor.unidade_id, Evolucao.caso_id.in_(casos))
    waiting = query.where(Evolucao.proximo_data.is_not(None), Evolucao.proximo_feito_em.is_(None))
    found: dict[UUID, date] = {}
    for row in session.scalars(waiting):
        if row.situacao == ACTIVE and row.proximo_data is not None and _reads(session, actor, row):
            found[row.caso_id] = min(row.proximo_data, found.get(row.caso_id, row.proximo_data))
    return found


def _reads(session: Session, actor: Actor, row: Evolucao) -> bool:
    """A note that cannot be opened has an unknown level: nobody is told anything of it."""
    try:
        level = sealing.open_codes(session, row).get("nivel_sigilo")
    except Unreadable:
        return False
    return isinstance(level, str) and level in set(Secrecy) and reads_secrecy(actor, Secrecy(level))
