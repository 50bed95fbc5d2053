"""Suite 0x03 refuses every altered, cut or foreign blob, and its length says nothing but pages."""

import pytest

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind
from sisetp.crypto.snapshot import PAGE, key_id_of, open_pages, seal_pages

KEY = bytes(range(32))
OVERHEAD = 69


def test_opens_what_was_sealed(seal_context: SealContext) -> None:
    for payload in (b"", b"facts", b"x\x00\x00", b"\x80" * PAGE, bytes(3 * PAGE)):
        blob = seal_pages(KEY, 7, seal_context, payload)
        assert open_pages(KEY, seal_context, blob) == payload
        assert key_id_of(blob) == 7
        assert (len(blob) - OVERHEAD) % PAGE == 0


def test_a_page_hides_how_much_is_in_it(seal_context: SealContext) -> None:
    sizes = {len(seal_pages(KEY, 7, seal_context, bytes(size))) for size in (0, 1, 100, PAGE - 1)}
    assert sizes == {PAGE + OVERHEAD}


def test_refuses_another_key_or_place(seal_context: SealContext, make_context: object) -> None:
    blob = seal_pages(KEY, 7, seal_context, b"facts")
    assert callable(make_context)
    for key, context in ((bytes(32), seal_context), (KEY, make_context(versao=2)), (KEY, make_context(unidade=2))):
        with pytest.raises(EnvelopeError) as caught:
            open_pages(key, context, blob)
        assert caught.value.kind is EnvelopeKind.CONTEXTO


def test_refuses_a_changed_byte_and_a_cut(seal_context: SealContext) -> None:
    blob = seal_pages(KEY, 7, seal_context, b"facts")
    for place in (*range(80), len(blob) - 1):
        altered = bytearray(blob)
        altered[place] ^= 1
        with pytest.raises(EnvelopeError):
            open_pages(KEY, seal_context, bytes(altered))
    for cut in (blob[:-1], blob[:-PAGE], blob + b"x", b""):
        with pytest.raises(EnvelopeError):
            open_pages(KEY, seal_context, cut)
