"""Tables by state: what only some units sent is marked, and what no unit could send is not taken for a zero."""

from dataclasses import replace

import pytest

from sisetp.db.period_rows import Devidos
from sisetp.domain.period import parse_period
from sisetp.reporting.national.arrivals import com_envios, missing
from sisetp.reporting.render.xlsx import render_xlsx
from sisetp.reporting.tables import Celula, Cobertura, Marca, Tabela
from tests.support.documentos import restrito, tabela
from tests.support.planilhas import rows

MARCH = parse_period("2026-03")
QUARTERS = (1, 2, 3)


def unit(key: int, codigo: str, uf: str, *sent: int) -> Devidos:
    return Devidos(unidade_id=key, codigo=codigo, uf=uf, meses=QUARTERS, consolidados=frozenset(sent))


NET = (
    unit(1, "NETP-CE", "CE", *QUARTERS),
    unit(2, "NETP-MG", "MG", 1, 2),
    unit(3, "NETP-SP", "SP", *QUARTERS),
    unit(4, "PAAHM-GRU", "SP"),
)


def states() -> Tabela:
    made = tabela([[5], [6], [7]], linhas=("Ceará", "Minas Gerais", "São Paulo"), codigo="PN-UF")
    return replace(made, linhas_uf=("CE", "MG", "SP"), regras=("Uma regra.",))


def test_a_state_of_which_one_unit_of_two_sent_is_marked_and_named() -> None:
    late = missing(NET, parse_period("2026-02"))
    assert late == ("PAAHM-GRU",)
    made = com_envios(states(), NET, late)
    assert made.linhas == ("Ceará", "Minas Gerais", "São Paulo *")
    assert made.regras == ("* São Paulo: 1 de 2 unidades enviou tudo; falta PAAHM-GRU.", "Uma regra.")
    assert made.celulas == states().celulas


def test_a_unit_that_sent_some_months_is_marked_too() -> None:
    late = ("NETP-MG (março)", "PAAHM-GRU")
    made = com_envios(states(), NET, late)
    assert made.linhas == ("Ceará", "Minas Gerais *", "São Paulo *")
    assert made.regras[0] == "* Minas Gerais: a unidade não enviou tudo; falta NETP-MG (março)."


def test_a_state_that_sent_nothing_needs_no_mark() -> None:
    assert missing(NET, MARCH) == ("NETP-MG", "PAAHM-GRU")
    assert com_envios(states(), NET, ("NETP-MG",)) == states()
    assert com_envios(replace(states(), linhas_uf=()), NET, ("PAAHM-GRU",)) == replace(states(), linhas_uf=())


def test_a_state_without_a_unit_is_said_to_have_none() -> None:
    nobody, somebody = Celula(None, Marca.IMPOSSIVEL), Celula(3)
    made = tabela([[3], [0]], linhas=("Acre", "Roraima"), codigo="B1")
    alone = replace(made, linhas_uf=("AC", "RR"), celulas=((somebody,), (nobody,)))
    found = str(rows(render_xlsx(restrito(tabelas=(alone,))), "B1"))
    assert "a UF não tem unidade da rede" in found
    assert "combinação que não existe" not in found
    mixed = replace(alone, linhas_uf=())
    found = str(rows(render_xlsx(restrito(tabelas=(mixed,))), "B1"))
    assert "a UF não tem unidade" not in found
    assert "combinação que não existe" in found


@pytest.mark.parametrize(
    ("sent", "expected", "words"),
    [
        (18, 22, "18 de 22 unidades enviaram"),
        (0, 2, "0 de 2 unidades enviaram"),
        (1, 2, "1 de 2 unidades enviou"),
        (1, 1, "1 de 1 unidade enviou"),
        (0, 1, "0 de 1 unidade enviou"),
    ],
)
def test_coverage_in_words(sent: int, expected: int, words: str) -> None:
    assert Cobertura(enviaram=sent, esperadas=expected).em_palavras() == words
