"""Change evolutions: amend and cancel one's own, with a reason and the version before kept; complete the next step."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Versao
from sisetp.db.models.caso import Caso, Evolucao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import AccessDenied, FieldMessage, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.evolucao import AlterarEvolucao, CancelarEvolucao, case_messages, check_amend, check_cancel
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.evolucoes import sigilo
from sisetp.services.evolucoes.linhas import EvolucaoItem, OpenedRow, check_in_force, find, read_item
from sisetp.services.evolucoes.registro import circumstances, codes_of, follow_risk
from sisetp.services.linhas_do_caso import check_version, names_of, people_of
from sisetp.services.reavaliacao import current_risk
from sisetp.services.versoes import CANCELLED, keep, reseal


def open_sheet(session: Session, actor: Actor, caso_id: UUID, evolucao_id: UUID) -> EvolucaoItem:
    """What an amendment starts from, audited. Raises: AccessDenied, NotFound, RuleViolation (cancelled), Unreadable."""
    caso, row, codes = _own(session, actor, caso_id, evolucao_id)
    details = {"quantidade": 1, "versao": row.versao}
    acesso.record(session, actor, Action.ABRIR_EVOLUCAO, caso, details, alvo_tipo="evolucao", alvo_id=row.id)
    author = names_of(session, [row.profissional_id]).get(row.profissional_id, "")
    texts = sealing.open_texts(session, row)
    item = read_item(actor, caso, OpenedRow(row=row, codes=codes), author, texts, people_of(session, caso))
    return replace(item, respostas=codes)


def amend(session: Session, actor: Actor, command: AlterarEvolucao, *, clock: Clock) -> int:
    """Save the new state and return the new version; the version before is kept sealed.

    Raises: AccessDenied (only one's own, at a level one reads), NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso, row, codes = _own(session, actor, command.caso_id, command.evolucao_id)
    check_version(row, command.versao)
    around = circumstances(session, actor, caso, clock=clock)
    check_amend(command, replace(around, prazo_anterior=row.proximo_data))
    sealing.open_texts(session, row)  # what cannot be opened is never overwritten
    old = keep(session, actor, row, command.motivo, command.justificativa, clock=clock)
    written = command.escrita
    row.data = written.data or row.data
    _move_step(row, written.proximo_data)
    reseal(session, row, codes_of(written), written.textos, clock=clock)
    _note(session, actor, caso, row, old, command.motivo)
    if codes["risco"] != written.respostas["risco"] and current_risk(session, caso) == codes["risco"]:
        follow_risk(session, actor, caso, row, str(written.respostas["risco"]), clock=clock)
    return row.versao


def cancel(session: Session, actor: Actor, command: CancelarEvolucao, *, clock: Clock) -> None:
    """Cancel one's own evolution: it stays stored and shown as cancelled, and leaves the agenda.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso, row, codes = _own(session, actor, command.caso_id, command.evolucao_id)
    check_version(row, command.versao)
    check_cancel(command, circumstances(session, actor, caso, clock=clock))
    texts = sealing.open_texts(session, row)
    old = keep(session, actor, row, command.motivo, command.justificativa, clock=clock)
    row.situacao = CANCELLED
    reseal(session, row, codes, texts, clock=clock)
    _note(session, actor, caso, row, old, command.motivo)


def complete_step(session: Session, actor: Actor, caso_id: UUID, evolucao_id: UUID, *, clock: Clock) -> None:
    """Mark the next step of an evolution as done; asked again, nothing changes.

    Raises: AccessDenied (a secret step is for who reads it), NotFound, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso, row = find(session, actor, Permission.EVOLUCAO_REGISTRAR, caso_id, evolucao_id)
    if not sigilo.reads(actor, sealing.open_codes(session, row)):
        raise AccessDenied(Permission.EVOLUCAO_REGISTRAR)
    check_in_force(row)
    messages = case_messages(caso.situacao)
    if row.proximo_data is None:
        messages.append(FieldMessage("proximo", "Esta evolução não tem providência marcada."))
    if messages:
        raise RuleViolation(tuple(messages))
    if row.proximo_feito_em is None:
        row.proximo_feito_em = clock.now()
        session.flush()
        details = {"versao": row.versao}
        acesso.record(session, actor, Action.CONCLUIR_PROVIDENCIA, caso, details, alvo_tipo="evolucao", alvo_id=row.id)


def _own(session: Session, actor: Actor, caso_id: UUID, evolucao_id: UUID) -> tuple[Caso, Evolucao, dict[str, Value]]:
    caso, row = find(session, actor, Permission.EVOLUCAO_ALTERAR, caso_id, evolucao_id, own=True)
    codes = sealing.open_codes(session, row)
    if not sigilo.reads(actor, codes):
        raise AccessDenied(Permission.EVOLUCAO_ALTERAR)
    check_in_force(row)
    return caso, row, codes


def _move_step(row: Evolucao, day: date | None) -> None:
    if row.proximo_data != day:
        row.proximo_data, row.proximo_feito_em = day, None


def _note(session: Session, actor: Actor, caso: Caso, row: Evolucao, old: Versao, motivo: str) -> None:
    seals = {**row_seals(old), **row_seals(row)}
    details: dict[str, Detail] = {"motivo": motivo, "versao": row.versao, SEALS_KEY: seals}
    acesso.record(session, actor, Action.ALTERAR_EVOLUCAO, caso, details, alvo_tipo="evolucao", alvo_id=row.id)
