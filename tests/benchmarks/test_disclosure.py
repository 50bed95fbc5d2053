"""Disclosure control: how long a plan takes and how much it hides. Figures only, never a failure.

GaussSuppression 1.2.3 (R) is not run here: its counts are constants, published baselines of the secrecy design, on
simulated data of the same shape as ours but not the same people. So ratios to it say «about», not «exactly».
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from time import perf_counter

import pytest

from sisetp.reporting.disclosure.plan import Plano, planejar
from sisetp.reporting.disclosure.request import Candidata, Parametros, Pedido
from sisetp.reporting.disclosure.verify import verify
from tests.benchmarks.board import Board, Figure, number
from tests.benchmarks.network import MESES, UNIVERSO, each, people, table
from tests.benchmarks.optimum import least_hidden, random_table, request
from tests.benchmarks.programme import catalogue_b, first_edition, publish, year

GAUSS_3WAY = {1000: 586, 5000: 465, 20_000: 323}
_YEAR: Mapping[str, Sequence[str]] = {"mes": MESES, "nasceu": ("1",)}


def seconds(board: Board, metric: str, taken: float, aim: float, extra: str = "") -> None:
    """One line about wall-clock time."""
    board.figures.append(
        Figure(
            metric=metric,
            ours=f"{number(taken)} s {extra}".strip(),
            peer="—",
            value=taken * 1000,
            unit="ms",
            aim=aim * 1000,
        )
    )


def share(board: Board, metric: str, ours: float, peer: float, aim: float, of: str) -> None:
    """One line about a count against another one."""
    board.figures.append(
        Figure(metric=metric, ours=number(ours), peer=f"{of}: {number(peer)}", value=ours / peer, unit="×", aim=aim)
    )


def linked(names: Sequence[str], ways: int) -> tuple[Candidata, ...]:
    """All tables of that many variables, with their totals."""
    found: list[Candidata] = []
    for group in combinations(names, ways):
        found += table("-".join(group), {}, {name: each(name) for name in group})
    return tuple(found)


def hidden_share(planned: Sequence[Plano]) -> float:
    """Hidden forms, in percent of those asked."""
    return 100 * sum(p.medidas.ocultas for p in planned) / sum(p.medidas.formas for p in planned)


def test_annual_programme(board: Board, enabled: bool) -> None:
    """B2: the year's tables in one plan, 10,000 people."""
    n = 10_000 if enabled else 200
    started = perf_counter()
    cells = tuple(catalogue_b("ano", _YEAR, purpose=True)[: None if enabled else 60])
    plano = planejar(Pedido(universo=UNIVERSO, atomos=people(n), candidatas=cells))
    assert plano.publicavel
    seconds(board, f"B2 plano anual, {n} pessoas", perf_counter() - started, 15)


@pytest.mark.parametrize("n", [1000, 5000])
def test_year_of_releases(board: Board, enabled: bool, n: int) -> None:
    """B3, B8, B9: fifteen linked releases, their price over separate ones, and the check of the last proofs."""
    releases = list(first_edition())
    releases = releases if enabled else releases[:2]
    atomos = people(n if enabled else 200)
    planned = list(year(atomos, releases, Parametros()))
    plans = [plano for _, _, plano in planned]
    seconds(board, f"B3 {len(releases)} divulgações, N={n}", sum(p.medidas.segundos for p in plans), 30)
    apart = [plano for _, _, plano in year(atomos, releases, Parametros(), linked=False)]
    share(board, f"B8 % ocultas, juntas, N={n}", hidden_share(plans), hidden_share(apart), 1.15, "separadas")
    _, pedido, plano = planned[-1]
    closed = replace(pedido, candidatas=(), publicadas=pedido.publicadas + publish(pedido, plano))
    started = perf_counter()
    assert verify(closed, plano.provas) == ()
    seconds(board, f"B9 conferir {len(plano.provas.certificados)} certificados", perf_counter() - started, 2)


def test_against_the_optimum(board: Board, enabled: bool) -> None:
    """B4: hidden cells against the proven least, twelve random two-way tables."""
    ratios = []
    for seed in range(12 if enabled else 2):
        found = random_table(seed)
        ratios.append(planejar(request(found)).medidas.ocultas / least_hidden(found))
    share(board, "B4 média sobre o ótimo provado", sum(ratios) / len(ratios), 1, 1.10, "ótimo")
    share(board, "B4 pior tabela", max(ratios), 1, 1.15, "ótimo")


@pytest.mark.parametrize("n", sorted(GAUSS_3WAY))
def test_three_way_table(board: Board, enabled: bool, n: int) -> None:
    """B6: unit × sex × purpose, zeros as secret as small numbers; every form certified."""
    names = ("lugar", "sexo", "finalidade") if enabled else ("sexo", "finalidade")
    plano = planejar(
        Pedido(universo=UNIVERSO, atomos=people(n if enabled else 300), candidatas=linked(names, len(names)))
    )
    assert plano.publicavel
    share(board, f"B6 ocultas, 3 variáveis, N={n}", plano.medidas.ocultas, GAUSS_3WAY[n], 1.25, "GaussSuppression")


@pytest.mark.parametrize("n", [1000, 5000])
def test_linked_two_way_tables(board: Board, enabled: bool, n: int) -> None:
    """B7: all two-way tables of five variables, 1,119 forms."""
    names = ("lugar", "mes", "faixa", "sexo", "finalidade") if enabled else ("faixa", "sexo", "finalidade")
    plano = planejar(Pedido(universo=UNIVERSO, atomos=people(n if enabled else 300), candidatas=linked(names, 2)))
    assert plano.publicavel
    text = f"{plano.medidas.ocultas} ocultas, {plano.medidas.secundarias} secundárias"
    seconds(board, f"B7 2 a 2 de 5 variáveis, N={n}", plano.medidas.segundos, 60, text)


@pytest.mark.parametrize(("n", "aim"), [(1000, 25), (5000, 10)])
def test_catalogue_b(board: Board, enabled: bool, n: int, aim: int) -> None:
    """B10: share of catalogue B that is hidden, in percent, before the ladder."""
    cells = tuple(catalogue_b("ano", _YEAR, purpose=True)[: None if enabled else 60])
    plano = planejar(Pedido(universo=UNIVERSO, atomos=people(n if enabled else 300), candidatas=cells))
    share(board, f"B10 % oculto do catálogo B, N={n}", hidden_share([plano]), 100, aim / 100, "todas")
