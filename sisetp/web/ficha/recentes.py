"""Places chosen lately at a unit's desk, offered first by the type-ahead.

Kept in the memory of this process only, as labels without date, person or officer: nothing is written to disk, in the
browser or in the session, and nothing sealed is opened to draw a form. A restart forgets them.
"""

from threading import Lock

from flask import current_app

from sisetp.domain.geography import Lugar
from sisetp.web.ficha.forms import FichaForm

MAXIMO = 8
_EXTENSION = "sisetp.lugares_recentes"
_lock = Lock()


def recentes(unidade_id: int | None) -> tuple[str, ...]:
    """Labels chosen lately in a unit, newest first, at most eight."""
    return _all().get(unidade_id or 0, ())


def lembrar(unidade_id: int | None, ficha: FichaForm) -> None:
    """Remember the places of a ficha that was just recorded."""
    fields = [ficha.comum["procedencia"], ficha.comum["destino"]]
    fields += [part["nacionalidade_outra"] for part in ficha.pessoas]
    labels = [field.data.rotulo for field in fields if isinstance(field.data, Lugar)]
    with _lock:
        kept = _all()
        kept[unidade_id or 0] = tuple(dict.fromkeys([*labels, *kept.get(unidade_id or 0, ())]))[:MAXIMO]


def _all() -> dict[int, tuple[str, ...]]:
    places: dict[int, tuple[str, ...]] = current_app.extensions.setdefault(_EXTENSION, {})
    return places
