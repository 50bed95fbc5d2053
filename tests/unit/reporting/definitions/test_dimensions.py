"""The allow-list of dimensions: its safety is derived from the field catalogue, and its groupings nest."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from sisetp.domain.codelists import codelist, load_overlay, reset_overlay
from sisetp.domain.fields import CATALOGUE, DataClass, Kind, Seal
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao, Natureza
from sisetp.reporting.definitions.groupings import REGIAO_DA_UF
from sisetp.reporting.facts import ESQUEMAS, Tabela

EVERY = pytest.mark.parametrize("dimension", DIMENSOES.values(), ids=lambda entry: str(entry.nome))
COUNTED = {
    "pessoa", "dia", "dias", "primeira", "pessoas",
    "aberto_antes", "aberto_no_mes", "reaberto_no_mes", "encerrado_no_mes", "aberto_no_fim",
}  # fmt: skip
PLACES = {"unidade", "uf", "regiao"}
TIMES = {"mes", "semestre", "ano"}
FACTS_OF_THE_SYSTEM = {"acompanhamento", "entre_unidades", "caso_novo"}
PUBLIC = {
    "unidade": "lugar", "uf": "lugar", "regiao": "lugar", "mes": "mes", "semestre": "mes", "sexo": "sexo",
    "faixa_etaria": "faixa", "raca_cor": "raca", "nacionalidade": "pais", "finalidade": "finalidade",
}  # fmt: skip


@pytest.fixture
def _overlay_undone() -> Iterator[None]:
    yield
    reset_overlay()


@EVERY
def test_every_dimension_is_a_sealed_code_or_a_place_or_a_time(dimension: Dimensao) -> None:
    if dimension.nome in PLACES | TIMES | FACTS_OF_THE_SYSTEM:
        assert dimension.campos == ()
        return
    assert dimension.campos
    for key in dimension.campos:
        entry = CATALOGUE[key]
        assert entry.data_class not in (DataClass.ID, DataClass.TXT, DataClass.TXT_S)
        assert entry.kind in (Kind.CODIGO, Kind.MULTI)
        assert entry.codelist == dimension.lista
        # In clear are only codes about the work of the unit: form I, how identity was asked, where a referral stands.
        assert entry.seal is Seal.ESTAT or entry.form == "I" or key in {("A", "modo_ident"), ("G", "status")}


def test_no_field_of_identity_or_text_and_no_place_finer_than_the_state_is_named() -> None:
    named = {key for dimension in DIMENSOES.values() for key in dimension.campos}
    closed = {key for key, entry in CATALOGUE.items() if entry.seal in (Seal.IDENT, Seal.RELATO)}
    assert named.isdisjoint(closed)
    assert "municipios" not in {dimension.lista for dimension in DIMENSOES.values()}


@EVERY
def test_its_columns_are_those_of_the_facts(dimension: Dimensao) -> None:
    for fact, name in dimension.colunas.items():
        column = {entry.nome: entry for entry in ESQUEMAS[fact]}[name]
        assert (column.lista or "") == (dimension.lista if dimension.natureza is not Natureza.MARCA else "")
        assert column.conjunto is (dimension.natureza is Natureza.CONJUNTO)


@pytest.mark.parametrize("fact", ESQUEMAS)
def test_every_code_of_the_facts_can_be_asked_for_and_nothing_else_can(fact: Tabela) -> None:
    columns = {entry.nome for entry in ESQUEMAS[fact]} - COUNTED
    assert columns == {entry.colunas[fact] for entry in DIMENSOES.values() if fact in entry.colunas}


def test_public_releases_have_the_dimensions_of_decisions_16_and_17_and_no_other() -> None:
    assert {entry.nome: entry.forma for entry in DIMENSOES.values() if entry.publica} == PUBLIC


@EVERY
def test_every_number_of_the_facts_is_one_code(dimension: Dimensao) -> None:
    numbers = [number for code in dimension.codigos() for number in dimension.numeros(code)]
    assert len(numbers) == len(set(numbers))
    if dimension.lista and dimension.colunas:
        assert set(numbers) == {0, *(item.n for item in codelist(dimension.lista).items)}
    labels = [dimension.rotulo_de(code) for code in dimension.codigos()]
    assert len(labels) == len(set(labels))


@EVERY
def test_groupings_are_partitions_and_hierarchies_nest(dimension: Dimensao) -> None:
    groupings = [dimension.agrupamento(entry.nome) for entry in dimension.agrupamentos]
    for grouping in groupings:
        held = [code for group in grouping.grupos for code in group.codigos]
        assert sorted(held) == sorted(dimension.codigos())
    for first, second in combinations([entry for entry in groupings if entry.hierarquia], 2):
        for group in first.grupos:
            for other in second.grupos:
                one, two = set(group.codigos), set(other.codigos)
                assert one.isdisjoint(two) or one <= two or two <= one


def test_every_state_is_in_its_region() -> None:
    assert REGIAO_DA_UF.keys() == {item.code for item in codelist("ufs").items}
    for uf, region in {"AC": "N", "TO": "N", "BA": "NE", "SP": "SE", "RS": "S", "DF": "CO", "MT": "CO"}.items():
        assert REGIAO_DA_UF[uf] == region


@pytest.mark.usefixtures("_overlay_undone")
def test_a_code_that_an_installation_adds_has_a_place_in_every_grouping(tmp_path: Path) -> None:
    overlay = tmp_path / "listas.json"
    overlay.write_text('{"listas": {"indicio": {"items": [{"code": "NOVO", "n": 90, "label": "Novo"}]}}}')
    load_overlay(overlay)
    groups = {group.codigo: group.codigos for group in DIMENSOES["indicios"].agrupamento("indicio_sim_nao").grupos}
    assert "NOVO" in groups["SIM"]
    assert DIMENSOES["indicios"].numeros("NOVO") == (90,)
