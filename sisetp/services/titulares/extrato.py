"""The extract of the titular (LGPD arts. 18 and 19): what one unit holds about a person, shared, and who opened it.

It never has a free text, a note under professional secrecy, form H, the person somebody seeks nor anybody else: those
may speak of third parties, and the page says how to ask for them.
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
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.pessoa import Identidade
from sisetp.services import sealing
from sisetp.services.duplicidades.ligacoes import linked_ids
from sisetp.services.identidades import opening_reasons
from sisetp.services.titulares import consentimentos, pessoa
from sisetp.services.titulares.consentimentos import Autorizacao
from sisetp.services.titulares.extrato_aberturas import AberturaNoExtrato, openings
from sisetp.services.titulares.extrato_casos import AcompanhamentoNoExtrato, follow_ups
from sisetp.services.titulares.extrato_partilha import CompartilhamentoNoExtrato, sharings
from sisetp.services.titulares.pessoa import Origem, Titular


@dataclass(frozen=True, slots=True, kw_only=True)
class CadastroNoExtrato:
    """One record of the person: identity (None while not identified) and coded answers of forms A and C."""

    identidade: Identidade | None
    respostas: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FichaNoExtrato:
    """One atendimento with its coded answers of forms A and B."""

    codigo: str
    inicio: datetime
    situacao: str
    respostas: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extrato:
    """All of it, oldest first but for the openings. `textos`: there are free texts, which are asked for apart.

    `sigilo`: somebody bound by professional secrecy wrote about the person; nothing else of it is told.
    """

    emitido: datetime
    unidade: str
    cadastros: tuple[CadastroNoExtrato, ...]
    fichas: tuple[FichaNoExtrato, ...]
    acompanhamentos: tuple[AcompanhamentoNoExtrato, ...]
    autorizacoes: tuple[Autorizacao, ...]
    compartilhamentos: tuple[CompartilhamentoNoExtrato, ...]
    aberturas: tuple[AberturaNoExtrato, ...]
    textos: bool
    sigilo: bool


def extract(session: Session, actor: Actor, origem: Origem, registro_id: UUID, motivo: str, *, clock: Clock) -> Extrato:
    """Everything the actor's unit holds about the person of a ficha or of a case, under one event with its reason.

    Raises: AccessDenied, NotFound, RuleViolation without a reason of the list, Unreadable.
    """
    titular = pessoa.find(session, actor, Permission.TITULAR_EXTRATO, origem, registro_id)
    if motivo not in {item.code for item in opening_reasons(session, actor, clock=clock)}:
        raise RuleViolation((FieldMessage("motivo", "Escolha por que o extrato é gerado."),))
    people = linked_ids(session, titular.pessoa_id)
    _record(session, actor, titular, people, motivo)
    records = list(session.scalars(select(Pessoa).where(Pessoa.id.in_(people)).order_by(Pessoa.created_at)))
    fichas = list(session.scalars(select(Atendimento).where(Atendimento.pessoa_id.in_(people))))
    cases = follow_ups(session, titular.unidade_id, people)
    unit = session.get_one(Unidade, titular.unidade_id)
    rows = [key for case in cases for key in (case.caso_pessoa_id, case.caso_id)]
    blobs = [*(row.relato for row in fichas), *(row.relato for row in records)]
    return Extrato(
        emitido=clock.now(),
        unidade=unit.codigo,
        cadastros=_records(session, records),
        fichas=tuple(_ficha(session, row) for row in sorted(fichas, key=lambda row: row.inicio)),
        acompanhamentos=cases,
        autorizacoes=consentimentos.opened(
            session, consentimentos.rows_of(session, titular.unidade_id, titular.pessoa_id)
        ),
        compartilhamentos=sharings(session, titular.unidade_id, people),
        aberturas=openings(session, unit, people, rows),
        textos=any(blob is not None for blob in blobs) or any(case.textos for case in cases),
        sigilo=any(case.sigilo for case in cases),
    )


def _record(session: Session, actor: Actor, titular: Titular, people: tuple[UUID, ...], motivo: str) -> None:
    """The event; and one about each linked record, unless the person was reached from a case (decision 2)."""
    pessoa.record(session, actor, Action.EXTRATO_TITULAR, titular, {"motivo": motivo})
    for key in people[1:] if titular.origem is Origem.FICHA else ():
        audit_chain.append(
            session,
            actor,
            Action.EXTRATO_TITULAR,
            unidade_id=titular.unidade_id,
            alvo_tipo="pessoa",
            alvo_id=key,
            pessoa_id=key,
            detalhes={"motivo": motivo},
        )


def _records(session: Session, rows: list[Pessoa]) -> tuple[CadastroNoExtrato, ...]:
    known = sealing.open_identities(session, rows)
    return tuple(
        CadastroNoExtrato(identidade=known.get(row.id), respostas=sealing.open_codes(session, row)) for row in rows
    )


def _ficha(session: Session, row: Atendimento) -> FichaNoExtrato:
    return FichaNoExtrato(
        codigo=row.codigo, inicio=row.inicio, situacao=row.situacao, respostas=sealing.open_codes(session, row)
    )
