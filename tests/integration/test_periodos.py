"""Months: lazily made, signed, sent, checked, returned and closed; the board and the deadlines."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.periodo import PassoPeriodo, Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation
from sisetp.domain.prazos import ENVIO, MarcarPrazo
from sisetp.services import periodos
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.fichas import person
from tests.support.periodos import BEGINNING, MARCH_5, send, signed
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
Steps = list[tuple[Callable[..., Any], tuple[Any, ...]]]


@pytest.fixture
def head(staff: Staff, clock: MovableClock) -> Actor:
    """Coordenação of Guarulhos, there since January 2026; it is the 5th of March."""
    clock.instant = BEGINNING
    actor = staff(Role.COORDENACAO)
    clock.instant = MARCH_5
    return actor


@pytest.fixture
def national(head: Actor, staff: Staff) -> Actor:
    return staff(Role.CGETP_GESTAO, unidade=None)


def fields(app: Flask, actor: Actor, use_case: Callable[..., Any], *args: Any, **more: Any) -> list[str]:
    with pytest.raises(RuleViolation) as caught:
        call(app, actor, use_case, *args, **more)
    return [message.campo for message in caught.value.messages]


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return list(session.scalars(select(model).order_by(model.id)))


def states(app: Flask, head: Actor, clock: MovableClock) -> list[tuple[int, str, bool]]:
    page = call(app, head, periodos.unit_periods, None, clock=clock)
    return [(line.mes, line.situacao, line.terminou) for line in page.linhas]


def test_months_begin_with_the_installation_and_are_made_when_sent(
    app: Flask, head: Actor, clock: MovableClock
) -> None:
    assert states(app, head, clock) == [(3, "ABERTO", False), (2, "ABERTO", True), (1, "ABERTO", True)]
    assert rows(app, Periodo) == []
    send(app, head, clock, 1)
    assert states(app, head, clock)[-1] == (1, "ENVIADO", True)
    (row,), (step,) = rows(app, Periodo), rows(app, PassoPeriodo)
    assert (row.ano, row.mes, row.situacao, row.versao) == (2026, 1, "ENVIADO", 1)
    assert (step.de, step.para, step.autor_id, step.motivo) == ("ABERTO", "ENVIADO", head.user_id, None)


def test_what_is_next_is_the_oldest_month_waiting(app: Flask, head: Actor, clock: MovableClock) -> None:
    page = call(app, head, periodos.unit_periods, 2026, clock=clock)
    assert page.proximo is not None
    assert (page.proximo.mes, page.proximo.prazo, page.proximo.atrasado) == (1, date(2026, 2, 10), True)
    assert page.proximo.palavras == "venceu há 15 dias úteis"
    assert page.linhas[1].palavras == "vence em 3 dias úteis"
    for ano in (2025, 2027):
        with pytest.raises(NotFound):
            call(app, head, periodos.unit_periods, ano, clock=clock)


@pytest.mark.parametrize(
    ("command", "broken"),
    [
        (signed(3), ["mes"]),
        (signed(12, ano=2025), ["mes"]),
        (signed(2, senha="Outra-senha-qualquer-1"), ["senha"]),
        (signed(2, senha="", declara=False), ["declara", "senha"]),
    ],
)
def test_a_month_is_sent_over_and_signed_or_not_at_all(
    app: Flask, head: Actor, clock: MovableClock, command: Any, broken: list[str]
) -> None:
    assert fields(app, head, periodos.send, command, clock=clock) == broken
    assert rows(app, Periodo) == []


def test_a_month_ends_in_the_zone_of_the_unit(app: Flask, head: Actor, staff: Staff, clock: MovableClock) -> None:
    """04:30 UTC on 1 March is the 1st in São Paulo and still the 28th in Rio Branco."""
    west = staff(Role.COORDENACAO, unidade="NETP-AC")
    clock.instant = datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
    assert fields(app, west, periodos.send, signed(2), clock=clock) == ["mes"]
    send(app, head, clock, 2)


def test_a_month_before_the_unit_or_after_its_end_is_not_owed(app: Flask, head: Actor, clock: MovableClock) -> None:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        unit = session.get_one(Unidade, head.unidade_id)
        unit.inicio, unit.fim = date(2026, 2, 10), date(2026, 2, 20)
    assert fields(app, head, periodos.send, signed(1), clock=clock) == ["mes"]
    assert states(app, head, clock) == [(2, "ABERTO", True)]
    send(app, head, clock, 2)


def test_the_whole_way_of_a_month(app: Flask, head: Actor, national: Actor, clock: MovableClock) -> None:
    month = (head.unidade_id, 2026, 1)
    early: Steps = [
        (periodos.check, ()),
        (periodos.consolidate, ()),
        (periodos.return_, ("OUTRO",)),
        (periodos.mark_published, ()),
    ]
    for step, more in early:
        assert fields(app, national, step, *month, *more, clock=clock) == ["situacao"]
    send(app, head, clock, 1)
    assert fields(app, head, periodos.send, signed(1), clock=clock) == ["situacao"]
    assert fields(app, national, periodos.return_, *month, "XX", clock=clock) == ["motivo"]
    call(app, national, periodos.return_, *month, "INCOMPLETO", clock=clock)
    returned = call(app, head, periodos.unit_month, 2026, 1, clock=clock)
    assert (returned.linha.situacao, returned.linha.prazo, returned.linha.atrasado) == (
        "DEVOLVIDO",
        date(2026, 3, 12),
        False,
    )
    assert returned.passos[0].motivo == "Registros incompletos"
    assert returned.passos[0].autor == national.nome
    send(app, head, clock, 1)
    call(app, national, periodos.check, *month, clock=clock)
    frozen = call(app, national, periodos.consolidate, *month, clock=clock)
    assert asdict(frozen) == {"unidade_id": head.unidade_id, "ano": 2026, "mes": 1, "quando": clock.now()}
    assert fields(app, national, periodos.return_, *month, "OUTRO", clock=clock) == ["situacao"]
    call(app, national, periodos.mark_published, *month, clock=clock)
    assert [taken.para for taken in rows(app, PassoPeriodo)] == [
        *("ENVIADO", "DEVOLVIDO", "ENVIADO", "CONFERIDO", "CONSOLIDADO", "PUBLICADO"),
    ]
    assert rows(app, Periodo)[0].versao == 6


def test_each_side_writes_in_its_own_chain(app: Flask, head: Actor, national: Actor, clock: MovableClock) -> None:
    send(app, head, clock, 1)
    call(app, national, periodos.return_, head.unidade_id, 2026, 1, "INCOMPLETO", clock=clock)
    found = [row for row in rows(app, AuditEvent) if row.acao == "situacao_periodo"]
    assert [(row.cadeia, row.unidade_id) for row in found] == [
        (f"UNIDADE-{head.unidade_id}", head.unidade_id),
        ("INSTALACAO", head.unidade_id),
    ]
    (_action, details), *_rest = events(app, national, "situacao_periodo")
    assert details == {"ano": 2026, "mes": 1, "de": "ENVIADO", "para": "DEVOLVIDO", "motivo": "INCOMPLETO"}


@pytest.mark.parametrize("role", [Role.ATENDENTE, Role.TECNICO, Role.ANALISTA])
def test_only_the_head_of_the_unit_signs(
    app: Flask, head: Actor, staff: Staff, clock: MovableClock, role: Role
) -> None:
    with pytest.raises(AccessDenied):
        send(app, staff(role), clock, 1)


def test_each_does_only_its_part(app: Flask, head: Actor, national: Actor, clock: MovableClock) -> None:
    """The coordination opens neither the completeness of a unit nor its months; the unit takes no step of it."""
    send(app, head, clock, 1)
    month = (head.unidade_id, 2026, 1)
    of_the_unit: Steps = [
        (periodos.gate, (2026, 1)),
        (periodos.unit_month, (2026, 1)),
        (periodos.unit_periods, (2026,)),
        (periodos.send, (signed(2),)),
    ]
    of_the_network: Steps = [
        (periodos.check, month),
        (periodos.board, (2026,)),
        (periodos.board_month, month),
        (periodos.calendar, (2026,)),
        (periodos.mark, (mark(2, date(2026, 3, 20)),)),
    ]
    for actor, steps in ((national, of_the_unit), (head, of_the_network)):
        for use_case, args in steps:
            with pytest.raises(AccessDenied):
                call(app, actor, use_case, *args, clock=clock)


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def test_the_board_says_states_and_no_number(app: Flask, head: Actor, national: Actor, clock: MovableClock) -> None:
    for _number in range(7):
        attend(app, head, clock, person(), inicio=clock.now())
    send(app, head, clock, 1)
    board = call(app, national, periodos.board, None, clock=clock)
    assert (len(board.linhas), board.anos) == (26, (2026,))
    guarulhos = next(line for line in board.linhas if line.codigo == "PAAHM-GRU")
    assert [cell.situacao if cell else None for cell in guarulhos.meses][:4] == ["ENVIADO", "ABERTO", "ABERTO", None]
    assert [cell.atrasado for cell in guarulhos.meses if cell] == [False, False, False]
    assert sum(cell.atrasado for line in board.linhas for cell in line.meses if cell) == 25
    cells = [asdict(cell) for line in board.linhas for cell in line.meses if cell]
    numbers = {
        leaf for cell in cells for name, leaf in cell.items() if isinstance(leaf, int) and name not in ("ano", "mes")
    }
    assert numbers == {0, 1}  # versions and yes/no: seven fichas leave no trace
    with pytest.raises(NotFound):
        call(app, national, periodos.board, 2025, clock=clock)


def test_the_coordination_sees_what_it_may_do_next(
    app: Flask, head: Actor, national: Actor, clock: MovableClock
) -> None:
    seen = call(app, national, periodos.board_month, head.unidade_id, 2026, 1, clock=clock)
    assert (seen.codigo, seen.seguintes, seen.passos) == ("PAAHM-GRU", (), ())
    send(app, head, clock, 1)
    seen = call(app, national, periodos.board_month, head.unidade_id, 2026, 1, clock=clock)
    assert seen.seguintes == ("DEVOLVIDO", "CONFERIDO")
    for unit, ano, mes in ((99999, 2026, 1), (head.unidade_id, 2026, 4), (head.unidade_id, 2026, 13)):
        with pytest.raises(NotFound):
            call(app, national, periodos.board_month, unit, ano, mes, clock=clock)


def mark(mes: int, day: date, unidade_id: int | None = None, **changes: Any) -> MarcarPrazo:
    values = {"ano": 2026, "mes": mes, "etapa": ENVIO, "unidade_id": unidade_id, "data": day, "motivo": "SISTEMA"}
    return MarcarPrazo(**{**values, **changes})


def test_a_deadline_extended_for_one_unit_reaches_that_unit_only(
    app: Flask, head: Actor, national: Actor, staff: Staff, clock: MovableClock
) -> None:
    other = staff(Role.COORDENACAO, unidade="PAAHM-GIG")
    call(app, national, periodos.mark, mark(2, date(2026, 3, 21), head.unidade_id), clock=clock)
    mine, theirs = (call(app, who, periodos.unit_month, 2026, 2, clock=clock).linha.prazo for who in (head, other))
    assert (mine, theirs) == (date(2026, 3, 23), date(2026, 3, 10))
    call(app, national, periodos.mark, mark(2, date(2026, 3, 16)), clock=clock)
    mine, theirs = (call(app, who, periodos.unit_month, 2026, 2, clock=clock).linha.prazo for who in (head, other))
    assert (mine, theirs) == (date(2026, 3, 23), date(2026, 3, 16))
    page = call(app, national, periodos.calendar, None, clock=clock)
    assert [(item.unidade, item.data) for item in page.marcados] == [
        ("", date(2026, 3, 16)),
        ("PAAHM-GRU", date(2026, 3, 21)),
    ]
    assert page.linhas[1].dias[0] == date(2026, 3, 16)
    assert [details["unidade_destino"] for _action, details in events(app, national, "marcar_prazo")] == [
        head.unidade_id,
        None,
    ]


@pytest.mark.parametrize(
    ("day", "change", "broken"),
    [
        (date(2026, 3, 10), {"unidade_id": 1}, ["data"]),
        (date(2026, 3, 4), {}, ["data"]),
        (date(2026, 3, 20), {"etapa": "XX", "motivo": ""}, ["etapa", "motivo"]),
    ],
)
def test_a_deadline_that_helps_nobody_is_not_kept(
    app: Flask, national: Actor, clock: MovableClock, day: date, change: dict[str, Any], broken: list[str]
) -> None:
    assert fields(app, national, periodos.mark, mark(2, day, **change), clock=clock) == broken
    assert call(app, national, periodos.calendar, None, clock=clock).marcados == ()


def test_reminders_reach_who_acts(app: Flask, head: Actor, national: Actor, staff: Staff, clock: MovableClock) -> None:
    def texts(actor: Actor) -> list[tuple[str, bool]]:
        return [(item.texto, item.urgente) for item in call(app, actor, periodos.lembretes, clock=clock)]

    assert texts(head) == [
        ("Falta enviar janeiro de 2026 (venceu há 15 dias úteis).", True),
        ("Falta enviar fevereiro de 2026 (vence em 3 dias úteis).", False),
    ]
    assert texts(national) == texts(staff(Role.TECNICO)) == texts(staff(Role.ENCARREGADO, unidade=None)) == []
    send(app, head, clock, 1)
    assert texts(national) == [("mês enviado espera conferência.", False)]
    call(app, national, periodos.return_, head.unidade_id, 2026, 1, "OUTRO", clock=clock)
    assert texts(head)[0] == (
        "A CGETP devolveu janeiro de 2026: corrija e envie de novo (vence em 5 dias úteis).",
        False,
    )
    clock.instant = datetime(2026, 9, 2, 15, tzinfo=UTC)
    assert texts(head)[-1] == ("outros meses por enviar.", True)
