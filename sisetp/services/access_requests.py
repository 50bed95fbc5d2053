"""Nobody mints a reader alone: roles and passwords that wait for a second person, and who that person may be.

Decision 10: a coordenação of the unit confirms; a unit's first coordenação, and administrators, need a second CGETP
administrator. Neither who asked nor who benefits may confirm.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import Scope, require, scope_of
from sisetp.access.roles import Role
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, RedefinicaoSenha, Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import AccessDenied, NotFound
from sisetp.services import sessions
from sisetp.services.heads import heads_of
from sisetp.services.postings import pending


class Kind(StrEnum):
    """What waits: a role, or a new password for somebody who already has one."""

    PAPEL = "papel"
    SENHA = "senha"


class RefusalReason(StrEnum):
    """Why a second person says no; the code is audited."""

    NAO_CONHECE = "NAO_CONHECE"
    NAO_PRECISA = "NAO_PRECISA"
    DADOS_ERRADOS = "DADOS_ERRADOS"
    OUTRO = "OUTRO"

    @property
    def label(self) -> str:
        """Reason on screen."""
        return _REASONS[self]


_REASONS = {
    RefusalReason.NAO_CONHECE: "Não conheço esta pessoa",
    RefusalReason.NAO_PRECISA: "Não precisa deste acesso",
    RefusalReason.DADOS_ERRADOS: "Papel, unidade ou datas estão errados",
    RefusalReason.OUTRO: "Outro motivo",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """One thing that waits for a second person; names are those of users of the system, never of persons attended."""

    kind: Kind
    id: int
    nome: str
    login: str
    profissao: str | None
    papel: Role | None
    unidade: str | None
    inicio: date | None
    fim: date | None
    pedido_por: str
    pedido_em: datetime

    @property
    def periodo(self) -> str:
        """Validity asked for, in words; empty for a password."""
        if self.inicio is None:
            return ""
        start = f"A partir de {self.inicio:%d/%m/%Y}"
        return f"{start}, até {self.fim:%d/%m/%Y}" if self.fim else f"{start}, sem data para terminar"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    kind: Kind
    row: Lotacao | RedefinicaoSenha
    user: Usuario
    unit: Unidade | None
    requester_id: int | None


def pending_for(session: Session, actor: Actor, *, clock: Clock) -> tuple[AccessRequest, ...]:
    """What waits for this actor, oldest first.

    Raises: AccessDenied.
    """
    require(actor, Permission.ACESSO_CONFIRMAR)
    found = [item for item in _waiting(session) if _may_decide(session, actor, item, clock)]
    return tuple(sorted((_shown(session, item) for item in found), key=lambda item: item.pedido_em))


def confirm(session: Session, actor: Actor, kind: Kind, request_id: int, *, clock: Clock) -> None:
    """Give effect to a role or a new password.

    Raises: NotFound, AccessDenied when the actor is not the second person.
    """
    item = _decidable(session, actor, kind, request_id, clock)
    if isinstance(item.row, Lotacao):
        item.row.confirmed_at = clock.now()
        item.row.confirmed_by_id = actor.user_id
    else:
        item.user.password = item.row.password
        item.user.deve_trocar_senha = True
        item.row.closed_at = clock.now()
        item.row.confirmed_by_id = actor.user_id
        ended = sessions.end_all(session, item.user.id, clock=clock)
        sessions.record_end(session, actor, item.user.id, quantidade=ended, motivo="SENHA")
    session.flush()
    _append(session, actor, Action.CONFIRMAR_PAPEL, item)


def refuse(session: Session, actor: Actor, kind: Kind, request_id: int, reason: RefusalReason, *, clock: Clock) -> None:
    """Turn a request down, with a reason; a new one can be made.

    Raises: NotFound, AccessDenied when the actor is not the second person.
    """
    item = _decidable(session, actor, kind, request_id, clock)
    if isinstance(item.row, Lotacao):
        item.row.refused_at = clock.now()
    else:
        item.row.closed_at = clock.now()
    session.flush()
    _append(session, actor, Action.RECUSAR_PAPEL, item, motivo=reason.value)


def _decidable(session: Session, actor: Actor, kind: Kind, request_id: int, clock: Clock) -> _Waiting:
    require(actor, Permission.ACESSO_CONFIRMAR)
    audit_chain.lock(session, None)  # of two decisions at the same time, the second finds nothing waiting
    item = next((item for item in _waiting(session) if item.kind is kind and item.row.id == request_id), None)
    if item is None or (item.unit is not None and actor.unidade_id not in {None, item.unit.id}):
        raise NotFound
    if not _may_decide(session, actor, item, clock):
        raise AccessDenied(Permission.ACESSO_CONFIRMAR)
    return item


def _may_decide(session: Session, actor: Actor, item: _Waiting, clock: Clock) -> bool:
    if actor.user_id in {item.requester_id, item.user.id}:
        return False
    national = scope_of(actor, Permission.ACESSO_CONFIRMAR) is Scope.NATIONAL
    if item.unit is None:
        return national
    heads = heads_of(session, item.unit, clock=clock)
    if heads - {item.user.id}:
        return not national and actor.unidade_id == item.unit.id
    if isinstance(item.row, Lotacao):
        about_the_head = item.row.papel == Role.COORDENACAO.value
    else:
        about_the_head = item.user.id in heads
    return about_the_head and national


def _waiting(session: Session) -> list[_Waiting]:
    roles = session.execute(
        select(Lotacao, Usuario, Unidade)
        .join(Usuario, Usuario.id == Lotacao.usuario_id)
        .outerjoin(Unidade, Unidade.id == Lotacao.unidade_id)
        .where(Lotacao.confirmed_at.is_(None), Lotacao.refused_at.is_(None), Usuario.active.is_(True))
    )
    resets = session.execute(
        select(RedefinicaoSenha, Usuario, Unidade)
        .join(Usuario, Usuario.id == RedefinicaoSenha.usuario_id)
        .outerjoin(Unidade, Unidade.id == RedefinicaoSenha.unidade_id)
        .where(RedefinicaoSenha.closed_at.is_(None), Usuario.active.is_(True))
    )
    found = [
        _Waiting(kind=Kind.PAPEL, row=row, user=user, unit=unit, requester_id=row.granted_by_id)
        for row, user, unit in roles
        if pending(row)
    ]
    return found + [
        _Waiting(kind=Kind.SENHA, row=row, user=user, unit=unit, requester_id=row.requested_by_id)
        for row, user, unit in resets
    ]


def _shown(session: Session, item: _Waiting) -> AccessRequest:
    requester = session.get(Usuario, item.requester_id) if item.requester_id is not None else None
    role = item.row if isinstance(item.row, Lotacao) else None
    asked_at = item.row.granted_at if isinstance(item.row, Lotacao) else item.row.requested_at
    return AccessRequest(
        kind=item.kind,
        id=item.row.id,
        nome=item.user.nome,
        login=item.user.login,
        profissao=codelist("profissao").label(item.user.profissao) if item.user.profissao else None,
        papel=Role(role.papel) if role else None,
        unidade=item.unit.codigo if item.unit else None,
        inicio=role.inicio if role else None,
        fim=role.fim if role else None,
        pedido_por=requester.nome if requester else "Operação do sistema",
        pedido_em=asked_at,
    )


def _append(session: Session, actor: Actor, action: Action, item: _Waiting, motivo: str | None = None) -> None:
    details: dict[str, audit_chain.Detail] = {"usuario_id": item.user.id}
    if isinstance(item.row, Lotacao):
        details |= {"lotacao_id": item.row.id, "papel": item.row.papel}
    else:
        details["pedido_id"] = item.row.id
    if motivo is not None:
        details["motivo"] = motivo
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=item.unit.id if item.unit else None,
        alvo_tipo="usuario",
        alvo_id=str(item.user.id),
        detalhes=details,
        installation=True,
    )
