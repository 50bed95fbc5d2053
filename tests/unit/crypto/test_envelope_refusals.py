"""Suite 0x01 refuses every altered, cut, foreign or plain blob, and says nothing about it."""

import base64
import json
import os

import pytest

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import OVERHEAD, dek_version_of, open_sealed, seal
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind

DEK = bytes(range(32))
PLAINTEXT = b'{"v":1,"nome":"Joana Demonstra\xc3\xa7\xc3\xa3o Marcador"}'


@pytest.fixture
def blob(seal_context: SealContext) -> bytes:
    """One sealed record."""
    return seal(DEK, 3, seal_context, PLAINTEXT)


def refusal(dek: bytes, seal_context: SealContext, blob: bytes) -> EnvelopeError:
    """Return the error with which the blob is refused."""
    with pytest.raises(EnvelopeError) as caught:
        open_sealed(dek, seal_context, blob)
    return caught.value


def test_opens_what_was_sealed(seal_context: SealContext, blob: bytes) -> None:
    assert open_sealed(DEK, seal_context, blob) == PLAINTEXT
    assert dek_version_of(blob) == 3
    assert len(blob) == 256 + OVERHEAD == 325


def test_refuses_another_key(seal_context: SealContext, blob: bytes) -> None:
    assert refusal(bytes(32), seal_context, blob).kind is EnvelopeKind.CONTEXTO


def test_refuses_every_single_bit_flip(seal_context: SealContext, blob: bytes) -> None:
    for bit in range(len(blob) * 8):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        refusal(DEK, seal_context, bytes(altered))


def test_refuses_every_truncation_and_extension(seal_context: SealContext, blob: bytes) -> None:
    for size in range(len(blob)):
        refusal(DEK, seal_context, blob[:size])
        refusal(DEK, seal_context, blob[size + 1 :])
    for extra in (b"\0", b"\x80", bytes(16), bytes(256), blob):
        refusal(DEK, seal_context, blob + extra)
        refusal(DEK, seal_context, extra + blob)


def test_refuses_garbage_of_any_size(seal_context: SealContext, blob: bytes) -> None:
    for size in (0, 1, 5, 69, 325, 1024 * 1024, 2 * 1024 * 1024):
        refusal(DEK, seal_context, os.urandom(size))
    head = blob[:5]
    assert refusal(DEK, seal_context, head + bytes(2 * 1024 * 1024)).kind is EnvelopeKind.FORMATO


@pytest.mark.parametrize(
    ("position", "value", "kind"),
    [
        (0, 0xA6, EnvelopeKind.FORMATO),
        (1, 0x00, EnvelopeKind.VERSAO),
        (1, 0x02, EnvelopeKind.VERSAO),
        (2, 0x00, EnvelopeKind.VERSAO),
        (2, 0x02, EnvelopeKind.VERSAO),
        (2, 0x03, EnvelopeKind.VERSAO),
        (4, 0x02, EnvelopeKind.CONTEXTO),
        (4, 0x04, EnvelopeKind.CONTEXTO),
    ],
)
def test_refuses_unknown_or_downgraded_heads(
    seal_context: SealContext, blob: bytes, position: int, value: int, kind: EnvelopeKind
) -> None:
    altered = bytearray(blob)
    altered[position] = value
    assert refusal(DEK, seal_context, bytes(altered)).kind is kind


def test_an_altered_body_is_told_from_another_place(seal_context: SealContext, blob: bytes) -> None:
    altered = blob[:-1] + bytes([blob[-1] ^ 1])
    assert refusal(DEK, seal_context, altered).kind is EnvelopeKind.ADULTERADO


def test_refuses_plaintext_and_textual_forms_in_the_column(seal_context: SealContext, blob: bytes) -> None:
    texts = [PLAINTEXT, PLAINTEXT * 20, b"", b"sim", json.dumps({"v": 1}).encode() * 100]
    texts += [base64.b64encode(blob), base64.urlsafe_b64encode(blob), blob.hex().encode(), b"\\x" + blob.hex().encode()]
    for text in texts:
        assert refusal(DEK, seal_context, text).kind is EnvelopeKind.FORMATO
    for wrong_type in (PLAINTEXT.decode(), None, memoryview(blob), bytearray(blob)):
        assert refusal(DEK, seal_context, wrong_type).kind is EnvelopeKind.FORMATO  # type: ignore[arg-type]


def test_errors_say_the_same_and_show_nothing(seal_context: SealContext, blob: bytes) -> None:
    blobs = [PLAINTEXT * 20, blob[:-1], b"\xa7\x09" + blob[2:], blob[:-1] + bytes([blob[-1] ^ 1])]
    errors = [refusal(DEK, seal_context, wrong) for wrong in blobs] + [refusal(bytes(32), seal_context, blob)]
    assert len({str(error) for error in errors}) == 1
    assert len({error.kind for error in errors}) == 4
    for error in errors:
        shown = f"{error} {error!r} {error.args}"
        for secret in ("Joana", "Marcador", DEK.hex(), DEK.hex()[:8], blob.hex()[10:26], str(blob[5:12])[2:-1]):
            assert secret not in shown
        assert error.__cause__ is None


@pytest.mark.parametrize("dek", [b"", bytes(31), bytes(33), bytes(64)])
def test_a_dek_has_32_bytes(seal_context: SealContext, dek: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(dek, 1, seal_context, PLAINTEXT)


@pytest.mark.parametrize("version", [-1, 0, 65536])
def test_a_dek_version_is_a_positive_u16(seal_context: SealContext, version: int) -> None:
    with pytest.raises(ValueError, match="65535"):
        seal(DEK, version, seal_context, PLAINTEXT)
