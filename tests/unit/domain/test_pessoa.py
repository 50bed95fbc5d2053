"""Age, age band and the name shown first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.codelists import codelist
from sisetp.domain.pessoa import Identidade, age_on, display_name, faixa_de, is_minor, names_from_form


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 11, 21), date(2018, 11, 20), 17),
        (date(2000, 11, 21), date(2018, 11, 21), 18),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (date(2026, 1, 2), date(2026, 1, 1), -1),
    ],
)
def test_age_in_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(st.integers(0, 120))
def test_bands_are_the_official_ones_and_grow_with_age(age: int) -> None:
    order = [item.code for item in codelist("faixa_etaria").items]
    assert faixa_de(age) in order
    if age:
        assert order.index(faixa_de(age)) >= order.index(faixa_de(age - 1))


@pytest.mark.parametrize(
    ("age", "band"),
    [
        *((0, "F00_11"), (11, "F00_11"), (12, "F12_17"), (17, "F12_17"), (18, "F18_29"), (29, "F18_29")),
        *((30, "F30_39"), (39, "F30_39"), (40, "F40_49"), (50, "F50_59"), (59, "F50_59"), (60, "F60"), (120, "F60")),
    ],
)
def test_edges_of_the_bands(age: int, band: str) -> None:
    assert faixa_de(age) == band


@pytest.mark.parametrize("age", [-1, 121])
def test_impossible_ages_have_no_band(age: int) -> None:
    with pytest.raises(ValueError, match="0-120"):
        faixa_de(age)


def test_minor_by_age_first_then_by_band() -> None:
    assert is_minor(17, "F60")
    assert not is_minor(18, "F12_17")
    assert is_minor(None, "F12_17")
    assert not is_minor(None, "NI")
    assert not is_minor(None, None)


@pytest.mark.parametrize(
    ("boxes", "stored"),
    [
        (("Aurora", ""), ("", "Aurora")),
        (("", "Aurora"), ("", "Aurora")),
        (("  Aurora   Silva ", "Aurora Silva"), ("", "Aurora Silva")),
        (("Aurora", "Bento"), ("Aurora", "Bento")),
        (("", ""), ("", "")),
    ],
)
def test_one_name_is_the_civil_one_and_two_are_social_and_civil(
    boxes: tuple[str, str], stored: tuple[str, str]
) -> None:
    assert names_from_form(*boxes) == stored


def test_the_social_name_is_shown_first() -> None:
    assert display_name(Identidade(nome_social="Aurora", nome_civil="Bento")) == "Aurora"
    assert display_name(Identidade(nome_civil="Bento")) == "Bento"
    assert Identidade().is_empty
    assert not Identidade(contato="x").is_empty
