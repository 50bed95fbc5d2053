"""Disclosure control: how long a plan takes and how much it hides. Figures only, never a failure.

GaussSuppression 1.2.3 (R) is not run here: its counts are constants, published baselines of the secrecy design, on
simulated data of the same shape as ours but not the same people. So ratios to it say «about», not «exactly».
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sisetp.reporting.disclosure.atoms import counts, selected
from sisetp.reporting.disclosure.plan import Plano, planejar
from sisetp.reporting.disclosure.request import Candidata, Parametros, Pedido, Publicada
from sisetp.reporting.disclosure.verify import Falha, verify
from tests.benchmarks.board import Board, number
from tests.benchmarks.gauss import secondary
from tests.benchmarks.network import MESES, UNIVERSO, each, people, table
from tests.benchmarks.optimum import LIMIAR, least_hidden, random_table, request
from tests.benchmarks.programme import catalogue_b, first_edition, publish, year
from tests.benchmarks.reader import certainly_small
from tests.benchmarks.rounds import cpu

GAUSS_3WAY = {1000: 586, 5000: 465, 20_000: 323}
GAUSS_ZEROS_PRINTED = 334
FIVE = ("lugar", "mes", "faixa", "sexo", "finalidade")
Planned = tuple[str, Pedido, Plano]
_YEAR: Mapping[str, Sequence[str]] = {"mes": MESES, "nasceu": ("1",)}


def linked(names: Sequence[str], ways: int) -> tuple[Candidata, ...]:
    """All tables of that many variables, with their totals."""
    found: list[Candidata] = []
    for group in combinations(names, ways):
        found += table("-".join(group), {}, {name: each(name) for name in group})
    return tuple(found)


def hidden_share(planned: Sequence[Plano]) -> float:
    """Hidden forms, in percent of those asked."""
    return 100 * sum(p.medidas.ocultas for p in planned) / sum(p.medidas.formas for p in planned)


@pytest.mark.parametrize("n", [1000, 2000, 5000])
def test_year_of_releases(board: Board, enabled: bool, n: int) -> None:
    """B3, B8, B9: fifteen linked releases, their price over separate ones, and the check of the last proofs."""
    releases = list(first_edition())[: None if enabled else 2]
    atomos, planned, apart = people(n if enabled else 200), list[Planned](), list[Planned]()
    taken = cpu(lambda: planned.extend(year(atomos, releases, Parametros())))
    board.goal("B3", f"planejar {len(releases)} divulgações ligadas, N={n}", taken, "s", 30)
    apart.extend(year(atomos, releases, Parametros(), linked=False))
    together, alone = (hidden_share([plano for _, _, plano in found]) for found in (planned, apart))
    more = f"juntas {number(together)}%, cada uma por si {number(alone)}%"
    board.goal("B8", f"células ocultas a mais por serem ligadas, N={n}", together - alone, "pontos", 5, more=more)
    _, pedido, plano = planned[-1]
    closed = replace(pedido, candidatas=(), publicadas=pedido.publicadas + publish(pedido, plano))
    found = list[Falha]()
    taken = cpu(lambda: found.extend(verify(closed, plano.provas)))
    assert not found
    board.goal("B9", f"conferir {len(plano.provas.certificados)} certificados do ano, N={n}", taken, "s", 2)


def test_against_the_optimum(board: Board, enabled: bool) -> None:
    """B4: hidden cells against the proven least, twelve random two-way tables."""
    ratios = []
    for seed in range(12 if enabled else 2):
        found = random_table(seed)
        ratios.append(planejar(request(found)).medidas.ocultas / least_hidden(found))
    board.goal("B4", "ocultas sobre o ótimo provado, média de 12 tabelas", sum(ratios) / len(ratios), "×", 1.10)
    board.goal("B4", "ocultas sobre o ótimo provado, pior tabela", max(ratios), "×", 1.15)


def test_printed_zeros(board: Board, enabled: bool) -> None:
    """B5: all two-way tables, every zero printed, beside two plain methods that promise no interval.

    The count of GaussSuppression's default is the design's, about other people; Gaussian elimination runs on ours.
    """
    atomos = people(1000 if enabled else 300).agregados()
    cells = linked(FIVE if enabled else FIVE[2:], 2)
    values = counts(UNIVERSO, [cell.forma for cell in cells], atomos)
    zeros = [Publicada(forma=cell.forma, valor=0, limiar=0) for cell, n in zip(cells, values, strict=True) if not n]
    shown = tuple(cell for cell, n in zip(cells, values, strict=True) if n)
    made = list[Plano]()
    pedido = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=shown, publicadas=tuple(zeros))
    taken = cpu(lambda: made.append(planejar(pedido)))
    assert made[0].publicavel
    forms = list({cell.forma: None for cell in shown})
    rows = np.stack([selected(UNIVERSO, forma, atomos.codigos) for forma in forms], 1).astype(np.int64)
    known = counts(UNIVERSO, forms, atomos)
    plain = secondary(rows, known, known < LIMIAR)
    ours = made[0].medidas.secundarias
    printed = {zero.forma: zero.valor for zero in zeros}
    printed |= {cell.forma: value for cell, value in zip(shown, made[0].valores, strict=True)}
    small = [form for form, n in zip(forms, known, strict=True) if n < LIMIAR]
    asked = small[:: max(1, len(small) // 30)]
    told = certainly_small(list(printed.items()), atomos, asked)
    more = (
        f"{ours} secundárias em {number(taken)} s; GaussSuppression, no estudo: {GAUSS_ZEROS_PRINTED}; eliminação de"
        f" Gauss sem intervalos, nas mesmas pessoas: {plain}"
    )
    what = "zeros impressos, 2 a 2, N=1000: secundárias sobre as de GaussSuppression"
    board.goal("B5", what, ours / GAUSS_ZEROS_PRINTED, "×", 0.35, more=more)
    what = "zeros impressos: células pequenas que se sabem pequenas, porque oculto não é zero"
    board.goal("B5", what, told, f"de {len(asked)}", 0, more="o SISETP nunca imprime zeros: o plano não conta com isso")


def test_the_peer_hides_a_rectangle() -> None:
    """One small cell of a two-by-two table with its totals takes the three others with it."""
    inner = np.eye(4, dtype=np.int64)
    sums = np.array([[1, 0, 1, 0, 1], [1, 0, 0, 1, 1], [0, 1, 1, 0, 1], [0, 1, 0, 1, 1]])
    values = np.array([1, 9, 9, 9, 10, 18, 10, 18, 28])
    assert secondary(np.hstack([inner, sums]), values, values < LIMIAR) == 3


@pytest.mark.parametrize("n", sorted(GAUSS_3WAY))
def test_three_way_table(board: Board, enabled: bool, n: int) -> None:
    """B6: unit × sex × purpose, zeros as secret as small numbers; every form certified."""
    names = ("lugar", "sexo", "finalidade") if enabled else ("sexo", "finalidade")
    plano = planejar(
        Pedido(universo=UNIVERSO, atomos=people(n if enabled else 300), candidatas=linked(names, len(names)))
    )
    assert plano.publicavel
    more = f"{plano.medidas.ocultas}; GaussSuppression, no estudo: {GAUSS_3WAY[n]}"
    what = f"zeros secretos, 3 variáveis, N={n}: ocultas sobre as de GaussSuppression"
    board.goal("B6", what, plano.medidas.ocultas / GAUSS_3WAY[n], "×", 1.25, more=more)


@pytest.mark.parametrize("n", [1000, 5000])
def test_linked_two_way_tables(board: Board, enabled: bool, n: int) -> None:
    """B7: all two-way tables of five variables, 1,119 forms."""
    made = list[Plano]()
    cells = linked(FIVE if enabled else FIVE[2:], 2)
    pedido = Pedido(universo=UNIVERSO, atomos=people(n if enabled else 300), candidatas=cells)
    taken = cpu(lambda: made.append(planejar(pedido)))
    assert made[0].publicavel
    found = made[0].medidas
    more = f"{found.ocultas} ocultas, {found.secundarias} secundárias"
    board.goal("B7", f"todas as tabelas 2 a 2 de 5 variáveis, {found.formas} formas, N={n}", taken, "s", 60, more=more)


@pytest.mark.parametrize(("n", "aim"), [(1000, 25), (5000, 10)])
def test_catalogue_b(board: Board, enabled: bool, n: int, aim: int) -> None:
    """B10: share of catalogue B that is hidden, in percent, before the ladder."""
    cells = tuple(catalogue_b("ano", _YEAR, purpose=True)[: None if enabled else 60])
    plano = planejar(Pedido(universo=UNIVERSO, atomos=people(n if enabled else 300), candidatas=cells))
    board.goal("B10", f"oculto no catálogo B antes da escada, N={n}", hidden_share([plano]), "%", aim)
