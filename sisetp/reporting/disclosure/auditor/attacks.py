"""Simulated attacks: what a reader with every file, patience and a spreadsheet recovers. One function per attack.

An attack guesses bounds of forms from what is published and nothing else. A guess counts as recovered when the form
truly holds fewer people than its threshold and the guess, being right, says that somebody is there or that they are
few. Source: secrecy design, section 8 (T, G, O and C); files and ledger are attacked elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from sisetp.reporting.disclosure.auditor.model import Caso
from sisetp.reporting.disclosure.auditor.propagation import Palpite, settled, subtractions
from sisetp.reporting.disclosure.auditor.targets import neighbours_of, where
from sisetp.reporting.disclosure.auditor.view import Mesa, Vista, countable, groups, key, possible, without_editions

INSIDER = "G4"
Tentativa = Callable[[Mesa], Iterable[Palpite]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ataque:
    """Outcome of one attack: guesses made, and how many of them gave a small group away."""

    codigo: str
    nome: str
    palpites: int
    recuperados: int


def simulate(caso: Caso) -> tuple[Ataque, ...]:
    """Try every attack on the published cells, in the order of the list; that of insiders only if they are audited."""
    mesa = Mesa.de(caso)
    return tuple(_tried(mesa, code) for code in ATAQUES if code != INSIDER or caso.detentor)


def attack(caso: Caso, codigo: str) -> Ataque:
    """Try one attack. Raises KeyError for a code that is not listed."""
    return _tried(Mesa.de(caso), codigo)


def _tried(mesa: Mesa, codigo: str) -> Ataque:
    name, attempt = ATAQUES[codigo]
    guesses = {(guess.chave, guess.minimo, guess.maximo): guess for guess in attempt(mesa)}
    hits = {guess.chave for guess in guesses.values() if _hit(guess, mesa)}
    return Ataque(codigo=codigo, nome=name, palpites=len(guesses), recuperados=len(hits))


def _hit(guess: Palpite, mesa: Mesa) -> bool:
    if not countable(guess.chave, mesa.moldura):
        return True
    if guess.minimo <= 0 and (guess.maximo is None or guess.maximo >= guess.limiar):
        return False
    true = mesa.pessoas(guess.chave)
    right = guess.minimo <= true and (guess.maximo is None or true <= guess.maximo)
    return right and true < guess.limiar and possible(guess.chave, mesa.moldura)


def _changes(cells: tuple[Vista, ...]) -> Iterator[tuple[Vista, int]]:
    """Cells of a later edition, with how much they moved since an earlier one printed the same form."""
    first = {without_editions(cell.chave): cell for cell in cells if cell.codigos("nasceu") and cell.valor is not None}
    for cell in cells:
        earlier = first.get(without_editions(cell.chave))
        if earlier is not None and cell.codigos("morreu") == frozenset({"fim"}) and cell.valor is not None:
            yield cell, cell.valor - (earlier.valor or 0)


def _added(cell: Vista, least: int) -> Palpite:
    late = without_editions(cell.chave) | {("nasceu", frozenset({"2"})), ("morreu", frozenset({"fim"}))}
    return Palpite(frozenset(late), least, None, cell.limiar)


def _removed(cell: Vista, least: int) -> Palpite:
    gone = without_editions(cell.chave) | {("nasceu", frozenset({"1"})), ("morreu", frozenset({"2"}))}
    return Palpite(frozenset(gone), least, None, cell.limiar)


def _t1(mesa: Mesa) -> Iterator[Palpite]:
    return (_added(cell, change) for cell, change in _changes(mesa.celulas) if change > 0)


def _t2(mesa: Mesa) -> Iterator[Palpite]:
    return (_removed(cell, -change) for cell, change in _changes(mesa.celulas) if change < 0)


def _t3(mesa: Mesa) -> Iterator[Palpite]:
    """Somebody left one cell of a table and came into another one of it."""
    changes = [(cell, change) for cell, change in _changes(mesa.celulas) if change]
    for one, other in permutations(changes, 2):
        if one[0].tabela == other[0].tabela and one[1] == -other[1] and one[1] > 0:
            yield _added(one[0], one[1])
            yield _removed(other[0], one[1])


def _along(*dimensions: str) -> Tentativa:
    """Every sum along these dimensions, over all tables and releases."""
    return lambda mesa: settled(mesa.celulas, dimensions, mesa.moldura)


def _minus(dimension: str, keep: Callable[[Vista, Vista], bool]) -> Tentativa:
    """Whole minus part along one dimension."""
    return lambda mesa: subtractions(mesa.celulas, dimension, mesa.moldura, keep)


def _both(*attempts: Tentativa) -> Tentativa:
    return lambda mesa: [guess for attempt in attempts for guess in attempt(mesa)]


def _size(cell: Vista, dimension: str) -> int:
    return len(cell.codigos(dimension) or ())


def _t5(mesa: Mesa) -> Iterable[Palpite]:
    """The year against single months only."""
    return settled([cell for cell in mesa.celulas if _size(cell, "mes") in (0, 1)], ["mes"], mesa.moldura)


def _calendars(mesa: Mesa) -> Iterator[Palpite]:
    """The same people under a second date; a form that the year's frame cannot count counts as given away."""
    yield from _unknown(mesa)
    months = dict(mesa.moldura.dimensoes)["mes"]
    for name, codes in mesa.moldura.dimensoes:
        if name != "mes" and codes == months:
            yield from subtractions(mesa.celulas, name, mesa.moldura, lambda *_: True)
            yield from settled(mesa.celulas, ["mes", name], mesa.moldura)


def _unknown(mesa: Mesa) -> Iterator[Palpite]:
    for cell in mesa.celulas:
        if cell.valor is not None and not countable(cell.chave, mesa.moldura):
            yield Palpite(cell.chave, cell.valor, cell.valor, cell.limiar)


def _insider(mesa: Mesa) -> Iterator[Palpite]:
    """A unit takes its own people out of the published cells of a place that it shares with one other."""
    states = set(neighbours_of(mesa.moldura))
    for cell in mesa.celulas:
        at = where(cell.chave, mesa.caso)
        if cell.valor is None or len(at) != 2:
            continue
        for unit, other in permutations(sorted(at)):
            if (unit, other) in states or not mesa.caso.so_ufs:
                rest = frozenset(chosen for chosen in cell.chave if chosen[0] != "lugar")
                left = cell.valor - mesa.pessoas(rest | {("lugar", frozenset({unit}))})
                yield Palpite(rest | {("lugar", frozenset({other}))}, left, left, cell.limiar)


def _zeros(mesa: Mesa) -> Iterator[Palpite]:
    """Where zeros are printed, what is hidden is not zero; a printed zero says that nobody is there."""
    shown = {(cell.divulgacao, cell.tabela) for cell in mesa.celulas if cell.valor == 0}
    for cell in mesa.celulas:
        if cell.valor == 0:
            yield Palpite(cell.chave, 0, 0, cell.limiar)
        elif cell.valor is None and (cell.divulgacao, cell.tabela) in shown:
            yield Palpite(cell.chave, 1, None, cell.limiar)


def _per_table(mesa: Mesa) -> Iterator[Palpite]:
    """Sums of each table by itself."""
    tables: dict[tuple[str, str], list[Vista]] = {}
    for cell in mesa.celulas:
        tables.setdefault((cell.divulgacao, cell.tabela), []).append(cell)
    for own in tables.values():
        yield from settled(own, mesa.moldura.nomes, mesa.moldura)


def _few(mesa: Mesa) -> Iterator[Palpite]:
    """One or two hidden cells in a line of a table: what is left is theirs."""
    return (guess for guess in _per_table(mesa) if guess.maximo is not None and guess.minimo == guess.maximo)


def _nobody(mesa: Mesa) -> Iterator[Palpite]:
    """One cell holds its whole line: nobody is in the others."""
    return (guess for guess in _per_table(mesa) if guess.maximo == 0)


def _inside(whole: Vista, part: Vista) -> bool:
    return (whole.divulgacao, whole.tabela) == (part.divulgacao, part.tabela)


def _subtract_everywhere(keep: Callable[[Vista, Vista], bool]) -> Tentativa:
    return lambda mesa: [
        guess for name in mesa.moldura.nomes for guess in subtractions(mesa.celulas, name, mesa.moldura, keep)
    ]


def _elsewhere(whole: Vista, part: Vista) -> bool:
    return whole.divulgacao != part.divulgacao


def _everywhere(mesa: Mesa) -> Iterable[Palpite]:
    return settled(mesa.celulas, mesa.moldura.nomes, mesa.moldura)


def _attendances(mesa: Mesa) -> Iterator[Palpite]:
    """A number that is not one of people: six visits of one woman look like a group."""
    for cell in mesa.celulas:
        true = mesa.pessoas(cell.chave) if countable(cell.chave, mesa.moldura) else 0
        if cell.valor is not None and true < cell.valor:
            yield Palpite(cell.chave, min(1, true), cell.valor, cell.limiar)


def _odd(mesa: Mesa) -> Iterator[Palpite]:
    """Three groups that overlap two by two: half of (two sums minus the third) is a whole number of people."""
    published = [cell for cell in mesa.celulas if cell.valor is not None]
    for name in mesa.moldura.nomes:
        for group in groups(published, name, mesa.moldura):
            for three in combinations(sorted(group.celulas, key=sorted), 3):
                for one, other, third in (three, three[1:] + three[:1], three[2:] + three[:2]):
                    if one ^ other == third and one & other and not one & other & third:
                        values = [group.celulas[codes][0].valor or 0 for codes in (one, other, third)]
                        half = (values[0] + values[1] - values[2]) // 2
                        limit = group.celulas[one][0].limiar
                        yield Palpite(group.chave(one & other, mesa.moldura), half, half, limit)


def _labels(mesa: Mesa) -> Iterable[Palpite]:
    """What labels («<5», «1 a 4») and others' publications say about hidden cells, passed along every sum."""
    limits = {cell.chave: cell.limiar for cell in mesa.celulas}
    told = [
        Palpite(form, outside.minimo, outside.maximo, limits.get(form, 1))
        for outside in mesa.caso.externas
        for form in (key(outside.forma_json, mesa.moldura),)
    ]
    return [*told, *settled(mesa.celulas, mesa.moldura.nomes, mesa.moldura, told)] if told else []


def _percentages(mesa: Mesa) -> Iterator[Palpite]:
    """Percentages printed beside a hidden count, with the base they were taken on."""
    for outside in mesa.caso.percentuais:
        for count in counts_behind(outside.percentual, outside.base, outside.casas):
            yield Palpite(key(outside.forma_json, mesa.moldura), count, count, outside.limiar)


def counts_behind(percentual: float, base: int, casas: int) -> tuple[int, ...]:
    """Counts of a base that print as this percentage; one of them means that the percentage is the count."""
    found = tuple(count for count in range(base + 1) if round(100 * count / base, casas) == percentual)
    return found if len(found) == 1 else ()


ATAQUES: dict[str, tuple[str, Tentativa]] = {
    "T1": ("registros tardios: edição nova menos edição antiga", _t1),
    "T2": ("registro retirado: edição antiga menos edição nova", _t2),
    "T3": ("registro corrigido: saiu de uma célula e entrou em outra", _t3),
    "T4": ("boletins mensais, semestrais e anual somados entre si", _along("mes")),
    "T5": ("ano menos a soma dos meses", _t5),
    "T7": ("o mesmo período sob dois calendários", _calendars),
    "G1": ("estado menos unidade", _minus("lugar", lambda _, part: _size(part, "lugar") == 1)),
    "G2": ("região menos a soma dos estados", _along("lugar")),
    "G3": ("lugar que muda de composição entre divulgações", _minus("lugar", _elsewhere)),
    "G4": ("unidade que conhece os próprios registros, onde só há outra", _insider),
    "G5": ("núcleos separados de postos", _minus("lugar", lambda _, part: _size(part, "lugar") > 1)),
    "O1": ("faixas finas contra faixas largas", _along("faixa")),
    "O2": ("duas codificações de idade", _minus("faixa", lambda *_: True)),
    "O3": ("listas de nacionalidade que mudam", _both(_along("pais"), _minus("pais", lambda *_: True))),
    "O4": ("respostas múltiplas tratadas como soma", _unknown),
    "O5": ("uma tabela de mulheres e outra do total", _both(_along("sexo"), _minus("sexo", lambda *_: True))),
    "C1": ("zeros impressos", _zeros),
    "C2": ("uma ou duas células ocultas em uma linha", _few),
    "C3": ("uma só célula com gente em uma linha", _nobody),
    "C4": ("grupo conhecido dentro da célula (cinco mais um)", _subtract_everywhere(lambda *_: True)),
    "C5": ("atendimentos contados como pessoas", _attendances),
    "C6": ("total menos célula", _subtract_everywhere(_inside)),
    "C7": ("números inteiros onde a conta dá metades", _odd),
    "C8": ("limites por somas de todas as tabelas", _everywhere),
    "C9": ("rótulos como «<5» lidos como limites", _labels),
    "C10": ("percentuais desfeitos em contagens", _percentages),
}
