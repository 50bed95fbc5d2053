"""Second look at what was hidden to protect others: cells that turn out not to be needed are published after all."""

from collections.abc import Sequence

from sisetp.reporting.disclosure.search import Busca
from sisetp.reporting.disclosure.targets import TOL, Alvo


def clean(busca: Busca, alvos: Sequence[Alvo], secundarias: Sequence[int], iteracoes: int) -> int:
    """Publish again the hidden rows `secundarias` that no target needs, dearest first; returns how many.

    Stops after about that many simplex iterations: what is left hidden is only hidden without need, never unsafe.
    """
    limit = busca.programa.iteracoes + iteracoes
    order = sorted(secundarias, key=lambda row: (-busca.sistema.peso[row], row))
    suspects: dict[Alvo, int] = {}
    restored = 0
    for row in order:
        if busca.programa.iteracoes >= limit:
            break
        restored += _restore(busca, alvos, row, suspects)
    return restored


def _restore(busca: Busca, alvos: Sequence[Alvo], row: int, suspects: dict[Alvo, int]) -> bool:
    system, before = busca.sistema, busca.pontos
    kept = [found for found in before if found.fiel[row]]
    lost = busca.left(alvos, kept)
    busca.pontos = list(kept)
    system.oculta[row], system.livre[row] = False, True
    reason = busca.motivo.get(row)
    likely = [alvo for alvo in lost if alvo == reason or alvo in suspects]
    likely.sort(key=lambda alvo: (alvo != reason, -suspects.get(alvo, 0)))
    failed = next((alvo for alvo in likely if not _holds(busca, alvo)), None)
    if failed is None:
        rest = busca.together(busca.pending(lost))
        failed = next((alvo for alvo in rest if not _holds(busca, alvo)), None)
    if failed is None:
        return True
    suspects[failed] = suspects.get(failed, 0) + 1
    system.oculta[row], system.livre[row] = True, False
    busca.pontos = before + busca.pontos[len(kept) :]
    return False


def _holds(busca: Busca, alvo: Alvo) -> bool:
    """Whether a target can still be met without hiding anything more, over the atoms at hand."""
    if not busca.pending([alvo]):
        return True
    question = busca.question(alvo.detentor, elastic=False)
    busca.demand(question, alvo)
    answer = busca.programa.solve(question)
    if busca.missing(answer, alvo) > TOL:
        return False
    busca.note(answer, alvo.detentor)
    return True
