"""The whole official programme of a year, from facts to files: counting (B1), everything (B2), what the ladder leaves
to hide (B10).
"""

from collections.abc import Sequence
from itertools import combinations, product

import pytest

from sisetp.domain.period import parse_period
from sisetp.reporting import ledger
from sisetp.reporting.definitions import reading
from sisetp.reporting.disclosure.atoms import Atomos, count, counts
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.releases import files, parameters, prepare
from sisetp.reporting.releases.atoms import Base, atoms_of
from sisetp.reporting.releases.base import Parte, Segmento, first_contacts, people, purposes
from sisetp.reporting.releases.entry import Entrada, Resultado
from sisetp.reporting.releases.store import Alvo
from tests.benchmarks.board import Board
from tests.benchmarks.facts import ANO, LUGARES, year_of
from tests.benchmarks.rounds import cpu
from tests.support.documentos import publicado

MILLION, FEW = 1_000_000, 600
WAYS, EDITION = 3, {"nasceu": ("1",)}


def base_of(segmentos: Sequence[Segmento]) -> Base:
    """The base of a closed year."""
    parts: list[Parte] = []
    for mes in range(1, 13):
        parts.append(first_contacts(ANO, mes, [part for part in segmentos if part.fatos.mes == mes], people(parts)))
    return Base(ano=ANO, meses=tuple(parts), finalidades=purposes(ANO, 1, segmentos))


def every_cell(universo: Universo) -> tuple[int, list[Forma]]:
    """Every table of one, two and three variables, and all of its cells; of countries, those that have people."""
    names = [name for name, _ in universo.dimensoes if name not in ("nasceu", "morreu")]
    codes = {name: universo.codigos(name)[: 12 if name == "pais" else None] for name in names}
    tables = [group for ways in range(1, WAYS + 1) for group in combinations(names, ways)]
    cells = [(group, cell) for group in tables for cell in product(*(codes[name] for name in group))]
    return len(tables), [
        Forma.de({**EDITION, **{name: (code,) for name, code in zip(group, cell, strict=True)}})
        for group, cell in cells
    ]


def test_a_million_contacts_are_counted(board: Board, enabled: bool) -> None:
    """B1: from frozen facts to people once each, their atoms, and every cell of more than sixty tables."""
    total = MILLION if enabled else FEW
    segments, made = year_of(total, total * 6 // 10), list[Atomos]()
    universo = base_of(segments).moldura(LUGARES).universo()
    tables, forms = every_cell(universo)

    def atoms() -> None:
        base = base_of(segments)
        made.append(atoms_of(base, base.moldura(LUGARES)))

    known = cpu(atoms)
    counting = cpu(lambda: counts(universo, forms, made[0]))
    some = forms[:: len(forms) // 40]
    assert counts(universo, some, made[0]).tolist() == [count(universo, form, made[0]) for form in some]
    assert len(made[0]) > len(LUGARES)
    what = f"{total} contatos → pessoas e átomos, mais {tables} tabelas ({len(forms)} células)"
    board.goal("B1", what, known + counting, "s", 2, more=f"{known:.2f} s + {counting:.2f} s".replace(".", ","))


def prepared(base: Base, enabled: bool) -> Resultado:
    """The annual bulletin as it ships (or, to show that it runs, that of March), planned, proved and audited."""
    codigo, periodo = ("boletim-anual", str(ANO)) if enabled else ("boletim-mensal", f"{ANO}-03")
    produto = reading.load().produto(codigo)
    assert produto is not None
    moldura = base.moldura(LUGARES)
    return prepare.compute(
        Entrada(
            alvo=Alvo(codigo, periodo),
            periodo=parse_period(periodo),
            produto=produto,
            parametros=parameters.load(),
            base=base,
            novas=(),
            moldura=moldura,
            celulas=(),
            externas=(),
            cabeca=ledger.GENESIS,
            ultima_externa=0,
            anterior=ledger.GENESIS,
            cobertura="{}",
            unidades=tuple((place.codigo, place.codigo) for place in LUGARES),
            anteriores=None,
            comeco=None,
            marca="",
        ),
        lambda _etapa, _feito, _total: None,
    )


def hidden(made: Resultado) -> float:
    """Hidden cells of a release, in percent of those where somebody can be."""
    states = [cell.situacao for cell in made.preparo.celulas if cell.situacao != "-"]
    return 100 * states.count("X") / len(states)


@pytest.mark.parametrize(("contatos", "aim"), [(10_000, 15), (MILLION, 60)])
def test_whole_annual_programme(board: Board, enabled: bool, contatos: int, aim: int) -> None:
    """B2: facts in, files out: base, atoms, ladder, plan, proofs, audit, simulated attacks, and the four files."""
    total = contatos if enabled else FEW
    segments, made = year_of(total, total * 6 // 10), list[Resultado]()
    planning = cpu(lambda: made.append(prepared(base_of(segments), enabled)))
    assert made[0].impedimento is None
    document = publicado(produto="boletim-anual", periodo_codigo=str(ANO), tabelas=made[0].preparo.previews())
    writing = cpu(lambda: files.make(document, files.RENDERIZADORES))
    what = f"{total} contatos: boletim anual inteiro, com auditoria e {len(files.RENDERIZADORES)} arquivos"
    more = f"{planning:.1f} s + {writing:.1f} s de arquivos".replace(".", ",")
    board.goal("B2", what, planning + writing, "s", aim, more=more)


@pytest.mark.parametrize(("n", "aim"), [(1000, 25), (5000, 10)])
def test_what_the_ladder_leaves_hidden(board: Board, enabled: bool, n: int, aim: int) -> None:
    """B10, after the ladder: the annual bulletin that ships, about so many people."""
    size = n if enabled else FEW
    made = prepared(base_of(year_of(size, size)), enabled)
    assert made.impedimento is None
    gone = len({table for table, _ in made.preparo.tabelas})
    board.goal(
        "B10", f"oculto no boletim anual depois da escada, N={size}", hidden(made), "%", aim, more=f"{gone} tabelas"
    )
