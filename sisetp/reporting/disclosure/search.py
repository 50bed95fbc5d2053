"""Search for witnesses: as many targets as possible in each programme, then one by one, hiding as little as possible.

A programme asks for a possible year that agrees with every published cell. Targets that cannot be met for free pay:
the year may then disagree with cells that are still free, at their price, and those cells become hidden.
"""

from collections.abc import Sequence

import numpy as np

from sisetp.reporting.disclosure.certificate import Lado
from sisetp.reporting.disclosure.lp import FREE, Pergunta, Programa, Resposta
from sisetp.reporting.disclosure.space import Classes, Mask, Reals
from sisetp.reporting.disclosure.system import Sistema, insiders_of
from sisetp.reporting.disclosure.targets import TOL, Alvo, Ponto, point

_HARD = 1e4
"""Price of one missing person of the target itself: above any price of hiding."""
_NEAR = 0.2
"""People moved at which the price of a cell already touched is halved."""
_ALONE = 0.5
"""Iterations that one target takes alone, per row of the programme, about: more than that is not worth it together."""
_COLUMNS = 100
_ROUNDS = 12
_SPARE = 500
"""Classes that the pool may hold beside those somebody is in, before the ones no witness uses are dropped."""
_TRUE = 3_000
"""Classes with somebody in them that the pool holds for good."""


class Busca:
    """Witnesses found so far, over one warm programme and a pool of atoms that grows."""

    def __init__(self, sistema: Sistema) -> None:
        self.sistema = sistema
        self.programa = Programa(sistema.espaco, *_bounds(sistema), sistema.suporte)
        self.pontos: list[Ponto] = []
        self.motivo: dict[int, Alvo] = {}
        self._place = next(
            (i for i, (name, _) in enumerate(sistema.espaco.universo.dimensoes) if name == "lugar"), None
        )
        self._owned: dict[str, Mask] = {}
        self.keep(sistema.suporte, sistema.pessoas, None)

    def pending(self, alvos: Sequence[Alvo]) -> list[Alvo]:
        """Targets that no witness shows yet."""
        return self.left(alvos, self.pontos)

    def left(self, alvos: Sequence[Alvo], pontos: Sequence[Ponto]) -> list[Alvo]:
        """Targets that none of these witnesses shows."""
        return [alvo for alvo, shown in zip(alvos, self.shown(alvos, pontos).tolist(), strict=True) if not shown]

    def shown(self, alvos: Sequence[Alvo], pontos: Sequence[Ponto]) -> Mask:
        """Which targets these witnesses show, shape (n_targets,). The truth convinces insiders too."""
        if not alvos or not pontos:
            return np.zeros(len(alvos), bool)
        rows = np.array([alvo.linha for alvo in alvos])
        low = np.array([alvo.lado is Lado.BAIXO for alvo in alvos])
        limits = np.array([alvo.limiar for alvo in alvos], np.float64)
        values = np.stack([found.valores[rows] for found in pontos])
        met: Mask = np.where(low, values <= TOL, values >= limits - TOL)
        for detentor in {alvo.detentor for alvo in alvos} - {None}:
            convinced = np.array([found is self.pontos[0] or found.serves(detentor) for found in pontos])
            met[:, [alvo.detentor == detentor for alvo in alvos]] &= convinced[:, None]
        return np.asarray(met.any(0), bool)

    def keep(self, classes: Classes, pessoas: Reals, detentor: str | None) -> Ponto:
        """Remember a witness."""
        self.pontos.append(point(self.sistema, classes, pessoas, detentor))
        return self.pontos[-1]

    def together(self, alvos: Sequence[Alvo]) -> list[Alvo]:
        """Meet as many targets as possible without hiding anything more; returns those left."""
        left = list(alvos)
        self.programa.solve(self.question(None, elastic=False))
        self.programa.mark()
        for detentor in sorted({alvo.detentor for alvo in left}, key=lambda unit: unit or ""):
            mine = [alvo for alvo in left if alvo.detentor == detentor]
            left = [alvo for alvo in left if alvo.detentor != detentor] + self._for_reader(mine, detentor)
        return left

    def _for_reader(self, alvos: list[Alvo], detentor: str | None) -> list[Alvo]:
        left, worth = alvos, True
        while len(left) > 1 and worth:
            question = self.question(detentor, elastic=False)
            self.soften(question, left)
            before = self.programa.iteracoes
            answer = self.programa.solve(question)
            found = self.note(answer, detentor)
            still = self.left(left, [found])
            gained, left = len(left) - len(still), still
            if not gained:
                self.pontos.pop()
            spent = self.programa.iteracoes - before
            worth = gained > 0 and spent <= gained * _ALONE * len(self.sistema.valores)
            if gained and not worth:
                worth = bool(self.widen(answer, detentor))
        return left

    def alone(self, alvo: Alvo) -> bool:
        """Meet one target, hiding free cells when that is the only way; False when nothing helps."""
        self._tidy()
        question = self.question(alvo.detentor, elastic=True)
        self.demand(question, alvo)
        self.programa.rewind()
        answer = self.solve(question, alvo)
        if self.missing(answer, alvo) > TOL:
            return False
        answer = self._sharpen(question, answer)
        touched = self.touched(answer)
        self.motivo |= dict.fromkeys(np.flatnonzero(touched).tolist(), alvo)
        self.sistema.hide(touched)
        self.note(answer, alvo.detentor)
        return True

    def solve(self, question: Pergunta, alvo: Alvo) -> Resposta:
        """Optimum over the whole space: atoms that would lower the cost are added until there are none left."""
        answer = self.programa.solve(question)
        worst = -_HARD * alvo.distancia(self.sistema.valores)
        for _ in range(_ROUNDS):
            if answer.custo <= worst + TOL or not self.widen(answer, alvo.detentor):
                break
            self.fit(question, alvo.detentor)
            answer = self.programa.solve(question)
        return answer

    def _sharpen(self, question: Pergunta, answer: Resposta) -> Resposta:
        """Fewer cells instead of fewer people: prices fall for cells already touched and stay for the others."""
        free = self.sistema.livre
        for _ in range(2):
            moved = (answer.acima + answer.abaixo)[free]
            if not (moved > TOL).any():
                break
            price = self.sistema.peso[free] * _NEAR / (moved + _NEAR)
            question.preco_acima[free] = question.preco_abaixo[free] = price
            answer = self.programa.solve(question)
        return answer

    def question(self, detentor: str | None, *, elastic: bool) -> Pergunta:
        """Everything published holds; free cells hold too, or may be moved at their price."""
        system = self.sistema
        price = np.where(system.livre, system.peso, 0.0)
        size = np.where(system.oculta | system.livre if elastic else system.oculta, FREE, 0.0)
        question = Pergunta(
            preco_acima=price,
            preco_abaixo=price.copy(),
            maximo_acima=size,
            maximo_abaixo=size.copy(),
            atomo_minimo=np.zeros(0),
            atomo_maximo=np.zeros(0),
        )
        self.fit(question, detentor)
        return question

    def fit(self, question: Pergunta, detentor: str | None) -> None:
        """Bounds of the atoms of the pool: an insider's own ones are as they truly are."""
        classes = self.programa.classes
        lower, upper = np.zeros(len(classes)), np.full(len(classes), FREE)
        if detentor is not None:
            own = self.owned(detentor)[classes]
            order = np.argsort(classes)
            truth = np.zeros(len(classes))
            known = np.isin(self.sistema.suporte, classes)
            place = np.searchsorted(classes, self.sistema.suporte[known], sorter=order)
            truth[order[place]] = self.sistema.pessoas[known]
            lower[own] = upper[own] = truth[own]
        question.atomo_minimo, question.atomo_maximo = lower, upper

    def owned(self, detentor: str) -> Mask:
        """Which classes of the whole space an insider holds, shape (size,)."""
        if detentor not in self._owned:
            space = self.sistema.espaco
            assert self._place is not None
            unit = space.universo.codigos("lugar").index(detentor)
            every = space.codigos(np.arange(space.size, dtype=np.int32))
            self._owned[detentor] = every[:, self._place] == unit
        return self._owned[detentor]

    def soften(self, question: Pergunta, alvos: Sequence[Alvo]) -> None:
        """Pay 1 for every person a target comes nearer; a form asked for both sides is asked for the high one."""
        for alvo in sorted(alvos, key=lambda alvo: alvo.lado is Lado.ALTO):
            if self.sistema.oculta[alvo.linha]:
                self._ask(question, alvo, 1.0)

    def demand(self, question: Pergunta, alvo: Alvo) -> None:
        """Ask for one target at any price."""
        self._ask(question, alvo, _HARD)

    def _ask(self, question: Pergunta, alvo: Alvo, price: float) -> None:
        row, high, gap = alvo.linha, alvo.lado is Lado.ALTO, alvo.distancia(self.sistema.valores)
        question.maximo_acima[row], question.maximo_abaixo[row] = (gap, 0.0) if high else (0.0, gap)
        question.preco_acima[row], question.preco_abaixo[row] = (-price, 0.0) if high else (0.0, -price)

    def missing(self, answer: Resposta, alvo: Alvo) -> float:
        """People by which an answer falls short of a target."""
        return alvo.distancia(self.sistema.valores) - float(
            (answer.acima if alvo.lado is Lado.ALTO else answer.abaixo)[alvo.linha]
        )

    def touched(self, answer: Resposta) -> Mask:
        """Free cells that an answer disagrees with."""
        return self.sistema.livre & ((answer.acima > TOL) | (answer.abaixo > TOL))

    def note(self, answer: Resposta, detentor: str | None) -> Ponto:
        """Keep an answer as a witness."""
        return self.keep(self.programa.classes, answer.pessoas, detentor)

    def widen(self, answer: Resposta, detentor: str | None) -> int:
        """Add the atoms of the whole space that would help most; 0 when there are none."""
        space = self.sistema.espaco
        prices = space.prices(answer.duais)
        if detentor is not None:
            prices[self.owned(detentor)] = -np.inf
        return self.programa.widen(space.spread(prices, _COLUMNS))

    def _tidy(self) -> None:
        """Drop the classes that no witness uses when they are many: every programme pays for them, and those that help
        come back. Where true people are of many classes they go like the others, but for those an insider knows."""
        support = self.sistema.suporte
        if len(self.programa.classes) > min(len(support), _TRUE) + _SPARE:
            kept = [found.classes for found in (self.pontos if len(support) <= _TRUE else self.pontos[1:])]
            kept += [support[self.owned(insider)[support]] for insider in insiders_of(self.sistema.linhas.restos)]
            used = np.concatenate([np.zeros(0, np.int32), *kept])
            self.programa.forget(np.setdiff1d(self.programa.classes, used).astype(np.int32))


def _bounds(sistema: Sistema) -> tuple[Reals, Reals]:
    """Bounds of the rows: the truth, but for what is only known to lie between two numbers."""
    loose = sistema.fixa & (sistema.minimo < sistema.maximo)
    return np.where(loose, sistema.minimo, sistema.valores), np.where(loose, sistema.maximo, sistema.valores)
