"""When a form cannot be protected beside what is already fixed: which table stands in the way, and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sisetp.reporting.disclosure.lp import FREE
from sisetp.reporting.disclosure.request import Classe
from sisetp.reporting.disclosure.search import Busca
from sisetp.reporting.disclosure.targets import TOL, Alvo

_LEDGER = "O que já está publicado não deixa proteger uma forma: nenhuma tabela nova resolve, é preciso esperar."
_HEADLINE = "O total de destaque desta tabela, junto do que já está publicado, revelaria um grupo pequeno."
_CELL = "Esta tabela tem uma célula pequena que o que já está publicado revela: agrupe mais ou retire a tabela."


@dataclass(frozen=True, slots=True, kw_only=True)
class Impasse:
    """A table that cannot be published beside what already is: coarsen it, drop it, or wait.

    `tabela` is empty when the ledger alone is already broken (an external publication); `formas` are the hashes of
    the forms left without protection. No number is in it.
    """

    tabela: str
    formas: tuple[str, ...]
    motivo: str


def impasse(busca: Busca, alvo: Alvo) -> Impasse:
    """Why a target cannot be met: the headlines that a proof uses come first, then the target's own table."""
    system = busca.sistema
    lines = system.linhas.linhas
    question = busca.question(alvo.detentor, elastic=False)
    for price, size in (
        (question.preco_acima, question.maximo_acima),
        (question.preco_abaixo, question.maximo_abaixo),
    ):
        price[system.livre], size[system.livre] = 0.0, FREE
    busca.demand(question, alvo)
    answer = busca.solve(question, alvo)
    hashes = {place: text for text, place in system.linhas.posicao.items()}
    for row in np.flatnonzero(np.abs(answer.duais) > TOL).tolist():
        line = lines[row]
        if line.classe is Classe.DESTAQUE and line.minimo is None and line.tabelas:
            return Impasse(tabela=line.tabelas[0], formas=(hashes[alvo.linha],), motivo=_HEADLINE)
    tables = lines[alvo.linha].tabelas
    if tables:
        return Impasse(tabela=tables[0], formas=(hashes[alvo.linha],), motivo=_CELL)
    return Impasse(tabela="", formas=(hashes[alvo.linha],), motivo=_LEDGER)


def gather(found: Iterable[Impasse]) -> tuple[Impasse, ...]:
    """One impasse per table and reason, with all its forms."""
    forms: dict[tuple[str, str], dict[str, None]] = {}
    for one in found:
        forms.setdefault((one.tabela, one.motivo), {}).update(dict.fromkeys(one.formas))
    return tuple(Impasse(tabela=table, formas=tuple(kept), motivo=why) for (table, why), kept in forms.items())
