"""Who is missing from a release: months that did not come in time, and the close of the year where victims count."""

import json

import pytest

from sisetp.db.period_rows import Devidos
from sisetp.domain.period import parse_period
from sisetp.reporting.releases.coverage import coverage
from sisetp.reporting.releases.frame import MESES, Lugar, Moldura

UNITS = ("NETP-BA", "NETP-MG", "NETP-SP")
EVERY = range(1, 13)


def said(closed: set[int] | None, *, without: set[tuple[str, str]], period: str = "2026") -> tuple[int, list[str]]:
    """Units that sent and those missing, of three that owe the whole year."""
    places = tuple(Lugar(id=n, codigo=code, uf=code[-2:]) for n, code in enumerate(UNITS))
    pairs = frozenset((mes, code) for mes in MESES for code in UNITS) - without
    owed = [
        Devidos(
            unidade_id=place.id, codigo=place.codigo, uf=place.uf, meses=tuple(EVERY), consolidados=frozenset(EVERY)
        )
        for place in places
    ]
    frame = Moldura(ano=2026, lugares=places, pares=pairs)
    found = json.loads(coverage(frame, owed, parse_period(period), 1, fechadas=closed))
    assert found["esperadas"] == len(UNITS)
    return found["enviaram"], found["faltam"]


NOTHING = {(mes, "NETP-MG") for mes in MESES}


@pytest.mark.parametrize(
    ("closed", "without", "missing"),
    [
        (None, set(), []),
        ({0, 1, 2}, set(), []),
        ({0, 2}, set(), ["NETP-MG (fechamento do ano)"]),
        ({0, 2}, {("03", "NETP-MG"), ("12", "NETP-MG")}, ["NETP-MG (março, dezembro, fechamento do ano)"]),
        (None, {("03", "NETP-MG")}, ["NETP-MG (março)"]),
        ({0, 2}, NOTHING, ["NETP-MG"]),
    ],
)
def test_a_unit_whose_year_is_not_closed_is_named_with_it(
    closed: set[int] | None, without: set[tuple[str, str]], missing: list[str]
) -> None:
    assert said(closed, without=without) == (3 - len(missing), missing)


def test_a_month_says_only_who_did_not_send_it() -> None:
    assert said(None, without={("03", "NETP-MG")}, period="2026-04") == (3, [])
    assert said(None, without={("03", "NETP-MG")}, period="2026-03") == (2, ["NETP-MG"])
