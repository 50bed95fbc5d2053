"""What may come in: valid UTF-8 only, JSON only where a page reads it, no files, nothing ever spooled to disk."""

from io import BytesIO
from typing import IO
from urllib.parse import unquote_to_bytes

from flask import Request, abort, request

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_READS_JSON = frozenset({"ficha.ja_atendida"})  # every other page reads forms; the form library would take JSON too


class MemoryRequest(Request):
    """A request whose parts stay in memory: werkzeug would write large ones to plain temporary files."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def check_intake() -> None:
    """Refuse broken text (400), files and stray JSON (415) before any view reads the form; too large a body: 413."""
    _check_text(unquote_to_bytes(request.query_string))
    if request.mimetype == _FORM:
        _check_text(unquote_to_bytes(request.get_data(cache=True)))
    elif request.mimetype == _MULTIPART:
        if request.files:
            abort(415)
        values = [*request.form.keys(), *(value for _, value in request.form.items(multi=True))]
        if any("\ufffd" in value for value in values):
            abort(400)
    elif request.is_json:
        _check_json()


def _check_json() -> None:
    if request.endpoint not in _READS_JSON:
        abort(415)
    try:
        request.get_json(silent=True)
    except RecursionError:  # thousands of brackets inside one another
        abort(400)


def _check_text(raw: bytes) -> None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        abort(400)
    if "\0" in text:
        abort(400)
