"""Sign-in: who the account is, which posting it acts in, and the events of entering, leaving and being refused."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db import audit_chain
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.services.postings import Posting, postings_in_force

SIGN_IN = SystemActor(name="entrada")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A user as the sign-in knows them; `password` is the Argon2id string."""

    id: int
    login: str
    nome: str
    password: str
    active: bool
    uniquifier: str
    profissao: str | None
    deve_trocar_senha: bool
    avanca_sozinho: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """The person behind a request: the account and the posting it acts in, None while none is chosen or in force."""

    account: Account
    posting: Posting | None
    several: bool

    @property
    def actor(self) -> Actor | None:
        """The actor this presence is, once there is a posting."""
        return actor_of(self.account, self.posting) if self.posting else None

    @property
    def summary(self) -> dict[str, str | int | None]:
        """What a page that stays open compares after a new sign-in: user, unit and posting."""
        return {
            "usuario": self.account.login,
            "unidade": self.posting.unidade_codigo if self.posting else None,
            "lotacao": self.posting.id if self.posting else None,
        }


def normalise_login(text: str) -> str:
    """Login as stored: lower case, no blanks around."""
    return text.strip().casefold()


def find_account(session: Session, *, login: str) -> Account | None:
    """Account with a login, active or not."""
    row = session.scalar(select(Usuario).where(Usuario.login == normalise_login(login)))
    return _account(row) if row else None


def presence(session: Session, user_id: int, posting_id: int | None, *, clock: Clock) -> Presence | None:
    """Who is behind a session; None when the account is gone or inactive.

    With no posting asked for, the only one in force is taken; one that is no longer in force counts as none.
    """
    row = session.get(Usuario, user_id)
    if row is None or not row.active:
        return None
    postings = postings_in_force(session, user_id, clock=clock)
    return Presence(account=_account(row), posting=_chosen(postings, posting_id), several=len(postings) > 1)


def who_may(session: Session, login: str, permission: Permission, *, clock: Clock) -> Account | None:
    """Active account with a login, when one of its postings in force has a permission; for commands."""
    account = find_account(session, login=login)
    if account is None or not account.active:
        return None
    postings = postings_in_force(session, account.id, clock=clock)
    return account if any(permits(actor_of(account, posting), permission) for posting in postings) else None


def keep_password_hash(session: Session, user_id: int, password_hash: str) -> None:
    """Store the same password under newer hash parameters.

    Raises: NotFound.
    """
    row = session.get(Usuario, user_id)
    if row is None:
        raise NotFound
    row.password = password_hash
    session.flush()


def record_entry(session: Session, who: Presence, mark: str) -> None:
    """Event of a successful sign-in; `mark` is the beginning of the session's hash."""
    details: dict[str, audit_chain.Detail] = {"sessao": mark}
    if who.posting is not None:
        details["papel"] = who.posting.role.value
    _append_own(session, who, Action.LOGIN, details)


def record_failure(session: Session, login: str, motivo: str) -> None:
    """Event of a refused sign-in: names the user only when the login exists, never what was typed."""
    account = find_account(session, login=login)
    details: dict[str, audit_chain.Detail] = {"motivo": motivo}
    if account is not None:
        details["usuario_id"] = account.id
    audit_chain.append(
        session,
        SIGN_IN,
        Action.LOGIN_RECUSADO,
        unidade_id=None,
        alvo_tipo="usuario" if account else None,
        alvo_id=str(account.id) if account else None,
        detalhes=details,
    )


def record_exit(session: Session, who: Presence, mark: str) -> None:
    """Event of leaving."""
    _append_own(session, who, Action.LOGOUT, {"sessao": mark})


def record_switch(session: Session, actor: Actor) -> None:
    """Event of acting in another posting."""
    audit_chain.append(
        session,
        actor,
        Action.TROCAR_UNIDADE,
        unidade_id=actor.unidade_id,
        detalhes={"lotacao_id": actor.lotacao_id, "papel": actor.role.value},
    )


def record_denial(session: Session, actor: Actor, permission: str, *, rota: str, metodo: str) -> None:
    """Event of a permission refused; `rota` is the rule of the route, never the address typed."""
    audit_chain.append(
        session,
        actor,
        Action.RECUSA,
        unidade_id=actor.unidade_id,
        detalhes={"permissao": permission, "rota": rota, "metodo": metodo},
    )


def posted_actor(who: Presence | None) -> Actor:
    """The actor of somebody who acts in a posting.

    Raises: NotFound.
    """
    actor = who.actor if who else None
    if actor is None:
        raise NotFound
    return actor


def actor_of(account: Account, posting: Posting) -> Actor:
    """The actor that an account is in a posting."""
    return Actor(
        user_id=account.id,
        login=account.login,
        nome=account.nome,
        role=posting.role,
        unidade_id=posting.unidade_id,
        unidade_codigo=posting.unidade_codigo,
        uf=posting.uf,
        profissao=account.profissao,
        lotacao_id=posting.id,
    )


def _append_own(session: Session, who: Presence, action: Action, details: dict[str, audit_chain.Detail]) -> None:
    """Event about the person's own session; without a posting it is the sign-in that acts, on that user."""
    actor: AnyActor = who.actor or SIGN_IN
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=who.posting.unidade_id if who.posting else None,
        alvo_tipo="usuario",
        alvo_id=str(who.account.id),
        detalhes=details,
    )


def _chosen(postings: tuple[Posting, ...], posting_id: int | None) -> Posting | None:
    if posting_id is None:
        return postings[0] if len(postings) == 1 else None
    return next((posting for posting in postings if posting.id == posting_id), None)


def _account(row: Usuario) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        nome=row.nome,
        password=row.password,
        active=row.active,
        uniquifier=row.fs_uniquifier,
        profissao=row.profissao,
        deve_trocar_senha=row.deve_trocar_senha,
        avanca_sozinho=row.avanca_sozinho,
    )
