"""CASO facts: one row for each case that was open on some day of the month.

What is read from where: the days from the dates of the case and, for closings that were undone, from the steps kept in
its history (`life`); the risk from the state the case was in when the month ended; the reason of closing from the state
in which that closing left it; the entry door from the case as it is now, since correcting it says what always was.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.period import month
from sisetp.reporting.extract.calendar import Janela
from sisetp.reporting.extract.columns import facts
from sisetp.reporting.extract.life import MesDoCaso, month_of_case
from sisetp.reporting.extract.records import Estados, Registros
from sisetp.reporting.facts import Fatos, Tabela

_FLAGS = ("aberto_antes", "aberto_no_mes", "reaberto_no_mes", "encerrado_no_mes", "aberto_no_fim")
_MOST_DAYS = 65534


def case_facts(registros: Registros, ano: int, mes: int) -> Fatos:
    """Facts of one month of the window. Raises: Unreadable."""
    civil = month(ano, mes)
    janela = Janela(first=civil.inicio, last=civil.fim, zone=registros.janela.zone)
    rows = [row for case in registros.case_rows if (row := _row(registros, case, janela)) is not None]
    values = _columns((*_FLAGS, "porta_entrada", "risco", "encerramento_motivo", "dias"), rows)
    return facts(Tabela.CASO, registros.unidade_id, ano, mes, values, len(rows))


def _row(registros: Registros, case: Any, janela: Janela) -> tuple[int, ...] | None:
    found = month_of_case(registros.lives[case.id], janela.first, janela.last)
    if found is None:
        return None
    estados = registros.states
    before = estados.before.get(case.id, [])
    places = [*(place for _row, place in before), estados.current[case.id]]
    then = next((place for row, place in before if row.created_at >= janela.until), places[-1])
    return (
        *(int(getattr(found, flag)) for flag in _FLAGS),
        int(estados.codes["porta_entrada"][places[-1]]),
        int(estados.codes["risco"][then]),
        *_closing(estados, places, case, found),
    )


def _closing(estados: Estados, places: list[int], case: Any, found: MesDoCaso) -> tuple[int, int]:
    if found.fecho is None or found.fecho.ate is None:
        return 0, 0
    state = places[min(found.fecho.estado, len(places) - 1)]
    days = min((found.fecho.ate - case.abertura).days, _MOST_DAYS)
    return int(estados.codes["encerramento_motivo"][state]), days


def _columns(names: tuple[str, ...], rows: list[tuple[int, ...]]) -> dict[str, NDArray[Any]]:
    table = np.array(rows, dtype=np.int64).reshape(-1, len(names))
    return {name: table[:, place] for place, name in enumerate(names)}
