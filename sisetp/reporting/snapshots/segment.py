"""Facts as bytes: a header in JSON that describes the columns, then each column in little endian.

    u32 BE length of the header | header | column 1 | column 2 …

The rows are already in the order of their content, so equal facts give equal bytes.
"""

import json
from typing import Any

import numpy as np

from sisetp.reporting.facts import ESQUEMA, ESQUEMAS, Coluna, Fatos, Tabela

_SIZE = 4
_TABLE, _SCHEMA, _ROWS, _COLUMNS = "tabela", "esquema", "linhas", "colunas"


def encode(fatos: Fatos) -> bytes:
    """Bytes of facts; unit and month are not among them: the seal is bound to their place."""
    campos = ESQUEMAS[fatos.tabela]
    described = {
        _TABLE: fatos.tabela.value,
        _SCHEMA: ESQUEMA,
        _ROWS: len(fatos),
        _COLUMNS: [[campo.nome, campo.bits] for campo in campos],
    }
    header = json.dumps(described, separators=(",", ":")).encode("ascii")
    columns = [_little(fatos.colunas[campo.nome]).tobytes() for campo in campos]
    return b"".join((len(header).to_bytes(_SIZE, "big"), header, *columns))


def decode(payload: bytes, tabela: Tabela, *, unidade_id: int, ano: int, mes: int) -> Fatos:
    """Facts of bytes that `encode` made. Raises: ValueError for another table, another schema or a wrong length."""
    start = _SIZE + int.from_bytes(payload[:_SIZE], "big")
    described: dict[str, Any] = json.loads(payload[_SIZE:start])
    campos = ESQUEMAS[tabela]
    expected = [[campo.nome, campo.bits] for campo in campos]
    if (described[_TABLE], described[_SCHEMA], described[_COLUMNS]) != (tabela.value, ESQUEMA, expected):
        raise ValueError("another table or schema")
    rows = int(described[_ROWS])
    if len(payload) != start + rows * sum(campo.bits // 8 for campo in campos):
        raise ValueError("wrong length")
    columns: dict[str, Coluna] = {}
    for campo in campos:
        width = campo.dtype.newbyteorder("<")
        columns[campo.nome] = np.frombuffer(payload, width, rows, start).astype(campo.dtype)
        start += rows * width.itemsize
    return Fatos(tabela=tabela, unidade_id=unidade_id, ano=ano, mes=mes, colunas=columns)


def _little(column: Coluna) -> Coluna:
    return column.astype(column.dtype.newbyteorder("<"), copy=False)
