"""Frozen facts: sealed columnar segments of each unit and month, written once (decisions 18 and 19).

- `freeze_month(session, consolidado, *, clock)`: in the unit of work that consolidates a month.
- `catch_up(session, unidade_id, *, clock, ano=None)`: months consolidated that have no facts yet (`unfrozen`).
- `close_year(session, actor, ano, *, clock) -> Fechamento`: victims (month 0) of the units that are ready.
- `freeze_revision(session, unidade_id, ano, meses, *, clock)`: edition 2, the whole year extracted again.
- `load(session, unidades | None, ano, meses, tabela, edicao=1) -> list[Fatos]`, by unit id and month.
- `frozen_months(session, ano, edicao=1) -> {(unidade_id, mes)}`; `digests(…)` identify a set of segments.
- `snapshot(session, unidades, ano, meses, tabela) -> Retrato`: many segments of one table as sealed columns in memory,
  counted in milliseconds and kept until a segment changes.
"""

from sisetp.reporting.snapshots.freeze import ACTOR_NAME, catch_up, freeze_month, freeze_revision, unfrozen
from sisetp.reporting.snapshots.memory import snapshot
from sisetp.reporting.snapshots.retrato import Retrato
from sisetp.reporting.snapshots.store import COMO_CONSOLIDADO, REVISADA, digests, frozen_months, load
from sisetp.reporting.snapshots.year import Fechamento, close_year

__all__ = [
    "ACTOR_NAME",
    "COMO_CONSOLIDADO",
    "REVISADA",
    "Fechamento",
    "Retrato",
    "catch_up",
    "close_year",
    "digests",
    "freeze_month",
    "freeze_revision",
    "frozen_months",
    "load",
    "snapshot",
    "unfrozen",
]
