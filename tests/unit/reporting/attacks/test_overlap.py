"""Attacks on categories that overlap (O1–O5): two codings of the same thing, and answers that do not add up."""

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.reporting.definitions import reading
from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.definitions.vocabulary import Tipo
from sisetp.reporting.disclosure.auditor.attacks import attack
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso
from sisetp.reporting.facts import ESQUEMAS
from sisetp.reporting.releases.frame import DA_PESSOA, Moldura
from tests.unit.reporting.attacks.releases import (
    BRASIL,
    ESTADOS,
    IDADE,
    IDADE_LARGA,
    Quadro,
    ambas,
    only_naive_leaks,
)
from tests.unit.reporting.auditor.worlds import Mundo, por, um_a_um

FAIXAS = ("0-11", "12-17", "18-29", "30-39", "40-49", "50-59", "60+")


def test_o1_wide_ages_minus_fine_ages_give_the_hidden_age_and_not_when_protected() -> None:
    naive, safe = ambas(70, Quadro("finas", ESTADOS, IDADE), Quadro("largas", ESTADOS, IDADE_LARGA))
    only_naive_leaks(naive, safe, "O1")


def test_o2_two_codings_of_age_give_what_is_between_them_and_not_when_protected() -> None:
    one = por("faixa", {"até 29": FAIXAS[:3], "30 e mais": FAIXAS[3:]})
    other = por("faixa", {"até 39": FAIXAS[:4], "40 e mais": FAIXAS[4:]})
    fine = Quadro("finas", ESTADOS, IDADE)
    naive, safe = ambas(80, Quadro("um", ESTADOS, one), Quadro("outro", ESTADOS, other), fine)
    only_naive_leaks(naive, safe, "O2")


def test_o3_lists_of_nationality_that_change_give_a_small_one_away_and_not_when_protected() -> None:
    one = por("pais", {"BR": ("BR",), "VE": ("VE",), "outras": ("CO", "HT", "CU")})
    other = por("pais", {"BR": ("BR",), "VE": ("VE",), "CO": ("CO",), "outras": ("HT", "CU")})
    every = Quadro("todas", ESTADOS, um_a_um("pais"))
    naive, safe = ambas(100, Quadro("lista 1", ESTADOS, one), Quadro("lista 2", ESTADOS, other), every)
    only_naive_leaks(naive, safe, "O3")


def test_o4_answers_that_do_not_add_up_are_no_dimension_of_what_is_published() -> None:
    assert attack(_several_answers(), "O4").recuperados > 0
    with pytest.raises(RuleViolation, match="forma"):
        audit(_several_answers())
    several = {campo.nome for schema in ESQUEMAS.values() for campo in schema if campo.conjunto}
    assert {"necessidades", "indicios"} < several
    names = {name for name, _ in Moldura(ano=2026, lugares=(), pares=frozenset()).universo().dimensoes}
    assert not several & (names | set(DA_PESSOA.values()))
    public = [produto for produto in reading.load().listar() if produto.tipo is Tipo.BOLETIM]
    axes = [axis for produto in public for quadro in produto.tabelas for axis in quadro.eixos]
    assert axes
    assert not [axis for axis in axes if axis.dimensao.natureza is Natureza.CONJUNTO]


def test_o5_a_table_of_women_and_another_of_everybody_give_the_men_away_and_not_when_protected() -> None:
    women = por("sexo", {"mulheres": ("F",)}, total=False)
    men = por("sexo", {"homens": ("M",), "sem informação": ("NI",)}, total=False)
    tables = (Quadro("mulheres", ESTADOS, women), Quadro("todas", ESTADOS, BRASIL), Quadro("homens", ESTADOS, men))
    naive, safe = ambas(60, *tables)
    only_naive_leaks(naive, safe, "O5")


def _several_answers() -> Caso:
    """Needs: a person has several, so «housing» and «health» are no parts of a whole."""
    world = Mundo().chegam(12, sexo="F")
    needs = {"moradia": {"necessidades": ("MORADIA",)}, "saúde": {"necessidades": ("SAUDE",)}}
    return world.tabela("R", "necessidades", {"Brasil": {}}, needs).caso()
