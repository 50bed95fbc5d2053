"""Every table that ships, cell by cell, against a count in plain Python that shares nothing with the cube."""

from collections.abc import Iterator

import pytest

from sisetp.config import ROOT
from sisetp.domain.period import year_of
from sisetp.reporting.cube import counting
from sisetp.reporting.cube.axes import CATEGORIA, Posicoes
from sisetp.reporting.cube.groups import Grupos, por_linha
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.cube.table import Contado, contado
from sisetp.reporting.definitions.model import Eixo, Produto, Quadro
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.vocabulary import Nivel, Tipo
from sisetp.reporting.tables import Publico
from tests.support import ingenua
from tests.support.fatos_inventados import REDE, rede_ao_acaso

CATALOGO = load(ROOT / "reports" / "definicoes")
FATOS = tuple(rede_ao_acaso(7, contatos=600, pessoas=120, meses=range(1, 4)))
TABELAS = [(produto, quadro) for produto in CATALOGO.listar() for quadro in produto.tabelas]
EXATAS = [(produto, quadro) for produto, quadro in TABELAS if produto.tipo is not Tipo.BOLETIM]


@pytest.fixture(scope="module")
def cubo() -> Cubo:
    return Cubo(FATOS, REDE, year_of(2026))


def different(cubo: Cubo, produto: Produto, quadro: Quadro) -> Iterator[tuple[str, str, int | None, int]]:
    """Cells whose number is not the one counted in plain Python."""
    made = contado(cubo, produto, quadro, Publico.RESTRITO, Nivel.BRASIL)
    rows = {measure.fato: ingenua.linhas(FATOS, measure.fato, REDE) for measure in quadro.medidas}
    for i, line in enumerate(made.tabela.linhas):
        for j, column in enumerate(made.tabela.colunas):
            cell, measure = made.tabela.celulas[i][j], made.medida(i, j)
            if cell.marca.value == "sem envio" or (cell.marca.value == "-" and measure.conta.value != "casos_dias"):
                continue
            expected = ingenua.celula(rows[measure.fato], quadro, measure, where(made, i, j))
            if (cell.valor if cell.valor is not None else -1) != expected:
                yield line, column, cell.valor, expected


def where(made: Contado, i: int, j: int) -> list[tuple[Eixo, ingenua.Lugar]]:
    sides = ((made.linhas, made.linhas.lugares[i]), (made.colunas, made.colunas.lugares[j]))
    return [place(axis, n) for side, at in sides for axis, n in zip(side.eixos, at.indice, strict=True)]


def place(axis: Posicoes, n: int) -> tuple[Eixo, ingenua.Lugar]:
    kind = axis.tipos[n]
    return axis.eixo, (kind, frozenset(axis.categorias[n].codigos if kind == CATEGORIA else ()))


@pytest.mark.parametrize(("produto", "quadro"), EXATAS, ids=[quadro.codigo for _, quadro in EXATAS])
def test_every_cell_is_the_plain_count(cubo: Cubo, produto: Produto, quadro: Quadro) -> None:
    assert list(different(cubo, produto, quadro)) == []


def test_a_wrong_rule_of_distinct_people_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def every_row(fatos, selecao, presos, rede) -> Grupos:  # type: ignore[no-untyped-def]
        return por_linha(fatos, selecao)

    monkeypatch.setattr(counting, "distintos", every_row)
    produto, quadro = CATALOGO.quadros["RSA-1"]
    assert list(different(Cubo(FATOS, REDE, year_of(2026)), produto, quadro)) != []
