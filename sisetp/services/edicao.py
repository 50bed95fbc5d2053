"""Plain rows that two people may edit: the version each started from, and what differs when somebody saved first."""

from collections.abc import Mapping

from sisetp.domain.errors import Conflict, FieldConflict


def check_version(stored: int, started_from: int, atual: Mapping[str, str], enviado: Mapping[str, str]) -> None:
    """Refuse a change that started from an older version; the texts are those shown on the page.

    Raises: Conflict with every field that differs from what is stored.
    """
    if stored != started_from:
        raise Conflict(
            tuple(
                FieldConflict(campo, atual.get(campo, ""), text)
                for campo, text in enviado.items()
                if atual.get(campo, "") != text
            )
        )


def changed(atual: Mapping[str, str], enviado: Mapping[str, str]) -> int:
    """Number of fields that a change touches."""
    return sum(atual.get(campo, "") != text for campo, text in enviado.items())
