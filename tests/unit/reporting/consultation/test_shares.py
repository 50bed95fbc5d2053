"""Percentages: of what was answered, in each column or row, never of time, with the base said."""

from datetime import date
from typing import Any

from sisetp.domain.period import year_of
from sisetp.reporting.consultation.definition import product_of
from sisetp.reporting.consultation.question import COLUNA, LINHA, SEM, Pergunta
from sisetp.reporting.consultation.shares import Percentuais, shares
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.cube.table import Contado, contado
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.facts import Tabela
from sisetp.reporting.tables import Publico
from tests.support.fatos_inventados import REDE, fatos

ANO = year_of(2026)
ROWS: tuple[dict[str, Any], ...] = (
    {"sexo": "F", "faixa_etaria": "F18_29", "necessidades": ("ACOLHIDA", "ALIMENTO")},
    {"sexo": "F", "faixa_etaria": "F18_29", "necessidades": ("ACOLHIDA",)},
    {"sexo": "F", "faixa_etaria": "F60", "necessidades": ()},
    {"sexo": "M", "faixa_etaria": "F18_29", "necessidades": ("ALIMENTO",)},
    {"sexo": None, "faixa_etaria": "F18_29", "necessidades": ("ACOLHIDA",)},
    {"sexo": "NI", "faixa_etaria": None, "necessidades": ("ACOLHIDA",)},
)


def asked(*por: str, tempo: str = "") -> Contado:
    """The contacts above, counted."""
    made = fatos(Tabela.CONTATO, [{"pessoa": n + 1, "dia": 1} | row for n, row in enumerate(ROWS)])
    product = product_of(Pergunta(conta="pessoas", periodo="2026", por=por, tempo=tempo), ANO, date(2027, 1, 1))
    cubo = Cubo([made], {1: REDE[1]}, ANO)
    return contado(cubo, product, product.tabelas[0], Publico.UNIDADE, Nivel.UNIDADE)


def by_label(entry: Contado, sentido: str = COLUNA) -> dict[str, tuple[str, ...]]:
    """Shares by the label of each row."""
    found = shares(entry, sentido)
    assert found
    return dict(zip(entry.tabela.linhas, found.textos, strict=True))


def test_not_informed_is_shown_and_is_in_no_base() -> None:
    found = by_label(asked("sexo"))
    assert found == {
        "Feminino": ("75,0%",),
        "Masculino": ("25,0%",),
        "Intersexo": ("0,0%",),
        "Ignorado/Não informado": ("",),
        "Total": ("",),
    }
    said = shares(asked("sexo"), COLUNA)
    assert isinstance(said, Percentuais)
    assert "base de 4, de 6 no total" in said.base[0]
    assert "2 sem resposta" in said.base[0]


def test_each_column_or_each_row_has_its_own_base() -> None:
    entry = asked("sexo", "faixa_etaria")
    young = entry.tabela.colunas.index("18 a 29 anos")
    assert by_label(entry)["Feminino"][young] == "66,7%"  # of the three aged 18 to 29 whose sex is known
    assert by_label(entry)["Feminino"][-1] == "75,0%"
    assert by_label(entry, LINHA)["Feminino"][young] == "66,7%"  # of the three women
    assert by_label(entry, LINHA)["Feminino"][-1] == ""
    assert by_label(entry, LINHA)["Masculino"][young] == "100,0%"


def test_several_answers_are_of_who_answered_and_pass_a_hundred() -> None:
    found = by_label(asked("necessidades"))
    assert found["Acolhida e escuta qualificada"] == ("80,0%",)
    assert found["Alimentação e água"] == ("40,0%",)
    assert found["Sem resposta"] == ("",)
    said = shares(asked("necessidades"), COLUNA)
    assert said
    assert any("passam de 100%" in text for text in said.base)


def test_time_is_never_shared_out_and_a_base_of_zero_has_no_share() -> None:
    assert shares(asked(tempo="mes"), COLUNA) is None
    assert shares(asked("sexo", tempo="mes"), LINHA) is None
    assert shares(asked(), COLUNA) is None
    assert shares(asked("sexo"), SEM) is None
    entry = asked("sexo", "faixa_etaria")
    child = entry.tabela.colunas.index("Até 12 anos incompletos")
    assert by_label(entry)["Feminino"][child] == ""


def test_a_group_that_holds_the_unanswered_says_so() -> None:
    said = shares(asked("sexo.sexo3"), COLUNA)
    assert said
    assert said.base[-1] == "«Ignorado/Não informado» inclui quem não respondeu."
