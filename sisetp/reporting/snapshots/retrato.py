"""Many segments of one table as sealed columns in memory, counted column by column (encryption design, 3.6).

Each column is sealed in chunks of 65 536 rows with AES-GCM under a random key that lives as long as the snapshot; a
query opens the columns it names, chunk by chunk, and counts codes with one `bincount` in mixed radix.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from os import urandom
from typing import Any, Final

import numpy as np
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

from sisetp.reporting.facts import ESQUEMAS, Campo, Fatos, Tabela

CHUNK: Final = 65_536
"""Rows in one sealed chunk."""
UNIDADE: Final = Campo("unidade", 32)
MES_DO_FATO: Final = Campo("mes_do_fato", 8)
_PESSOA, _ORDEM = "pessoa", Campo("ordem_da_pessoa", 32)
_KEY_BYTES = 32
_MOST_FLAGS, _FEW_CELLS = 200_000_000, 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coluna:
    campo: Campo
    place: int
    largest: int
    chunks: tuple[bytes, ...]


class Retrato:
    """Rows of one table of several units and months of a year.

    `names` are the columns of the table, and `unidade` and `mes_do_fato` of the segment each row came from.
    """

    def __init__(self, fatos: Sequence[Fatos]) -> None:
        """Seal the rows of facts of one table. Raises: ValueError without facts, or with those of several tables."""
        if len({found.tabela for found in fatos}) != 1:
            raise ValueError("a snapshot has the facts of one table")
        self.tabela: Tabela = fatos[0].tabela
        self.linhas = sum(map(len, fatos))
        self._gcm = AESGCM(urandom(_KEY_BYTES))
        self._columns: dict[str, _Coluna] = {}
        for campo in ESQUEMAS[self.tabela]:
            self._keep(campo, np.concatenate([found.colunas[campo.nome] for found in fatos]))
        for campo, known in ((UNIDADE, "unidade_id"), (MES_DO_FATO, "mes")):
            parts = [np.full(len(found), getattr(found, known), campo.dtype) for found in fatos]
            self._keep(campo, np.concatenate(parts))
        if _PESSOA in self._columns:
            _known, order = np.unique(self.column(_PESSOA), return_inverse=True)
            self._keep(_ORDEM, order.astype(_ORDEM.dtype))

    @property
    def names(self) -> tuple[str, ...]:
        """Columns that can be asked for."""
        return tuple(name for name in self._columns if name != _ORDEM.nome)

    @property
    def sealed_bytes(self) -> int:
        """Bytes kept in memory."""
        return sum(len(chunk) for column in self._columns.values() for chunk in column.chunks)

    def column(self, name: str) -> NDArray[Any]:
        """One whole column, opened. Raises: KeyError for an unknown one."""
        column = self._columns[name]
        opened = [self._open(column, number) for number in range(len(column.chunks))]
        return np.concatenate(opened) if opened else np.zeros(0, column.campo.dtype)

    def count(
        self, by: Sequence[str], where: Mapping[str, Collection[int]] | None = None, *, soma: str = ""
    ) -> NDArray[np.int64]:
        """Rows for each combination of the numbers of some columns: `count(("sexo", "canal"))[1, 2]`.

        The size of axis i is the largest number of column i plus one. `where` keeps the rows whose number in each
        column is among those given; `soma` adds up a column of numbers instead of counting rows.
        Raises: KeyError for an unknown column, ValueError for one of sets or of people, which are no axis.
        """
        tests = dict(where or {})
        extra = [name for name in tests if name not in by]
        shape = self._shape((*by, *extra))
        if not extra or prod(shape) > _FEW_CELLS:
            return self._counted(by, shape[: len(by)], tests, soma)
        # A filter that is one more axis costs less than choosing rows.
        allowed = {name: _allowed(self._columns[name], tests.pop(name)) for name in extra}
        total = self._counted((*by, *extra), shape, tests, soma)
        for name in reversed(extra):
            total = total[..., allowed[name]].sum(axis=-1)
        return total

    def _counted(
        self, by: Sequence[str], shape: tuple[int, ...], where: Mapping[str, Collection[int]], soma: str
    ) -> NDArray[np.int64]:
        total = np.zeros(prod(shape), np.int64)
        for number, places, kept in self._places(by, shape, where):
            weights = self._open(self._columns[soma], number) if soma else None
            if weights is not None and kept is not None:
                weights = weights[kept]
            total += np.bincount(places, weights, minlength=len(total)).astype(np.int64)
        return total.reshape(shape)

    def count_people(self, by: Sequence[str], where: Mapping[str, Collection[int]] | None = None) -> NDArray[np.int64]:
        """Distinct people for each combination, as `count`; somebody in two combinations counts once in each."""
        shape = self._shape(by)
        order = self._columns[_ORDEM.nome]
        people, groups = order.largest + 1, prod(shape)
        if people * groups > _MOST_FLAGS:
            return self._count_pairs(by, shape, where or {})
        seen: NDArray[np.bool_] = np.zeros(groups * people, np.bool_)
        for number, places, kept in self._places(by, shape, where or {}):
            who = self._open(order, number)
            seen[places.astype(np.int64) * people + (who if kept is None else who[kept])] = True
        found: NDArray[np.int64] = seen.reshape(groups, people).sum(axis=1, dtype=np.int64)
        return found.reshape(shape)

    def _count_pairs(
        self, by: Sequence[str], shape: tuple[int, ...], where: Mapping[str, Collection[int]]
    ) -> NDArray[np.int64]:
        order = self._columns[_ORDEM.nome]
        people = order.largest + 1
        pairs = [
            places.astype(np.int64) * people + (who if kept is None else who[kept])
            for number, places, kept in self._places(by, shape, where)
            for who in (self._open(order, number),)
        ]
        groups = np.unique(np.concatenate(pairs)) // people
        return np.bincount(groups, minlength=prod(shape)).reshape(shape)

    def _places(
        self, by: Sequence[str], shape: tuple[int, ...], where: Mapping[str, Collection[int]]
    ) -> Iterator[tuple[int, NDArray[np.unsignedinteger], NDArray[np.bool_] | None]]:
        """Of each chunk: its number, the cell of each row kept, and which rows were kept (None = all).

        Cells have the narrowest type that holds them all: the shorter the numbers, the faster they are made.
        """
        axes = [self._columns[name] for name in by]
        tests = [(self._columns[name], _allowed(self._columns[name], numbers)) for name, numbers in where.items()]
        narrowest = np.min_scalar_type(prod(shape)).type
        for number, start in enumerate(range(0, self.linhas, CHUNK)):
            places = np.zeros(min(CHUNK, self.linhas - start), narrowest)
            for column, size in zip(axes, shape, strict=True):
                places *= narrowest(size)
                places += self._open(column, number)
            kept = None
            for column, allowed in tests:
                passed = allowed[self._open(column, number)]
                kept = passed if kept is None else kept & passed
            yield number, places if kept is None else places[kept], kept

    def _shape(self, by: Sequence[str]) -> tuple[int, ...]:
        columns = [self._columns[name] for name in by]
        if any(column.campo.bits > UNIDADE.bits or column.campo.nome == _ORDEM.nome for column in columns):
            raise ValueError("sets and people are no axis")
        return tuple(column.largest + 1 for column in columns)

    def _keep(self, campo: Campo, values: NDArray[Any]) -> None:
        place = len(self._columns)
        parts = (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
        chunks = tuple(
            self._gcm.encrypt(_nonce(place, number), part.tobytes(), self._where(campo, number))
            for number, part in enumerate(parts)
        )
        largest = int(values.max(initial=0))
        self._columns[campo.nome] = _Coluna(campo=campo, place=place, largest=largest, chunks=chunks)

    def _open(self, column: _Coluna, number: int) -> NDArray[Any]:
        place = self._where(column.campo, number)
        plain = self._gcm.decrypt(_nonce(column.place, number), column.chunks[number], place)
        return np.frombuffer(plain, column.campo.dtype)

    def _where(self, campo: Campo, number: int) -> bytes:
        return f"{self.tabela}|{campo.nome}|{campo.bits}|{number}|{self.linhas}".encode()


def _nonce(column: int, chunk: int) -> bytes:
    """Each key seals each chunk of each column once, so its place is a nonce that never repeats."""
    return column.to_bytes(4, "big") + chunk.to_bytes(8, "big")


def _allowed(column: _Coluna, numbers: Collection[int]) -> NDArray[np.bool_]:
    allowed = np.zeros(column.largest + 1, np.bool_)
    allowed[[number for number in numbers if 0 <= number <= column.largest]] = True
    return allowed
