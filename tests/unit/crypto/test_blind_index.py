"""What may be indexed, with how many bits, and what a search still has to filter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.crypto.blind_index import (
    KINDS,
    PlanRefused,
    cpf_input,
    documento_input,
    nome_ano_input,
    nome_ano_inputs,
    plan,
    true_candidates,
    truncate,
)


@given(st.binary(min_size=1, max_size=32), st.data())
def test_truncation_keeps_the_first_bits_and_no_more(mac: bytes, data: st.DataObject) -> None:
    bits = data.draw(st.integers(1, len(mac) * 8))
    shown = "".join(f"{byte:08b}" for byte in truncate(mac, bits))
    assert shown[:bits] == "".join(f"{byte:08b}" for byte in mac)[:bits]
    assert "1" not in shown[bits:]
    assert len(shown) - bits < 8


@pytest.mark.parametrize("bits", [0, -1, 257])
def test_truncation_refuses_nonsense(bits: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        truncate(bytes(32), bits)


def test_bits_are_the_documented_ones() -> None:
    assert dict(KINDS) == {"cpf": 20, "documento": 24, "nome_ano": 32, "vinculo": 128}


@pytest.mark.parametrize(("kind", "rows"), [(kind, rows) for kind in KINDS for rows in (0, 1, 1000, 10**6)])
def test_plans_up_to_a_million_rows(kind: str, rows: int) -> None:
    made = plan(kind, rows, top=min(rows, 4))
    assert made.bits == KINDS[kind]
    assert made.candidates <= 1


def test_refuses_a_skewed_kind() -> None:
    assert plan("nome_ano", 100_000, top=100).bits == 32
    with pytest.raises(PlanRefused, match="skewed"):
        plan("nome_ano", 100_000, top=101)
    with pytest.raises(PlanRefused, match="skewed"):
        plan("cpf", 100, top=5)


def test_refuses_tokens_too_short_for_the_rows() -> None:
    assert plan("cpf", 8 * 2**20).candidates == 8
    with pytest.raises(PlanRefused, match="longer"):
        plan("cpf", 8 * 2**20 + 1)


@pytest.mark.parametrize("kind", ["sobrenome", "nascimento", "raca_cor", ""])
def test_refuses_an_unknown_kind(kind: str) -> None:
    with pytest.raises(PlanRefused, match="unknown"):
        plan(kind, 10)


@pytest.mark.parametrize("digits", ["", "1234567890", "123456789012", "123.456.789", "1234567890a", "١٢٣٤٥٦٧٨٩٠١"])
def test_refuses_a_cpf_that_is_not_11_digits(digits: str) -> None:
    with pytest.raises(ValueError, match="11 ASCII digits") as caught:
        cpf_input(digits)
    assert not digits or digits not in str(caught.value)


def test_inputs_are_injective() -> None:
    inputs = [
        documento_input("BR", "RG", "123"),
        documento_input("B", "RRG", "123"),
        documento_input("", "BRRG", "123"),
        documento_input("BR", "RG1", "23"),
        nome_ano_input("an", "a", 1990),
        nome_ano_input("a", "na", 1990),
    ]
    assert len(set(inputs)) == len(inputs)


def test_a_name_is_searched_one_year_around() -> None:
    before, exact, after = nome_ano_inputs("joan", "silv", 1990)
    assert exact == nome_ano_input("joan", "silv", 1990)
    assert before == nome_ano_input("joan", "silv", 1989)
    assert after == nome_ano_input("joan", "silv", 1991)


@pytest.mark.parametrize(
    ("first", "last", "year"), [("", "b", 1990), ("a", "", 1990), ("a", "b", -1), ("a", "b", 10000)]
)
def test_refuses_an_incomplete_name(first: str, last: str, year: int) -> None:
    with pytest.raises(ValueError, match=r"first and last|year"):
        nome_ano_input(first, last, year)


def test_refuses_an_incomplete_document() -> None:
    for tipo, numero in (("", "1"), ("RG", "")):
        with pytest.raises(ValueError, match="type and number"):
            documento_input("BR", tipo, numero)


def test_false_candidates_are_dropped_after_opening() -> None:
    opened = ["11111111111", "22222222222", "", "11111111111"]
    kept = true_candidates(opened, cpf_input("11111111111"), lambda cpf: cpf_input(cpf) if cpf else None)
    assert kept == ["11111111111", "11111111111"]
