"""Activities: only what happened, where, for how many; texts in clear never carry data of people."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sisetp.domain.atividade import DadosAtividade, check_atividade
from sisetp.domain.errors import RuleViolation
from sisetp.domain.texto_aberto import DADOS_DE_PESSOAS, open_text_problem

HOJE = date(2026, 11, 20)
GOOD = DadosAtividade(
    tipo="PALESTRA",
    data_inicio=date(2026, 11, 18),
    data_fim=None,
    tema="Orientação para viagem segura",
    municipio="3518800",
    alcance={"ESTUDANTES": 40, "SERVIDORES": 0},
)


def broken(**changes: Any) -> dict[str, str]:
    with pytest.raises(RuleViolation) as refused:
        check_atividade(replace(GOOD, **changes), hoje=HOJE)
    return {message.campo: message.mensagem for message in refused.value.messages}


def test_what_happened_is_accepted() -> None:
    check_atividade(GOOD, hoje=HOJE)
    check_atividade(replace(GOOD, data_inicio=HOJE, data_fim=HOJE), hoje=HOJE)
    check_atividade(replace(GOOD, data_inicio=date(2025, 11, 19), data_fim=date(2026, 11, 20)), hoje=HOJE)


@pytest.mark.parametrize(
    ("changes", "campo", "words"),
    [
        ({"data_inicio": None}, "data_inicio", "primeiro dia"),
        ({"data_inicio": date(2026, 11, 21)}, "data_inicio", "ainda não aconteceu"),
        ({"data_fim": date(2026, 11, 17)}, "data_fim", "antes do início"),
        ({"data_fim": date(2026, 11, 21)}, "data_fim", "no futuro"),
        ({"data_inicio": date(2025, 11, 18), "data_fim": date(2026, 11, 20)}, "data_fim", "mais de um ano"),
        ({"tipo": "FESTA"}, "tipo", "Escolha o tipo"),
        ({"municipio": "9999999"}, "municipio", "município"),
        ({"tema": "  "}, "tema", "Escreva o tema"),
        ({"tema": "a" * 201}, "tema", "200"),
        ({"tema": "virado\u202e"}, "tema", "invisíveis"),
        ({"campanha": "duas\nlinhas"}, "campanha", "uma linha"),
        ({"parceiros": "fale com ana@exemplo.org"}, "parceiros", DADOS_DE_PESSOAS),
        ({"alcance": {}}, "publico", "pelo menos um público"),
        ({"alcance": {"GATOS": 1}}, "publico", "desconhecido"),
        ({"alcance": {"ESTUDANTES": -1}}, "publico", "de 0 a"),
        ({"alcance": {"ESTUDANTES": 1_000_000}}, "publico", "de 0 a"),
        ({"alcance": {"ESTUDANTES": 0}}, "publico", "não pode ser zero"),
    ],
)
def test_each_mistake_has_its_message(changes: dict[str, Any], campo: str, words: str) -> None:
    found = broken(**changes)
    assert set(found) == {campo}
    assert words in found[campo]


def test_all_mistakes_come_at_once() -> None:
    assert set(broken(tipo="", tema="", data_inicio=None, alcance={})) == {"tipo", "tema", "data_inicio", "publico"}


@pytest.mark.parametrize("tipo", ["MATERIAL", "ACORDO", "ARTICULACAO"])
def test_some_types_may_reach_nobody_directly(tipo: str) -> None:
    check_atividade(replace(GOOD, tipo=tipo, alcance={"REDE": 0}), hoje=HOJE)


@pytest.mark.parametrize(
    "text",
    [
        "ana.souza@exemplo.com.br",
        "ligar (11) 98765-4321",
        "tel. 3210-4567",
        "11 3210 4567",
        "CPF 529.982.247-25",
        "52998224725",
        "processo 0001234-56.2024.8.26.0100",
    ],
)
def test_personal_data_is_refused(text: str) -> None:
    assert open_text_problem(text, 200) == DADOS_DE_PESSOAS


@pytest.mark.parametrize(
    "text",
    [
        "Lei 13.344/2016 e Decreto 12.121/2024",
        "Plano 2025-2028",
        "De 10/11/2026 a 12/11/2026",
        "Portaria Interministerial 46/2024",
        "Biênio 2024/2025, turma 3, 120 horas",
        "Disque 100, Ligue 180 e 0800 123 4567",
    ],
)
def test_norms_years_and_services_are_not_personal_data(text: str) -> None:
    assert open_text_problem(text, 200) is None
