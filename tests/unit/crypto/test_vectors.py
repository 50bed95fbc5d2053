"""Frozen vectors of our envelope, so that version 1 opens for ever, and known answers of the RFCs we stand on."""

import json
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from sisetp.crypto import envelope, sealed
from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import open_fixed, open_sealed, seal, seal_fixed
from sisetp.crypto.errors import EnvelopeError
from sisetp.crypto.kdf import hkdf
from sisetp.crypto.siv import unwrap, wrap

Vector = dict[str, Any]
VECTORS: list[Vector] = json.loads((Path(__file__).parent / "vectors_v1.json").read_text())["vectors"]
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
records = pytest.mark.parametrize("vector", [v for v in VECTORS if v["suite"] == 1], ids=lambda vector: vector["name"])


def context_of(vector: Vector) -> SealContext:
    """Read the context of a vector."""
    raw = vector["context"]
    binary = {name: bytes.fromhex(raw[name]) for name in ("instalacao", "registro")}
    return SealContext(**(raw | binary))


@each_vector
def test_a_frozen_blob_opens(vector: Vector) -> None:
    key, context, blob = bytes.fromhex(vector["key"]), context_of(vector), bytes.fromhex(vector["blob"])
    opened = open_sealed(key, context, blob) if vector["suite"] == 1 else open_fixed(AESGCM(key), context, blob)
    assert opened.hex() == vector["plaintext"]


@each_vector
def test_sealing_with_the_same_random_bytes_gives_the_frozen_blob(
    vector: Vector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "urandom", lambda size: bytes.fromhex(vector["random"])[:size])
    key, context, plaintext = bytes.fromhex(vector["key"]), context_of(vector), bytes.fromhex(vector["plaintext"])
    if vector["suite"] == 1:
        blob = seal(key, vector["key_number"], context, plaintext)
    else:
        blob = seal_fixed(AESGCM(key), vector["key_number"], context, plaintext)
    assert blob.hex() == vector["blob"]


def hmac_sha512(key: bytes, message: bytes) -> bytes:
    """HMAC written out (RFC 2104), independent of the one we use."""
    padded = key.ljust(128, b"\0")
    inner = sha512(bytes(b ^ 0x36 for b in padded) + message).digest()
    return sha512(bytes(b ^ 0x5C for b in padded) + inner).digest()


@records
def test_a_frozen_record_follows_the_written_format(vector: Vector) -> None:
    blob, raw = bytes.fromhex(vector["blob"]), vector["context"]
    parts = [
        bytes.fromhex(raw["instalacao"]),
        raw["unidade"].to_bytes(4, "big"),
        raw["tabela"].encode(),
        raw["classe"].encode(),
        bytes.fromhex(raw["registro"]),
        raw["versao"].to_bytes(8, "big"),
    ]
    ctx = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    okm = hmac_sha512(bytes.fromhex(vector["key"]), b"sisetp\0reg\0" + blob[:21] + ctx)
    assert blob[:3] == b"\xa7\x01\x01"
    assert int.from_bytes(blob[3:5], "big") == vector["key_number"]
    assert blob[5:21].hex() == vector["random"]
    assert blob[21:53] == okm[32:]
    padded = AESGCM(okm[:32]).decrypt(bytes(12), blob[53:], blob[:5])
    plaintext = bytes.fromhex(vector["plaintext"])
    assert padded == plaintext + b"\x80" + bytes(len(padded) - len(plaintext) - 1)


SIV_CASES = [
    (  # RFC 5297, A.1
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        ["101112131415161718191a1b1c1d1e1f2021222324252627"],
        "112233445566778899aabbccddee",
        "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c",
    ),
    (  # RFC 5297, A.2
        "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
        [
            "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
            "102030405060708090a0",
            "09f911029d74e35bd84156c5635688c0",
        ],
        "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
        "7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17"
        "dba77ceb094fa663b7a3f748ba8af829ea64ad544a272e9c485b62a3fd5c0d",
    ),
]


@pytest.mark.parametrize(("key", "bound_to", "secret", "expected"), SIV_CASES, ids=["A.1", "A.2"])
def test_siv_gives_the_answers_of_rfc_5297(key: str, bound_to: list[str], secret: str, expected: str) -> None:
    kek, places = AESSIV(bytes.fromhex(key)), [bytes.fromhex(place) for place in bound_to]
    wrapped = wrap(kek, bytes.fromhex(secret), places)
    assert wrapped.hex() == expected
    assert unwrap(kek, wrapped, places).hex() == secret
    with pytest.raises(EnvelopeError):
        unwrap(kek, wrapped[:-1] + bytes([wrapped[-1] ^ 1]), places)


def test_hkdf_gives_the_answer_of_rfc_5869() -> None:
    derived = hkdf(b"\x0b" * 22, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)), length=42)
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    assert derived.hex() == expected


def test_hmac_gives_the_answers_of_rfc_4231() -> None:
    """Case 2, with the very functions the envelope and the tokens call."""
    message = b"what do ya want for nothing?"
    assert vars(envelope)["digest"](b"Jefe", message, "sha512").hex() == (
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    )
    assert vars(sealed)["digest"](b"Jefe", message, "sha256").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
