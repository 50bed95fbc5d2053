"""What the auditor is given and what it answers: plain data, as it is read from the rows of the ledger.

The auditor shares no code with the planner: it reads forms from their text and rebuilds the linear system by itself.
Sources: secrecy design 2 («Auditor»), 5.2 and 5.3; Fischetti and Salazar-González (2000) for interval protection.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PAR = ("mes", "lugar")
"""Month and place of the first contact: who sent which month is public."""
VIGENCIA = ("nasceu", "morreu")
"""First edition that counts a record and first edition that no longer does («fim»: it still counts)."""


class Situacao(StrEnum):
    """What the reader sees in a cell."""

    PUBLICADA = "P"
    OCULTA = "X"
    IMPOSSIVEL = "-"


class Tipo(StrEnum):
    """What a reader of everything published would learn about a group smaller than its threshold."""

    EXATA = "exata"
    """The number itself."""
    PEQUENA = "pequena"
    """That the group is smaller than the threshold."""
    PRESENCA = "presenca"
    """That somebody is in the group."""
    CONTRADICAO = "contradicao"
    """Two numbers for one form, or numbers that no population gives: nothing can be promised about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinhaAuditada:
    """One cell of one release. `forma_json` is `{dimension: [codes]}`; `valor` is None unless the cell is published.

    `limiar` is the smallest number of people that may be known about the form; below it the form is sensitive.
    """

    divulgacao: str
    tabela: str
    linha: str
    coluna: str
    forma_json: str
    situacao: str
    valor: int | None
    limiar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Externa:
    """What a reader knows from elsewhere about a form: a number, or an interval (`maximo` None = no upper end).

    Cells published by others, perturbed or rounded values, and what a printing rule says («<5» means 0 to 4).
    """

    descricao: str
    forma_json: str
    minimo: int
    maximo: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Virtual:
    """A form that no table prints and that a reader could still work out; see `virtuals`."""

    descricao: str
    forma_json: str
    limiar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentual:
    """A percentage printed for a form, of a base that is known, with so many decimals (for the simulated attacks)."""

    forma_json: str
    percentual: float
    base: int
    casas: int
    limiar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moldura:
    """Dimensions of the civil year with their codes in order, the (mes, lugar) pairs that can hold anybody, and the
    state of each unit. `tardios`: pairs that came with a later edition, so that nobody there was counted in the first.
    """

    ano: int
    dimensoes: tuple[tuple[str, tuple[str, ...]], ...]
    pares: frozenset[tuple[str, str]]
    uf: Mapping[str, str]
    tardios: frozenset[tuple[str, str]] = frozenset()

    @property
    def nomes(self) -> tuple[str, ...]:
        """Names of the dimensions, in order."""
        return tuple(name for name, _ in self.dimensoes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suporte:
    """The true atoms: one tuple of codes per atom, in the order of `Moldura.nomes`, and how many people each holds.

    Used to say which forms are small, to start from atoms that matter, and to know what an insider knows.
    """

    codigos: tuple[tuple[str, ...], ...]
    contagens: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caso:
    """One audit: every cell of every release of a year in order of publication, and what is known from elsewhere.

    `detentor` also audits what each of two units could learn about the other one, where nobody else is: in a state,
    and, unless `so_ufs`, in the places and months of any printed cell.
    `complementos` also audits total minus cell within each table, a union of cells each of which is audited anyway.
    `semente` fixes the random atoms, so an audit can be repeated.
    """

    moldura: Moldura
    linhas: tuple[LinhaAuditada, ...]
    suporte: Suporte
    externas: tuple[Externa, ...] = ()
    virtuais: tuple[Virtual, ...] = ()
    percentuais: tuple[Percentual, ...] = ()
    detentor: bool = True
    so_ufs: bool = False
    complementos: bool = False
    semente: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limite:
    """Bounds of one sensitive form. `minimo` is proven reachable when `prova_minimo`, and then so for the maximum.

    The search stops as soon as a form is seen to be safe, so `maximo` of a safe form is «at least», never the top.
    """

    descricao: str
    forma_json: str
    limiar: int
    minimo: int
    maximo: int
    detentor: str = ""

    @property
    def tipo(self) -> Tipo | None:
        """What is wrong with it, the worst first."""
        if self.minimo >= self.maximo:
            return Tipo.EXATA
        if self.maximo < self.limiar:
            return Tipo.PEQUENA
        return Tipo.PRESENCA if self.minimo > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Violacao:
    """One form that the releases give away. `causas` are the (release, table) pairs whose cells prove it together,
    the newest last; `saida` is the way out, in Portuguese. There is no number in it."""

    tipo: Tipo
    descricao: str
    forma_json: str
    detentor: str
    causas: tuple[tuple[str, str], ...]
    saida: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Medidas:
    """Figures of one audit, none of them about people."""

    divulgacoes: int
    celulas: int
    formas: int
    sensiveis: int
    virtuais: int
    detentores: int
    limites: int
    provados_por_ponto: int
    programas: int
    atomos: int
    atomos_possiveis: int
    inteiros: int
    """Bounded forms that were also bounded in whole numbers: in the union, or in their own table when it is small."""
    segundos: float = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditoria:
    """Answer of one audit. Nothing is published while `violacoes` is not empty."""

    limites: tuple[Limite, ...]
    violacoes: tuple[Violacao, ...]
    medidas: Medidas

    @property
    def aprovada(self) -> bool:
        """True when no sensitive form is given away."""
        return not self.violacoes

    def conta(self, tipo: Tipo) -> int:
        """Violations of one kind."""
        return sum(violation.tipo is tipo for violation in self.violacoes)

    def causadas_por(self, divulgacao: str) -> tuple[Violacao, ...]:
        """Violations that cells of this release take part in."""
        return tuple(found for found in self.violacoes if any(name == divulgacao for name, _ in found.causas))


def distinct(causes: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The same pairs once each, in order of first appearance."""
    return tuple(dict.fromkeys(causes))
