"""The sealed blob, format version 1.

Suite 0x01 (records): one AES-256-GCM key per blob, derived from the DEK and a 128-bit salt by one HMAC-SHA-512 that
also gives a 32-byte commitment to key and context.

    A7 01 01 | dek version u16 BE | salt 16 | commitment 32 | AES-256-GCM(padded plaintext) ‖ tag 16
    okm = HMAC-SHA-512(DEK, "sisetp\\0reg\\0" ‖ header 5 ‖ salt ‖ ctx); key = okm[:32]; commitment = okm[32:]
    nonce = 12 zero bytes (each key seals one message); AAD = header 5

Suite 0x02 (coded statistics, fixed length, no padding): AES-256-GCM under one key per unit and epoch.

    A7 01 02 | key id u16 BE | nonce 12 | AES-256-GCM(payload) ‖ tag 16;  AAD = header 5 ‖ ctx

Sources: NIST SP 800-38D (GCM), RFC 2104 (HMAC); on commitment, Albertini et al., «How to Abuse and Fix
Authenticated Encryption Without Key Commitment», USENIX Security 2022.
"""

from hmac import compare_digest, digest
from os import urandom
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind
from sisetp.crypto.padding import BUCKETS, MAX_PADDED, pad, unpad

KEY_BYTES: Final = 32
FIXED_MAX: Final = 1024
"""Longest payload of suite 0x02, in bytes."""

_RECORD: Final = b"\xa7\x01\x01"
_CODES: Final = b"\xa7\x01\x02"
_READABLE: Final = frozenset({_RECORD, _CODES})
_LABEL: Final = b"sisetp\0reg\0"
_ZERO_NONCE: Final = bytes(12)
_HEADER, _SALT, _COMMITMENT, _NONCE, _TAG = 5, 16, 32, 12, 16
_SALT_END: Final = _HEADER + _SALT
_BODY: Final = _SALT_END + _COMMITMENT
OVERHEAD: Final = _BODY + _TAG
"""Bytes that suite 0x01 adds to the padded plaintext."""
_FIXED_BODY: Final = _HEADER + _NONCE


def seal(dek: bytes, dek_version: int, context: SealContext, plaintext: bytes) -> bytes:
    """Seal one record with a 32-byte DEK; returns the blob of suite 0x01.

    Raises: EnvelopeError(TAMANHO) when the plaintext is too long, ValueError on a malformed key, version or context.
    """
    header = _RECORD + _u16(dek_version)
    salt = urandom(_SALT)
    okm = _derive(dek, header + salt, context)
    body = AESGCM(okm[:KEY_BYTES]).encrypt(_ZERO_NONCE, pad(plaintext), header)
    return b"".join((header, salt, okm[KEY_BYTES:], body))


def open_sealed(dek: bytes, context: SealContext, blob: bytes) -> bytes:
    """Open a blob of suite 0x01: format, then commitment (constant time), then GCM, then padding.

    Raises: EnvelopeError. CONTEXTO means wrong key, wrong place or altered head; ADULTERADO means altered body.
    """
    _check(blob, _RECORD, OVERHEAD + BUCKETS[0], OVERHEAD + MAX_PADDED)
    okm = _derive(dek, blob[:_SALT_END], context)
    if not compare_digest(okm[KEY_BYTES:], blob[_SALT_END:_BODY]):
        raise EnvelopeError(EnvelopeKind.CONTEXTO)
    try:
        padded = AESGCM(okm[:KEY_BYTES]).decrypt(_ZERO_NONCE, blob[_BODY:], blob[:_HEADER])
    except InvalidTag:
        raise EnvelopeError(EnvelopeKind.ADULTERADO) from None
    return unpad(padded)


def dek_version_of(blob: bytes) -> int:
    """Return the DEK version in the head of a suite 0x01 blob. Raises: EnvelopeError."""
    _check(blob, _RECORD, OVERHEAD + BUCKETS[0], OVERHEAD + MAX_PADDED)
    return int.from_bytes(blob[3:_HEADER], "big")


def seal_fixed(key: AESGCM, key_id: int, context: SealContext, payload: bytes) -> bytes:
    """Seal codes under a shared key; returns the blob of suite 0x02.

    The nonce is random: the caller keeps the number of messages per key under 2**30 (NIST SP 800-38D, 8.3).
    Raises: EnvelopeError(TAMANHO), ValueError on a malformed key id or context.
    """
    if not 0 < len(payload) <= FIXED_MAX:
        raise EnvelopeError(EnvelopeKind.TAMANHO)
    header = _CODES + _u16(key_id)
    nonce = urandom(_NONCE)
    return header + nonce + key.encrypt(nonce, payload, header + context.encode())


def open_fixed(key: AESGCM, context: SealContext, blob: bytes) -> bytes:
    """Open a blob of suite 0x02. Raises: EnvelopeError."""
    _check(blob, _CODES, _FIXED_BODY + _TAG + 1, _FIXED_BODY + _TAG + FIXED_MAX)
    try:
        return key.decrypt(blob[_HEADER:_FIXED_BODY], blob[_FIXED_BODY:], blob[:_HEADER] + context.encode())
    except InvalidTag:
        raise EnvelopeError(EnvelopeKind.ADULTERADO) from None


def key_id_of(blob: bytes) -> int:
    """Return the key id in the head of a suite 0x02 blob. Raises: EnvelopeError."""
    _check(blob, _CODES, _FIXED_BODY + _TAG + 1, _FIXED_BODY + _TAG + FIXED_MAX)
    return int.from_bytes(blob[3:_HEADER], "big")


def _check(blob: object, suite: bytes, shortest: int, longest: int) -> None:
    """Refuse what cannot be a blob of this suite, also text that a driver gave back, before any key is touched."""
    if not isinstance(blob, bytes) or not shortest <= len(blob) <= longest:
        raise EnvelopeError(EnvelopeKind.FORMATO)
    head = blob[:3]
    if head not in _READABLE:
        raise EnvelopeError(EnvelopeKind.VERSAO if head[:1] == _RECORD[:1] else EnvelopeKind.FORMATO)
    if head != suite:
        raise EnvelopeError(EnvelopeKind.VERSAO)


def _derive(dek: bytes, head: bytes, context: SealContext) -> bytes:
    if len(dek) != KEY_BYTES:
        raise ValueError("a DEK has 32 bytes")
    return digest(dek, _LABEL + head + context.encode(), "sha512")


def _u16(value: int) -> bytes:
    if not 0 < value <= 0xFFFF:
        raise ValueError("a key version or id is between 1 and 65535")
    return value.to_bytes(2, "big")
