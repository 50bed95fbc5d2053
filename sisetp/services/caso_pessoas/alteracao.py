"""Save form E and take a person out of a case: the older version is kept, a new status is explained."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import CasoPessoa
from sisetp.domain.audit import Action
from sisetp.domain.caso_pessoa import RetirarPessoa, SalvarPessoaNoCaso, check_retirar, check_salvar, completar
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict
from sisetp.domain.ficha import Value as Answer
from sisetp.domain.names import clean_text
from sisetp.domain.respostas import is_answered
from sisetp.services import sealing
from sisetp.services.caso_pessoas.comum import (
    REMOVED,
    about,
    answers_of,
    check_in_case,
    check_open,
    find,
    local_today,
    pessoa_of,
)
from sisetp.services.casos import acesso
from sisetp.services.versoes import keep, reseal


def save(session: Session, actor: Actor, command: SalvarPessoaNoCaso, *, clock: Clock) -> int:
    """Save the new state of form E and return its version. Answers and texts left out stay as stored.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict (somebody saved first), Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso, row = find(session, actor, Permission.CASO_ALTERAR, command.caso_id, command.caso_pessoa_id)
    check_open(caso)
    check_in_case(row)
    _check_version(row, command.versao)
    codes, texts = sealing.open_codes(session, row), sealing.open_texts(session, row)
    before = answers_of(codes)
    after = completar({**before, **command.respostas})
    hoje = local_today(session, actor, clock)
    check_salvar(command, before, after, about(session, pessoa_of(session, row, codes), hoje=hoje), hoje)
    said = {**texts, **{name: clean_text(text) for name, text in command.textos.items()}}
    old = keep(session, actor, row, command.motivo, command.justificativa, clock=clock)
    reseal(session, row, {**codes, **after}, said, clock=clock)
    acesso.record(
        session,
        actor,
        Action.ALTERAR_PESSOA_CASO,
        caso,
        {
            "motivo": command.motivo,
            "campos": _changed(before, after) + _changed(texts, said),
            "versao": row.versao,
            SEALS_KEY: {**row_seals(old), **row_seals(row)},
        },
        alvo_tipo="caso_pessoa",
        alvo_id=row.id,
    )
    return row.versao


def remove(session: Session, actor: Actor, command: RetirarPessoa, *, clock: Clock) -> None:
    """Take a person out of a case; her row stays stored, and comes back when she is included again.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso, row = find(session, actor, Permission.CASO_ALTERAR, command.caso_id, command.caso_pessoa_id)
    check_open(caso)
    check_in_case(row)
    _check_version(row, command.versao)
    check_retirar(command, hoje=local_today(session, actor, clock))
    codes, texts = sealing.open_codes(session, row), sealing.open_texts(session, row)
    old = keep(session, actor, row, command.motivo, command.justificativa, clock=clock)
    row.situacao = REMOVED
    reseal(session, row, codes, texts, clock=clock)
    acesso.record(
        session,
        actor,
        Action.RETIRAR_PESSOA,
        caso,
        {"motivo": command.motivo, "versao": row.versao, SEALS_KEY: {**row_seals(old), **row_seals(row)}},
        alvo_tipo="caso_pessoa",
        alvo_id=row.id,
    )


def _check_version(row: CasoPessoa, versao: int) -> None:
    if row.versao != versao:
        raise Conflict(())


def _changed(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> int:
    names = before.keys() | after.keys()
    return sum(_plain(before.get(name)) != _plain(after.get(name)) for name in names)


def _plain(value: Answer) -> object:
    if not is_answered(value):
        return None
    return frozenset(value) if isinstance(value, tuple) else value
