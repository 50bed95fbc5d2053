"""The completeness of a month, worked out when somebody of the unit opens it and kept nowhere (decision 18)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.policy import permits
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.period import Period
from sisetp.domain.periodo import mes_de
from sisetp.services.periodos.completude.casos import of_casos
from sisetp.services.periodos.completude.fichas import of_fichas
from sisetp.services.periodos.completude.pendencia import Pendencia, Recorte, Registro, recorte_of
from sisetp.services.periodos.completude.rede import of_atividades, of_encaminhamentos, of_previous_month
from sisetp.services.periodos.unidade import line_of, own_unit

__all__ = ["Completude", "Pendencia", "Registro", "gate", "pending"]

_LOOKS: tuple[Callable[[Session, Recorte], Iterator[Pendencia]], ...] = (
    of_fichas,
    of_casos,
    of_encaminhamentos,
    of_atividades,
    of_previous_month,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completude:
    """What is missing in a month of the actor's unit: what stops the sending, then what is worth a look."""

    impedem: tuple[Pendencia, ...]
    avisos: tuple[Pendencia, ...]

    @property
    def bloqueia(self) -> bool:
        """True when the month cannot be sent yet."""
        return bool(self.impedem)


def gate(session: Session, actor: Actor, ano: int, mes: int, *, clock: Clock) -> Completude:
    """Look at every record of a month of the actor's unit; opening them is an event.

    Raises: AccessDenied for who is not of the unit; NotFound for a month that the unit does not have.
    """
    unidade = own_unit(session, actor)
    line_of(session, unidade, ano, mes, clock=clock)
    period = mes_de(ano, mes)
    found = pending(session, actor, unidade, period, clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.LISTAR,
        unidade_id=unidade.id,
        detalhes={
            "tipo": "completude",
            "quantidade": sum(item.total for item in found),
            "inicio": period.inicio.isoformat(),
            "fim": period.fim.isoformat(),
        },
    )
    return Completude(
        impedem=tuple(item for item in found if item.bloqueia),
        avisos=tuple(item for item in found if not item.bloqueia),
    )


def pending(session: Session, actor: Actor, unidade: Unidade, mes: Period, *, clock: Clock) -> tuple[Pendencia, ...]:
    """Everything found in a month; records are named only to who may open them."""
    recorte = recorte_of(unidade, mes, clock)
    found = (item for look in _LOOKS for item in look(session, recorte) if item.total)
    return tuple(item if permits(actor, item.abre) else replace(item, registros=()) for item in found)
