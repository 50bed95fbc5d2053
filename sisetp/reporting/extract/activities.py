"""ATIVIDADE facts: activities by the day they began; one that reached nobody directly has one row of empty public."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.period import month
from sisetp.reporting.extract.codes import number_of
from sisetp.reporting.extract.columns import facts
from sisetp.reporting.extract.records import Registros
from sisetp.reporting.facts import Fatos, Tabela


def activity_facts(registros: Registros, ano: int, mes: int) -> Fatos:
    """Facts of one month of the window."""
    civil = month(ano, mes)
    rows = [row for row in registros.activity_rows if row.data_inicio in civil]
    seen = {row.id: place for place, row in reversed(list(enumerate(rows)))}
    values: dict[str, NDArray[Any]] = {
        "primeira": np.array([seen[row.id] == place for place, row in enumerate(rows)], np.uint8),
        "tipo": np.array([number_of("atividade", row.tipo) for row in rows], np.uint8),
        "publico": np.array([number_of("publico", row.publico) for row in rows], np.uint8),
        "pessoas": np.array([row.pessoas or 0 for row in rows], np.uint32),
    }
    return facts(Tabela.ATIVIDADE, registros.unidade_id, ano, mes, values, len(rows))
