"""Handover: one case to another professional, or every open case of somebody who leaves."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import Scope, permits, require, scope_of
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.models.caso import Caso
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.domain.caso import ABERTOS, RepassarCasos, TrocarResponsavel
from sisetp.domain.caso_regras import check_repasse, check_responsavel
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict
from sisetp.services.casos import acesso
from sisetp.services.casos.equipe import orphans, rules_of
from sisetp.services.casos.lacre import advance, opened
from sisetp.services.lembretes import Lembrete, contado

_MOTIVO = "RESPONSAVEL"


def hand_over(session: Session, actor: Actor, command: TrocarResponsavel, *, clock: Clock) -> int:
    """Give a case to another professional and return its new version: a technician her own, the coordenação any.

    Raises: AccessDenied, NotFound, Conflict, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    row = acesso.find(session, actor, Permission.CASO_RESPONSAVEL, command.caso_id, own=True)
    if row.versao != command.versao:
        raise Conflict(())
    rules = rules_of(session, actor, clock=clock)
    check_responsavel(command, situacao=row.situacao, atual=row.responsavel_id, regras=rules)
    names = _names(session, row.responsavel_id, command.responsavel_id)
    _move(session, actor, row, command.responsavel_id, names, command.justificativa, clock)
    return row.versao


def hand_over_all(session: Session, actor: Actor, command: RepassarCasos, *, clock: Clock) -> int:
    """Give every open case of a professional to another one and return how many they were.

    Raises: AccessDenied (a technician gives only her own), RuleViolation, Unreadable.
    """
    require(actor, Permission.CASO_RESPONSAVEL, unidade_id=actor.unidade_id, autor_id=command.de)
    audit_chain.lock(session, actor.unidade_id)
    query = select(Caso).where(Caso.unidade_id == actor.unidade_id, Caso.responsavel_id == command.de)
    rows = [row for row in session.scalars(query.order_by(Caso.numero)) if row.situacao in ABERTOS]
    check_repasse(command, casos=len(rows), regras=rules_of(session, actor, clock=clock))
    names = _names(session, command.de, command.para)
    for row in rows:
        _move(session, actor, row, command.para, names, command.justificativa, clock)
    return len(rows)


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """Open cases whose professional is no longer in activity in the unit, for who can give them to somebody."""
    permission = Permission.CASO_RESPONSAVEL
    if actor.unidade_id is None or not permits(actor, permission) or scope_of(actor, permission) is Scope.OWN:
        return ()
    total = sum(orphans(session, actor, clock=clock).values())
    one = "caso é de quem não está mais na unidade: passe a outra pessoa."
    many = "casos são de quem não está mais na unidade: passe a outras pessoas."
    return contado(total, one, many, caminho="/casos/repassar", urgente=True)


def _move(
    session: Session, actor: Actor, row: Caso, para: int, names: dict[int, str], reason: str, clock: Clock
) -> None:
    de = row.responsavel_id
    said = f"De {names.get(de, de)} a {names.get(para, para)}. {reason}".strip()
    seals = advance(session, actor, row, opened(session, row), _MOTIVO, said, clock=clock)
    row.responsavel_id = para
    session.flush()
    details: dict[str, audit_chain.Detail] = {"de": de, "para": para, "versao": row.versao, SEALS_KEY: seals}
    acesso.record(session, actor, Action.TROCAR_RESPONSAVEL, row, details)


def _names(session: Session, *users: int) -> dict[int, str]:
    query = select(Usuario.id, Usuario.nome).where(Usuario.id.in_(users))
    return {user.id: user.nome for user in session.execute(query)}
