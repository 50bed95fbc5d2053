"""Who sent a period, as every public output says it: units in the base of every month owed, and who is missing."""

import json
from collections.abc import Collection, Iterator, Sequence

from sisetp.db.period_rows import Devidos
from sisetp.domain import period
from sisetp.domain.period import Period
from sisetp.reporting.releases.frame import MESES, Moldura

FECHAMENTO = "fechamento do ano"


def coverage(
    moldura: Moldura,
    devidos: Sequence[Devidos],
    periodo: Period,
    edicao: int,
    *,
    fechadas: Collection[int] | None = None,
) -> str:
    """JSON of `enviaram`, `esperadas` and `faltam`: code of each unit, with what it lacks when it sent something.

    `fechadas` are the ids of units whose victims of the year are in the base; None when the release counts no victims.
    A unit that was not closed has its people counted and its victims not: it is named even with every month in.
    """
    pairs = moldura.pares if edicao == 1 else moldura.pares_revistos
    months = range(periodo.inicio.month, periodo.fim.month + 1)
    owing = [unit for unit in devidos if any(mes in months for mes in unit.meses)]
    missing = []
    for unit in owing:
        owed = [mes for mes in unit.meses if mes in months]
        late = [mes for mes in owed if (MESES[mes - 1], unit.codigo) not in pairs]
        lacking = list(_lacking(late, closed=fechadas is None or unit.unidade_id in fechadas))
        if lacking:
            missing.append(unit.codigo if late == owed else f"{unit.codigo} ({', '.join(lacking)})")
    return json.dumps(
        {"enviaram": len(owing) - len(missing), "esperadas": len(owing), "faltam": missing}, ensure_ascii=False
    )


def _lacking(late: Sequence[int], *, closed: bool) -> Iterator[str]:
    yield from (period.MESES[mes - 1] for mes in late)
    if not closed:
        yield FECHAMENTO
