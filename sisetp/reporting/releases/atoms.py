"""People of a base as atoms: codes as positions in the universe, with the editions in which each came in and left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.releases.base import Parte, Pessoas, purpose_of
from sisetp.reporting.releases.frame import DA_PESSOA, MESES, MORREU, NASCEU, Lugar, Moldura, positions

_Codes = NDArray[np.int16]
_ORIGINAL, _REVISTA = NASCEU.index("1"), NASCEU.index("2")
_SAIU, _CONTA = MORREU.index("2"), MORREU.index("fim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Every part of a year's base that is fixed, or is to be fixed by the release being prepared.

    `meses` are the parts of months 1…k of edition 1; `finalidades` the close of the year; `revista` edition 2.
    """

    ano: int
    meses: tuple[Parte, ...]
    finalidades: Parte | None = None
    revista: Parte | None = None

    def moldura(self, lugares: Sequence[Lugar]) -> Moldura:
        """The frame of the year as this base knows it."""
        codes = {place.id: place.codigo for place in lugares}
        first = frozenset((MESES[mes - 1], codes[unit]) for part in self.meses for mes, unit in part.pares)
        second = self.revista.pares if self.revista else ()
        return Moldura(
            ano=self.ano,
            lugares=tuple(lugares),
            pares=first,
            pares_revistos=frozenset((MESES[mes - 1], codes[unit]) for mes, unit in second),
        )


def atoms_of(base: Base, moldura: Moldura) -> Atomos:
    """Atoms of a base, one row per combination. Raises: KeyError for a unit that the frame lacks."""
    universo = moldura.universo()
    whom, codes = _original(base, moldura)
    born = np.full(len(whom), _ORIGINAL, np.int16)
    died = np.full(len(whom), _CONTA, np.int16)
    if base.revista is not None:
        later, revised = _coded(base.revista, base.revista.colunas["mes"], base.revista.colunas["finalidade"], moldura)
        stays = _same(whom, codes, later, revised)
        died[~stays] = _SAIU
        fresh = ~_same(later, revised, whom, codes)
        codes = np.concatenate([codes, revised[fresh]])
        born = np.concatenate([born, np.full(int(fresh.sum()), _REVISTA, np.int16)])
        died = np.concatenate([died, np.full(int(fresh.sum()), _CONTA, np.int16)])
    matrix = np.column_stack([codes, born, died]).astype(np.int16)
    assert matrix.shape[1] == len(universo.dimensoes)
    return Atomos(codigos=matrix, contagens=np.ones(len(matrix), np.int64)).agregados()


def _original(base: Base, moldura: Moldura) -> tuple[Pessoas, _Codes]:
    """People of edition 1 and their codes, without the editions."""
    whom: list[Pessoas] = [np.zeros(0, np.uint64)]
    codes: list[_Codes] = [np.zeros((0, len(DA_PESSOA) + 3), np.int16)]
    for part in base.meses:
        months = np.full(len(part.colunas["pessoa"]), part.mes, np.uint8)
        found, coded = _coded(part, months, purpose_of(part.colunas["pessoa"], base.finalidades), moldura)
        whom.append(found)
        codes.append(coded)
    return np.concatenate(whom), np.concatenate(codes)


def _coded(part: Parte, meses: NDArray[Any], finalidades: NDArray[Any], moldura: Moldura) -> tuple[Pessoas, _Codes]:
    """Pseudonyms and codes of one part: month, place, personal dimensions, purpose."""
    universo = moldura.universo()
    names = {place.codigo: order for order, place in enumerate(sorted(moldura.lugares, key=lambda found: found.codigo))}
    places = np.full(max(place.id for place in moldura.lugares) + 1, -1, np.int16)
    for place in moldura.lugares:
        places[place.id] = names[place.codigo]
    purpose = positions("finalidade", universo.codigos("finalidade")[1:])
    purpose = np.concatenate([[0], np.where(purpose < 0, -1, purpose + 1)])
    columns = [
        meses.astype(np.int16) - 1,
        places[part.colunas["unidade"]],
        *(positions(source, universo.codigos(name))[part.colunas[source]] for name, source in DA_PESSOA.items()),
        purpose[finalidades],
    ]
    coded = np.column_stack(columns).astype(np.int16)
    if (coded < 0).any():
        raise KeyError("a code of the facts is in no list of the year")
    return part.colunas["pessoa"], coded


def _same(whom: Pessoas, codes: _Codes, others: Pessoas, theirs: _Codes) -> NDArray[np.bool_]:
    """Which people are also in the other edition with the very same codes."""
    if not len(others) or not len(whom):
        return np.zeros(len(whom), bool)
    order = np.argsort(others)
    places = np.minimum(np.searchsorted(others[order], whom), len(others) - 1)
    found = order[places]
    equal: NDArray[np.bool_] = (others[found] == whom) & (theirs[found] == codes).all(1)
    return equal
