"""The informed attack: whoever knows how values are distributed ranks them and matches the ranks of the tokens.

Source: Naveed, Kamara & Wright, «Inference Attacks on Property-Preserving Encrypted Databases», CCS 2015.
"""

import random
from collections import Counter
from itertools import accumulate

import pytest

from sisetp.crypto.blind_index import KINDS, cpf_input, documento_input, nome_ano_input, plan
from sisetp.crypto.sealed import Sealer

ROWS = 30_000
FIRST, LAST, YEARS = 2_000, 20_000, range(1940, 2015)


def zipf(size: int) -> list[float]:
    """Cumulative weights of a Zipf law over `size` values."""
    return list(accumulate(1 / rank for rank in range(1, size + 1)))


def population(kind: str, seed: int) -> list[bytes]:
    """Draw the index inputs of a unit."""
    draw = random.Random(seed)
    if kind == "cpf":
        return [cpf_input(f"{draw.randrange(10**11):011d}") for _ in range(ROWS)]
    if kind == "documento":
        countries = draw.choices(["BO", "VE", "HT", "PY", "CO"], [40, 30, 15, 10, 5], k=ROWS)
        return [documento_input(pais, "PASSAPORTE", f"{draw.randrange(10**8):08d}") for pais in countries]
    firsts = draw.choices(range(FIRST), cum_weights=zipf(FIRST), k=ROWS)
    lasts = draw.choices(range(LAST), cum_weights=zipf(LAST), k=ROWS)
    if kind == "sobrenome":
        return [str(last).encode() for last in lasts]
    years = draw.choices(YEARS, [1 + n for n in range(len(YEARS))], k=ROWS)
    return [nome_ano_input(f"n{a}", f"s{b}", year) for a, b, year in zip(firsts, lasts, years, strict=True)]


def recovered(values: list[bytes], tokens: list[bytes], known: list[bytes]) -> float:
    """Return the share of rows whose value the attacker names, knowing another sample of the same law."""
    ranked_values = [value for value, _ in Counter(known).most_common()]
    ranked_tokens = [token for token, _ in Counter(tokens).most_common()]
    guess = dict(zip(ranked_tokens, ranked_values, strict=False))
    hits = sum(guess.get(token) == value for token, value in zip(tokens, values, strict=True))
    return hits / len(values)


@pytest.mark.parametrize("kind", KINDS)
def test_rank_matching_recovers_at_most_one_row_in_a_hundred(sealer: Sealer, kind: str) -> None:
    values = population(kind, 1)
    plan(kind, ROWS, top=max(Counter(values).values()))
    tokens = [sealer.index_token(1, kind, value) for value in values]
    assert recovered(values, tokens, population(kind, 2)) <= 0.01


def test_the_attack_works_on_what_we_do_not_index(sealer: Sealer) -> None:
    """The control: on a single surname, even truncated, the same attack recovers much of the rows."""
    values = population("sobrenome", 1)
    tokens = [sealer.index_token(1, "cpf", value) for value in values]
    assert recovered(values, tokens, population("sobrenome", 2)) > 0.15
    with pytest.raises(ValueError, match="skewed"):
        plan("nome_ano", ROWS, top=max(Counter(values).values()))
