"""Committees, flows and public cards: dates in order, telephones that can be dialled, nobody's data."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.domain.rede import DadosCartao, DadosComite, DadosFluxo, check_cartao, check_comite, check_fluxo
from sisetp.domain.telefone import phone_link, phone_problem, phone_text

HOJE = date(2026, 11, 20)
COMITE = DadosComite(
    uf="SP",
    nome="Comitê estadual",
    situacao="ATIVO",
    instituido_em=date(2010, 3, 1),
    ato="Decreto 54.101/2009",
    ultima_reuniao=date(2026, 9, 1),
    orgaos={"SAUDE": 2},
)
FLUXO = DadosFluxo(uf="SP", nome="Fluxo estadual", tema="GERAL", situacao="ATIVO", publicado_em=date(2020, 1, 1))
CARTAO = DadosCartao(endereco="Rua das Flores, 10", horario="8h às 17h", valido_desde=HOJE)
CHECKS: dict[type, Any] = {DadosComite: check_comite, DadosFluxo: check_fluxo, DadosCartao: check_cartao}


def fields(dados: Any) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        CHECKS[type(dados)](dados, hoje=HOJE)
    return {message.campo for message in refused.value.messages}


@pytest.mark.parametrize("dados", [COMITE, FLUXO, CARTAO])
def test_what_is_well_written_is_accepted(dados: Any) -> None:
    CHECKS[type(dados)](dados, hoje=HOJE)


@pytest.mark.parametrize(
    ("dados", "changes", "campo"),
    [
        (COMITE, {"uf": "XX"}, "uf"),
        (COMITE, {"nome": " "}, "nome"),
        (COMITE, {"ato": "ver com ana@exemplo.org"}, "ato"),
        (COMITE, {"situacao": "TALVEZ"}, "situacao"),
        (COMITE, {"municipio": "3304557"}, "municipio"),
        (COMITE, {"instituido_em": date(2027, 1, 1), "ultima_reuniao": None}, "instituido_em"),
        (COMITE, {"ultima_reuniao": date(2026, 11, 21)}, "ultima_reuniao"),
        (COMITE, {"ultima_reuniao": date(2009, 1, 1)}, "ultima_reuniao"),
        (COMITE, {"orgaos": {"GATOS": 1}}, "orgaos"),
        (COMITE, {"orgaos": {"SAUDE": 100}}, "orgaos"),
        (FLUXO, {"tema": ""}, "tema"),
        (FLUXO, {"revisado_em": date(2019, 1, 1)}, "revisado_em"),
        (FLUXO, {"publicado_em": date(2026, 12, 1)}, "publicado_em"),
        (CARTAO, {"endereco": ""}, "endereco"),
        (CARTAO, {"horario": ""}, "horario"),
        (CARTAO, {"cep": "0701"}, "cep"),
        (CARTAO, {"telefone": "12345"}, "telefone"),
        (CARTAO, {"telefone_2": "(01) 3210-0000"}, "telefone_2"),
        (CARTAO, {"email": "unidade@"}, "email"),
        (CARTAO, {"valido_desde": None}, "valido_desde"),
        (CARTAO, {"valido_desde": date(2027, 3, 1)}, "valido_desde"),
    ],
)
def test_each_mistake_is_told_beside_its_box(dados: Any, changes: dict[str, Any], campo: str) -> None:
    assert fields(replace(dados, **changes)) == {campo}


def test_a_unit_open_day_and_night_needs_no_hours() -> None:
    check_cartao(replace(CARTAO, horario="", dia_e_noite=True), hoje=HOJE)


@pytest.mark.parametrize(
    ("typed", "text", "link"),
    [
        ("41 3210-0000", "(41) 3210-0000", "tel:+554132100000"),
        ("(11) 98765-4321", "(11) 98765-4321", "tel:+5511987654321"),
        ("08001234567", "0800 123 4567", "tel:08001234567"),
        ("190", "190", "tel:190"),
        ("(00) 0000-0007", "(00) 0000-0007", "tel:+550000000007"),
    ],
)
def test_telephones_are_written_and_dialled(typed: str, text: str, link: str) -> None:
    assert phone_problem(typed) is None
    assert (phone_text(typed), phone_link(text)) == (text, link)


@pytest.mark.parametrize("typed", ["3210-0000", "(41) 8210-0000", "(41) 88765-4321", "ramal 12", "290", "(41)٣٢١٠٠٠٠٠"])
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    assert phone_problem(typed)
