"""The size of a blob is one of a few, whatever was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import OVERHEAD, open_sealed, seal
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind
from sisetp.crypto.padding import BUCKETS, MAX_PADDED, STEP, bucket_for, pad, unpad

DEK = bytes(range(32))


@given(st.binary(max_size=5000))
def test_padding_returns_the_plaintext(plaintext: bytes) -> None:
    padded = pad(plaintext)
    assert len(padded) in BUCKETS or len(padded) % STEP == 0
    assert unpad(padded) == plaintext


@pytest.mark.parametrize(
    ("size", "bucket"),
    [
        *((0, 256), (255, 256), (256, 512), (511, 512), (512, 1024), (1023, 1024), (1024, 2048), (2047, 2048)),
        *((2048, 4096), (4095, 4096), (4096, 8192), (8191, 8192), (8192, 12288), (MAX_PADDED - 1, MAX_PADDED)),
    ],
)
def test_each_size_has_its_bucket(size: int, bucket: int) -> None:
    assert bucket_for(size) == bucket


@pytest.mark.parametrize("answers", [(b"sim", "não".encode()), (b"", b"x" * 255), (b"\0" * 9, b"\x80" * 200)])
def test_answers_of_different_length_have_blobs_of_one_length(
    seal_context: SealContext, answers: tuple[bytes, bytes]
) -> None:
    one, other = (seal(DEK, 1, seal_context, answer) for answer in answers)
    assert len(one) == len(other) == 256 + OVERHEAD
    assert [open_sealed(DEK, seal_context, blob) for blob in (one, other)] == list(answers)


def test_what_is_too_long_is_refused(seal_context: SealContext) -> None:
    longest = b"x" * (MAX_PADDED - 1)
    assert open_sealed(DEK, seal_context, seal(DEK, 1, seal_context, longest)) == longest
    with pytest.raises(EnvelopeError) as caught:
        seal(DEK, 1, seal_context, longest + b"x")
    assert caught.value.kind is EnvelopeKind.TAMANHO


@pytest.mark.parametrize("padded", [b"", bytes(256), b"x" * 256, b"x\x80", b"x\x80".ljust(512, b"\0"), b"\x81" * 256])
def test_refuses_padding_nobody_writes(padded: bytes) -> None:
    with pytest.raises(EnvelopeError):
        unpad(padded)
