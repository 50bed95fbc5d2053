"""Identify later somebody who was attended as «não identificada»: the statistics stay, the identity arrives."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.atendimento import (
    AmendAtendimento,
    PessoaNaFicha,
    check_amend,
    completar_alteracao,
    valores_atendimento,
)
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.pessoa import Identidade
from sisetp.domain.respostas import is_answered
from sisetp.services import pessoas, sealing, trilha
from sisetp.services.alteracoes import rules_of
from sisetp.services.atendimentos import find
from sisetp.services.versoes import check_active, check_versions, keep, reseal

_REASON = "IDENTIFICACAO"
_NOT_IDENTIFIED = "NAO_IDENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyAtendimento:
    """Identity of somebody attended without one; `pessoa_id` links to a record of the unit, explicitly chosen."""

    atendimento_id: UUID
    versao: int
    pessoa_versao: int
    modo_ident: str
    identidade: Identidade | None = None
    pessoa_id: UUID | None = None


def identify(session: Session, actor: Actor, command: IdentifyAtendimento, *, clock: Clock) -> UUID:
    """Give an identity to the pessoa of a ficha, or join the ficha to a pessoa already known; return the pessoa's id.

    Raises: AccessDenied, NotFound, RuleViolation (already identified, cancelled, bad identity), Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    row, before = find(session, actor, Permission.IDENTIDADE_GRAVAR, command.atendimento_id)
    check_active(row)
    check_versions(row, command.versao, before, command.pessoa_versao)
    person = _checked(session, row, before, command, clock)
    texts = sealing.open_texts(session, row)
    seals = row_seals(keep(session, actor, row, _REASON, "", clock=clock))
    pessoa = before if command.pessoa_id is None else _chosen(session, row, command.pessoa_id)
    if command.pessoa_id is None:
        seals |= row_seals(keep(session, actor, before, _REASON, clock=clock))
        given = {name: value for name, value in person.respostas.items() if is_answered(value)}
        profile = {**sealing.open_codes(session, before), **given}
        pessoas.reseal(session, before, command.identidade, profile, clock=clock)
        seals |= row_seals(before)
    row.pessoa_id = pessoa.id
    reseal(session, row, valores_atendimento(person), texts, clock=clock)
    trilha.record(
        session,
        actor,
        Action.IDENTIFICAR,
        row,
        {
            "pessoa_id": str(pessoa.id),
            "pessoa_anterior_id": str(before.id),
            "versao": row.versao,
            SEALS_KEY: {**seals, **row_seals(row)},
        },
    )
    return pessoa.id


def _checked(
    session: Session, row: Atendimento, before: Pessoa, command: IdentifyAtendimento, clock: Clock
) -> PessoaNaFicha:
    stored = sealing.open_codes(session, row)
    if before.ident is not None or stored.get("modo_ident") != _NOT_IDENTIFIED:
        raise RuleViolation((FieldMessage("modo_ident", "Esta pessoa já está identificada."),))
    if command.modo_ident == _NOT_IDENTIFIED:
        raise RuleViolation((FieldMessage("modo_ident", "Escolha como a pessoa se identificou."),))
    answers: dict[str, Value] = {name: value for name, value in stored.items() if not isinstance(value, bytes)}
    answers["modo_ident"] = command.modo_ident
    known = command.identidade
    if known is not None and command.pessoa_id is None:
        if known.doc_tipo:
            answers["doc_tipo"] = known.doc_tipo
        if known.nascimento is not None:
            # A birth date is better than the age somebody looked: both are derived again from it.
            answers = {name: value for name, value in answers.items() if name not in ("idade", "faixa_etaria")}
    amended = AmendAtendimento(
        atendimento_id=row.id,
        versao=command.versao,
        motivo=_REASON,
        respostas=answers,
        textos={},
        identidade=known if command.pessoa_id is None else None,
        pessoa_versao=command.pessoa_versao,
    )
    rules = rules_of(session, row)
    if known is None and command.pessoa_id is None:
        raise RuleViolation((FieldMessage("nome_social", "Escreva o nome, ou escolha um cadastro da unidade."),))
    check_amend(amended, now=clock.now(), inicio=row.inicio, regras=rules)
    return completar_alteracao(amended, inicio=row.inicio, regras=rules)


def _chosen(session: Session, row: Atendimento, pessoa_id: UUID) -> Pessoa:
    pessoa = session.get(Pessoa, pessoa_id)
    if pessoa is None or pessoa.unidade_id != row.unidade_id or pessoa.ident is None:
        raise NotFound
    return pessoa
