"""The 26 units of the network."""

import re

from sisetp.domain.codelists import codelist
from sisetp.domain.geography import fuso_do_municipio, municipio
from sisetp.domain.units import UNIDADES


def test_there_are_twenty_netps_and_six_paahms() -> None:
    assert len(UNIDADES) == len({unit.codigo for unit in UNIDADES}) == len({unit.nome for unit in UNIDADES}) == 26
    types = [unit.tipo for unit in UNIDADES]
    assert (types.count("NETP_E"), types.count("NETP_M"), types.count("PAAHM")) == (18, 2, 6)


def test_each_unit_stands_in_a_town_of_its_uf_and_zone() -> None:
    for unit in UNIDADES:
        town = municipio(unit.municipio)
        assert town is not None
        assert town.uf == unit.uf
        assert fuso_do_municipio(unit.municipio) == unit.fuso
        assert unit.ambiente in codelist("ambiente_unidade")
        assert re.fullmatch(r"(NETP|PAAHM)-[A-Z-]+", unit.codigo)
        assert unit.fim is None


def test_the_posts_stand_where_the_page_says() -> None:
    towns = {unit.codigo: municipio(unit.municipio) for unit in UNIDADES if unit.tipo != "NETP_E"}
    assert {code: town.nome for code, town in towns.items() if town} == {
        "NETP-LAURO": "Lauro de Freitas",
        "NETP-IPOJUCA": "Ipojuca",
        "PAAHM-GRU": "Guarulhos",
        "PAAHM-GIG": "Rio de Janeiro",
        "PAAHM-BEL": "Belém",
        "PAAHM-MAO": "Manaus",
        "PAAHM-FOR": "Fortaleza",
        "PAAHM-FOR-ROD": "Fortaleza",
    }


def test_state_units_stand_in_the_capital() -> None:
    capitals = (
        "Rio Branco, Manaus, Macapá, Salvador, Fortaleza, Brasília, Goiânia, São Luís, Belo Horizonte, Campo Grande"
    )
    capitals += ", Cuiabá, Belém, João Pessoa, Recife, Curitiba, Rio de Janeiro, Porto Alegre, São Paulo"
    towns = [municipio(unit.municipio) for unit in UNIDADES if unit.tipo == "NETP_E"]
    assert [town.nome for town in towns if town] == capitals.split(", ")
