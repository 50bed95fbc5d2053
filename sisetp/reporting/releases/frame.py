"""The frame of one civil year: dimensions with their codes, who sent which month, and codes of facts as positions.

The lists are whole from the first release of the year, so that equal groups are equal bytes in every release.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.groupings import REGIAO_DA_UF
from sisetp.reporting.disclosure.forms import Universo

MESES = tuple(f"{number:02d}" for number in range(1, 13))
NASCEU, MORREU = ("1", "2"), ("2", "fim")
"""Editions in which a record comes in, and in which it leaves («fim» = it still counts)."""

FORA = "FORA"
"""Purpose of who is not counted as a victim, and of everybody until the year is closed."""

STATUS_CONTADOS = ("CONFIRMADA", "POSSIVEL")
"""Statuses that count as a victim, the stronger first: one person has one purpose in the year."""

DA_PESSOA: Mapping[str, str] = MappingProxyType(
    {"sexo": "sexo", "faixa": "faixa_etaria", "raca": "raca_cor", "pais": "nacionalidade"}
)
"""Dimensions of forms that come from a contact → dimension (and column of facts) that they are."""

Par = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lugar:
    """One unit as the frame knows it."""

    id: int
    codigo: str
    uf: str

    @property
    def regiao(self) -> str:
        """IBGE region of its state."""
        return REGIAO_DA_UF[self.uf]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moldura:
    """The frame of a year: its units, and the pairs (month, unit) in the base of each edition."""

    ano: int
    lugares: tuple[Lugar, ...]
    pares: frozenset[Par]
    pares_revistos: frozenset[Par] = frozenset()

    def universo(self) -> Universo:
        """Dimensions and possible pairs, as the planner and the ledger take them."""
        return Universo(
            ano=self.ano,
            dimensoes=(
                ("mes", MESES),
                ("lugar", tuple(sorted(place.codigo for place in self.lugares))),
                *((name, DIMENSOES[source].codigos()) for name, source in DA_PESSOA.items()),
                ("finalidade", (FORA, *DIMENSOES["finalidade"].codigos())),
                ("nasceu", NASCEU),
                ("morreu", MORREU),
            ),
            pares=self.pares | self.pares_revistos,
            tardios=self.pares_revistos - self.pares,
        )

    def uf_por_unidade(self) -> dict[str, str]:
        """State of each unit, by unit code."""
        return {place.codigo: place.uf for place in self.lugares}


def positions(dimensao: str, codigos: Iterable[str]) -> NDArray[np.int16]:
    """Lookup from the number of a code in the facts (0 = empty) to its position among `codigos`; -1 for no code."""
    entry = DIMENSOES[dimensao]
    pairs = [(number, place) for place, code in enumerate(codigos) for number in entry.numeros(code)]
    table = np.full(max(number for number, _ in pairs) + 1, -1, np.int16)
    for number, place in pairs:
        table[number] = place
    return table
