"""Witnesses and certificates: the proof that a hidden number may be zero and may be large, checked without a solver.

A witness is another possible year: people over atoms that agree with every published cell. A certificate says which
witness shows which side of which hidden form. Source: secrecy design, section 2 («Certificate suppression»).
"""

from dataclasses import dataclass
from enum import StrEnum

from sisetp.reporting.disclosure.atoms import Codigos, Contagens


class Lado(StrEnum):
    """Which bound of a hidden form a witness shows."""

    BAIXO = "baixo"
    """Nobody: the form is 0."""
    ALTO = "alto"
    """At least `limiar` people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testemunha:
    """One possible year: atom a holds `numeradores[a] / divisor` people.

    `divisor` 1 means whole people; anything else is a real-valued witness, exact as a fraction all the same.
    `detentor` is the unit whose own rows are fixed at the truth, None for the public. Shapes as in `Atomos`.
    """

    codigos: Codigos
    numeradores: Contagens
    divisor: int = 1
    detentor: str | None = None

    @property
    def inteira(self) -> bool:
        """Whether it is made of whole people."""
        return self.divisor == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificado:
    """`testemunha` is the position of the witness that shows `lado` of the form with hash `forma`."""

    forma: str
    lado: Lado
    limiar: int
    detentor: str | None
    testemunha: int
