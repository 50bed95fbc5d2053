"""Rules of secrecy: adjusted by an instance, never below the floors, always said in words."""

import re
from pathlib import Path

import pytest

from sisetp.domain.errors import Refused
from sisetp.reporting.definitions.vocabulary import Limiar
from sisetp.reporting.releases import parameters
from sisetp.reporting.releases.parameters import RegraDetentor


def test_the_ones_that_ship() -> None:
    rules = parameters.load()
    assert [rules.limiar(classe) for classe in Limiar] == [5, 10, 10, 10]
    assert (rules.limiar(None), rules.ocultas_maximo, rules.regra_detentor) == (5, 30, RegraDetentor.LUGAR)
    assert ("Menor número mostrado", "5 pessoas") in rules.em_palavras()
    assert parameters.from_json(rules.json()) == rules


def test_an_instance_adjusts_some(tmp_path: Path) -> None:
    path = tmp_path / "sigilo.toml"
    assert parameters.load(path) == parameters.load()
    path.write_text('[limiar]\npadrao = 7\n[plano]\nregra_detentor = "uf"\n', encoding="utf-8")
    rules = parameters.load(path)
    assert (rules.limiar(Limiar.PADRAO), rules.limiar(Limiar.UNIDADE), rules.regra_detentor) == (
        7,
        10,
        RegraDetentor.UF,
    )
    assert ("Proteção entre duas unidades", "nas UFs com exatamente duas") in rules.em_palavras()


@pytest.mark.parametrize(
    ("said", "then", "kept"),
    [("true", RegraDetentor.LUGAR, RegraDetentor.UF), ("false", RegraDetentor.DESLIGADA, RegraDetentor.DESLIGADA)],
)
def test_a_rule_of_insiders_that_was_on_or_off(
    tmp_path: Path, said: str, then: RegraDetentor, kept: RegraDetentor
) -> None:
    path = tmp_path / "sigilo.toml"
    path.write_text(f"[plano]\nregra_detentor = {said}\n", encoding="utf-8")
    assert parameters.load(path).regra_detentor is then
    old = re.sub('"regra_detentor": "[a-z]+"', f'"regra_detentor": {said}', parameters.load().json())
    assert parameters.from_json(old).regra_detentor is kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[limiar]\npadrao = 2\n", "limiar.padrao: deve estar entre 3 e 100; 2 não é aceito"),
        ("[limiar]\npadrao = 8\nunidade = 7\n", "limiar.unidade: deve estar entre 8 e 100"),
        ("[limiar]\npadrao = true\n", "limiar.padrao: deve ser um número inteiro"),
        ("[limiar]\noutro = 5\n", "limiar.outro: regra desconhecida"),
        ("[escada]\nocultas_maximo = 80\n", "escada.ocultas_maximo: deve estar entre 5 e 50"),
        ('[plano]\nregra_detentor = "sim"\n', "plano.regra_detentor: deve ser um destes: «desligada», «uf», «lugar»"),
        ("limiar = 5\n", "limiar: deve ser uma seção"),
        ("[limiar\n", "não puderam ser lidas"),
    ],
)
def test_what_is_below_the_floor_or_unknown_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sigilo.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        parameters.load(path)
    assert words in caught.value.message
    assert caught.value.message.startswith("sigilo.toml: ")
