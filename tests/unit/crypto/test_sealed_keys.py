"""A wrapped key serves its own owner, class, unit and epoch only, cached or not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sisetp.crypto import keyring as keyrings
from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind, KeyMissing
from sisetp.crypto.providers.file import FileProvider
from sisetp.crypto.sealed import Sealer, WrappedKey

OWNER = b"r" * 16
Contexts = Callable[..., SealContext]


@pytest.fixture
def key(sealer: Sealer) -> WrappedKey:
    """The identity key of one pessoa of unit 1."""
    return sealer.new_key(unidade=1, owner=OWNER, classe="ident")


@pytest.fixture
def cold(sealer: Sealer) -> Sealer:
    """The sealer with no DEK in memory."""
    sealer.forget()
    return sealer


def test_opens_what_was_sealed_warm_and_cold(sealer: Sealer, key: WrappedKey, seal_context: SealContext) -> None:
    blob = sealer.seal_record(key, seal_context, b"{}")
    assert sealer.open_record(key, seal_context, blob) == b"{}"
    sealer.forget()
    assert sealer.open_record(key, seal_context, blob) == b"{}"


def test_a_wrap_is_48_bytes_and_hides_the_key(key: WrappedKey) -> None:
    assert len(key.wrap) == 48
    assert key.wrap.hex() not in repr(key)
    assert str(key.wrap) not in repr(key)


def test_every_key_is_new(sealer: Sealer) -> None:
    made = {sealer.new_key(unidade=1, owner=OWNER, classe="ident").wrap for _ in range(100)}
    assert len(made) == 100


MOVES: list[dict[str, Any]] = [
    {"owner": b"s" * 16},
    {"owner": b"r" * 15},
    {"owner": OWNER + b"i", "classe": "dent"},
    {"classe": "relato"},
    {"dek_version": 2},
    {"dek_version": 0x10000},
    {"unidade": 2},
    {"wrap": bytes(48)},
    {"wrap": b""},
]


@pytest.mark.parametrize("warm", [True, False])
@pytest.mark.parametrize("moved", MOVES, ids=str)
def test_a_wrap_moved_elsewhere_is_refused(
    sealer: Sealer, key: WrappedKey, make_context: Contexts, moved: dict[str, Any], warm: bool
) -> None:
    if not warm:
        sealer.forget()
    wrong = replace(key, **moved)
    with pytest.raises(EnvelopeError):
        sealer.seal_record(wrong, make_context(unidade=wrong.unidade, classe=wrong.classe), b"{}")


def test_a_wrap_is_refused_under_another_units_kek(cold: Sealer, key: WrappedKey, seal_context: SealContext) -> None:
    other = cold.new_key(unidade=2, owner=OWNER, classe="ident").kek_id
    with pytest.raises(EnvelopeError):
        cold.seal_record(replace(key, kek_id=other), seal_context, b"{}")


@pytest.mark.parametrize("kek_id", [0, 1, 999])
def test_a_kek_is_found_by_its_id_or_not_at_all(
    cold: Sealer, key: WrappedKey, seal_context: SealContext, kek_id: int
) -> None:
    with pytest.raises(KeyMissing):
        cold.seal_record(replace(key, kek_id=kek_id), seal_context, b"{}")


@pytest.mark.parametrize("other", [{"unidade": 2}, {"classe": "relato"}, {"instalacao": bytes(16)}], ids=str)
def test_a_key_never_seals_for_another_place(
    sealer: Sealer, key: WrappedKey, make_context: Contexts, other: dict[str, Any]
) -> None:
    with pytest.raises(EnvelopeError):
        sealer.seal_record(key, make_context(**other), b"{}")


def test_a_record_of_another_owner_does_not_open(sealer: Sealer, key: WrappedKey, make_context: Contexts) -> None:
    other = sealer.new_key(unidade=1, owner=b"s" * 16, classe="ident")
    blob = sealer.seal_record(other, make_context(), b"{}")
    with pytest.raises(EnvelopeError):
        sealer.open_record(key, make_context(), blob)


def test_a_keyring_of_another_installation_opens_nothing(
    sealer: Sealer, key: WrappedKey, seal_context: SealContext, provider: FileProvider, tmp_path: Path
) -> None:
    blob, codes = sealer.seal_record(key, seal_context, b"{}"), sealer.seal_codes(seal_context, b"codes")
    path = tmp_path / "desenvolvimento.json"
    keyrings.create(path, provider, instalacao=bytes(16))
    keyrings.add_unit(path, provider, 1)
    other = Sealer(keyrings.load(path, provider))
    there = replace(seal_context, instalacao=bytes(16))
    for place in (seal_context, there):
        with pytest.raises(EnvelopeError):
            other.open_record(key, place, blob)
        with pytest.raises((EnvelopeError, KeyMissing)):
            other.open_codes(place, codes)


def test_codes_of_another_unit_are_refused(sealer: Sealer, make_context: Contexts) -> None:
    codes = sealer.seal_codes(make_context(), b"codes")
    with pytest.raises(EnvelopeError) as refused:
        sealer.open_codes(make_context(unidade=2), codes)
    assert refused.value.kind is EnvelopeKind.CONTEXTO
    unknown = codes[:3] + b"\xff\xff" + codes[5:]
    with pytest.raises(KeyMissing) as caught:
        sealer.open_codes(make_context(), unknown)
    assert caught.value.key_id == 0xFFFF
