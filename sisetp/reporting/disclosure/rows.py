"""Rows of the linear system: every distinct form once, with what is asked of it.

«Igual é sempre igual»: forms are told apart by their set of atoms, so two cells that count the same people are one row.
"""

from dataclasses import dataclass, field, replace

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.reporting.disclosure.atoms import Atomos, counts
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Classe, Parametros, Pedido, Publicada

_ORDER = (Classe.CRUZAMENTO, Classe.MARGEM, Classe.TOTAL, Classe.DESTAQUE)


@dataclass(slots=True)
class Linha:
    """One form. `limiar` 0 protects nothing; `minimo`/`maximo` are what a reader knows for sure (None: nothing).

    `antiga`: hidden in an earlier release, so hidden for ever.
    """

    forma: Forma
    limiar: int = 0
    classe: Classe | None = None
    minimo: int | None = None
    maximo: int | None = None
    antiga: bool = False
    tabelas: list[str] = field(default_factory=list)

    @property
    def candidata(self) -> bool:
        """Whether the new release prints it."""
        return self.classe is not None


@dataclass(frozen=True, slots=True)
class Resto:
    """A form of its partner's people that unit `detentor` must not work out from its own rows."""

    detentor: str
    linha: int
    limiar: int


class Linhas:
    """Rows in order of first appearance; `posicao` finds one by the hash of its form.

    Forms that the release does not print have a row only when their value is out, or when fewer people than their
    threshold are in them: of the others nothing is known and nothing has to be shown.
    """

    def __init__(self, pedido: Pedido) -> None:
        self.universo: Universo = pedido.universo
        self.linhas: list[Linha] = []
        self.posicao: dict[str, int] = {}
        self.restos: list[Resto] = []
        self._known: dict[Forma, int] = {}
        for old in pedido.publicadas:
            self._published(old)
        for outside in pedido.externas:
            line = self.linhas[self.of(outside.forma)]
            line.minimo = max(line.minimo or 0, outside.minimo)
            if outside.maximo is not None:
                line.maximo = outside.maximo if line.maximo is None else min(line.maximo, outside.maximo)
        for cell in pedido.candidatas:
            self._candidate(cell)
        for guarded in pedido.protegidas:
            self._guard(self.linhas[self.of(guarded.forma)], guarded.limiar)
        self._insiders(pedido.parametros, pedido.atomos)
        self._only_needed(pedido.atomos)

    def of(self, forma: Forma) -> int:
        """Row of a form, made when it is new."""
        if forma not in self._known:
            text = forma.hash(self.universo)
            if text not in self.posicao:
                self.posicao[text] = len(self.linhas)
                self.linhas.append(Linha(forma))
            self._known[forma] = self.posicao[text]
        return self._known[forma]

    def _published(self, old: Publicada) -> None:
        line = self.linhas[self.of(old.forma)]
        if old.valor is None:
            line.antiga = True
        elif line.minimo is not None and line.minimo != old.valor:
            raise RuleViolation((FieldMessage("forma", "A mesma forma foi publicada com dois valores."),))
        else:
            line.minimo = line.maximo = old.valor
        self._guard(line, old.limiar)

    def _candidate(self, cell: Candidata) -> None:
        line = self.linhas[self.of(cell.forma)]
        line.classe = cell.classe if line.classe is None else max(line.classe, cell.classe, key=_ORDER.index)
        line.tabelas.append(cell.tabela)
        if line.minimo is None:
            self._guard(line, cell.limiar)

    @staticmethod
    def _guard(line: Linha, limiar: int) -> None:
        line.limiar = max(line.limiar, limiar)

    def _insiders(self, parametros: Parametros, atomos: Atomos) -> None:
        guarded = [line for line in self.linhas if line.limiar]
        if parametros.lugares:
            placed = [(line, line.forma.unidades(self.universo)) for line in guarded]
            pairs = {(min(units), max(units)) for _, units in placed if len(units) == 2}
        else:
            living = {unit for _, unit in self.universo.pares}
            placed = [(line, (line.forma.codigos("lugar") or frozenset()) & living) for line in guarded]
            pairs = set()
        shares: list[tuple[str, Forma, int]] = []
        for pair in sorted(pairs | set(parametros.duplas)):
            for line, units in placed:
                chosen = {name: codes for name, codes in line.forma.selecao if name != "lugar"}
                for unit in sorted(units) if units <= set(pair) else ():
                    (insider,) = set(pair) - {unit}
                    shares.append((insider, Forma.de({**chosen, "lugar": (unit,)}), line.limiar))
        values = counts(self.universo, [share for _, share, _ in shares], atomos).tolist()
        for (insider, share, limit), value in zip(shares, values, strict=True):
            if value < limit:
                self.restos.append(Resto(insider, self.of(share), limit))

    def _only_needed(self, atomos: Atomos) -> None:
        """Drop the rows of which nothing is known and nothing has to be shown."""
        values = counts(self.universo, [line.forma for line in self.linhas], atomos).tolist()
        shares = {rest.linha for rest in self.restos}
        kept = [
            place
            for place, (line, value) in enumerate(zip(self.linhas, values, strict=True))
            if line.candidata or line.minimo is not None or value < line.limiar or place in shares
        ]
        row = {old: new for new, old in enumerate(kept)}
        self.linhas = [self.linhas[place] for place in kept]
        self.posicao = {text: row[place] for text, place in self.posicao.items() if place in row}
        self.restos = [replace(rest, linha=row[rest.linha]) for rest in self.restos]
        self._known = {forma: row[place] for forma, place in self._known.items() if place in row}
