"""Plan of a release: which cells are published, and the witnesses that protect the others over the whole ledger.

Certificate suppression (secrecy design, section 2): a cell stays hidden until every small form, old and new, may be
zero and may be large for a reader of everything published. The plan depends on its request alone: no clock, no chance.
"""

from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

import numpy as np

from sisetp.reporting.disclosure.certificate import Provas
from sisetp.reporting.disclosure.cleanup import clean
from sisetp.reporting.disclosure.deadlock import Impasse, gather, impasse
from sisetp.reporting.disclosure.proofs import proofs
from sisetp.reporting.disclosure.request import Pedido
from sisetp.reporting.disclosure.search import Busca
from sisetp.reporting.disclosure.seeds import sow
from sisetp.reporting.disclosure.space import Mask
from sisetp.reporting.disclosure.system import Sistema, build
from sisetp.reporting.disclosure.targets import Alvo, wanted


class Estado(StrEnum):
    """Status of a cell."""

    PUBLICADA = "P"
    OCULTA = "X"
    IMPOSSIVEL = "-"
    """Nobody can be there (no unit sent the month): nothing to protect, nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medidas:
    """Figures of one plan: cells, distinct forms, hidden ones, those hidden only to protect others, and effort.

    `alvos` are sides of sensitive forms; `inteiros` those shown by a witness of whole people.
    """

    celulas: int
    formas: int
    ocultas: int
    secundarias: int
    alvos: int
    inteiros: int
    testemunhas: int
    programas: int
    segundos: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plano:
    """`estados[i]`, `valores[i]` and `formas[i]` (hash) belong to `candidatas[i]`; a hidden value is None.

    A plan with `impasses` must not be published.
    """

    estados: tuple[Estado, ...]
    valores: tuple[int | None, ...]
    formas: tuple[str, ...]
    provas: Provas
    impasses: tuple[Impasse, ...]
    medidas: Medidas

    @property
    def publicavel(self) -> bool:
        """Whether every sensitive form is certified."""
        return not self.impasses


def planejar(pedido: Pedido) -> Plano:
    """Decide every candidate cell and prove it. Without candidates, prove the ledger again (retroactive alarm).

    Raises: RuleViolation when the ledger contradicts itself or the atoms; ValueError for atoms that cannot hold
    anybody; KeyError for a dimension that the universe lacks; ArithmeticError when the solver gives up.
    """
    started = perf_counter()
    system = build(pedido)
    targets = wanted(system)
    search = Busca(system)
    sow(search, pedido)
    deadlocks = _search(search, targets)
    stuck = {alvo for alvo, _ in deadlocks}
    met = [alvo for alvo in targets if alvo not in stuck]
    clean(search, met, np.flatnonzero(_secondary(system)).tolist(), pedido.parametros.limpeza)
    provas = proofs(search, met, pedido.atomos)
    rows = [system.linhas.of(cell.forma) for cell in pedido.candidatas]
    hashes = {place: text for text, place in system.linhas.posicao.items()}
    states = [_state(system, row) for row in rows]
    whole = [found.inteira for found in provas.testemunhas]
    printed = np.array([line.candidata for line in system.linhas.linhas], bool)
    return Plano(
        estados=tuple(states),
        valores=tuple(
            int(system.valores[row]) if state is Estado.PUBLICADA else None
            for row, state in zip(rows, states, strict=True)
        ),
        formas=tuple(hashes[row] for row in rows),
        provas=provas,
        impasses=gather([found for _, found in deadlocks]),
        medidas=Medidas(
            celulas=len(rows),
            formas=int(printed.sum()),
            ocultas=int((system.oculta & printed).sum()),
            secundarias=int(_secondary(system).sum()),
            alvos=len(targets),
            inteiros=sum(whole[proof.testemunha] for proof in provas.certificados),
            testemunhas=len(provas.testemunhas),
            programas=search.programa.resolvidos,
            segundos=perf_counter() - started,
        ),
    )


def _search(search: Busca, targets: list[Alvo]) -> list[tuple[Alvo, Impasse]]:
    """Meet every target; returns those that nothing can meet, with why."""
    stuck: list[tuple[Alvo, Impasse]] = []
    left = search.together(search.pending(targets))
    while left:
        first, *left = left
        if search.alone(first):
            left = search.left(left, search.pontos[-1:])
        else:
            stuck.append((first, impasse(search, first)))
    return stuck


def _secondary(system: Sistema) -> Mask:
    """Rows that the new release hides only to protect others."""
    lines = system.linhas.linhas
    printed = np.array([line.candidata and not line.antiga for line in lines], bool)
    return printed & system.oculta & ~system.sensivel


def _state(system: Sistema, row: int) -> Estado:
    if system.espaco.vazia[row]:
        return Estado.IMPOSSIVEL
    return Estado.OCULTA if system.oculta[row] else Estado.PUBLICADA
