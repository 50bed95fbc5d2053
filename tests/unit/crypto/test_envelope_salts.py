"""Salts and nonces never repeat."""

import pytest

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import seal
from sisetp.crypto.sealed import Sealer

DEK = bytes(range(32))


def count_distinct_salts(seal_context: SealContext, seals: int) -> int:
    """Seal the same plaintext many times and count the salts."""
    return len({seal(DEK, 1, seal_context, b"{}")[5:21] for _ in range(seals)})


def test_the_same_plaintext_sealed_twice_differs_everywhere(seal_context: SealContext) -> None:
    one, other = seal(DEK, 1, seal_context, b"{}"), seal(DEK, 1, seal_context, b"{}")
    for start, end in ((5, 21), (21, 53), (53, None)):
        assert one[start:end] != other[start:end]


def test_no_salt_repeats_in_ten_thousand(seal_context: SealContext) -> None:
    assert count_distinct_salts(seal_context, 10**4) == 10**4


@pytest.mark.longo
def test_no_salt_repeats_in_a_million(seal_context: SealContext) -> None:
    assert count_distinct_salts(seal_context, 10**6) == 10**6


def test_no_nonce_repeats_in_a_table_of_codes(sealer: Sealer, seal_context: SealContext) -> None:
    nonces = {sealer.seal_codes(seal_context, bytes(20))[5:17] for _ in range(10**4)}
    assert len(nonces) == 10**4
