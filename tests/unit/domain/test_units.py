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
