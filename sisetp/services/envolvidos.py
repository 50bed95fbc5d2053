"""Others involved in a case (form H): the minimum, read by the technical team on the case's page and nowhere else.

What is written here is never printed, exported, counted by name, nor part of what the person asks about herself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import Caso, Envolvido
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.plano import GravarEnvolvido, check_envolvido, check_retirar
from sisetp.services import envios, sealing
from sisetp.services.casos import acesso
from sisetp.services.linhas_do_caso import check_version, names_of, open_what_can, row_of, today_at
from sisetp.services.planos import NEW, may_write
from sisetp.services.versoes import ACTIVE, CANCELLED, keep, reseal


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvolvidoItem:
    """One record about somebody involved: codes and text of form H, who wrote it and when."""

    id: UUID
    versao: int
    situacao: str
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]
    autor: str
    quando: datetime
    ilegivel: bool
    pode_alterar: bool


def of_case(session: Session, actor: Actor, caso_id: UUID) -> tuple[EnvolvidoItem, ...]:
    """Others involved in a case, opened and audited; those taken out are left out.

    Raises: AccessDenied, NotFound, Unreadable (codes).
    """
    caso = acesso.find(session, actor, Permission.CASO_VER, caso_id)
    query = select(Envolvido).where(Envolvido.unidade_id == caso.unidade_id, Envolvido.caso_id == caso.id)
    found = session.scalars(query.order_by(Envolvido.created_at, Envolvido.id))
    rows = [row for row in found if row.situacao == ACTIVE]
    if rows:
        acesso.record(session, actor, Action.ABRIR_APOIO, caso, {"tipo": "envolvido", "quantidade": len(rows)})
    texts, broken = open_what_can(session, rows)
    names = names_of(session, [row.autor_id for row in rows])
    return tuple(
        EnvolvidoItem(
            id=row.id,
            versao=row.versao,
            situacao=row.situacao,
            respostas=sealing.open_codes(session, row),
            textos=texts.get(row.id, {}),
            autor=names.get(row.autor_id, ""),
            quando=row.updated_at,
            ilegivel=row.id in broken,
            pode_alterar=may_write(actor, caso),
        )
        for row in rows
    )


def open_sheet(session: Session, actor: Actor, caso_id: UUID, envolvido_id: UUID) -> EnvolvidoItem:
    """The stored state a change starts from, audited.

    Raises: AccessDenied, NotFound, RuleViolation (taken out), Unreadable.
    """
    caso = acesso.find(session, actor, Permission.PLANO_GRAVAR, caso_id)
    row = row_of(session, Envolvido, caso, envolvido_id)
    _check_in_force(row)
    acesso.record(session, actor, Action.ABRIR_APOIO, caso, {"tipo": "envolvido", "quantidade": 1})
    return EnvolvidoItem(
        id=row.id,
        versao=row.versao,
        situacao=row.situacao,
        respostas=sealing.open_codes(session, row),
        textos=sealing.open_texts(session, row),
        autor=names_of(session, [row.autor_id]).get(row.autor_id, ""),
        quando=row.updated_at,
        ilegivel=False,
        pode_alterar=may_write(actor, caso),
    )


def save(session: Session, actor: Actor, command: GravarEnvolvido, *, chave: str = "", clock: Clock) -> UUID:
    """Write about somebody involved, new or changed, and return the id; the version before is kept sealed.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso = acesso.find(session, actor, Permission.PLANO_GRAVAR, command.caso_id)
    row = _stored(session, caso, command)
    key = envios.id_of(actor, f"{Envolvido.__tablename__}:{caso.id}", chave)
    if row is None and session.get(Envolvido, key) is not None:
        return key
    check_envolvido(command, hoje=today_at(session, caso, clock), situacao=caso.situacao)
    seals: dict[str, str] = {}
    if row is None:
        row = _new(session, actor, caso, command, key=key, clock=clock)
    else:
        sealing.open_codes(session, row)
        sealing.open_texts(session, row)  # what cannot be opened is never overwritten
        seals = row_seals(keep(session, actor, row, command.motivo, command.justificativa, clock=clock))
        reseal(session, row, command.respostas, command.textos, clock=clock)
    _note(session, actor, caso, row, command.motivo or NEW, seals)
    return row.id


def remove(session: Session, actor: Actor, command: GravarEnvolvido, *, clock: Clock) -> None:
    """Take a record out of the case, with a reason; it stays stored. Answers and texts of the command are not used.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso = acesso.find(session, actor, Permission.PLANO_GRAVAR, command.caso_id)
    row = _stored(session, caso, command)
    check_retirar(command, hoje=today_at(session, caso, clock), situacao=caso.situacao)
    assert row is not None
    codes, texts = sealing.open_codes(session, row), sealing.open_texts(session, row)
    seals = row_seals(keep(session, actor, row, command.motivo, command.justificativa, clock=clock))
    row.situacao = CANCELLED
    reseal(session, row, codes, texts, clock=clock)
    _note(session, actor, caso, row, command.motivo, seals)


def _stored(session: Session, caso: Caso, command: GravarEnvolvido) -> Envolvido | None:
    if command.envolvido_id is None:
        return None
    row = row_of(session, Envolvido, caso, command.envolvido_id)
    _check_in_force(row)
    check_version(row, command.versao)
    return row


def _check_in_force(row: Envolvido) -> None:
    if row.situacao != ACTIVE:
        raise RuleViolation((FieldMessage("situacao", "Este registro já foi retirado do caso."),))


def _new(session: Session, actor: Actor, caso: Caso, command: GravarEnvolvido, *, key: UUID, clock: Clock) -> Envolvido:
    now = clock.now()
    row = Envolvido(
        id=key,
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        situacao=ACTIVE,
        versao=1,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    sealing.seal_codes(session, row, command.respostas)
    sealing.seal_texts(session, row, command.textos)
    session.add(row)
    session.flush()
    return row


def _note(session: Session, actor: Actor, caso: Caso, row: Envolvido, motivo: str, seals: Mapping[str, str]) -> None:
    details: dict[str, Detail] = {
        "motivo": motivo,
        "versao": row.versao,
        SEALS_KEY: {**seals, **row_seals(row)},
    }
    acesso.record(session, actor, Action.GRAVAR_ENVOLVIDO, caso, details, alvo_tipo="envolvido", alvo_id=row.id)
