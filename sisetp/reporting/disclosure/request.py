"""What the planner is asked: cells of a new release, everything published before, and whom to protect from whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.certificate import Provas
from sisetp.reporting.disclosure.forms import Forma, Universo


class Classe(StrEnum):
    """How dear a cell is: hidden last, or never (weights of section 5.1: 1 + ln(1+n), times the factor)."""

    DESTAQUE = "destaque"
    """Headline total: frozen before anything else; when it cannot be, its table is refused (`Impasse`)."""
    TOTAL = "total"
    """Grand total of a table: weight x 30."""
    MARGEM = "margem"
    """One-way margin, row or column total: weight x 3."""
    CRUZAMENTO = "cruzamento"
    """Inner cell: weight x 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidata:
    """A cell of the release in preparation; sensitive when fewer than `limiar` people (zero included) are in it."""

    tabela: str
    linha: int
    coluna: int
    forma: Forma
    limiar: int
    classe: Classe = Classe.CRUZAMENTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicada:
    """A cell of an earlier release: a number that stands for ever, or None for one that stays hidden for ever."""

    forma: Forma
    valor: int | None
    limiar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Protegida:
    """A form that no table prints and that is protected all the same (differences between editions)."""

    forma: Forma
    limiar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Externa:
    """What readers know of a form from elsewhere: between `minimo` and `maximo` people (None: no upper end)."""

    forma: Forma
    minimo: int
    maximo: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametros:
    """Rules of the plan that are not of a cell.

    `duplas`: pairs of units that are alone in their state; each is an insider who knows its own rows (decision 20,
    section 5.3). `lugares`: the two units of any form that only two can have people in are insiders too, like those of
    a region, or of a state in a month that a third one did not send. `limpeza`: how many simplex iterations may be
    spent, at the end, on publishing again cells that were hidden without need.
    """

    duplas: tuple[tuple[str, str], ...] = ()
    lugares: bool = False
    limpeza: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Anterior:
    """Proofs of the last plan and the universe it was made in: a faster start, and nothing else."""

    universo: Universo
    provas: Provas


@dataclass(frozen=True, slots=True, kw_only=True)
class Pedido:
    """Everything `plan.planejar` needs. `atomos` are the people of the whole year known to the public base.

    `protegidas`: differences between editions, of this and of earlier releases (`virtuals`), and what the audit found.
    """

    universo: Universo
    atomos: Atomos
    candidatas: tuple[Candidata, ...]
    publicadas: tuple[Publicada, ...] = ()
    externas: tuple[Externa, ...] = ()
    protegidas: tuple[Protegida, ...] = ()
    parametros: Parametros = Parametros()
    anterior: Anterior | None = None


def duplas(universo: Universo, uf_por_unidade: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Pairs of units that are alone in their state, among those that can hold anybody. Raises KeyError."""
    units: dict[str, list[str]] = {}
    for unit in sorted({unit for _, unit in universo.pares}):
        units.setdefault(uf_por_unidade[unit], []).append(unit)
    return tuple((pair[0], pair[1]) for _, pair in sorted(units.items()) if len(pair) == 2)
