"""Who works in a unit, as numbers by role: for the institutional report, which names nobody."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.access.roles import READERS, Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao
from sisetp.domain.clock import Clock


def equipe(session: Session, actor: Actor, *, clock: Clock) -> tuple[tuple[str, int], ...]:
    """People on duty today in the actor's unit: role in words and how many. Raises: AccessDenied."""
    require(actor, Permission.ESTATISTICA_UNIDADE, unidade_id=actor.unidade_id)
    today = clock.today(session.get_one(Unidade, actor.unidade_id).fuso)
    readers = [role.value for role in READERS]
    query = select(Lotacao.usuario_id, Lotacao.papel).where(
        Lotacao.unidade_id == actor.unidade_id,
        Lotacao.inicio <= today,
        (Lotacao.fim.is_(None)) | (Lotacao.fim >= today),
        Lotacao.confirmed_at.is_not(None) | Lotacao.papel.not_in(readers),  # readers need a second person (decision 10)
    )
    held = Counter(papel for _, papel in session.execute(query.distinct()))
    return tuple((role.label, held[role.value]) for role in Role if held[role.value])
