"""Change a ficha with a reason: old blobs are kept sealed, two people editing are told apart, nothing is lost."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.models.unidade import Unidade
from sisetp.domain.atendimento import (
    AmendAtendimento,
    CancelAtendimento,
    RegrasUnidade,
    check_amend,
    check_amend_reason,
    check_cancel,
    completar_alteracao,
    respostas_da_alteracao,
    valores_atendimento,
)
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict
from sisetp.domain.estat_layout import LAYOUTS, Value
from sisetp.domain.ficha import Value as Answer
from sisetp.domain.pessoa import Identidade, with_register
from sisetp.domain.respostas import is_answered
from sisetp.services import pessoas, sealing, trilha
from sisetp.services.atendimentos import find
from sisetp.services.identidades import check_opening, record_opening, shown_identity
from sisetp.services.results import AmendSheet, Comparison, FieldDifference
from sisetp.services.versoes import CANCELLED, check_active, check_versions, keep, reseal, version_of

_NAMED = frozenset({"IDENT", "SO_PRENOME"})


def open_sheet(
    session: Session, actor: Actor, atendimento_id: UUID, motivo: str, *, clock: Clock, reason_after_days: int
) -> AmendSheet:
    """Everything an amendment starts from; each opening is an event.

    Raises: AccessDenied, NotFound, RuleViolation (cancelled ficha, missing reason), Unreadable.
    """
    row, pessoa = find(session, actor, Permission.ATENDIMENTO_ALTERAR, atendimento_id)
    check_active(row)
    check_opening(session, actor, row, motivo, clock=clock, reason_after_days=reason_after_days)
    return _opened(session, actor, row, pessoa, motivo, clock=clock)


def amend(session: Session, actor: Actor, command: AmendAtendimento, *, clock: Clock) -> int:
    """Save the new state and return the new version. Answers and texts that the command leaves out stay as stored.

    The stored record is opened first: what cannot be opened is never overwritten. Texts the actor may not read are
    kept. Raises: AccessDenied, NotFound, RuleViolation, Conflict (then ask `compare`), Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    row, pessoa = find(session, actor, Permission.ATENDIMENTO_ALTERAR, command.atendimento_id)
    require(actor, Permission.IDENTIDADE_GRAVAR, unidade_id=row.unidade_id)
    check_active(row)
    rules = rules_of(session, row)
    try:
        check_versions(row, command.versao, pessoa, command.pessoa_versao)
    except Conflict:
        check_amend_reason(command, now=clock.now(), regras=rules)  # `compare` opens nothing without it
        raise
    stored = _sheet(session, actor, row, pessoa)
    whole = _whole(command, stored, rules)
    check_amend(whole, now=clock.now(), inicio=row.inicio, regras=rules)
    person = completar_alteracao(whole, inicio=row.inicio, regras=rules)
    texts = {**sealing.open_texts(session, row), **whole.textos}
    old = keep(session, actor, row, command.motivo, command.justificativa, clock=clock)
    seals = row_seals(old)
    answers = valores_atendimento(person)
    reseal(session, row, answers, texts, clock=clock)
    changed = {name: value for name, value in answers.items() if not _same(stored.respostas.get(name), value)}
    identity = whole.identidade or stored.identidade
    if identity != stored.identidade or changed.keys() & set(LAYOUTS["pessoa"].names):
        seals |= row_seals(keep(session, actor, pessoa, command.motivo, clock=clock))
        pessoas.reseal(session, pessoa, identity, {**sealing.open_codes(session, pessoa), **changed}, clock=clock)
        seals |= row_seals(pessoa)
    trilha.record(
        session,
        actor,
        Action.ALTERAR,
        row,
        {
            "motivo": command.motivo,
            "campos": len(_differences(stored, whole)),
            "versao": row.versao,
            "pessoa_versao": pessoa.versao,
            SEALS_KEY: {**seals, **row_seals(row)},
        },
    )
    return row.versao


def compare(session: Session, actor: Actor, command: AmendAtendimento, *, clock: Clock) -> Comparison:
    """What is stored now beside what was sent, after a Conflict; opening the stored state is audited like any other.

    The reason of the amendment is the reason of the opening: a made-up version number opens nothing without one
    (decision 11). Raises: AccessDenied, NotFound, RuleViolation (cancelled meanwhile, no reason), Unreadable.
    """
    row, pessoa = find(session, actor, Permission.ATENDIMENTO_ALTERAR, command.atendimento_id)
    check_active(row)
    rules = rules_of(session, row)
    check_amend_reason(command, now=clock.now(), regras=rules)
    sheet = _opened(session, actor, row, pessoa, command.motivo, clock=clock)
    sent = _whole(command, sheet, rules)
    base = _as_read(session, actor, row, pessoa, command)
    touched = {item.campo for item in _differences(base, sent)} if base is not None else None
    found = (replace(item, mudado=touched is None or item.campo in touched) for item in _differences(sheet, sent))
    return Comparison(atual=sheet, diferencas=tuple(found))


def cancel(session: Session, actor: Actor, command: CancelAtendimento, *, clock: Clock) -> None:
    """Cancel an atendimento: it stays stored and listed as cancelled, and counts nowhere.

    Raises: AccessDenied (a desk officer cancels her own), NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    row, _pessoa = find(session, actor, Permission.ATENDIMENTO_CANCELAR, command.atendimento_id, own=True)
    check_active(row)
    check_versions(row, command.versao)
    check_cancel(command, now=clock.now(), regras=rules_of(session, row))
    answers, texts = sealing.open_codes(session, row), sealing.open_texts(session, row)
    old = keep(session, actor, row, command.motivo, command.justificativa, clock=clock)
    row.situacao = CANCELLED
    reseal(session, row, answers, texts, clock=clock)
    trilha.record(
        session,
        actor,
        Action.CANCELAR,
        row,
        {
            "motivo": command.motivo,
            "versao": row.versao,
            SEALS_KEY: {**row_seals(old), **row_seals(row)},
        },
    )


def rules_of(session: Session, row: Atendimento) -> RegrasUnidade:
    """Settings of the record's unit that the rules need."""
    unidade = session.get_one(Unidade, row.unidade_id)
    return RegrasUnidade(fuso=unidade.fuso, dias_retroativos=unidade.dias_retroativos)


def _opened(
    session: Session, actor: Actor, row: Atendimento, pessoa: Pessoa, motivo: str, *, clock: Clock
) -> AmendSheet:
    require(actor, Permission.IDENTIDADE_ABRIR, unidade_id=row.unidade_id)
    if pessoa.ident is not None:
        record_opening(session, actor, row, Action.ABRIR_IDENT, motivo, clock=clock)
    if row.relato is not None and _reads_texts(actor, row):
        record_opening(session, actor, row, Action.ABRIR_RELATO, motivo, clock=clock)
    trilha.record(session, actor, Action.ABRIR_FICHA, row)
    sheet = _sheet(session, actor, row, pessoa)
    if sheet.identidade is not None and shown_identity(sheet.identidade, civil=False).has_other_name:
        record_opening(session, actor, row, Action.ABRIR_NOME_CIVIL, motivo, clock=clock)
    return sheet


def _sheet(session: Session, actor: Actor, row: Atendimento, pessoa: Pessoa) -> AmendSheet:
    return AmendSheet(
        id=row.id,
        codigo=row.codigo,
        inicio=row.inicio,
        versao=row.versao,
        pessoa_versao=pessoa.versao,
        respostas=sealing.open_codes(session, row),
        textos=sealing.open_texts(session, row) if _reads_texts(actor, row) else None,
        identidade=sealing.open_identities(session, [pessoa]).get(pessoa.id),
    )


def _as_read(
    session: Session, actor: Actor, row: Atendimento, pessoa: Pessoa, command: AmendAtendimento
) -> AmendSheet | None:
    """The sheet as the second editor read it, from the versions kept; None when one of them was not kept."""
    before = version_of(session, row, command.versao)
    person = version_of(session, pessoa, command.pessoa_versao)
    if not isinstance(before, Atendimento) or not isinstance(person, Pessoa):
        return None
    before.codigo, before.inicio, before.autor_id = row.codigo, row.inicio, row.autor_id
    return _sheet(session, actor, before, person)


def _reads_texts(actor: Actor, row: Atendimento) -> bool:
    return permits(actor, Permission.RELATO_ABRIR, unidade_id=row.unidade_id, autor_id=row.autor_id)


def _whole(command: AmendAtendimento, stored: AmendSheet, rules: RegrasUnidade) -> AmendAtendimento:
    """The command over the stored state, completed. Whoever is not identified becomes so only through `identify`."""
    kept: dict[str, Answer] = {name: value for name, value in stored.respostas.items() if not isinstance(value, bytes)}
    answers = {**kept, **command.respostas}
    if not {answers.get("modo_ident"), kept.get("modo_ident")} <= _NAMED:
        answers["modo_ident"] = kept.get("modo_ident")
    identity = command.identidade if answers["modo_ident"] in _NAMED else None
    if identity is not None:
        identity = with_register(identity, stored.identidade)
    if identity is not None and identity.nascimento is not None:
        answers |= {"idade": None, "faixa_etaria": None}  # derived again: a birth date is better than what was typed
    texts = {**stored.textos, **command.textos} if stored.textos is not None else {}
    whole = replace(command, respostas=answers, textos=texts, identidade=identity)
    return replace(whole, respostas=respostas_da_alteracao(whole, inicio=stored.inicio, regras=rules))


def _differences(stored: AmendSheet, sent: AmendAtendimento) -> tuple[FieldDifference, ...]:
    found: list[FieldDifference] = []
    _compare(found, stored.respostas, sent.respostas)
    if sent.identidade is not None:
        _compare(found, _parts(stored.identidade or Identidade()), _parts(sent.identidade))
    if stored.textos is not None:
        _compare(found, stored.textos, sent.textos)
    return tuple(found)


def _compare(
    found: list[FieldDifference], stored: Mapping[str, Value | date], sent: Mapping[str, Answer | date]
) -> None:
    known = {difference.campo for difference in found}
    for name, value in sent.items():
        if name not in known and not _same(stored.get(name), value):
            found.append(FieldDifference(campo=name, atual=stored.get(name), enviado=value))


def _parts(identidade: Identidade) -> dict[str, str | date | None]:
    return {part.name: getattr(identidade, part.name) for part in fields(identidade)}


def _same(one: Value | date, other: Value | date) -> bool:
    if isinstance(one, date) or isinstance(other, date):
        return one == other
    if not is_answered(_plain(one)) and not is_answered(_plain(other)):
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    return one == other


def _plain(value: Value) -> Answer:
    return None if isinstance(value, bytes) else value
