"""Blind indexes: equality search over sealed values, on compound or high-entropy values only.

Truncation limits what a leaked index key can test; it does not hide a skewed distribution, so a kind whose
commonest value is frequent is refused (rank matching, Naveed, Kamara & Wright, CCS 2015).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from sisetp.crypto.framing import frame

T = TypeVar("T")

KINDS: Mapping[str, int] = MappingProxyType({"cpf": 20, "documento": 24, "nome_ano": 32, "vinculo": 128})
"""Kind → bits of its token, for up to a million rows per unit. `vinculo` takes random ids, which nobody can guess."""

TOP_SHARE = 1000
"""The commonest value may be at most one row in this many."""
SMALL_CROWD = 4
"""Up to this many equal rows say nothing about the distribution of a small unit."""
MAX_CANDIDATES = 8
"""False candidates per search above which the token is too short."""


class PlanRefused(ValueError):
    """This kind must not be indexed with this population. The text names the kind only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPlan:
    """bits: length of the token. candidates: false candidates expected per search."""

    kind: str
    bits: int
    candidates: float


def plan(kind: str, rows: int, *, top: int = 1) -> IndexPlan:
    """Return how to index `rows` rows, `top` of which share the commonest value.

    Raises: PlanRefused for an unknown kind, a skewed one, or more rows than its bits can separate.
    """
    if kind not in KINDS:
        raise PlanRefused(f"unknown index kind: {kind}")
    if top > max(SMALL_CROWD, rows // TOP_SHARE):
        raise PlanRefused(f"values of kind {kind} are too skewed to be indexed")
    candidates = rows / 2 ** KINDS[kind]
    if candidates > MAX_CANDIDATES:
        raise PlanRefused(f"kind {kind} needs longer tokens for this many rows")
    return IndexPlan(kind=kind, bits=KINDS[kind], candidates=candidates)


def truncate(mac: bytes, bits: int) -> bytes:
    """Return the first `bits` bits of `mac`, the unused low bits of the last byte being zero."""
    if not 0 < bits <= len(mac) * 8:
        raise ValueError("bits out of range")
    size = -(-bits // 8)
    spare = size * 8 - bits
    return (int.from_bytes(mac[:size], "big") >> spare << spare).to_bytes(size, "big")


def cpf_input(digits: str) -> bytes:
    """Return the index input of a CPF given as its 11 digits, already checked. Raises: ValueError."""
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("a CPF has 11 ASCII digits")
    return digits.encode()


def documento_input(pais: str, tipo: str, numero: str) -> bytes:
    """Return the index input of a document: issuing country ("" when unknown), type and normalised number.

    Raises: ValueError when type or number is empty.
    """
    if not (tipo and numero):
        raise ValueError("a document needs type and number")
    return frame(pais.encode(), tipo.encode(), numero.encode())


def nome_ano_input(first: str, last: str, year: int) -> bytes:
    """Return the index input of a phonetic first and last name with the year of birth. Raises: ValueError."""
    if not (first and last):
        raise ValueError("the index of names needs first and last name")
    if not 0 <= year <= 9999:
        raise ValueError("year out of range")
    return frame(first.encode(), last.encode(), year.to_bytes(2, "big"))


def nome_ano_inputs(first: str, last: str, year: int) -> tuple[bytes, bytes, bytes]:
    """Return the inputs of a search: the year before, the year itself (the one that is stored), the year after."""
    before, exact, after = (nome_ano_input(first, last, year + delta) for delta in (-1, 0, 1))
    return before, exact, after


def vinculo_input(relacao: str, registro: bytes) -> bytes:
    """Return the input of a link's token: name of the relation and the record's 16 bytes. Raises: ValueError."""
    if not relacao or len(registro) != 16:
        raise ValueError("a link needs a relation and a record id of 16 bytes")
    return frame(relacao.encode(), registro)


def true_candidates(candidates: Iterable[T], value: bytes, input_of: Callable[[T], bytes | None]) -> list[T]:
    """Keep the opened candidates whose own index input is `value`: truncation always lets some others through."""
    return [candidate for candidate in candidates if input_of(candidate) == value]
