"""Requests of titulares and authorisations: the clock and what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.domain.titular import (
    RegistrarAutorizacao,
    RegistrarRequisicao,
    ResponderRequisicao,
    autoriza,
    check_answer,
    check_authorisation,
    check_request,
    prazo_de,
)

DAY = date(2026, 11, 20)
REQUEST = RegistrarRequisicao(tipo="ACESSO", pedido="", recebida_em=DAY)
ANSWER = ResponderRequisicao(requisicao_id=UUID(int=1), resultado="ATENDIDA", resposta="")
CONSENT = RegistrarAutorizacao(
    base_legal="CONSENT", pontos=("FINALIDADE", "REVOGA"), forma="ESCRITA", partes=("IDENTIDADE",), data=DAY
)


def refused(check: object, command: object) -> set[str]:
    with pytest.raises(RuleViolation) as broken:
        check(command, today=DAY)  # type: ignore[operator]
    return {message.campo for message in broken.value.messages}


def test_the_answer_is_due_on_the_fifteenth_day_whatever_day_it_is() -> None:
    assert prazo_de(date(2026, 12, 18)) == date(2027, 1, 2)


def test_good_commands_pass() -> None:
    check_request(REQUEST, today=DAY)
    check_request(replace(REQUEST, recebida_em=DAY - timedelta(days=30)), today=DAY)
    check_answer(ANSWER, today=DAY)
    check_authorisation(CONSENT, today=DAY)
    check_authorisation(replace(CONSENT, base_legal="POL_PUB", pontos=("FINALIDADE",), partes=()), today=DAY)


@pytest.mark.parametrize(
    ("changes", "campo"),
    [
        ({"tipo": ""}, "requisicao_tipo"),
        ({"tipo": "QUALQUER"}, "requisicao_tipo"),
        ({"tipo": "OUTRO"}, "requisicoes"),
        ({"pedido": "x" * 1001}, "requisicoes"),
        ({"recebida_em": DAY + timedelta(days=1)}, "recebida_em"),
        ({"recebida_em": DAY - timedelta(days=31)}, "recebida_em"),
    ],
)
def test_a_bad_request_says_which_field(changes: dict[str, object], campo: str) -> None:
    assert refused(check_request, replace(REQUEST, **changes)) == {campo}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "campo"),
    [
        ({"resultado": ""}, "requisicao_resultado"),
        ({"resultado": "TALVEZ"}, "requisicao_resultado"),
        ({"resultado": "NEGADA"}, "requisicao_resposta"),
        ({"resposta": "x" * 2001}, "requisicao_resposta"),
    ],
)
def test_a_bad_answer_says_which_field(changes: dict[str, object], campo: str) -> None:
    assert refused(check_answer, replace(ANSWER, **changes)) == {campo}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "campo"),
    [
        ({"base_legal": ""}, "base_legal"),
        ({"pontos": ()}, "pontos"),
        ({"pontos": ("FINALIDADE",)}, "pontos"),
        ({"forma": ""}, "forma"),
        ({"forma": "NAO_FOI_POSSIVEL"}, "forma"),
        ({"partes": ()}, "partes"),
        ({"data": DAY + timedelta(days=1)}, "informada_em"),
    ],
)
def test_a_bad_authorisation_says_which_field(changes: dict[str, object], campo: str) -> None:
    assert campo in refused(check_authorisation, replace(CONSENT, **changes))  # type: ignore[arg-type]


def test_only_consent_or_named_parts_give_leave_to_share() -> None:
    assert autoriza({"base_legal": "CONSENT"})
    assert autoriza({"base_legal": "POL_PUB", "partes": ("CONTATO",)})
    assert not autoriza({"base_legal": "POL_PUB", "partes": (), "pontos": ("FINALIDADE",)})
