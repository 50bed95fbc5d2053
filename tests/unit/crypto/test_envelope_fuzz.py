"""Whatever arrives, the parser raises our errors and no other."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import dek_version_of, key_id_of, open_fixed, open_sealed, seal, seal_fixed
from sisetp.crypto.errors import EnvelopeError

DEK = bytes(range(32))
KEY = AESGCM(DEK)
CONTEXT = SealContext(instalacao=bytes(16), unidade=1, tabela="t", classe="c", registro=b"r", versao=1)
RECORD = seal(DEK, 1, CONTEXT, b"{}")
CODES = seal_fixed(KEY, 1, CONTEXT, bytes(20))

HEADS = st.sampled_from([b"", b"\xa7", b"\xa7\x01", b"\xa7\x01\x01\0\1", b"\xa7\x01\x02\0\1", RECORD[:53], CODES[:17]])
BLOBS = st.builds(lambda head, tail: head + tail, HEADS, st.binary(max_size=600))


def cut(blob: bytes, start: int, end: int, middle: bytes) -> bytes:
    """Replace a slice of a valid blob."""
    return blob[:start] + middle + blob[end:]


SPLICED = st.builds(
    cut, st.sampled_from([RECORD, CODES]), st.integers(0, 400), st.integers(0, 400), st.binary(max_size=80)
)


@given(BLOBS | SPLICED)
def test_only_our_errors(blob: bytes) -> None:
    if blob not in (RECORD, CODES):
        with pytest.raises(EnvelopeError):
            open_sealed(DEK, CONTEXT, blob)
        with pytest.raises(EnvelopeError):
            open_fixed(KEY, CONTEXT, blob)
    for read in (dek_version_of, key_id_of):
        try:
            assert 0 <= read(blob) <= 0xFFFF
        except EnvelopeError:
            continue
