"""Who opened what is held about a person: role, unit and day, from the audit trail; never a name nor a login."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.roles import Role
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao
from sisetp.domain.audit import ACTIONS, Action

_MOST = 1000
# What is told of a case: that it or her data in it were opened; nothing of what is kept there about anybody else.
_OF_A_CASE = frozenset(
    {
        *(Action.VER_CASO, Action.IMPRIMIR_CASO, Action.ABRIR_EVOLUCAO, Action.ABRIR_IDENT, Action.ABRIR_NOME_CIVIL),
        *(Action.ABRIR_RELATO, Action.ABRIR_CADASTRO, Action.GRAVAR_CADASTRO, Action.EXTRATO_TITULAR),
        *(Action.INCLUIR_PESSOA, Action.ALTERAR_PESSOA_CASO, Action.RETIRAR_PESSOA),
    }
)
_SYSTEM = "Sistema"
_TEAM = "Equipe da unidade"


@dataclass(frozen=True, slots=True, kw_only=True)
class AberturaNoExtrato:
    """What one role of the unit did on one local day, and how many times."""

    dia: date
    papel: str
    o_que: str
    vezes: int


def openings(
    session: Session, unidade: Unidade, pessoas: Collection[UUID], registros: Iterable[UUID]
) -> tuple[AberturaNoExtrato, ...]:
    """Events about the records of a person, and about her rows in cases (`registros`), newest day first."""
    query = select(AuditEvent).where(AuditEvent.unidade_id == unidade.id).order_by(AuditEvent.id.desc()).limit(_MOST)
    about = [str(key) for key in registros]
    found = {event.id: event for event in session.scalars(query.where(AuditEvent.pessoa_id.in_(list(pessoas))))}
    if about:
        of_cases = query.where(AuditEvent.alvo_id.in_(about), AuditEvent.acao.in_(sorted(_OF_A_CASE)))
        found |= {event.id: event for event in session.scalars(of_cases)}
    zone = ZoneInfo(unidade.fuso)
    roles = _roles(session, unidade.id, {event.usuario_id for event in found.values() if event.usuario_id})
    lines: Counter[tuple[date, str, str]] = Counter()
    for event in found.values():
        day = event.quando.astimezone(zone).date()
        lines[day, _role_on(roles, event.usuario_id, day), ACTIONS[Action(event.acao)].label] += 1
    return tuple(
        AberturaNoExtrato(dia=day, papel=papel, o_que=o_que, vezes=times)
        for (day, papel, o_que), times in sorted(lines.items(), key=lambda item: (-item[0][0].toordinal(), item[0]))
    )


def _roles(session: Session, unidade_id: int, users: set[int]) -> dict[int, list[Lotacao]]:
    if not users:
        return {}
    query = select(Lotacao).where(Lotacao.unidade_id == unidade_id, Lotacao.usuario_id.in_(users))
    found: dict[int, list[Lotacao]] = {}
    for posting in session.scalars(query.order_by(Lotacao.id)):
        found.setdefault(posting.usuario_id, []).append(posting)
    return found


def _role_on(roles: dict[int, list[Lotacao]], usuario_id: int | None, day: date) -> str:
    if usuario_id is None:
        return _SYSTEM
    held = (post for post in roles.get(usuario_id, ()) if post.inicio <= day and (post.fim is None or day <= post.fim))
    posting = next(held, None)
    return Role(posting.papel).label if posting else _TEAM
