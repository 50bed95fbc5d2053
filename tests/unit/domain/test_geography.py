"""Countries, languages, municipalities, time zones, and the search of the type-ahead."""

from zoneinfo import ZoneInfo

import pytest

from sisetp.domain.geography import (
    UFS,
    buscar,
    fuso_da_uf,
    fuso_do_municipio,
    idiomas,
    municipio,
    municipios,
    paises,
)


def test_there_are_249_iso_countries_and_two_other_answers() -> None:
    codes = [item.code for item in paises()]
    assert len([code for code in codes if len(code) == 2]) == 249
    assert codes[-2:] == ["APATRIDA", "NAO_INFORMADO"]
    assert not {"XK", "EU", "UN", "ZZ", "AC", "IC"} & set(codes)


def test_nicaragua_is_not_taken_for_not_informed() -> None:
    names = {item.code: item.label for item in paises()}
    assert names["NI"] == "Nicarágua"
    assert names["CI"] == "Côte d’Ivoire"
    assert names["CD"] == "República Democrática do Congo"


def test_languages_have_libras_and_warao() -> None:
    assert {"pt", "es", "ht", "bzs", "wba", "NI"} <= {item.code for item in idiomas()}


def test_every_municipality_has_a_uf_and_a_zone() -> None:
    assert len(municipios()) == 5571
    assert {town.uf for town in municipios()} == set(UFS)
    for town in municipios():
        ZoneInfo(fuso_do_municipio(town.ibge))
    assert len(UFS) == 27


def test_zones_differ_inside_amazonas_and_pernambuco() -> None:
    assert fuso_do_municipio("1302603") == fuso_da_uf("AM") == "America/Manaus"
    assert fuso_do_municipio("1304062") == "America/Eirunepe"
    assert fuso_do_municipio("2605459") == "America/Noronha"
    with pytest.raises(KeyError):
        fuso_do_municipio("9999999")


def test_unknown_municipality_is_none() -> None:
    assert municipio("0000000") is None
    town = municipio("3106200")
    assert town is not None
    assert (town.nome, town.uf) == ("Belo Horizonte", "MG")


@pytest.mark.parametrize(
    ("text", "tipos", "first"),
    [
        ("sao paulo", ("municipio",), "3550308"),
        ("GOVERNADOR VAL", ("municipio",), "3127701"),
        ("valadares", ("municipio",), "3127701"),
        ("barao de monte alto", ("municipio",), "3105509"),
        ("eua", ("pais",), "US"),
        ("venez", ("pais", "municipio"), "VE"),
        ("holanda", ("pais",), "NL"),
        ("crioulo h", ("idioma",), "ht"),
        ("minas", ("uf",), "MG"),
    ],
)
def test_search_finds_by_beginning_of_words_without_accents(text: str, tipos: tuple[str, ...], first: str) -> None:
    assert buscar(text, tipos)[0].codigo == first


def test_search_is_capped_and_empty_text_gives_nothing() -> None:
    assert len(buscar("s", limite=7)) == 7
    assert buscar("  ") == ()
    assert buscar("zzzz") == ()
