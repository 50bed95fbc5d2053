"""Reading users and postings for the administration's pages and commands."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.access.roles import Role
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, RedefinicaoSenha, Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import NotFound
from sisetp.services.postings import confirmed, in_force, pending, today_of
from sisetp.services.users import require_administration


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLine:
    """One posting of a user; `situacao`: vigente, futura, pendente, recusada or encerrada."""

    id: int
    papel: Role
    unidade: str | None
    inicio: date
    fim: date | None
    situacao: str

    @property
    def open(self) -> bool:
        """True while there is something to end."""
        return self.situacao in {"vigente", "futura", "pendente"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLine:
    """One user with postings, newest first."""

    id: int
    login: str
    nome: str
    profissao: str | None
    active: bool
    created_at: datetime
    senha_pendente: bool
    lotacoes: tuple[PostingLine, ...]


def list_users(session: Session, actor: AnyActor, *, clock: Clock) -> tuple[UserLine, ...]:
    """Every user, active first, by name; seeing the list is an event.

    Raises: AccessDenied.
    """
    require_administration(actor)
    rows = list(session.scalars(select(Usuario).order_by(Usuario.active.desc(), Usuario.nome, Usuario.id)))
    details: dict[str, audit_chain.Detail] = {"tipo": "usuarios", "quantidade": len(rows)}
    audit_chain.append(session, actor, Action.LISTAR, unidade_id=None, detalhes=details)
    postings = _postings_by_user(session, clock)
    waiting = _users_with_reset(session)
    return tuple(_line(row, postings.get(row.id, ()), row.id in waiting) for row in rows)


def user_detail(session: Session, actor: AnyActor, user_id: int, *, clock: Clock) -> UserLine:
    """One user.

    Raises: AccessDenied, NotFound.
    """
    require_administration(actor)
    row = session.get(Usuario, user_id)
    if row is None:
        raise NotFound
    return _line(row, _postings_by_user(session, clock).get(row.id, ()), row.id in _users_with_reset(session))


def open_units(session: Session, actor: AnyActor) -> tuple[tuple[int, str], ...]:
    """Id and name of every open unit, for the choice of a posting.

    Raises: AccessDenied.
    """
    require_administration(actor)
    query = select(Unidade).where(Unidade.fim.is_(None)).order_by(Unidade.codigo)
    return tuple((unit.id, f"{unit.codigo} — {unit.nome}") for unit in session.scalars(query))


def _postings_by_user(session: Session, clock: Clock) -> dict[int, tuple[PostingLine, ...]]:
    query = select(Lotacao, Unidade).outerjoin(Unidade, Unidade.id == Lotacao.unidade_id).order_by(Lotacao.id.desc())
    found: dict[int, tuple[PostingLine, ...]] = {}
    pairs: list[tuple[Lotacao, Unidade | None]] = [(row, unit) for row, unit in session.execute(query)]
    for row, unit in pairs:
        line = PostingLine(
            id=row.id,
            papel=Role(row.papel),
            unidade=unit.codigo if unit else None,
            inicio=row.inicio,
            fim=row.fim,
            situacao=_state(row, today_of(unit, clock)),
        )
        found[row.usuario_id] = (*found.get(row.usuario_id, ()), line)
    return found


def _state(row: Lotacao, today: date) -> str:
    if row.refused_at is not None:
        return "recusada"
    if row.fim is not None and row.fim < today:
        return "encerrada"
    if pending(row):
        return "pendente"
    return "vigente" if confirmed(row) and in_force(row, today) else "futura"


def _users_with_reset(session: Session) -> set[int]:
    return set(session.scalars(select(RedefinicaoSenha.usuario_id).where(RedefinicaoSenha.closed_at.is_(None))))


def _line(row: Usuario, postings: tuple[PostingLine, ...], reset: bool) -> UserLine:
    return UserLine(
        id=row.id,
        login=row.login,
        nome=row.nome,
        profissao=codelist("profissao").label(row.profissao) if row.profissao else None,
        active=row.active,
        created_at=row.created_at,
        senha_pendente=reset,
        lotacoes=postings,
    )
