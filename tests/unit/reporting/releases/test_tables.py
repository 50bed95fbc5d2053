"""Public tables as forms: totals are sums of the same people, and a coarser table counts them all again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sisetp.domain.period import month, semester, year_of
from sisetp.reporting.definitions import reading
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.model import Filtro, Produto, Quadro
from sisetp.reporting.disclosure.atoms import Atomos, count
from sisetp.reporting.disclosure.request import Classe
from sisetp.reporting.releases import coarsening, parameters
from sisetp.reporting.releases.frame import MESES, Lugar, Moldura
from sisetp.reporting.releases.selection import Recorte, cut
from sisetp.reporting.releases.tables import Grade, lay_out, settle

LUGARES = (
    Lugar(id=1, codigo="NETP-SP", uf="SP"),
    Lugar(id=2, codigo="NETP-PA", uf="PA"),
    Lugar(id=3, codigo="NETP-AM", uf="AM"),
)
SENT = frozenset(product(MESES, ("NETP-SP", "NETP-PA")))
MOLDURA = Moldura(ano=2026, lugares=LUGARES, pares=SENT)
RULES = parameters.load()
PERIODS = {"boletim-mensal": month(2026, 3), "boletim-semestral": semester(2026, 1), "boletim-anual": year_of(2026)}
TABLES = [
    (produto, quadro) for produto in reading.load().listar() if produto.codigo in PERIODS for quadro in produto.tabelas
]


def population() -> Atomos:
    """Three hundred invented people of the places that sent."""
    rng = np.random.default_rng(5)
    universo = MOLDURA.universo()
    sizes = [len(codes) for _, codes in universo.dimensoes]
    codes = np.column_stack([rng.integers(0, size, 300) for size in sizes]).astype(np.int16)
    codes[:, 1] = [universo.codigos("lugar").index(code) for code in rng.choice(["NETP-SP", "NETP-PA"], 300)]
    codes[:, -2:] = (0, 1)  # born in the first edition, still counting
    return Atomos(codigos=codes, contagens=np.ones(300, np.int64))


ATOMOS = population()


def nobody_is_large(_dimensao: Dimensao, codigos: Sequence[str]) -> int:
    """Counts that make every code rare and the first of a list the largest."""
    return 2 if "BR" in codigos else 1


def values(grade: Grade, recorte: Recorte) -> dict[tuple[int, int], int]:
    return {
        (casa.linha, casa.coluna): count(recorte.universo, casa.forma, ATOMOS) if casa.possivel else 0
        for casa in grade.casas
    }


def rows_of_the_sum(quadro: Quadro, grade: Grade) -> list[int]:
    """Rows that the total includes; a category «fora do total» is not one."""
    rows = [n for n, place in enumerate(grade.linhas) if not place.total]
    axis = quadro.linhas[0].categorias if quadro.linhas else ()
    return [n for n in rows if axis[n].soma] if len(axis) == len(rows) else rows


@pytest.mark.parametrize(("produto", "quadro"), TABLES, ids=[quadro.codigo for _, quadro in TABLES])
def test_totals_are_the_sum_of_their_rows_at_every_step_of_the_ladder(produto: Produto, quadro: Quadro) -> None:
    recorte = cut(MOLDURA, PERIODS[produto.codigo], 1)
    step: coarsening.Passo | None = ("", coarsening.settled(quadro, [], nobody_is_large))
    seen = []
    while step is not None:
        grade = lay_out(step[1], recorte, RULES)
        found = values(grade, recorte)
        rows, columns = range(len(grade.linhas)), range(len(grade.colunas))
        summed = rows_of_the_sum(step[1], grade)
        if grade.linhas[-1].total and len(grade.linhas) > 1:
            for j in columns:
                assert sum(found[i, j] for i in summed) == found[len(grade.linhas) - 1, j], step[0]
        if grade.colunas[-1].total and len(grade.colunas) > 1:
            for i in rows:
                assert sum(found[i, j] for j in columns[:-1]) == found[i, len(grade.colunas) - 1], step[0]
        seen.append(len(grade.casas))
        step = coarsening.coarser(step[1], 5, nobody_is_large)
    assert seen == sorted(seen, reverse=True)


def test_official_tables_have_the_totals_of_the_first_at_every_step_of_their_ladders() -> None:
    """The same people, hence the same form and the same number: what table 1 says is what the others add up to."""
    recorte = cut(MOLDURA, PERIODS["boletim-anual"], 1)
    official = {quadro.codigo: quadro for _, quadro in TABLES if quadro.codigo.startswith("BA-RAD-")}
    assert {quadro.confere_com for quadro in official.values()} == {"", "BA-RAD-1"}
    total = lay_out(official["BA-RAD-1"], recorte, RULES).casas[-1].hash
    for quadro in official.values():
        step: coarsening.Passo | None = ("", quadro)
        while step is not None:
            assert lay_out(step[1], recorte, RULES).casas[-1].hash == total, (quadro.codigo, step[0])
            step = coarsening.coarser(step[1], 5, nobody_is_large)


def test_places_without_a_sender_are_said_and_places_without_a_unit_are_impossible() -> None:
    quadro = next(quadro for _, quadro in TABLES if quadro.codigo == "BS-UF")
    grade = lay_out(quadro, cut(MOLDURA, semester(2026, 1), 1), RULES)
    state = {grade.linhas[casa.linha].rotulo: (casa.possivel, casa.sem_envio) for casa in grade.casas}
    assert (state["São Paulo"], state["Amazonas"], state["Bahia"]) == ((True, False), (False, True), (False, False))
    assert len(grade.candidatas()) == 3  # São Paulo, Pará and Brasil


def test_one_form_has_one_threshold_and_the_headline_is_the_first_total() -> None:
    tables = [quadro for produto, quadro in TABLES if produto.codigo == "boletim-anual" and quadro.base == "vitimas"]
    recorte = cut(MOLDURA, year_of(2026), 1)
    grades = settle([lay_out(quadro, recorte, RULES) for quadro in tables], {})
    limits: dict[str, set[int]] = {}
    for casa in (casa for grade in grades for casa in grade.casas):
        limits.setdefault(casa.hash, set()).add(casa.limiar)
    assert {len(found) for found in limits.values()} == {1}
    crossed = next(grade for grade in grades if grade.quadro.codigo == "BA-RAD-2")
    inner = [
        casa for casa in crossed.casas if not (crossed.linhas[casa.linha].total or crossed.colunas[casa.coluna].total)
    ]
    assert {casa.limiar for casa in inner} == {10}
    headline = {casa.hash for grade in grades for casa in grade.casas if casa.classe is Classe.DESTAQUE}
    assert len(headline) == 1
    known = next(iter(headline))
    again = settle([lay_out(tables[0], recorte, RULES)], {known: 9})
    assert {casa.limiar for casa in again[0].casas if casa.hash == known} == {9}


def test_what_a_filter_narrows_is_crossed_too() -> None:
    by_purpose = next(quadro for _, quadro in TABLES if quadro.codigo == "BA-RAD-1")
    minors = Filtro(dimensao=DIMENSOES["faixa_etaria"], codigos=("F00_11", "F12_17"))
    grade = lay_out(replace(by_purpose, filtro=(minors,)), cut(MOLDURA, year_of(2026), 1), RULES)
    limits = {casa.linha: casa.limiar for casa in grade.casas}
    assert (limits[0], limits[len(grade.linhas) - 1]) == (10, 5)


def test_the_same_people_have_the_same_form_in_every_table_and_release() -> None:
    monthly, half = cut(MOLDURA, month(2026, 3), 1), cut(MOLDURA, semester(2026, 1), 1)
    by_month = next(quadro for _, quadro in TABLES if quadro.codigo == "BS-MES")
    region = next(quadro for _, quadro in TABLES if quadro.codigo == "BM-REGIAO")
    march = next(casa for casa in lay_out(by_month, half, RULES).casas if casa.linha == 2)
    total = lay_out(region, monthly, RULES).casas[-1]
    assert march.hash == total.hash
