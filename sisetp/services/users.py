"""Users, their postings and their passwords, as the CGETP administration and the operator handle them.

Whatever opens identities waits for a second person (decision 10, `access_requests`); commands obey the same rule.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.access.roles import Role
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, RedefinicaoSenha, Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import AccessDenied, FieldMessage, NotFound, Refused, RuleViolation
from sisetp.services import passwords, sessions
from sisetp.services.postings import NATIONAL_ZONE, NEEDS_CONFIRMATION, in_force, opens_identities, pending, today_of
from sisetp.services.signin import normalise_login
from sisetp.services.user_rules import check_posting, checked_user

OPERATOR_NAME = "operador"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateUser:
    """A new user: login, name on screen and profession (code of list `profissao`, or None)."""

    login: str
    nome: str
    profissao: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPosting:
    """A role for a user; `unidade_id` is None for national roles; `fim` is the last day, None = open."""

    usuario_id: int
    papel: Role
    unidade_id: int | None
    inicio: date
    fim: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A user just created, or reset: the temporary password is shown once and kept nowhere in clear."""

    id: int
    login: str
    nome: str
    senha: str
    pendente: bool = False


def create_user(session: Session, actor: AnyActor, command: CreateUser, *, clock: Clock) -> NewUser:
    """Create a user without any posting and return the temporary password.

    Raises: AccessDenied, RuleViolation.
    """
    require_administration(actor)
    audit_chain.lock(session, None)  # users are changed one at a time: what is read next stays true
    login, nome = checked_user(session, command.login, command.nome, command.profissao)
    senha = passwords.temporary_password()
    row = Usuario(
        login=login,
        nome=nome,
        password=passwords.hash_password(senha),
        active=True,
        fs_uniquifier=uuid4().hex,
        profissao=command.profissao,
        deve_trocar_senha=True,
        avanca_sozinho=True,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _audit(session, actor, Action.CRIAR_USUARIO, row.id, None, {"usuario_id": row.id})
    return NewUser(id=row.id, login=row.login, nome=row.nome, senha=senha)


def create_first_admin(session: Session, actor: SystemActor, *, login: str, nome: str, clock: Clock) -> NewUser:
    """Create the first administrator of an installation, in force at once: nobody is there to confirm.

    Raises: Refused when there has been one already, RuleViolation.
    """
    known = select(Lotacao.id).where(Lotacao.papel == Role.CGETP_ADMIN.value, Lotacao.confirmed_at.is_not(None))
    if session.scalar(known.limit(1)) is not None:
        raise Refused("Já houve administrador nesta instalação: outro administrador concede e um segundo confirma.")
    new = create_user(session, actor, CreateUser(login=login, nome=nome), clock=clock)
    row = Lotacao(
        usuario_id=new.id,
        papel=Role.CGETP_ADMIN.value,
        inicio=clock.today(NATIONAL_ZONE),
        granted_at=clock.now(),
        confirmed_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _audit_grant(session, actor, row, pendente=False)
    return new


def grant_posting(session: Session, actor: AnyActor, command: GrantPosting, *, clock: Clock) -> bool:
    """Give a user a role; True when it waits for a second person before it has effect.

    Raises: AccessDenied, RuleViolation, NotFound.
    """
    require_administration(actor)
    audit_chain.lock(session, None)
    user = active_user(session, command.usuario_id)
    check_posting(session, user.id, command.papel, command.unidade_id, command.inicio, command.fim, clock)
    row = Lotacao(
        usuario_id=user.id,
        unidade_id=command.unidade_id,
        papel=command.papel.value,
        inicio=command.inicio,
        fim=command.fim,
        granted_by_id=actor.user_id if isinstance(actor, Actor) else None,
        granted_at=clock.now(),
    )
    session.add(row)
    session.flush()
    waits = command.papel in NEEDS_CONFIRMATION
    _audit_grant(session, actor, row, pendente=waits)
    return waits


def end_posting(session: Session, actor: AnyActor, posting_id: int, *, clock: Clock) -> None:
    """End a posting now and every session of its user; a pending one is withdrawn.

    Raises: AccessDenied, NotFound.
    """
    require_administration(actor)
    audit_chain.lock(session, None)
    row = session.get(Lotacao, posting_id)
    if row is None:
        raise NotFound
    unit = session.get(Unidade, row.unidade_id) if row.unidade_id is not None else None
    if pending(row):
        row.refused_at = clock.now()
    yesterday = today_of(unit, clock) - timedelta(days=1)
    row.fim = yesterday if row.fim is None else min(row.fim, yesterday)
    session.flush()
    _end_sessions(session, actor, row.usuario_id, "LOTACAO", clock)
    details: dict[str, audit_chain.Detail] = {"usuario_id": row.usuario_id, "lotacao_id": row.id, "papel": row.papel}
    _audit(session, actor, Action.ENCERRAR_PAPEL, row.usuario_id, row.unidade_id, details | {"fim": str(row.fim)})


def deactivate_user(session: Session, actor: AnyActor, user_id: int, *, clock: Clock) -> None:
    """Close an account for good and end its sessions; what it wrote stays under its name.

    Raises: AccessDenied, NotFound, RuleViolation when administrators would close their own account.
    """
    require_administration(actor)
    audit_chain.lock(session, None)
    row = active_user(session, user_id)
    if isinstance(actor, Actor) and actor.user_id == row.id:
        raise RuleViolation(
            (FieldMessage("usuario", "Peça a outra pessoa da administração que desative a sua conta."),)
        )
    row.active = False
    session.flush()
    _end_sessions(session, actor, row.id, "DESATIVADO", clock)
    _audit(session, actor, Action.DESATIVAR_USUARIO, row.id, None, {"usuario_id": row.id})


def reset_password(session: Session, actor: AnyActor, user_id: int, *, clock: Clock) -> NewUser:
    """Make a temporary password. For somebody who opens identities or administers, the old one stays in force until
    a second person confirms (`pendente`); only the operator, and only for the one administrator there is, does without.

    Raises: AccessDenied, NotFound.
    """
    require_administration(actor)
    audit_chain.lock(session, None)
    row = active_user(session, user_id)
    senha = passwords.temporary_password()
    reader = opens_identities(_postings(session, row.id), clock.today(NATIONAL_ZONE))
    waits = reader is not None and not (isinstance(actor, SystemActor) and _is_only_admin(session, row.id, clock))
    if not waits:
        row.password = passwords.hash_password(senha)
        row.deve_trocar_senha = True
        session.flush()
        _end_sessions(session, actor, row.id, "SENHA", clock)
    else:
        _replace_pending_reset(session, row.id, clock)
        session.add(
            RedefinicaoSenha(
                usuario_id=row.id,
                unidade_id=reader.unidade_id if reader else None,
                password=passwords.hash_password(senha),
                requested_by_id=actor.user_id if isinstance(actor, Actor) else None,
                requested_at=clock.now(),
            )
        )
        session.flush()
    details: dict[str, audit_chain.Detail] = {"usuario_id": row.id, "pendente": waits}
    _audit(session, actor, Action.REDEFINIR_SENHA, row.id, reader.unidade_id if reader else None, details)
    return NewUser(id=row.id, login=row.login, nome=row.nome, senha=senha, pendente=waits)


def require_administration(actor: AnyActor) -> None:
    """Let the CGETP administration and the operator's commands through.

    Raises: AccessDenied.
    """
    if isinstance(actor, SystemActor):
        if actor.name != OPERATOR_NAME:
            raise AccessDenied(Permission.USUARIO_ADMINISTRAR)
        return
    require(actor, Permission.USUARIO_ADMINISTRAR)


def active_user(session: Session, user_id: int) -> Usuario:
    """Row of an active user.

    Raises: NotFound.
    """
    row = session.get(Usuario, user_id)
    if row is None or not row.active:
        raise NotFound
    return row


def find_user_id(session: Session, login: str) -> int:
    """Id of the user with a login, for commands.

    Raises: NotFound.
    """
    found = session.scalar(select(Usuario.id).where(Usuario.login == normalise_login(login)))
    if found is None:
        raise NotFound
    return found


def _postings(session: Session, user_id: int) -> list[Lotacao]:
    return list(session.scalars(select(Lotacao).where(Lotacao.usuario_id == user_id)))


def _is_only_admin(session: Session, user_id: int, clock: Clock) -> bool:
    query = (
        select(Lotacao)
        .join(Usuario, Usuario.id == Lotacao.usuario_id)
        .where(Lotacao.papel == Role.CGETP_ADMIN.value, Usuario.active.is_(True))
    )
    today = clock.today(NATIONAL_ZONE)
    return {row.usuario_id for row in session.scalars(query) if in_force(row, today)} == {user_id}


def _replace_pending_reset(session: Session, user_id: int, clock: Clock) -> None:
    waiting = select(RedefinicaoSenha).where(
        RedefinicaoSenha.usuario_id == user_id, RedefinicaoSenha.closed_at.is_(None)
    )
    for row in session.scalars(waiting):
        row.closed_at = clock.now()


def _end_sessions(session: Session, actor: AnyActor, user_id: int, motivo: str, clock: Clock) -> None:
    ended = sessions.end_all(session, user_id, clock=clock)
    if ended:
        sessions.record_end(session, actor, user_id, quantidade=ended, motivo=motivo)


def _audit_grant(session: Session, actor: AnyActor, row: Lotacao, *, pendente: bool) -> None:
    details: dict[str, audit_chain.Detail] = {
        "usuario_id": row.usuario_id,
        "lotacao_id": row.id,
        "papel": row.papel,
        "pendente": pendente,
        "inicio": row.inicio.isoformat(),
        "fim": row.fim.isoformat() if row.fim else None,
    }
    _audit(session, actor, Action.CONCEDER_PAPEL, row.usuario_id, row.unidade_id, details)


def _audit(
    session: Session,
    actor: AnyActor,
    action: Action,
    user_id: int,
    unidade_id: int | None,
    details: dict[str, audit_chain.Detail],
) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=unidade_id,
        alvo_tipo="usuario",
        alvo_id=str(user_id),
        detalhes=details,
        installation=True,
    )
