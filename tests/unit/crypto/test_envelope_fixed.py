"""Suite 0x02: codes under a shared key, found by its id."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import FIXED_MAX, key_id_of, open_fixed, open_sealed, seal, seal_fixed
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind

KEY = AESGCM(bytes(range(32)))
CODES = bytes(range(24))
Contexts = Callable[..., SealContext]


@pytest.fixture
def blob(seal_context: SealContext) -> bytes:
    """Sealed codes."""
    return seal_fixed(KEY, 9, seal_context, CODES)


def test_opens_what_was_sealed(seal_context: SealContext, blob: bytes) -> None:
    assert open_fixed(KEY, seal_context, blob) == CODES
    assert key_id_of(blob) == 9
    assert blob[:5].hex() == "a701020009"
    assert len(blob) == 5 + 12 + len(CODES) + 16


def test_refuses_every_single_bit_flip_and_truncation(seal_context: SealContext, blob: bytes) -> None:
    wrong = [blob[:size] for size in range(len(blob))] + [blob + b"\0", bytes(len(blob)), CODES]
    for bit in range(len(blob) * 8):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        wrong.append(bytes(altered))
    for candidate in wrong:
        with pytest.raises(EnvelopeError):
            open_fixed(KEY, seal_context, candidate)


@pytest.mark.parametrize("part", ["registro", "classe", "tabela"])
def test_refuses_codes_moved_elsewhere(make_context: Contexts, blob: bytes, part: str) -> None:
    moved = make_context(**{part: b"outro" if part == "registro" else "outro"})
    with pytest.raises(EnvelopeError):
        open_fixed(KEY, moved, blob)


def test_the_suites_do_not_stand_for_each_other(seal_context: SealContext, blob: bytes) -> None:
    record = seal(bytes(range(32)), 9, seal_context, CODES)
    with pytest.raises(EnvelopeError) as caught:
        open_fixed(KEY, seal_context, record)
    assert caught.value.kind is EnvelopeKind.VERSAO
    long_codes = seal_fixed(KEY, 9, seal_context, bytes(400))
    with pytest.raises(EnvelopeError) as caught:
        open_sealed(bytes(range(32)), seal_context, long_codes)
    assert caught.value.kind is EnvelopeKind.VERSAO


@pytest.mark.parametrize("size", [0, FIXED_MAX + 1])
def test_refuses_a_payload_out_of_bounds(seal_context: SealContext, size: int) -> None:
    with pytest.raises(EnvelopeError) as caught:
        seal_fixed(KEY, 9, seal_context, bytes(size))
    assert caught.value.kind is EnvelopeKind.TAMANHO
