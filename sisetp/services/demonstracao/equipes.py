"""Who works where in the invented network: members of the teams by unit, and actors that the real services accept."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.services.demonstracao.rede import Servidor, servidores

_CASES = (Role.TECNICO, Role.COORDENACAO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipe:
    """Actors of the invented users: everybody by login, the coordenação of each unit by unit id."""

    por_login: Mapping[str, Actor]
    coordenacoes: Mapping[int, Actor]

    def id_of(self, login: str) -> int:
        """User id of a login."""
        return self.por_login[login].user_id

    def head(self, codigo: str) -> Actor:
        """The coordenação of a unit, by the code of the unit."""
        return next(actor for actor in self.coordenacoes.values() if actor.unidade_codigo == codigo)


def professionals(semente: int) -> Mapping[str, tuple[Servidor, ...]]:
    """Technicians of each unit, then its coordenação: the same order on every machine."""
    found: dict[str, tuple[Servidor, ...]] = {}
    for person in sorted(servidores(semente), key=lambda one: (one.papel is Role.COORDENACAO, one.login)):
        if person.unidade is not None and person.papel in _CASES:
            found[person.unidade] = (*found.get(person.unidade, ()), person)
    return found


def approvers(session: Session) -> tuple[Actor, Actor]:
    """The two invented people who let releases out: the gestão and the encarregado."""
    gestao, encarregado = (_national(session, role) for role in (Role.CGETP_GESTAO, Role.ENCARREGADO))
    return gestao, encarregado


def _national(session: Session, role: Role) -> Actor:
    query = select(Usuario, Lotacao).join(Lotacao, Lotacao.usuario_id == Usuario.id)
    user, posting = session.execute(query.where(Lotacao.papel == role.value).order_by(Usuario.id)).first() or (
        None,
        None,
    )
    assert user is not None  # the invented team has one of each
    assert posting is not None
    return Actor(user_id=user.id, login=user.login, nome=user.nome, role=role, lotacao_id=posting.id)


def load_team(session: Session) -> Equipe:
    """Read the stored users with a posting in a unit."""
    query = (
        select(Usuario, Lotacao, Unidade)
        .join(Lotacao, Lotacao.usuario_id == Usuario.id)
        .join(Unidade, Unidade.id == Lotacao.unidade_id)
        .order_by(Usuario.login.desc())
    )
    everybody: dict[str, Actor] = {}
    heads: dict[int, Actor] = {}
    for user, posting, unit in session.execute(query):
        actor = Actor(
            user_id=user.id,
            login=user.login,
            nome=user.nome,
            role=Role(posting.papel),
            unidade_id=unit.id,
            unidade_codigo=unit.codigo,
            uf=unit.uf,
            profissao=user.profissao,
            lotacao_id=posting.id,
        )
        everybody[user.login] = actor
        if posting.papel == Role.COORDENACAO.value:
            heads[unit.id] = actor  # the first login of the alphabet comes last and stays
    return Equipe(por_login=everybody, coordenacoes=heads)
