"""Every exact table that ships, from a million contacts: the first time (joining and ordering columns) and again."""

import resource
from collections.abc import Sequence

import pytest

from sisetp.domain.period import year_of
from sisetp.reporting.cube.reports import catalogo
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.cube.table import count
from sisetp.reporting.definitions.model import Produto, Quadro
from sisetp.reporting.definitions.vocabulary import Nivel, Tipo
from sisetp.reporting.facts import Fatos
from sisetp.reporting.tables import Publico
from tests.benchmarks.board import Board, number
from tests.benchmarks.rounds import cpu
from tests.support.fatos_inventados import REDE, rede_ao_acaso

CONTACTS, FEW = 1_000_000, 6_000
COLD_AIM, WARM_AIM = 5, 1
OFFICIAL = ("RAD", "RSA", "RM", "RAI")


@pytest.fixture(scope="module")
def facts(enabled: bool) -> Sequence[Fatos]:
    """Facts of every kind of a year, seven tenths as many people as contacts."""
    total = CONTACTS if enabled else FEW
    return list(rede_ao_acaso(1, contatos=total, pessoas=total * 7 // 10))


def official() -> list[tuple[Produto, Quadro]]:
    """Tables of the annual, semester, monthly and institutional reports."""
    return [
        (product, table)
        for product in catalogo().listar()
        if product.tipo is not Tipo.BOLETIM and product.codigo.startswith(OFFICIAL)
        for table in product.tabelas
    ]


def test_every_official_table_from_a_million_contacts(facts: Sequence[Fatos], board: Board, enabled: bool) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made: list[Cubo] = []

    def cold() -> None:
        made.append(Cubo(facts, REDE, year_of(2026)))
        every(made[-1])

    def every(cubo: Cubo) -> None:
        for product, table in official():
            assert count(cubo, product, table, Publico.RESTRITO, Nivel.BRASIL).linhas

    first = cpu(cold)
    again = min(cpu(lambda: every(made[0])) for _ in range(3))
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    what = f"{len(official())} tabelas oficiais de {CONTACTS if enabled else FEW} contatos"
    board.goal("E2", f"{what}, frio", first, "s", COLD_AIM, more=f"até {number(peak)} MiB a mais no processo")
    board.goal("E2", f"{what}, de novo", again, "s", WARM_AIM)
