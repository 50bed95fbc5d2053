"""Business days of the network: national holidays, those of the unit's UF, and two optional days counted as holidays.

«Prazos pactuados»: a deadline that falls on a Saturday, Sunday or holiday moves to the first business day after it.
20 November is national since 2024 (Lei 14.759/2023). Municipal holidays are not known here: nothing depends on them.
"""

from datetime import date, timedelta
from functools import cache

from holidays.countries.brazil import Brazil

# Pontos facultativos treated as days without work; a confirmar com a CGETP. The names are the library's in pt_BR.
PONTOS_FACULTATIVOS = frozenset({"Carnaval", "Corpus Christi"})

_SABADO = 5


@cache
def feriados(uf: str, ano: int) -> frozenset[date]:
    """Return the holidays of one UF in one civil year, optional days of `PONTOS_FACULTATIVOS` among them.

    Raises: ValueError for an UF that does not exist.
    """
    if uf not in Brazil.subdivisions:
        raise ValueError(f"unknown UF: {uf!r}")
    fixed = Brazil(subdiv=uf, years=ano, expand=False)
    optional = Brazil(years=ano, expand=False, language="pt_BR", categories=("optional",))
    chosen = (day for day, name in optional.items() if name in PONTOS_FACULTATIVOS)
    return frozenset((*fixed, *chosen))


def dia_util(dia: date, uf: str) -> bool:
    """Tell whether a day is neither Saturday, Sunday nor holiday in the UF."""
    return dia.weekday() < _SABADO and dia not in feriados(uf, dia.year)


def proximo_dia_util(dia: date, uf: str) -> date:
    """Return the day itself when it is a business day, else the first one after it."""
    while not dia_util(dia, uf):
        dia += timedelta(days=1)
    return dia


def somar_dias_uteis(dia: date, n: int, uf: str) -> date:
    """Return the n-th business day after `dia`, which itself is not counted; n = 0 is `proximo_dia_util(dia)`.

    Raises: ValueError for a negative n.
    """
    if n < 0:
        raise ValueError("business days are counted forward")
    if n == 0:
        return proximo_dia_util(dia, uf)
    for _ in range(n):
        dia = proximo_dia_util(dia + timedelta(days=1), uf)
    return dia


def dias_uteis_entre(inicio: date, fim: date, uf: str) -> int:
    """Count the business days after `inicio` up to and including `fim`; zero when `fim` is not after `inicio`."""
    span = max((fim - inicio).days, 0)
    return sum(dia_util(inicio + timedelta(days=step), uf) for step in range(1, span + 1))
