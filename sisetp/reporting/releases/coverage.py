"""Who sent a period, as every public output says it: units in the base of every month owed, and who is missing."""

import json
from collections.abc import Sequence

from sisetp.db.period_rows import Devidos
from sisetp.domain.period import Period
from sisetp.reporting.releases.frame import MESES, Moldura


def coverage(moldura: Moldura, devidos: Sequence[Devidos], periodo: Period, edicao: int) -> str:
    """JSON of `enviaram`, `esperadas` and `faltam` (code of each unit, with its missing months in longer periods)."""
    pairs = moldura.pares if edicao == 1 else moldura.pares_revistos
    months = range(periodo.inicio.month, periodo.fim.month + 1)
    owing = [unit for unit in devidos if any(mes in months for mes in unit.meses)]
    missing = []
    for unit in owing:
        owed = [mes for mes in unit.meses if mes in months]
        lacking = [MESES[mes - 1] for mes in owed if (MESES[mes - 1], unit.codigo) not in pairs]
        if lacking:
            partly = len(owed) > len(lacking)
            missing.append(f"{unit.codigo} ({', '.join(lacking)})" if partly else unit.codigo)
    return json.dumps(
        {"enviaram": len(owing) - len(missing), "esperadas": len(owing), "faltam": missing}, ensure_ascii=False
    )
