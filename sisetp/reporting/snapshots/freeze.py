"""Freeze what the statistics know: a month when it is consolidated, and a whole year again for its revised edition.

A segment is inserted once; the database refuses to change or delete it. Every freeze is an event of the installation
chain, as the steps of the coordination are, with the digest of what was written.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor, SystemActor
from sisetp.db import audit_chain, period_rows
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.period import month
from sisetp.domain.periodo import Consolidado
from sisetp.reporting.extract import MENSAIS, Extrator
from sisetp.reporting.facts import Fatos
from sisetp.reporting.snapshots import store

ACTOR_NAME = "estatistica"
_NOBODY = SystemActor(name=ACTOR_NAME)


def freeze_month(session: Session, consolidado: Consolidado, *, clock: Clock) -> None:
    """Insert the facts of a month that has just been consolidated, in the unit of work that consolidates it.

    Raises: RuleViolation on `mes` when the month is frozen already; Refused without a key; Unreadable with the id of a
    record that cannot be opened. Whatever is raised, nothing may be committed.
    """
    unidade_id, ano, mes = consolidado.unidade_id, consolidado.ano, consolidado.mes
    hold(session, unidade_id)
    if store.exists(session, unidade_id, ano, (mes,), store.COMO_CONSOLIDADO):
        raise RuleViolation((FieldMessage("mes", "Os fatos deste mês já foram congelados e não mudam mais."),))
    civil = month(ano, mes)
    _freeze(session, Extrator(session, unidade_id, civil.inicio, civil.fim), consolidado, clock=clock)
    session.flush()


def freeze_revision(
    session: Session,
    unidade_id: int,
    ano: int,
    meses: Iterable[int],
    *,
    clock: Clock,
    actor: AnyActor = _NOBODY,
) -> None:
    """Extract some months of a year of a unit again, and its victims, as edition 2 (decision 16: late arrivals).

    `actor` is who the events name. Raises: RuleViolation on `ano` when the unit has a revised edition already; Refused;
    Unreadable.
    """
    chosen = sorted(set(meses))
    hold(session, unidade_id)
    if store.exists(session, unidade_id, ano, (0, *chosen), store.REVISADA):
        raise RuleViolation((FieldMessage("ano", "A revisão anual desta unidade já foi congelada e não muda mais."),))
    extrator = Extrator(session, unidade_id, month(ano, 1).inicio, month(ano, 12).fim)
    for mes in chosen:
        place = Consolidado(unidade_id=unidade_id, ano=ano, mes=mes, quando=clock.now())
        _freeze(session, extrator, place, store.REVISADA, clock=clock, actor=actor)
    write_all(session, (extrator.victims(ano),), store.REVISADA, clock=clock)
    session.flush()


def catch_up(session: Session, unidade_id: int, *, clock: Clock, ano: int | None = None) -> tuple[tuple[int, int], ...]:
    """Freeze every consolidated month of a unit that has no facts, of one year or of all; returns (year, month).

    For months consolidated before there was freezing, and for invented ones: the facts are those of the records as
    they are now, not as they were then. Doing it again finds nothing to do. Raises: as `freeze_month`.
    """
    missing = sorted((year, mes) for unit, year, mes in unfrozen(session, ano) if unit == unidade_id)
    if missing:
        hold(session, unidade_id)
        extrator = Extrator(session, unidade_id, month(*missing[0]).inicio, month(*missing[-1]).fim)
        for year, mes in missing:
            place = Consolidado(unidade_id=unidade_id, ano=year, mes=mes, quando=clock.now())
            _freeze(session, extrator, place, clock=clock)
        session.flush()
    return tuple(missing)


def unfrozen(session: Session, ano: int | None = None) -> frozenset[tuple[int, int, int]]:
    """(unit, year, month) of every month consolidated that has no facts, in the units that the session sees."""
    years = period_rows.consolidated_years(session) if ano is None else (ano,)
    return frozenset(
        (unit, year, mes)
        for year in years
        for unit, mes in period_rows.consolidated(session, year) - store.frozen_months(session, year)
    )


def hold(session: Session, unidade_id: int) -> None:
    """Keep others from writing records of the unit until this unit of work ends: every writer takes its chain first.

    The chain of the installation comes before, always in this order.
    """
    audit_chain.lock(session, None)
    audit_chain.lock(session, unidade_id)


def write_all(session: Session, facts: Iterable[Fatos], edicao: int, *, clock: Clock) -> str:
    """Insert segments at the next flush and return the digest of all of them, for the event."""
    return store.digest_of([store.write(session, found, edicao, clock=clock) for found in facts])


def _freeze(
    session: Session,
    extrator: Extrator,
    place: Consolidado,
    edicao: int = store.COMO_CONSOLIDADO,
    *,
    clock: Clock,
    actor: AnyActor = _NOBODY,
) -> None:
    found = extrator.month(place.ano, place.mes)
    resumo = write_all(session, (found[tabela] for tabela in MENSAIS), edicao, clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.CONGELAR_MES,
        unidade_id=place.unidade_id,
        alvo_tipo="congelado",
        detalhes={"ano": place.ano, "mes": place.mes, "edicao": edicao, "tabelas": len(MENSAIS), "resumo": resumo},
        installation=True,
        flush=False,
    )
