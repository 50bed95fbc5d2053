"""Months of a unit: the steps that are drawn, which month may be sent, and the deadlines of every stage."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import NotFound, RuleViolation
from sisetp.domain.feriados import dia_util
from sisetp.domain.geography import UFS
from sisetp.domain.period import month
from sisetp.domain.periodo import (
    CONSOLIDADO,
    MAQUINA,
    PUBLICADO,
    Vigencia,
    anterior,
    check_sendable,
    exigir,
    mes_de,
    seguinte,
)
from sisetp.domain.prazos import (
    CONFERENCIA,
    CONSOLIDACAO,
    ENVIO,
    ETAPAS,
    PUBLICACAO,
    MarcarPrazo,
    PrazoMarcado,
    check_prazo,
    dia_da_regra,
    em_palavras,
    prazo,
    prazo_depois_de,
)

STATES = sorted(MAQUINA.estados)
MONTHS = st.tuples(st.integers(2020, 2035), st.integers(1, 12))


def test_the_machine_names_every_code_of_its_list() -> None:
    assert set(MAQUINA.estados) == {item.code for item in codelist(MAQUINA.lista).items}
    assert MAQUINA.finais == (PUBLICADO,)


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=30))
def test_whatever_is_tried_a_frozen_month_never_goes_back(tries: list[str]) -> None:
    """A month goes only along drawn steps, and from «consolidado» only to «publicado»."""
    state, frozen = "ABERTO", False
    for wanted in tries:
        if wanted == "ABERTO" or not MAQUINA.permite(state, wanted):
            continue
        exigir(state, wanted)
        assert not frozen or wanted == PUBLICADO
        state, frozen = wanted, frozen or wanted == CONSOLIDADO


@given(st.sampled_from(STATES), st.sampled_from(STATES).filter(lambda state: state != "ABERTO"))
def test_a_step_that_is_not_drawn_is_refused_in_words(de: str, para: str) -> None:
    if MAQUINA.permite(de, para):
        exigir(de, para)
    else:
        with pytest.raises(RuleViolation, match="situacao"):
            exigir(de, para)


def test_only_a_month_that_is_over_may_be_sent() -> None:
    unit = Vigencia(inicio=date(2026, 3, 15), fim=date(2026, 9, 10))
    for number in (3, 9):
        check_sendable(month(2026, number), unit, hoje=date(2026, 12, 1))
    for number in (2, 10):
        with pytest.raises(RuleViolation):
            check_sendable(month(2026, number), unit, hoje=date(2026, 12, 1))
    with pytest.raises(RuleViolation, match="mes"):
        check_sendable(month(2026, 5), unit, hoje=date(2026, 5, 31))
    check_sendable(month(2026, 5), unit, hoje=date(2026, 6, 1))


@pytest.mark.parametrize(("ano", "mes"), [(2026, 0), (2026, 13), (1999, 12), (2100, 1), (99999, 1)])
def test_a_month_outside_the_calendar_is_not_found(ano: int, mes: int) -> None:
    with pytest.raises(NotFound):
        mes_de(ano, mes)


@given(MONTHS)
def test_months_follow_each_other(when: tuple[int, int]) -> None:
    assert anterior(*seguinte(*when)) == when
    assert month(*seguinte(*when)).inicio == month(*when).fim + timedelta(days=1)


def test_days_of_the_rule() -> None:
    days = [dia_da_regra(etapa, 2026, 12) for etapa in ETAPAS]
    assert days == [date(2027, 1, 10), date(2027, 1, 20), date(2027, 1, 31), date(2027, 2, 15)]
    assert dia_da_regra(CONSOLIDACAO, 2024, 1) == date(2024, 2, 29)


def test_deadlines_move_to_a_business_day_of_the_right_place() -> None:
    """9 July is a holiday in São Paulo only: it moves the sending of that unit and no national stage."""
    marked = [
        PrazoMarcado(ordem=1, ano=2026, mes=6, etapa=etapa, unidade_id=None, data=date(2026, 7, 9)) for etapa in ETAPAS
    ]
    assert prazo(ENVIO, 2026, 6, marked, unidade_id=1, uf="SP") == date(2026, 7, 10)
    assert prazo(ENVIO, 2026, 6, marked, unidade_id=2, uf="PR") == date(2026, 7, 9)
    assert prazo(CONFERENCIA, 2026, 6, marked, unidade_id=1, uf="SP") == date(2026, 7, 9)
    assert prazo(PUBLICACAO, 2026, 9, unidade_id=None, uf="DF") == date(2026, 11, 16)


@given(MONTHS, st.sampled_from(ETAPAS), st.sampled_from(UFS))
def test_every_deadline_is_a_business_day_after_the_month(when: tuple[int, int], etapa: str, uf: str) -> None:
    found = prazo(etapa, *when, unidade_id=1, uf=uf)
    assert dia_util(found, uf if etapa == ENVIO else "DF")
    assert found >= dia_da_regra(etapa, *when) > month(*when).fim


def test_the_last_mark_counts_and_a_unit_only_gains_time() -> None:
    def mark(ordem: int, day: int, unidade_id: int | None = None) -> PrazoMarcado:
        data = date(2026, 4, day)
        return PrazoMarcado(ordem=ordem, ano=2026, mes=3, etapa=ENVIO, unidade_id=unidade_id, data=data)

    both = [mark(1, 14), mark(2, 13), mark(3, 20, 7)]
    assert prazo(ENVIO, 2026, 3, both, unidade_id=1, uf="DF") == date(2026, 4, 13)
    assert prazo(ENVIO, 2026, 3, both, unidade_id=7, uf="DF") == date(2026, 4, 20)
    assert prazo(ENVIO, 2026, 3, [*both, mark(4, 28)], unidade_id=7, uf="DF") == date(2026, 4, 28)
    assert prazo(ENVIO, 2026, 4, both, unidade_id=7, uf="DF") == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("etapa", "unidade_id", "day", "field"),
    [
        (CONFERENCIA, 7, date(2026, 5, 4), "unidade_id"),
        (ENVIO, None, date(2026, 3, 31), "data"),
        (ENVIO, None, date(2026, 4, 7), "data"),
        (ENVIO, 7, date(2026, 4, 10), "data"),
    ],
)
def test_a_mark_that_helps_nobody_is_refused(etapa: str, unidade_id: int | None, day: date, field: str) -> None:
    asked = MarcarPrazo(ano=2026, mes=3, etapa=etapa, unidade_id=unidade_id, data=day, motivo="EQUIPE")
    with pytest.raises(RuleViolation, match=field):
        check_prazo(month(2026, 3), asked, date(2026, 4, 10), hoje=date(2026, 4, 8))


def test_marks_that_are_taken() -> None:
    for unidade_id, day in ((None, date(2026, 4, 8)), (7, date(2026, 4, 11))):
        asked = MarcarPrazo(ano=2026, mes=3, etapa=ENVIO, unidade_id=unidade_id, data=day, motivo="EQUIPE")
        check_prazo(month(2026, 3), asked, date(2026, 4, 10), hoje=date(2026, 4, 8))


@pytest.mark.parametrize(
    ("fim", "hoje", "words"),
    [
        (date(2026, 4, 10), date(2026, 4, 7), "vence em 3 dias úteis"),
        (date(2026, 4, 10), date(2026, 4, 9), "vence em 1 dia útil"),
        (date(2026, 4, 10), date(2026, 4, 10), "vence hoje"),
        (date(2026, 4, 10), date(2026, 4, 12), "venceu no último dia útil"),
        (date(2026, 4, 10), date(2026, 4, 13), "venceu há 1 dia útil"),
        (date(2026, 4, 20), date(2026, 4, 22), "venceu há 1 dia útil"),
        (date(2026, 4, 17), date(2026, 4, 23), "venceu há 3 dias úteis"),
    ],
)
def test_deadlines_in_words(fim: date, hoje: date, words: str) -> None:
    assert em_palavras(fim, hoje, "DF") == words


def test_a_stage_that_begins_late_has_some_days() -> None:
    assert prazo_depois_de(date(2026, 4, 15), date(2026, 4, 10), "DF") == date(2026, 4, 23)
    assert prazo_depois_de(date(2026, 4, 2), date(2026, 4, 30), "DF") == date(2026, 4, 30)
