"""One code and one list of codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code. `n` (≥ 1) is stored inside sealed blobs: never reused. `fim` is the last day of validity."""

    code: str
    n: int
    label: str
    rotulo_posto: str | None = None
    inicio: date | None = None
    fim: date | None = None
    map: str = ""
    tecla: str | None = None

    def valid_on(self, on: date) -> bool:
        """Tell whether the code can be chosen on a day; both ends are inclusive, None is open."""
        return (self.inicio is None or self.inicio <= on) and (self.fim is None or on <= self.fim)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A named list. `exclusivos` are the codes of a multiple answer that stand alone (NENHUM, NI…)."""

    name: str
    title: str
    items: tuple[Code, ...]
    exclusivos: frozenset[str] = frozenset()
    source: str = ""
    note: str = ""
    _by_code: Mapping[str, Code] = field(init=False, repr=False, compare=False, default_factory=dict)
    _by_number: Mapping[int, Code] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        by_code = {item.code: item for item in self.items}
        by_number = {item.n: item for item in self.items}
        if len(by_code) != len(self.items) or len(by_number) != len(self.items) or any(n < 1 for n in by_number):
            raise ValueError(f"code list {self.name}: repeated or invalid code or number")
        if not self.exclusivos <= by_code.keys():
            raise ValueError(f"code list {self.name}: unknown exclusive code")
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_number", by_number)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """Return a code, ended ones included, or None."""
        return self._by_code.get(code)

    def current(self, on: date) -> tuple[Code, ...]:
        """Return the codes that can be chosen on a day, in list order."""
        return tuple(item for item in self.items if item.valid_on(on))

    def label(self, code: str, desk: bool = False) -> str:
        """Return the label; with `desk` the short neutral one of the reception desk. Raises KeyError."""
        item = self._by_code[code]
        return item.rotulo_posto or item.label if desk else item.label

    def number(self, code: str) -> int:
        """Return the stable number of a code. Raises KeyError."""
        return self._by_code[code].n

    def by_number(self, n: int) -> Code:
        """Return the code with a stable number. Raises KeyError."""
        return self._by_number[n]
