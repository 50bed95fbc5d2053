"""Rare categories and who did not say: what joins what, always the same, and whose number is kept."""

from collections.abc import Mapping, Sequence

import pytest

from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.model import Categoria, Quadro
from sisetp.reporting.releases import coarsening
from sisetp.reporting.releases.selection import cut
from sisetp.reporting.releases.tables import lay_out
from tests.unit.reporting.releases.test_tables import MOLDURA, PERIODS, RULES, TABLES

PLENTY, JOINED = 900, " em uma categoria"
BY_CODE = {quadro.codigo: quadro for _, quadro in TABLES}


def counted(**few: int) -> coarsening.Contagem:
    """National counts: plenty of each code, but for those given as dimension__code."""

    def count(dimensao: Dimensao, codigos: Sequence[str]) -> int:
        return sum(few.get(f"{dimensao.nome}__{code}", PLENTY) for code in codigos)

    return count


def steps(codigo: str, **few: int) -> list[str]:
    """The first steps of a table down its ladder, in words, for as long as they join what is rare."""
    quadro, count = BY_CODE[codigo], counted(**{"sexo__I": 0, **few})
    said: list[str] = []
    step: coarsening.Passo | None = ("", coarsening.settled(quadro, [], count))
    while step is not None and (not said or said[-1].endswith(JOINED)):
        step = coarsening.coarser(step[1], 5, count)
        said.append(step[0] if step else "")
    return [text for text in said if text.endswith(JOINED)]


@pytest.mark.parametrize(
    ("codigo", "few", "joined"),
    [
        ("BM-SEXO", {"sexo__NI": 2, "sexo__F": 40, "sexo__M": 60}, "Sexo: «Masculino ou Ignorado/Não informado»"),
        ("BM-SEXO", {"sexo__NI": 2, "sexo__F": 60, "sexo__M": 40}, "Sexo: «Masculino ou Ignorado/Não informado»"),
        ("BM-IDADE", {"faixa_etaria__NI": 4}, "Idade: «18 a 39 anos ou Não informado»"),
        ("BA-SEXO-IDADE", {"faixa_etaria__NI": 4}, "Idade: «18 a 29 anos ou Não informado»"),
        ("BA-RACA-SEXO", {"raca_cor__NI": 1}, "Cor/raça: «Parda ou Não informado»"),
        ("BA-NAC-SEXO", {"nacionalidade__NAO_INFORMADO": 1}, "Nacionalidade: «Outras nacionalidades ou Não informada»"),
    ],
)
def test_who_did_not_say_joins_the_same_category_whatever_the_sizes(
    codigo: str, few: Mapping[str, int], joined: str
) -> None:
    assert steps(codigo, **few) == [joined + JOINED]


def test_every_public_answer_has_who_takes_in_who_did_not_say() -> None:
    for name in ("sexo", "faixa_etaria", "raca_cor", "nacionalidade"):
        dimension = DIMENSOES[name]
        groups = {group.codigo for entry in dimension.agrupamentos for group in entry.grupos}
        assert dimension.acolhe in {*dimension.codigos(), *groups} - {dimension.vazio}


def test_codings_of_who_did_not_say_nest() -> None:
    """The age that takes them in has the same people in it as the coarser group that does, and some more."""
    finest = {entry.codigos for entry in joined_axis("BA-SEXO-IDADE", faixa_etaria__NI=4) if "NI" in entry.codigos}
    coarse = {entry.codigos for entry in joined_axis("BA-REGIAO-IDADE", faixa_etaria__NI=4) if "NI" in entry.codigos}
    (inner,), (outer,) = finest, coarse
    assert set(inner) < set(outer)


def joined_axis(codigo: str, **few: int) -> Sequence[Categoria]:
    step = coarsening.coarser(BY_CODE[codigo], 5, counted(**few))
    assert step is not None
    return next(axis for axis in step[1].eixos if axis.dimensao.nome == "faixa_etaria").categorias


@pytest.mark.parametrize(
    ("few", "joined"),
    [
        ({"raca_cor__AMARELA": 3, "raca_cor__NI": 3}, ["Cor/raça: «Amarela ou Não informado»"]),
        ({"raca_cor__AMARELA": 3, "raca_cor__NI": 80}, ["Cor/raça: «Amarela ou Não informado»"]),
        (
            {"raca_cor__AMARELA": 2, "raca_cor__NI": 1, "raca_cor__INDIGENA": 35},
            ["Cor/raça: «Amarela ou Indígena ou Não informado»"],
        ),
    ],
)
def test_rare_answers_join_each_other_and_then_the_smallest(few: Mapping[str, int], joined: Sequence[str]) -> None:
    assert steps("BA-RACA-SEXO", **few) == [text + JOINED for text in joined]


@pytest.mark.parametrize(
    ("codigo", "silent", "joined"), [("BA-REGIAO-SEXO", 49, True), ("BA-REGIAO-SEXO", 50, False), ("BM-SEXO", 5, False)]
)
def test_who_did_not_say_is_joined_when_too_few_for_every_row(codigo: str, silent: int, joined: bool) -> None:
    """Five regions, each with a threshold of five, twice over; a table of one entry shows them from the threshold."""
    assert bool(steps(codigo, sexo__NI=silent)) is joined


def test_what_is_rare_in_the_country_is_joined_before_what_is_thin_in_the_table() -> None:
    assert steps("BA-SEXO-IDADE", faixa_etaria__NI=9, sexo__NI=2) == [
        "Sexo: «Masculino ou Ignorado/Não informado» em uma categoria",
        "Idade: «18 a 29 anos ou Não informado» em uma categoria",
    ]


def test_larger_groups_never_bring_back_who_did_not_say() -> None:
    few = counted(faixa_etaria__NI=4, nacionalidade__NAO_INFORMADO=4, sexo__I=0)
    for codigo, last in (
        ("BA-SEXO-IDADE", "Idade: em 3 grupos"),
        ("BA-NAC-SEXO", "Nacionalidade: brasileira ou outra"),
    ):
        step: coarsening.Passo | None = ("", coarsening.settled(BY_CODE[codigo], [], few))
        said = []
        while step is not None and step[0] != last:
            step = coarsening.coarser(step[1], 5, few)
            said.append(step[0] if step else "")
        assert step is not None, said
        assert sum(text.endswith(JOINED) for text in said) == 1
        assert not any(set(entry.codigos) <= {"NI", "NAO_INFORMADO"} for entry in step[1].linhas[0].categorias)


def dear(quadro: Quadro) -> dict[str, str]:
    grade = lay_out(quadro, cut(MOLDURA, PERIODS["boletim-mensal"], 1), RULES)
    return {grade.linhas[casa.linha].rotulo: casa.classe.value for casa in grade.casas}


def test_what_takes_in_who_did_not_say_is_hidden_before_the_other_margins() -> None:
    by_sex, by_age = dear(BY_CODE["BM-SEXO"]), dear(BY_CODE["BM-IDADE"])
    assert by_sex["Masculino"] != by_sex["Feminino"] == by_age["0 a 17 anos"] == by_age["40 anos ou mais"]
    assert by_age["18 a 39 anos"] == by_sex["Masculino"]
