"""Sealed columns of frozen facts and of prepared releases: suite 0x03, any length, padded to whole pages.

    A7 01 03 | key id u16 BE | salt 16 | commitment 32 | AES-256-GCM(payload ‖ 0x80 ‖ 0…) ‖ tag 16
    okm = HMAC-SHA-512(key, "sisetp\\0retrato\\0" ‖ header 5 ‖ salt ‖ ctx); key' = okm[:32]; commitment = okm[32:]
    nonce = 12 zero bytes (each derived key seals one message); AAD = header 5

Padding to a multiple of 4 096 bytes hides how many rows of a small month there are. Sources: as in `envelope`.
"""

from hmac import compare_digest, digest
from os import urandom
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind

PAGE: Final = 4096
"""Padded payloads are multiples of this many bytes."""

_MAGIC: Final = b"\xa7\x01\x03"
_LABEL: Final = b"sisetp\0retrato\0"
_ZERO_NONCE: Final = bytes(12)
_HEADER, _SALT, _COMMITMENT, _TAG = 5, 16, 32, 16
_SALT_END: Final = _HEADER + _SALT
_BODY: Final = _SALT_END + _COMMITMENT


def seal_pages(key: bytes, key_id: int, context: SealContext, payload: bytes) -> bytes:
    """Seal a payload of any length under a 32-byte key."""
    header = _MAGIC + key_id.to_bytes(2, "big")
    salt = urandom(_SALT)
    okm = digest(key, _LABEL + header + salt + context.encode(), "sha512")
    padded = payload + b"\x80" + bytes(-(len(payload) + 1) % PAGE)
    body = AESGCM(okm[:_COMMITMENT]).encrypt(_ZERO_NONCE, padded, header)
    return b"".join((header, salt, okm[_COMMITMENT:], body))


def open_pages(key: bytes, context: SealContext, blob: bytes) -> bytes:
    """Open a payload: commitment first, then GCM, then padding.

    Raises: EnvelopeError. CONTEXTO means wrong key, wrong place or altered head; ADULTERADO means altered body.
    """
    _check(blob)
    okm = digest(key, _LABEL + blob[:_SALT_END] + context.encode(), "sha512")
    if not compare_digest(okm[_COMMITMENT:], blob[_SALT_END:_BODY]):
        raise EnvelopeError(EnvelopeKind.CONTEXTO)
    try:
        padded = AESGCM(okm[:_COMMITMENT]).decrypt(_ZERO_NONCE, blob[_BODY:], blob[:_HEADER])
    except InvalidTag:
        raise EnvelopeError(EnvelopeKind.ADULTERADO) from None
    payload = padded.rstrip(b"\0")
    if not payload.endswith(b"\x80"):
        raise EnvelopeError(EnvelopeKind.ADULTERADO)
    return payload[:-1]


def key_id_of(blob: bytes) -> int:
    """Return the id of the key that sealed a blob. Raises: EnvelopeError."""
    _check(blob)
    return int.from_bytes(blob[3:_HEADER], "big")


def _check(blob: bytes) -> None:
    size = len(blob) - _BODY - _TAG
    if size < PAGE or size % PAGE:
        raise EnvelopeError(EnvelopeKind.TAMANHO)
    if blob[:3] != _MAGIC:
        raise EnvelopeError(EnvelopeKind.FORMATO)
