"""Posts (desks or shifts) of a unit: a closed list, so that a record holds a number in clear and never a text."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused

_LONGEST = 40


def add(session: Session, actor: SystemActor, unidade_id: int, nome: str) -> None:
    """Add a post to a unit.

    Raises: Refused for an empty, long or repeated name.
    """
    nome = " ".join(nome.split())
    if not nome or len(nome) > _LONGEST:
        raise Refused(f"O nome do guichê ou turno tem de 1 a {_LONGEST} letras.")
    if nome in {row.nome for row in _in_use(session, unidade_id)}:
        raise Refused("A unidade já tem um guichê ou turno com esse nome.")
    session.add(Posto(unidade_id=unidade_id, nome=nome))
    _record(session, actor, unidade_id)


def end(session: Session, actor: SystemActor, unidade_id: int, nome: str, *, clock: Clock) -> None:
    """Take a post out of use; records that name it keep it.

    Raises: Refused when the unit has no such post in use.
    """
    row = next((row for row in _in_use(session, unidade_id) if row.nome == nome), None)
    if row is None:
        raise Refused("A unidade não tem guichê ou turno em uso com esse nome.")
    row.fim = clock.today(session.get_one(Unidade, unidade_id).fuso)
    _record(session, actor, unidade_id)


def names(session: Session, unidade_id: int) -> tuple[str, ...]:
    """Names of the posts in use, in order."""
    return tuple(row.nome for row in _in_use(session, unidade_id))


def _in_use(session: Session, unidade_id: int) -> list[Posto]:
    query = select(Posto).where(Posto.unidade_id == unidade_id, Posto.fim.is_(None)).order_by(Posto.nome)
    return list(session.scalars(query))


def _record(session: Session, actor: SystemActor, unidade_id: int) -> None:
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.ALTERAR_UNIDADE,
        unidade_id=unidade_id,
        alvo_tipo="unidade",
        alvo_id=str(unidade_id),
        detalhes={"codigo": session.get_one(Unidade, unidade_id).codigo, "campos": 1},
        installation=True,
    )
