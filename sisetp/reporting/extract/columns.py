"""Put columns together into facts, in the order of their content so that rows say nothing of when they were entered."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.facts import ESQUEMAS, Coluna, Fatos, Tabela


def facts(tabela: Tabela, unidade_id: int, ano: int, mes: int, values: Mapping[str, NDArray[Any]], count: int) -> Fatos:
    """Facts of `count` rows. A column of the schema that is not among the values is zero; other values are left out."""
    columns: dict[str, Coluna] = {}
    for campo in ESQUEMAS[tabela]:
        found = values.get(campo.nome)
        columns[campo.nome] = np.zeros(count, campo.dtype) if found is None else found.astype(campo.dtype)
    order = np.lexsort(tuple(reversed(columns.values())))
    return Fatos(
        tabela=tabela,
        unidade_id=unidade_id,
        ano=ano,
        mes=mes,
        colunas={name: column[order] for name, column in columns.items()},
    )


def stacked(tabela: Tabela, unidade_id: int, ano: int, mes: int, parts: Sequence[Mapping[str, NDArray[Any]]]) -> Fatos:
    """Facts of the rows of several parts, none without columns; a column that a part lacks is zero in its rows."""
    counts = [len(next(iter(part.values()))) for part in parts]
    values = {}
    for campo in ESQUEMAS[tabela]:
        pieces = [
            part[campo.nome].astype(campo.dtype) if campo.nome in part else np.zeros(count, campo.dtype)
            for part, count in zip(parts, counts, strict=True)
        ]
        values[campo.nome] = np.concatenate(pieces)
    return facts(tabela, unidade_id, ano, mes, values, sum(counts))


def taken(values: Mapping[str, NDArray[Any]], places: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Rows of columns at places, or where a mask is true."""
    return {name: column[places] for name, column in values.items()}
