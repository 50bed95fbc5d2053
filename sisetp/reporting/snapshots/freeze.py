"""Freeze what the statistics know: a month when it is consolidated, and a whole year again for its revised edition.

A segment is inserted once; the database refuses to change or delete it. Every freeze is an event of the installation
chain, as the steps of the coordination are, with the digest of what was written.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.db import audit_chain
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.period import month
from sisetp.domain.periodo import Consolidado
from sisetp.reporting.extract import MENSAIS, Extrator
from sisetp.reporting.facts import Fatos
from sisetp.reporting.snapshots import store

ACTOR_NAME = "estatistica"


def freeze_month(session: Session, consolidado: Consolidado, *, clock: Clock) -> None:
    """Insert the facts of a month that has just been consolidated, in the unit of work that consolidates it.

    Raises: RuleViolation on `mes` when the month is frozen already; Refused without a key; Unreadable with the id of a
    record that cannot be opened. Whatever is raised, nothing may be committed.
    """
    unidade_id, ano, mes = consolidado.unidade_id, consolidado.ano, consolidado.mes
    civil = month(ano, mes)
    freeze_from(session, Extrator(session, unidade_id, civil.inicio, civil.fim), consolidado, clock=clock)


def freeze_from(session: Session, extrator: Extrator, consolidado: Consolidado, *, clock: Clock) -> None:
    """`freeze_month` with records that were read already, for several months of one unit."""
    unidade_id, ano, mes = consolidado.unidade_id, consolidado.ano, consolidado.mes
    if store.exists(session, unidade_id, ano, (mes,), store.COMO_CONSOLIDADO):
        raise RuleViolation((FieldMessage("mes", "Os fatos deste mês já foram congelados e não mudam mais."),))
    found = extrator.month(ano, mes)
    resumo = write_all(session, (found[tabela] for tabela in MENSAIS), store.COMO_CONSOLIDADO, clock=clock)
    record_month(session, consolidado, store.COMO_CONSOLIDADO, resumo)


def freeze_revision(session: Session, unidade_id: int, ano: int, meses: Iterable[int], *, clock: Clock) -> None:
    """Extract some months of a year of a unit again, and its victims, as edition 2 (decision 16: late arrivals).

    Raises: RuleViolation on `ano` when the unit has a revised edition already; Refused; Unreadable.
    """
    chosen = sorted(set(meses))
    if store.exists(session, unidade_id, ano, (0, *chosen), store.REVISADA):
        raise RuleViolation((FieldMessage("ano", "A revisão anual desta unidade já foi congelada e não muda mais."),))
    extrator = Extrator(session, unidade_id, month(ano, 1).inicio, month(ano, 12).fim)
    for mes in chosen:
        found = extrator.month(ano, mes)
        resumo = write_all(session, (found[tabela] for tabela in MENSAIS), store.REVISADA, clock=clock)
        place = Consolidado(unidade_id=unidade_id, ano=ano, mes=mes, quando=clock.now())
        record_month(session, place, store.REVISADA, resumo)
    write_all(session, (extrator.victims(ano),), store.REVISADA, clock=clock)


def write_all(session: Session, facts: Iterable[Fatos], edicao: int, *, clock: Clock) -> str:
    """Insert segments and return the digest of all of them, for the event."""
    written = [store.write(session, found, edicao, clock=clock) for found in facts]
    session.flush()
    return store.digest_of(written)


def record_month(session: Session, place: Consolidado, edicao: int, resumo: str) -> None:
    """Append the event of a month frozen."""
    audit_chain.append(
        session,
        SystemActor(name=ACTOR_NAME, units=frozenset({place.unidade_id})),
        Action.CONGELAR_MES,
        unidade_id=place.unidade_id,
        alvo_tipo="congelado",
        detalhes={"ano": place.ano, "mes": place.mes, "edicao": edicao, "tabelas": len(MENSAIS), "resumo": resumo},
        installation=True,
    )
