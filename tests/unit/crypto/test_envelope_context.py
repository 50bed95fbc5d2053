"""A blob opens only in its own place: row, class, table, unit, installation and version."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.crypto.context import SealContext
from sisetp.crypto.envelope import open_sealed, seal
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind
from sisetp.crypto.framing import frame

DEK = bytes(range(32))
Contexts = Callable[..., SealContext]


@pytest.mark.parametrize(
    "moved",
    [
        {"registro": b"s" * 16},
        {"registro": b"r" * 15},
        {"classe": "relato"},
        {"tabela": "atendimento"},
        {"unidade": 2},
        {"instalacao": bytes(16)},
        {"versao": 0},
        {"versao": 2},
        {"versao": 1 << 32 | 1},
        {"tabela": "pessoai", "classe": "dent"},
        {"tabela": "pesso", "classe": "aident"},
    ],
    ids=str,
)
def test_refuses_a_blob_moved_elsewhere(make_context: Contexts, moved: dict[str, Any]) -> None:
    blob = seal(DEK, 1, make_context(), b"{}")
    with pytest.raises(EnvelopeError) as caught:
        open_sealed(DEK, make_context(**moved), blob)
    assert caught.value.kind is EnvelopeKind.CONTEXTO


def test_an_older_blob_opens_only_with_its_own_version(make_context: Contexts) -> None:
    """Replaying the row with its old version is left to the audit chain; without it the context refuses."""
    old = seal(DEK, 1, make_context(versao=4), b"old")
    with pytest.raises(EnvelopeError):
        open_sealed(DEK, make_context(versao=5), old)
    assert open_sealed(DEK, make_context(versao=4), old) == b"old"


@given(st.lists(st.binary(max_size=6), max_size=5), st.lists(st.binary(max_size=6), max_size=5))
def test_framing_is_injective(one: list[bytes], other: list[bytes]) -> None:
    assert (frame(*one) == frame(*other)) == (one == other)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_splitting_the_same_bytes_elsewhere_frames_differently(whole: bytes, data: st.DataObject) -> None:
    first, second = (data.draw(st.integers(0, len(whole))) for _ in range(2))
    same = first == second
    assert (frame(whole[:first], whole[first:]) == frame(whole[:second], whole[second:])) == same


@given(st.data())
def test_different_contexts_encode_differently(data: st.DataObject) -> None:
    contexts = st.builds(
        SealContext,
        instalacao=st.sampled_from([bytes(16), b"\1" * 16]),
        unidade=st.integers(0, 3) | st.integers(0, 0xFFFFFFFF),
        tabela=st.text("ab", min_size=1, max_size=3),
        classe=st.text("ab", min_size=1, max_size=3),
        registro=st.binary(min_size=1, max_size=3),
        versao=st.integers(0, 3) | st.integers(0, 0xFFFFFFFFFFFFFFFF),
    )
    one, other = data.draw(contexts), data.draw(contexts)
    assert (one.encode() == other.encode()) == (one == other)


@pytest.mark.parametrize(
    "wrong",
    [
        {"instalacao": bytes(15)},
        {"unidade": -1},
        {"unidade": 1 << 32},
        {"tabela": ""},
        {"classe": ""},
        {"registro": b""},
        {"registro": bytes(65536)},
        {"versao": -1},
        {"versao": 1 << 64},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_refuses_a_malformed_context(make_context: Contexts, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"out of range|16 bytes"):
        make_context(**wrong).encode()
