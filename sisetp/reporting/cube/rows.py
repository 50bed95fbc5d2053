"""Facts of one kind, one below the other, each row with its unit and month; columns are joined when first asked for."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.period import Period
from sisetp.reporting.facts import Coluna, Fatos, Tabela

T = TypeVar("T")
Inteiros = NDArray[np.int64]
Marcas = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lugar:
    """A unit of the network: code, name and state."""

    codigo: str
    nome: str
    uf: str


Rede = Mapping[int, Lugar]
"""Units by id."""


@dataclass(frozen=True, slots=True)
class Par:
    """One unit and month that sent facts of a kind, even if there were none; `mes` 0 is the closed year."""

    unidade_id: int
    ano: int
    mes: int


class Linhas:
    """Rows of one kind of fact. `pares[i]` is where and when segment i is from, `segmento` the segment of each row."""

    def __init__(self, tabela: Tabela, fatos: Iterable[Fatos]) -> None:
        ordered = sorted(fatos, key=lambda part: (part.ano, part.mes, part.unidade_id))
        self.tabela = tabela
        self.pares = tuple(Par(part.unidade_id, part.ano, part.mes) for part in ordered)
        self._partes = tuple(ordered)
        self._colunas: dict[str, Coluna] = {}
        self._guardados: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self.segmento)

    def do_mes(self, mes: int) -> tuple[Fatos, ...]:
        """Segments of one month (1–12)."""
        return tuple(part for part in self._partes if part.mes == mes)

    def coluna(self, nome: str) -> Coluna:
        """One column of the schema, over every segment. Raises KeyError."""
        if nome not in self._colunas:
            parts = [part.colunas[nome] for part in self._partes]
            self._colunas[nome] = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
        return self._colunas[nome]

    @cached_property
    def segmento(self) -> Inteiros:
        """Number of the segment of each row."""
        return np.repeat(np.arange(len(self._partes)), [len(part) for part in self._partes])

    @cached_property
    def mes_corrido(self) -> Inteiros:
        """Months since year 0 of each row."""
        return self.por_par(lambda par: par.ano * 12 + par.mes)

    @cached_property
    def unidade(self) -> Inteiros:
        """Id of the unit of each row."""
        return self.por_par(lambda par: par.unidade_id)

    def por_par(self, valor: Callable[[Par], int]) -> Inteiros:
        """A number of the segment, on each row of it."""
        return np.array([valor(par) for par in self.pares], np.int64)[self.segmento]

    def guardado(self, chave: Hashable, fazer: Callable[[], T]) -> T:
        """What was made once for a key, made now when it was not: a second table reuses the work of the first."""
        if chave not in self._guardados:
            self._guardados[chave] = fazer()
        found: T = self._guardados[chave]  # type: ignore[assignment]  # one key always keeps one type
        return found


class Cubo:
    """Facts of a period ready to be counted, and every unit that they should be about, whether it sent or not."""

    def __init__(self, fatos: Iterable[Fatos], rede: Rede, periodo: Period) -> None:
        self.rede = rede
        self.periodo = periodo
        by_kind: dict[Tabela, list[Fatos]] = {kind: [] for kind in Tabela}
        for part in fatos:
            by_kind[part.tabela].append(part)
        self._linhas = {kind: Linhas(kind, parts) for kind, parts in by_kind.items()}

    def linhas(self, tabela: Tabela) -> Linhas:
        """Rows of one kind, possibly none."""
        return self._linhas[tabela]

    def so_do_mes(self, mes: int) -> "Cubo":
        """The facts of one month of the period alone."""
        return Cubo((part for rows in self._linhas.values() for part in rows.do_mes(mes)), self.rede, self.periodo)
