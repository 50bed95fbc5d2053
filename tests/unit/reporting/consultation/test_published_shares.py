"""Percentages of what is published: from published numbers only, of who answered, and never of what is hidden."""

from dataclasses import replace

from sisetp.reporting.consultation.published_shares import published_shares
from sisetp.reporting.tables import Tabela
from tests.support.documentos import por_sexo_e_faixa, protegida, tabela

SEXO = ("Feminino", "Masculino", "Ignorado/Não informado")


def of(truth: list[int], *hidden: int, rows: tuple[str, ...] = SEXO) -> Tabela:
    places = {(n, 0) for n in hidden}
    return tabela([[value] for value in truth], places, linha=True, linhas=rows, colunas=("Pessoas",))


def texts(table: Tabela) -> list[str]:
    found = published_shares(table)
    assert found is not None
    return [row[0] for row in found.textos]


def said(table: Tabela) -> str:
    found = published_shares(table)
    assert found is not None
    return " ".join(found.base)


def test_who_did_not_answer_is_out_of_the_base() -> None:
    table = of([30, 60, 10])
    assert texts(table) == ["33,3%", "66,7%", "", ""]
    assert "Pessoas: 90." in said(table)
    assert "a base é o total" not in said(table)


def test_where_who_did_not_answer_is_hidden_or_merged_the_base_is_the_total() -> None:
    hidden, merged = of([30, 60, 10], 1, 2), of([40, 60], rows=("Feminino ou Ignorado/Não informado", "Masculino"))
    assert texts(hidden) == ["30,0%", "", "", ""]
    assert texts(merged) == ["40,0%", "60,0%", ""]
    for table in (hidden, merged):
        assert "Pessoas: 100." in said(table)
        assert "a base é o total" in said(table)


def test_another_truth_under_what_is_hidden_gives_the_same_percentages() -> None:
    assert published_shares(of([30, 63, 7], 1, 2)) == published_shares(of([30, 0, 70], 1, 2))


def test_a_hidden_total_or_rows_that_do_not_add_up_have_none() -> None:
    whole = por_sexo_e_faixa()
    assert published_shares(whole) is not None
    assert published_shares(replace(whole, multipla=True)) is None
    assert published_shares(replace(whole, total_linha=False)) is None
    no_total = protegida([[30], [60], [10], [100]], {(3, 0)})
    assert published_shares(replace(of([30, 60, 10]), celulas=no_total)) is None
    assert published_shares(of([0, 0, 0])) is None
