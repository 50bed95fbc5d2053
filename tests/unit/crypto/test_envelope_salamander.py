"""A ciphertext that opens under two GCM keys («invisible salamander») is refused by the commitment.

Source: Dodis, Grubbs, Ristenpart & Woodage, «Fast Message Franking», CRYPTO 2018, section 3.
"""

from hmac import digest

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import open_sealed
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind
from sisetp.crypto.padding import pad

HEADER = bytes.fromhex("a701010001")
SALT = b"s" * 16
NONCE = bytes(12)
_POLYNOMIAL = 0xE1 << 120


def block(key: bytes, data: bytes) -> bytes:
    """Encrypt one AES block."""
    return Cipher(AES(key), ECB()).encryptor().update(data)  # noqa: S305 (one block, to build GCM by hand)


def multiply(x: int, y: int) -> int:
    """Multiply in the field of GCM (NIST SP 800-38D, 6.3)."""
    product = 0
    for bit in range(127, -1, -1):
        if x >> bit & 1:
            product ^= y
        y = y >> 1 ^ (_POLYNOMIAL if y & 1 else 0)
    return product


def power(x: int, exponent: int) -> int:
    """Raise in the field of GCM."""
    result = 1 << 127
    while exponent:
        if exponent & 1:
            result = multiply(result, x)
        x = multiply(x, x)
        exponent >>= 1
    return result


def ghash(key: bytes, header: bytes, body: bytes) -> int:
    """Return GHASH plus the mask of the tag, so that the tag is its bytes."""
    h = int.from_bytes(block(key, bytes(16)), "big")
    lengths = (len(header) * 8).to_bytes(8, "big") + (len(body) * 8).to_bytes(8, "big")
    data = header.ljust(16, b"\0") + body + lengths
    total = 0
    for start in range(0, len(data), 16):
        total = multiply(total ^ int.from_bytes(data[start : start + 16], "big"), h)
    return total ^ int.from_bytes(block(key, NONCE + b"\0\0\0\1"), "big")


def salamander(one: bytes, other: bytes, plaintext: bytes) -> bytes:
    """Return ciphertext ‖ tag that both keys accept; under `one` all but the first block reads `plaintext`."""
    rest = AESGCM(one).encrypt(NONCE, plaintext, HEADER)[16:-16]
    body = bytes(16) + rest
    difference = ghash(one, HEADER, body) ^ ghash(other, HEADER, body)
    exponent = len(body) // 16 + 1
    weights = [power(int.from_bytes(block(key, bytes(16)), "big"), exponent) for key in (one, other)]
    first = multiply(difference, power(weights[0] ^ weights[1], 2**128 - 2))
    body = first.to_bytes(16, "big") + rest
    return body + ghash(one, HEADER, body).to_bytes(16, "big")


def test_a_ciphertext_of_two_keys_opens_only_under_the_committed_one(seal_context: SealContext) -> None:
    deks = (b"1" * 32, b"2" * 32)
    okms = [digest(dek, b"sisetp\0reg\0" + HEADER + SALT + seal_context.encode(), "sha512") for dek in deks]
    keys = [okm[:32] for okm in okms]
    body = salamander(keys[0], keys[1], pad(b"x" * 100))

    readings = [AESGCM(key).decrypt(NONCE, body, HEADER) for key in keys]
    assert readings[0] != readings[1]

    for committed, dek in enumerate(deks):
        blob = HEADER + SALT + okms[committed][32:] + body
        with pytest.raises(EnvelopeError) as caught:
            open_sealed(deks[1 - committed], seal_context, blob)
        assert caught.value.kind is EnvelopeKind.CONTEXTO
        if committed == 0:
            assert open_sealed(dek, seal_context, blob)[16:] == b"x" * 84


def test_a_commitment_computed_under_another_key_is_refused(seal_context: SealContext) -> None:
    deks = (b"1" * 32, b"2" * 32)
    okms = [digest(dek, b"sisetp\0reg\0" + HEADER + SALT + seal_context.encode(), "sha512") for dek in deks]
    body = AESGCM(okms[0][:32]).encrypt(NONCE, pad(b"x"), HEADER)
    blob = HEADER + SALT + okms[1][32:] + body
    kinds = []
    for dek in deks:
        with pytest.raises(EnvelopeError) as caught:
            open_sealed(dek, seal_context, blob)
        kinds.append(caught.value.kind)
    assert kinds == [EnvelopeKind.CONTEXTO, EnvelopeKind.ADULTERADO]
