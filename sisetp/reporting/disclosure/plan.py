"""Plan of a release: which cells are published, and the witnesses that protect the others over the whole ledger.

`search.planejar(pedido: Pedido) -> Plano` makes it.
"""

from dataclasses import dataclass
from enum import StrEnum

from sisetp.reporting.disclosure.certificate import Certificado, Testemunha


class Estado(StrEnum):
    """Status of a cell."""

    PUBLICADA = "P"
    OCULTA = "X"
    IMPOSSIVEL = "-"
    """Nobody can be there (no unit sent the month): nothing to protect, nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impasse:
    """A table that cannot be published beside what already is: coarsen it, drop it, or wait.

    `tabela` is empty when the ledger alone is already broken (an external publication); `formas` are the hashes of
    the forms left without protection. No number is in it.
    """

    tabela: str
    formas: tuple[str, ...]
    motivo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Medidas:
    """Figures of one plan: distinct forms, hidden ones, those hidden only to protect others, and effort."""

    celulas: int
    formas: int
    ocultas: int
    secundarias: int
    sensiveis: int
    programas: int
    testemunhas: int
    reais: int
    segundos: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plano:
    """`estados[i]` and `valores[i]` belong to `candidatas[i]` of the request; a hidden value is None.

    A plan with `impasses` must not be published.
    """

    estados: tuple[Estado, ...]
    valores: tuple[int | None, ...]
    formas: tuple[str, ...]
    """Hash of each candidate's form."""
    testemunhas: tuple[Testemunha, ...]
    certificados: tuple[Certificado, ...]
    impasses: tuple[Impasse, ...]
    medidas: Medidas

    @property
    def publicavel(self) -> bool:
        """Whether every sensitive form is certified."""
        return not self.impasses
