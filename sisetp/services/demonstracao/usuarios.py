"""Write the invented users with postings already confirmed, and the desks of each post."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.access.roles import Role
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services.demonstracao.fichas import WINDOW_DAYS
from sisetp.services.demonstracao.rede import POSTOS, SENHA, Servidor, servidores
from sisetp.services.passwords import hash_password

_WRITERS = frozenset({Role.ATENDENTE, Role.TECNICO, Role.COORDENACAO})


def add_team(session: Session, actor: AnyActor, *, semente: int, clock: Clock) -> Mapping[str, tuple[int, ...]]:
    """Add the sixty users and the desks; return the ids of who writes fichas, by unit code."""
    units = {row.codigo: row.id for row in session.scalars(select(Unidade))}
    password = hash_password(SENHA)
    writers: dict[str, tuple[int, ...]] = {}
    known = set(session.scalars(select(Usuario.login)))
    for person in servidores(semente):
        if person.login in known:
            continue  # the first administrator of `sisetp iniciar` keeps the password shown there
        user = _add_user(session, person, password, clock=clock)
        _post(session, actor, person, user.id, units, clock=clock)
        if person.unidade is not None and person.papel in _WRITERS:
            writers[person.unidade] = (*writers.get(person.unidade, ()), user.id)
    _add_desks(session, units)
    return writers


def desks(session: Session) -> Mapping[int, tuple[int, ...]]:
    """Ids of the desks of each unit, by unit id."""
    found: dict[int, tuple[int, ...]] = {}
    for row in session.scalars(select(Posto).order_by(Posto.id)):
        found[row.unidade_id] = (*found.get(row.unidade_id, ()), row.id)
    return found


def _add_user(session: Session, person: Servidor, password: str, *, clock: Clock) -> Usuario:
    user = Usuario(
        login=person.login,
        nome=person.nome,
        password=password,
        active=True,
        fs_uniquifier=uuid4().hex,
        profissao=person.profissao,
        deve_trocar_senha=False,
        avanca_sozinho=True,
        created_at=clock.now(),
        password_changed_at=clock.now(),
    )
    session.add(user)
    session.flush()
    return user


def _post(
    session: Session,
    actor: AnyActor,
    person: Servidor,
    user_id: int,
    units: Mapping[str, int],
    *,
    clock: Clock,
) -> None:
    unidade_id = units[person.unidade] if person.unidade else None
    posting = Lotacao(
        usuario_id=user_id,
        unidade_id=unidade_id,
        papel=person.papel.value,
        inicio=clock.today("America/Sao_Paulo") - timedelta(days=WINDOW_DAYS),
        granted_at=clock.now(),
        confirmed_at=clock.now(),
    )
    session.add(posting)
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.CONCEDER_PAPEL,
        unidade_id=unidade_id,
        alvo_tipo="usuario",
        alvo_id=str(user_id),
        detalhes={"usuario_id": user_id, "lotacao_id": posting.id, "papel": person.papel.value, "pendente": False},
        installation=True,
    )


def _add_desks(session: Session, units: Mapping[str, int]) -> None:
    for codigo, unidade_id in units.items():
        if codigo.startswith("PAAHM"):
            session.add_all([Posto(unidade_id=unidade_id, nome=nome) for nome in POSTOS])
    session.flush()
