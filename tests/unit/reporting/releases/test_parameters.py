"""Rules of secrecy: adjusted by an instance, never below the floors, always said in words."""

from pathlib import Path

import pytest

from sisetp.domain.errors import Refused
from sisetp.reporting.definitions.vocabulary import Limiar
from sisetp.reporting.releases import parameters


def test_the_ones_that_ship() -> None:
    rules = parameters.load()
    assert [rules.limiar(classe) for classe in Limiar] == [5, 10, 10, 10]
    assert (rules.limiar(None), rules.ocultas_maximo, rules.regra_detentor) == (5, 30, True)
    assert ("Menor número mostrado", "5 pessoas") in rules.em_palavras()
    assert parameters.from_json(rules.json()) == rules


def test_an_instance_adjusts_some(tmp_path: Path) -> None:
    path = tmp_path / "sigilo.toml"
    assert parameters.load(path) == parameters.load()
    path.write_text("[limiar]\npadrao = 7\n[plano]\nregra_detentor = false\n", encoding="utf-8")
    rules = parameters.load(path)
    assert (rules.limiar(Limiar.PADRAO), rules.limiar(Limiar.UNIDADE), rules.regra_detentor) == (7, 10, False)
    assert ("Proteção entre as duas unidades de uma mesma UF", "desligada") in rules.em_palavras()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[limiar]\npadrao = 2\n", "limiar.padrao: deve estar entre 3 e 100; 2 não é aceito"),
        ("[limiar]\npadrao = 8\nunidade = 7\n", "limiar.unidade: deve estar entre 8 e 100"),
        ("[limiar]\npadrao = true\n", "limiar.padrao: deve ser um número inteiro"),
        ("[limiar]\noutro = 5\n", "limiar.outro: regra desconhecida"),
        ("[escada]\nocultas_maximo = 80\n", "escada.ocultas_maximo: deve estar entre 5 e 50"),
        ('[plano]\nregra_detentor = "sim"\n', "plano.regra_detentor: deve ser true ou false"),
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
