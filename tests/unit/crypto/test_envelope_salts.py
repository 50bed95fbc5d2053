"""Salts and nonces never repeat."""

import pytest

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import seal
from sisetp.crypto.sealed import Sealer

DEK = bytes(range(32))


def count_distinct_salts(context: SealContext, seals: int) -> int:
    """Seal the same plaintext many times and count the salts."""
    return len({seal(DEK, 1, context, b"{}")[5:21] for _ in range(seals)})


def test_the_same_plaintext_sealed_twice_differs_everywhere(context: SealContext) -> None:
    one, other = seal(DEK, 1, context, b"{}"), seal(DEK, 1, context, b"{}")
    for start, end in ((5, 21), (21, 53), (53, None)):
        assert one[start:end] != other[start:end]


def test_no_salt_repeats_in_ten_thousand(context: SealContext) -> None:
    assert count_distinct_salts(context, 10**4) == 10**4


@pytest.mark.longo
def test_no_salt_repeats_in_a_million(context: SealContext) -> None:
    assert count_distinct_salts(context, 10**6) == 10**6


def test_no_nonce_repeats_in_a_table_of_codes(sealer: Sealer, context: SealContext) -> None:
    nonces = {sealer.seal_codes(context, bytes(20))[5:17] for _ in range(10**4)}
    assert len(nonces) == 10**4
