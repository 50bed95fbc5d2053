"""Rules of evolutions and parts of the agenda, without a database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from sisetp.domain.agenda import Grupo, grupo_de, horizonte
from sisetp.domain.errors import RuleViolation
from sisetp.domain.evolucao import (
    AlterarEvolucao,
    CancelarEvolucao,
    Circunstancias,
    EvolucaoEscrita,
    check_amend,
    check_cancel,
    check_register,
)

UUID_1 = UUID(int=1)
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # still the 19th in Fortaleza
TODAY = date(2026, 11, 19)
AROUND = Circunstancias(
    niveis=frozenset({"TECNICO", "SIG_PSI"}),
    now=NOW,
    fuso="America/Fortaleza",
    abertura=date(2026, 11, 2),
    situacao="ACOMP",
)
GOOD = EvolucaoEscrita(
    data=NOW - timedelta(hours=1),
    respostas={"tipo": "CONTATO", "nivel_sigilo": "TECNICO", "risco": "BAIXO", "necessidades": ()},
)


def broken(escrita: EvolucaoEscrita, em: Circunstancias = AROUND) -> list[str]:
    try:
        check_register(escrita, em)
    except RuleViolation as caught:
        return [message.campo for message in caught.messages]
    return []


def test_a_plain_contact_is_accepted() -> None:
    assert broken(GOOD) == []
    assert broken(replace(GOOD, data=NOW)) == []


@pytest.mark.parametrize("name", ["tipo", "nivel_sigilo", "risco"])
def test_what_must_be_answered(name: str) -> None:
    rest = {key: value for key, value in GOOD.respostas.items() if key != name}
    assert broken(replace(GOOD, respostas=rest)) == [name]


@pytest.mark.parametrize(
    ("changes", "campos"),
    [
        ({"data": None}, ["data"]),
        ({"data": NOW + timedelta(minutes=1)}, ["data"]),
        ({"data": datetime(2026, 11, 2, 2, 59, tzinfo=UTC)}, ["data"]),
        ({"data": datetime(2026, 11, 2, 3, 0, tzinfo=UTC)}, []),
        ({"textos": {"proximo": "ligar"}}, ["proximo_data"]),
        ({"textos": {"proximo": " "}, "proximo_data": TODAY}, ["proximo"]),
        ({"textos": {"proximo": "ligar"}, "proximo_data": TODAY - timedelta(days=1)}, ["proximo_data"]),
        ({"textos": {"proximo": "ligar"}, "proximo_data": TODAY}, []),
        ({"textos": {"relato": "x" * 8001}}, ["relato"]),
        ({"textos": {"segredo": "x"}}, ["textos"]),
    ],
)
def test_dates_and_texts(changes: Mapping[str, object], campos: list[str]) -> None:
    assert broken(replace(GOOD, **changes)) == campos  # type: ignore[arg-type]


def test_every_message_comes_at_once() -> None:
    wrong = replace(GOOD, data=None, respostas={"nivel_sigilo": "SIG_AS"}, proximo_data=TODAY)
    closed = replace(AROUND, situacao="ENCERRADO")
    assert broken(wrong, closed) == ["situacao", "data", "tipo", "risco", "nivel_sigilo", "proximo"]


def test_an_amendment_keeps_a_day_that_has_passed_and_needs_a_reason() -> None:
    late = replace(GOOD, textos={"proximo": "ligar"}, proximo_data=date(2026, 11, 5))
    order = AlterarEvolucao(caso_id=UUID_1, evolucao_id=UUID_1, versao=1, motivo="ERRO", escrita=late)
    check_amend(order, replace(AROUND, prazo_anterior=date(2026, 11, 5)))
    for wrong in (replace(order, motivo=""), replace(order, motivo="OUTRO"), order):
        with pytest.raises(RuleViolation):
            check_amend(wrong, AROUND)


def test_a_cancellation_needs_a_reason_and_an_open_case() -> None:
    order = CancelarEvolucao(caso_id=UUID_1, evolucao_id=UUID_1, versao=1, motivo="ENGANO")
    check_cancel(order, AROUND)
    with pytest.raises(RuleViolation):
        check_cancel(replace(order, motivo="OUTRO"), AROUND)
    with pytest.raises(RuleViolation):
        check_cancel(order, replace(AROUND, situacao="TRANSFERIDO"))


@pytest.mark.parametrize(
    ("hoje", "dias", "grupo"),
    [
        (date(2026, 11, 16), -1, Grupo.ATRASADO),
        (date(2026, 11, 16), 0, Grupo.HOJE),
        (date(2026, 11, 16), 6, Grupo.SEMANA),
        (date(2026, 11, 16), 7, Grupo.DEPOIS),
        (date(2026, 11, 22), 1, Grupo.DEPOIS),
    ],
)
def test_the_week_of_the_agenda_ends_on_sunday(hoje: date, dias: int, grupo: Grupo) -> None:
    assert grupo_de(hoje + timedelta(days=dias), hoje) is grupo
    assert horizonte(hoje) == hoje + timedelta(days=30)
