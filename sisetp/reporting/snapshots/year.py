"""Close a year: freeze the victims of each unit whose months are all consolidated (decision 17).

What matures late — status, purpose, forms — is frozen once, here, and appears in public only in annual products.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain, period_rows
from sisetp.db.period_rows import Devidos
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.period import month
from sisetp.reporting.extract import Extrator
from sisetp.reporting.snapshots import store
from sisetp.reporting.snapshots.freeze import hold, write_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Fechamento:
    """What closing a year did, by code of unit: closed now, closed before, and months that still are not consolidated
    or have no frozen facts.
    """

    ano: int
    fechadas: tuple[str, ...]
    antes: tuple[str, ...]
    faltam: Mapping[str, tuple[int, ...]]


def close_year(session: Session, actor: AnyActor, ano: int, *, clock: Clock) -> Fechamento:
    """Freeze the victims of a year in every unit that is ready; the others stay listed. Doing it again is harmless.

    The session sees every unit (`SystemActor(name="estatistica", units=None)`); `actor` is who the event names.
    Raises: Refused without a key; Unreadable.
    """
    audit_chain.lock(session, None)
    frozen = store.frozen_months(session, ano)
    closed, before, missing, parts = [], [], {}, []
    for devidos in period_rows.owed_in(session, ano, now=clock.now()):
        if (devidos.unidade_id, 0) in frozen:
            before.append(devidos.codigo)
        elif lacking := _lacking(devidos, frozen):
            missing[devidos.codigo] = lacking
        else:
            parts.append(_freeze(session, devidos.unidade_id, ano, clock=clock))
            closed.append(devidos.codigo)
    session.flush()
    if closed:
        audit_chain.append(
            session,
            actor,
            Action.FECHAR_ANO,
            unidade_id=None,
            detalhes={
                "ano": ano,
                "edicao": store.COMO_CONSOLIDADO,
                "unidades": len(closed),
                "resumo": store.digest_of([part.encode() for part in parts]),
            },
        )
    return Fechamento(ano=ano, fechadas=tuple(closed), antes=tuple(before), faltam=missing)


def _lacking(devidos: Devidos, frozen: frozenset[tuple[int, int]]) -> tuple[int, ...]:
    done = {mes for mes in devidos.consolidados if (devidos.unidade_id, mes) in frozen}
    return tuple(mes for mes in devidos.meses if mes not in done)


def _freeze(session: Session, unidade_id: int, ano: int, *, clock: Clock) -> str:
    hold(session, unidade_id)
    extrator = Extrator(session, unidade_id, month(ano, 1).inicio, month(ano, 12).fim)
    return write_all(session, (extrator.victims(ano),), store.COMO_CONSOLIDADO, clock=clock)
