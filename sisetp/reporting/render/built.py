"""What `make assets` builds from third-party packages for paper and maps: outlines of the states and fonts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sisetp.domain.errors import Refused

_VENDOR = Path(__file__).resolve().parents[2] / "web" / "static" / "vendor"
FONTS = _VENDOR / "papel"
CREDIT = "Mapa: Victor Cazanave, @svg-maps/brazil, CC BY 4.0, simplificado."


@dataclass(frozen=True, slots=True, kw_only=True)
class Estado:
    """Outline of a state in SVG commands, and the middle of its largest part, in units of the map."""

    d: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contornos:
    """Size of the map and its states, by abbreviation."""

    largura: int
    altura: int
    ufs: Mapping[str, Estado]


@cache
def outlines() -> Contornos:
    """The map of the states. Raises: Refused when the appearance was not built."""
    try:
        read = json.loads((_VENDOR / "mapa-ufs.json").read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise Refused("O mapa das UFs não foi construído. Use «make assets».") from cause
    states = {uf: Estado(**state) for uf, state in read["ufs"].items()}
    return Contornos(largura=read["largura"], altura=read["altura"], ufs=MappingProxyType(states))
