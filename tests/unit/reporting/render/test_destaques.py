"""Sentences are made from published cells only: one that needs a hidden cell is another sentence, or none."""

from typing import Any

import pytest

from sisetp.reporting.render.destaques import achados, mudancas, numeros
from sisetp.reporting.tables import Cobertura, Documento, Tabela
from tests.support.documentos import CONTA, por_mes, por_sexo, por_uf, publicado, tabela

SEXES = ("Feminino", "Masculino", "Ignorado/Não informado")


def by_sex(*counts: int, hidden: tuple[int, ...] = (), **mais: Any) -> Tabela:
    labels = SEXES[: len(counts)]
    places = {(row, 0) for row in hidden}
    return tabela([[count] for count in counts], places, linha=True, linhas=labels, rotulo_linhas="Sexo", **mais)


def first(*tabelas: Tabela) -> str:
    return achados(publicado(tabelas=tabelas))[0]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((60, 40), "Mulheres foram 6 de cada 10 pessoas atendidas pela primeira vez no ano."),
        ((51, 49), "Mulheres foram cerca de metade das pessoas atendidas pela primeira vez no ano."),
        ((65, 35), "Mulheres foram 65,0% das pessoas atendidas pela primeira vez no ano."),
        ((99, 1), "Mulheres foram 99,0% das pessoas atendidas pela primeira vez no ano."),
        ((60, 40, 25), "Mulheres foram 6 de cada 10 pessoas com sexo informado."),
    ],
)
def test_the_share_of_women_has_a_valid_base(counts: tuple[int, ...], said: str) -> None:
    assert first(by_sex(*counts)) == said


def test_the_number_of_a_footnote_is_not_part_of_a_label() -> None:
    noted = tabela([[60], [40]], linha=True, linhas=("Feminino¹", "Masculino"), rotulo_linhas="Sexo³")
    assert first(noted) == first(by_sex(60, 40))


@pytest.mark.parametrize("hidden", [(0,), (1,), (0, 1)])
def test_a_share_that_needs_a_hidden_cell_is_not_said(hidden: tuple[int, ...]) -> None:
    assert (
        first(by_sex(60, 40, 25, hidden=hidden))
        == "1º semestre de 2026: 125 pessoas atendidas pela primeira vez no ano."
    )
    assert [item.rotulo for item in numeros(publicado(tabelas=(by_sex(60, 40, 25, hidden=hidden),)))][1:] == [
        "unidades enviaram"
    ]


def test_the_category_left_out_of_the_base_may_be_hidden() -> None:
    assert first(by_sex(60, 40, 2, hidden=(2,))) == "Mulheres foram 6 de cada 10 pessoas com sexo informado."


def test_the_base_is_everybody_where_who_did_not_say_is_not_apart() -> None:
    assert first(by_sex(65, 33, 2, hidden=(1, 2))) == (
        "Mulheres foram 65,0% das pessoas atendidas pela primeira vez no ano."
    )
    taken_in = tabela([[65], [35]], linha=True, linhas=("Feminino", "Masculino ou Ignorado/Não informado"))
    assert first(taken_in) == first(by_sex(65, 33, 2, hidden=(1, 2)))
    crossed = tabela([[40, 20], [25, 15]], linha=True, coluna=True, colunas=(SEXES[0], taken_in.linhas[1]))
    assert first(crossed) == first(taken_in)


def test_women_taken_in_with_others_are_not_a_share_of_women() -> None:
    joined = tabela([[62], [38]], linha=True, linhas=("Feminino ou Ignorado/Não informado", "Masculino"))
    assert not any("Mulheres" in said for said in achados(publicado(tabelas=(joined,))))


def test_without_any_published_total_the_sentence_is_neutral() -> None:
    document = publicado(tabelas=(tabela([[3], [4]], {(0, 0), (1, 0)}),))
    assert achados(document) == ("Boletim da rede de enfrentamento ao tráfico de pessoas: 1º semestre de 2026.",)
    assert [item.valor for item in numeros(document)] == ["18 de 22"]


def test_attendances_are_never_called_people() -> None:
    counted = by_sex(60, 40, conta="atendimentos no período")
    assert achados(publicado(tabelas=(counted,), titulo="Boletim")) == ("Boletim: 1º semestre de 2026.",)


def test_the_largest_state_is_among_the_published_and_a_draw_is_not_said() -> None:
    assert "Entre as UFs publicadas, SP teve o maior número: 318." in achados(publicado())
    draw = [318 if uf in ("SP", "RJ") else 9 for uf in por_uf().linhas_uf[:-1]]
    assert not any("UFs" in said for said in achados(publicado(tabelas=(por_uf(draw),))))


PURPOSES = ("Outras finalidades", "Trabalho escravo", "Exploração sexual", "Não determinada (fora do total)")


def by_purpose(*counts: int, hidden: tuple[int, ...] = (), total: int | None = None) -> Tabela:
    """Victims by purpose as table 1 has them: the last category stays out of the total."""
    labels = (*PURPOSES[: len(counts)], "TOTAL")
    whole = total if total is not None else sum(counts[:3])
    return tabela(
        [[count] for count in (*counts, whole)],
        {(row, 0) for row in hidden},
        linhas=labels,
        total_linha=True,
        rotulo_linhas="Finalidade — Lei nº 13.344/16¹",
        conta="vítimas, pessoas pela primeira vez no ano",
    )


def test_victims_and_their_most_frequent_purpose() -> None:
    document = publicado(tabelas=(por_mes(), by_purpose(20, 127, 170, 18)))
    assert achados(document) == (
        "1º semestre de 2026: 1.399 pessoas atendidas pela primeira vez no ano.",
        "Exploração sexual foi a finalidade mais frequente: 170 de 317 vítimas com finalidade conhecida.",
    )
    assert [(item.valor, item.rotulo) for item in numeros(document)][1] == (
        "317",
        "vítimas atendidas com finalidade conhecida, 1º semestre de 2026",
    )


@pytest.mark.parametrize(
    "table",
    [
        by_purpose(20, 127, 170, 18, hidden=(1, 2)),
        by_purpose(20, 170, 170, 18),
        by_purpose(200, 127, 170, 18),
        by_purpose(20, 127, 170, total=340),
    ],
    ids=["hidden", "draw", "others first", "does not add up"],
)
def test_a_purpose_that_a_hidden_cell_could_change_is_not_said(table: Tabela) -> None:
    assert not any("finalidade mais frequente" in said for said in achados(publicado(tabelas=(por_mes(), table))))


def test_purposes_not_known_may_be_counted_with_the_others() -> None:
    labels = ("Exploração sexual", "Outras finalidades ou Não determinada / em apuração")
    joined = tabela([[170], [38]], linha=True, linhas=labels, rotulo_linhas="Finalidade", conta="vítimas no ano")
    assert "Exploração sexual foi a finalidade mais frequente: 170 de 208 vítimas." in achados(
        publicado(tabelas=(por_mes(), joined))
    )


def test_three_numbers_with_total_share_and_coverage() -> None:
    assert [(item.valor, item.rotulo) for item in numeros(publicado())] == [
        ("1.399", "pessoas atendidas pela primeira vez no ano, 1º semestre de 2026"),
        ("56,5%", "eram mulheres"),
        ("18 de 22", "unidades enviaram"),
    ]


def test_victims_do_not_take_the_place_of_the_share_of_women() -> None:
    shown = numeros(publicado(tabelas=(*publicado().tabelas, by_purpose(20, 127, 170, 18))))
    assert [item.valor for item in shown] == ["1.399", "317", "56,5%", "18 de 22"]


def before(**mais: Any) -> Documento:
    return publicado(periodo="2º semestre de 2025", periodo_codigo="2025-S2", **mais)


def test_changes_since_the_last_edition() -> None:
    small = por_mes(((100,), (90,), (80,), (70,), (60,), (50,)))
    old = before(tabelas=(small, by_sex(6, 4, codigo="B3")), cobertura=Cobertura(enviaram=15, esperadas=22))
    new = publicado(tabelas=(por_mes(), por_sexo(), por_uf()), parametros=())
    assert mudancas(old, new) == (
        "1.399 pessoas atendidas pela primeira vez no ano; na edição anterior, 450 (2º semestre de 2025).",
        "18 de 22 unidades enviaram; na edição anterior, 15 de 22.",
        "Mudaram as categorias de «Pessoas por sexo».",
        "Tabela nova: Pessoas por unidade da Federação do atendimento.",
        "Mudaram os parâmetros de proteção; veja os de agora.",
    )
    assert "Não sai nesta edição: Pessoas por sexo." in mudancas(new, publicado(tabelas=(por_mes(),)))


def test_a_hidden_total_is_not_compared_and_a_revised_edition_says_so() -> None:
    hidden = tabela([[5], [6]], {(2, 0), (0, 0)}, linha=True, conta=CONTA)
    assert not any("pessoas" in said for said in mudancas(before(tabelas=(hidden,)), publicado(tabelas=(hidden,))))
    assert mudancas(publicado(), publicado(edicao=2))[0].startswith("Esta é a edição 2")
