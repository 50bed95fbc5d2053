"""What forms and addresses send back, read without ever failing: the domain says what is wrong with it."""

from uuid import UUID

from sisetp.domain.names import HostileText, clean_text


def clean(text: object) -> str:
    """Text in normal form; one with hostile characters is left for the domain to refuse with a message."""
    typed = text if isinstance(text, str) else ""
    try:
        return clean_text(typed)
    except HostileText:
        return typed


def number(text: object) -> int:
    """A version number sent back by a form; 0, which no row has, when it is not one."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else 0


def known_id(text: str) -> UUID | None:
    """An id of an address or form; None when it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
