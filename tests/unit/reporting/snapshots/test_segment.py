"""Facts as bytes: nothing is lost, the order of entry leaves no trace, and what does not fit is refused."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.reporting.extract.columns import facts, stacked
from sisetp.reporting.facts import ESQUEMAS, Fatos, Tabela
from sisetp.reporting.snapshots.segment import decode, encode


def invented(tabela: Tabela, count: int, seed: int = 1) -> dict[str, np.ndarray]:
    drawn = np.random.default_rng(seed)
    return {
        campo.nome: drawn.integers(0, 2 ** min(campo.bits, 63), count, dtype=np.uint64).astype(campo.dtype)
        for campo in ESQUEMAS[tabela]
    }


def equal(one: Fatos, other: Fatos) -> bool:
    same = (one.tabela, one.unidade_id, one.ano, one.mes) == (other.tabela, other.unidade_id, other.ano, other.mes)
    return same and all(np.array_equal(one.colunas[name], other.colunas[name]) for name in one.colunas)


@pytest.mark.parametrize("tabela", Tabela)
@pytest.mark.parametrize("count", [0, 1, 37])
def test_opens_what_was_written(tabela: Tabela, count: int) -> None:
    before = facts(tabela, 3, 2026, 2, invented(tabela, count), count)
    after = decode(encode(before), tabela, unidade_id=3, ano=2026, mes=2)
    assert equal(before, after)
    assert all(after.colunas[campo.nome].dtype == campo.dtype for campo in ESQUEMAS[tabela])


@given(st.permutations(range(12)))
def test_rows_say_nothing_of_the_order_in_which_they_were_entered(order: list[int]) -> None:
    values = invented(Tabela.CONTATO, 12)
    values["dia"] = values["dia"] % 3  # ties on every first column
    values["pessoa"] = values["pessoa"] % 2
    one = facts(Tabela.CONTATO, 1, 2026, 1, values, 12)
    other = facts(Tabela.CONTATO, 1, 2026, 1, {name: column[order] for name, column in values.items()}, 12)
    assert encode(one) == encode(other)


def test_a_column_that_is_missing_is_empty_and_one_too_many_is_left_out() -> None:
    values = {"pessoa": np.array([7, 8]), "id": np.array([1, 2]), "nome": np.array([3, 4])}
    found = facts(Tabela.CONTATO, 1, 2026, 1, values, 2)
    assert tuple(found.colunas) == tuple(campo.nome for campo in ESQUEMAS[Tabela.CONTATO])
    assert not any(column.any() for name, column in found.colunas.items() if name != "pessoa")
    two = stacked(
        Tabela.CONTATO, 1, 2026, 1, [{"pessoa": np.array([2])}, {"pessoa": np.array([1]), "dia": np.array([9])}]
    )
    assert [two.colunas[name].tolist() for name in ("pessoa", "dia")] == [[1, 2], [9, 0]]


def test_refuses_another_table_another_schema_and_a_wrong_length() -> None:
    payload = encode(facts(Tabela.CASO, 1, 2026, 1, invented(Tabela.CASO, 5), 5))
    with pytest.raises(ValueError, match="another table"):
        decode(payload, Tabela.CONTATO, unidade_id=1, ano=2026, mes=1)
    for cut in (payload[:-1], payload + b"\0"):
        with pytest.raises(ValueError, match="wrong length"):
            decode(cut, Tabela.CASO, unidade_id=1, ano=2026, mes=1)
    size = int.from_bytes(payload[:4], "big")
    header = json.loads(payload[4 : 4 + size])
    header["esquema"] += 1
    newer = json.dumps(header, separators=(",", ":")).encode()
    with pytest.raises(ValueError, match="schema"):
        decode(len(newer).to_bytes(4, "big") + newer + payload[4 + size :], Tabela.CASO, unidade_id=1, ano=2026, mes=1)
