"""Who may be in charge of a case in a unit, and what the rules of a case need to know of the unit."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.access.roles import Role
from sisetp.db.models.caso import Caso
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain.caso import ABERTOS, RegrasCaso
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.services.postings import in_force

_IN_CHARGE = (Role.TECNICO.value, Role.COORDENACAO.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profissional:
    """Somebody of the unit: user id and name, and whether a case may be given to them today."""

    id: int
    nome: str
    em_atividade: bool = True


def team(session: Session, actor: Actor, *, clock: Clock) -> tuple[Profissional, ...]:
    """Active technicians and coordenação of the actor's unit, by name.

    Raises: AccessDenied, NotFound for who serves no unit.
    """
    require(actor, Permission.CASO_LISTAR, unidade_id=actor.unidade_id)
    return _team(session, unit_of(session, actor), clock)


def in_charge(session: Session, actor: Actor, *, clock: Clock) -> tuple[Profissional, ...]:
    """The team and whoever else has cases of the unit, by name: the choices of a list's filter.

    Raises: AccessDenied, NotFound.
    """
    now = {item.id: item for item in team(session, actor, clock=clock)}
    owners = set(session.scalars(select(Caso.responsavel_id).where(Caso.unidade_id == actor.unidade_id).distinct()))
    others = session.execute(select(Usuario.id, Usuario.nome).where(Usuario.id.in_(owners - now.keys())))
    gone = (Profissional(id=key, nome=nome, em_atividade=False) for key, nome in others)
    return tuple(sorted((*now.values(), *gone), key=lambda item: (item.nome, item.id)))


def orphans(session: Session, actor: Actor, *, clock: Clock) -> dict[int, int]:
    """Number of open cases by user id of those in charge who are no longer in activity in the unit."""
    active = {item.id for item in team(session, actor, clock=clock)}
    query = select(Caso.responsavel_id, func.count(Caso.situacao)).where(Caso.unidade_id == actor.unidade_id)
    query = query.where(Caso.situacao.in_(ABERTOS)).group_by(Caso.responsavel_id)
    return {owner: number for owner, number in session.execute(query) if owner not in active}


def rules_of(session: Session, actor: Actor, *, clock: Clock) -> RegrasCaso:
    """What the rules of a case need of the actor's unit. Raises: NotFound."""
    unit = unit_of(session, actor)
    return RegrasCaso(
        hoje=clock.today(unit.fuso),
        inicio=unit.inicio,
        tipo=unit.tipo,
        aberta=unit.fim is None,
        equipe=frozenset(item.id for item in _team(session, unit, clock)),
    )


def unit_of(session: Session, actor: Actor) -> Unidade:
    """The unit being served. Raises: NotFound for who serves none."""
    if actor.unidade_id is None:
        raise NotFound
    return session.get_one(Unidade, actor.unidade_id)


def _team(session: Session, unit: Unidade, clock: Clock) -> tuple[Profissional, ...]:
    query = select(Lotacao, Usuario.nome).join(Usuario, Usuario.id == Lotacao.usuario_id)
    query = query.where(Lotacao.unidade_id == unit.id, Lotacao.papel.in_(_IN_CHARGE), Usuario.active.is_(True))
    today = clock.today(unit.fuso)
    names = {row.usuario_id: nome for row, nome in session.execute(query) if in_force(row, today)}
    people = (Profissional(id=key, nome=nome) for key, nome in names.items())
    return tuple(sorted(people, key=lambda item: (item.nome, item.id)))
