"""Corrections and cancellations of invented fichas, through the same services as real ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.domain.atendimento import AmendAtendimento, CancelAtendimento
from sisetp.domain.clock import FixedClock
from sisetp.services import alteracoes
from sisetp.services.demonstracao.sorteio import Sorteio

_REASONS = (("ERRO", 55), ("COMPLEMENTO", 30), ("PESSOA_PEDIU", 15))
_CANCEL_REASONS = (("DUPLICADA", 60), ("ENGANO", 30), ("NAO_HOUVE", 10))
_AFTER = timedelta(hours=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mudanca:
    """Something that happened to a ficha after it was saved: a cancellation, or else a correction."""

    unidade_id: int
    atendimento_id: UUID
    inicio: datetime
    cancela: bool


def apply_changes(session: Session, actor: Actor, changes: Sequence[Mudanca], *, semente: int) -> None:
    """Correct or cancel each ficha some hours after it was saved."""
    for number, change in enumerate(changes):
        sorteio = Sorteio(semente, "mudanca", change.unidade_id, number)
        clock = FixedClock(change.inicio + _AFTER)
        if change.cancela:
            reason = sorteio.weighted(_CANCEL_REASONS)
            alteracoes.cancel(
                session,
                actor,
                CancelAtendimento(atendimento_id=change.atendimento_id, versao=1, motivo=reason),
                clock=clock,
            )
        else:
            alteracoes.amend(session, actor, _correction(sorteio, change.atendimento_id), clock=clock)


def _correction(sorteio: Sorteio, atendimento_id: UUID) -> AmendAtendimento:
    return AmendAtendimento(
        atendimento_id=atendimento_id,
        versao=1,
        motivo=sorteio.weighted(_REASONS),
        respostas={"canal": sorteio.one(("PRESENCIAL", "ABORDAGEM", "TELEFONE")), "raca_cor": "PARDA"},
        textos={"obs": "Nota de demonstração: correção feita na conferência do dia."},
        identidade=None,
        pessoa_versao=1,
    )
