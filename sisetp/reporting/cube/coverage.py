"""Which units an output is made of, from the states of their months: never from numbers."""

from collections.abc import Collection, Iterable, Sequence

from sisetp.db.period_rows import Devidos
from sisetp.domain.period import MESES
from sisetp.reporting.definitions.groupings import REGIAO_DA_UF
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.tables import Cobertura


def do_lugar(devidos: Iterable[Devidos], nivel: Nivel, lugar: str) -> tuple[Devidos, ...]:
    """Units of a place: a unit by its code, a state, a region, or all of them."""
    return tuple(unit for unit in devidos if _dentro(unit, nivel, lugar))


def _dentro(unit: Devidos, nivel: Nivel, lugar: str) -> bool:
    if nivel is Nivel.BRASIL:
        return True
    return lugar == {Nivel.UNIDADE: unit.codigo, Nivel.UF: unit.uf, Nivel.REGIAO: REGIAO_DA_UF[unit.uf]}[nivel]


def cobertura(devidos: Sequence[Devidos], meses: Sequence[int], enviados: Collection[tuple[int, int]]) -> Cobertura:
    """Coverage of some months: a unit sent when it sent every month that it owes; what is missing is named.

    `enviados` are (unit, month) pairs; month 0 is the close of the year.
    """
    missing = []
    expected = 0
    for unit in devidos:
        owed = [mes for mes in meses if mes == 0 or mes in unit.meses]
        lacking = [mes for mes in owed if (unit.unidade_id, mes) not in enviados]
        expected += bool(owed)
        if lacking:
            missing.append(_dito(unit.codigo, owed, lacking))
    return Cobertura(enviaram=expected - len(missing), esperadas=expected, faltam=tuple(missing))


def _dito(codigo: str, owed: list[int], lacking: list[int]) -> str:
    """«NETP-MG», or «NETP-MG (março, abril)» when the unit sent other months."""
    if lacking == owed:
        return codigo
    return f"{codigo} ({', '.join(MESES[mes - 1] if mes else 'fechamento do ano' for mes in lacking)})"
