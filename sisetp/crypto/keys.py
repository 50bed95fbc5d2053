"""What a keyring holds: planes, kinds, states and one key."""

from dataclasses import dataclass, field
from enum import StrEnum

from sisetp.crypto.blind_index import KINDS


class Plane(StrEnum):
    """A set of keys that a process loads, or not, as a whole."""

    UNIDADE = "unidade"
    """Key-encryption keys, one per unit and epoch (AES-SIV-512)."""
    INDICE = "indice"
    """Blind-index keys, one per unit and kind."""
    ESTAT = "estat"
    """Statistics keys, one per unit and epoch."""
    AUDITORIA = "auditoria"
    """The key of the audit trail."""
    PSEUDONIMO = "pseudonimo"
    """The national key of the counting pseudonym; only the process of the desk needs it."""
    RETRATO = "retrato"
    """The national key of frozen facts, prepared releases and certificates."""
    ANO = "ano"
    """One key per civil year, under which people are counted once; destroyed after the revised edition."""


ALL_PLANES: frozenset[Plane] = frozenset(Plane)
STATISTICS_PLANES: frozenset[Plane] = frozenset({Plane.ESTAT, Plane.RETRATO, Plane.ANO, Plane.AUDITORIA})
"""What a statistics process loads: codes, frozen facts and the trail; no key of identity, narrative or index."""


class KeyState(StrEnum):
    """ativa: seals and opens. leitura: opens only. destruida: the material is gone."""

    ATIVA = "ativa"
    LEITURA = "leitura"
    DESTRUIDA = "destruida"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInfo:
    """A key without its material; safe to print. `tipo` is the index kind, or the plane again; unidade 0 = national."""

    id: int
    plano: Plane
    tipo: str
    unidade: int
    epoca: int
    estado: KeyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One usable key. The material never shows in its repr."""

    info: KeyInfo
    material: bytes = field(repr=False)


def material_bytes(plane: Plane) -> int:
    """Return the length of a key of this plane: 64 for AES-SIV-512 (RFC 5297), 32 for the others."""
    return 64 if plane is Plane.UNIDADE else 32


def unit_slots(unidade: int) -> tuple[tuple[Plane, str, int], ...]:
    """Return (plane, tipo, unidade) of every key that a unit needs."""
    indexes = tuple((Plane.INDICE, kind, unidade) for kind in KINDS)
    return ((Plane.UNIDADE, Plane.UNIDADE.value, unidade), *indexes, (Plane.ESTAT, Plane.ESTAT.value, unidade))


NATIONAL_SLOTS: tuple[tuple[Plane, str, int], ...] = (
    (Plane.AUDITORIA, Plane.AUDITORIA.value, 0),
    (Plane.PSEUDONIMO, Plane.PSEUDONIMO.value, 0),
    (Plane.RETRATO, Plane.RETRATO.value, 0),
)


def year_slot(ano: int) -> tuple[Plane, str, int]:
    """Return (plane, tipo, unidade) of the counting key of a civil year."""
    return (Plane.ANO, f"{Plane.ANO.value}-{ano}", 0)
