"""The life of a case month by month, from its dates and the history of its status; no database here.

Opening and closing days are the dates written in the case. A closing that was undone by reopening left no date: its day
is the one of the step, as every reopening's. Of several closings and reopenings in one month one of each is kept, so
that «open before + opened + reopened − closed = open at the end» always holds with flags of 0 and 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sisetp.domain.caso import ABERTOS


@dataclass(frozen=True, slots=True, kw_only=True)
class Aberto:
    """Days in which a case was open: from `desde`, until it was closed on `ate` (None = still open).

    `estado` is the number of the state, oldest 0, in which the closing left the case.
    """

    desde: date
    ate: date | None = None
    estado: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MesDoCaso:
    """Flags (0 or 1) of one case in one month; `fecho` is the closing that counts, when there is one."""

    aberto_antes: int
    aberto_no_mes: int
    reaberto_no_mes: int
    encerrado_no_mes: int
    aberto_no_fim: int
    fecho: Aberto | None


def openings(
    abertura: date, encerramento: date | None, situacoes: Sequence[str], steps: Sequence[date]
) -> tuple[Aberto, ...]:
    """Intervals in which a case was open, oldest first.

    `situacoes` are its states (list `status_caso`), oldest first and the present one last; `steps[i]` is the local day
    on which state i gave way to the next.
    """
    found: list[Aberto] = []
    since: date | None = abertura
    for number, day in enumerate(steps, start=1):
        open_now = situacoes[number] in ABERTOS
        if since is not None and not open_now:
            found.append(Aberto(desde=since, ate=max(day, since), estado=number))
            since = None
        elif since is None and open_now:
            since = max(day, found[-1].ate or day)
    if since is not None:
        found.append(Aberto(desde=since))
    if situacoes[-1] not in ABERTOS and encerramento is not None:
        last = found[-1]
        found[-1] = replace(last, ate=max(encerramento, last.desde))
    return tuple(found)


def month_of_case(intervals: Sequence[Aberto], first: date, last: date) -> MesDoCaso | None:
    """Flags of a month, both days inside; None for a case that was open on no day of it."""
    if not any(item.desde <= last and (item.ate is None or item.ate >= first) for item in intervals):
        return None
    begun = sum(first <= item.desde <= last for item in intervals)
    new = int(first <= intervals[0].desde <= last)
    closed = [item for item in intervals if item.ate is not None and first <= item.ate <= last]
    beyond_one = max(len(closed), begun - new, 1) - 1
    return MesDoCaso(
        aberto_antes=int(any(item.desde < first and (item.ate is None or item.ate >= first) for item in intervals)),
        aberto_no_mes=new,
        reaberto_no_mes=begun - new - beyond_one,
        encerrado_no_mes=len(closed) - beyond_one,
        aberto_no_fim=int(any(item.desde <= last and (item.ate is None or item.ate > last) for item in intervals)),
        fecho=closed[-1] if len(closed) > beyond_one else None,
    )
