"""Edges of «nobody mints a reader alone»: two decisions at once, readers who administer, postings ended twice."""

from collections.abc import Callable
from datetime import date
from threading import Thread

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.usuario import Lotacao
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import NotFound
from sisetp.services import access_requests, users
from sisetp.services.access_requests import AccessRequest, Kind, RefusalReason
from sisetp.services.users import CreateUser, GrantPosting
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]


def waiting(app: Flask, actor: Actor, clock: MovableClock) -> tuple[AccessRequest, ...]:
    return call(app, actor, access_requests.pending_for, clock=clock)


def grant(app: Flask, admin: Actor, user_id: int, papel: Role, unidade_id: int | None, clock: MovableClock) -> None:
    today = clock.today("America/Sao_Paulo")
    command = GrantPosting(usuario_id=user_id, papel=papel, unidade_id=unidade_id, inicio=today)
    call(app, admin, users.grant_posting, command, clock=clock)


def test_a_reader_who_also_administers_is_reset_with_the_unit(app: Flask, staff: Staff, clock: MovableClock) -> None:
    admin, second, head = staff("CGETP_ADMIN"), staff("CGETP_ADMIN"), staff("COORDENACAO")
    reader = staff("ATENDENTE")
    grant(app, admin, reader.user_id, Role.CGETP_ADMIN, None, clock)
    (request,) = waiting(app, second, clock)
    call(app, second, access_requests.confirm, request.kind, request.id, clock=clock)
    call(app, admin, users.reset_password, reader.user_id, clock=clock)
    assert waiting(app, second, clock) == ()
    assert [item.kind for item in waiting(app, head, clock)] == [Kind.SENHA]


def test_of_two_decisions_at_once_only_the_first_counts(app: Flask, staff: Staff, clock: MovableClock) -> None:
    admin, head, other = staff("CGETP_ADMIN"), staff("COORDENACAO"), staff("COORDENACAO")
    new = call(app, admin, users.create_user, CreateUser(login="rosa.lima", nome="Rosa Lima"), clock=clock)
    grant(app, admin, new.id, Role.ATENDENTE, head.unidade_id, clock)
    (request,) = waiting(app, head, clock)
    outcome: list[str] = []

    def refuse() -> None:
        try:
            reason = RefusalReason.NAO_CONHECE
            call(app, other, access_requests.refuse, request.kind, request.id, reason, clock=clock)
            outcome.append("refused")
        except NotFound:
            outcome.append("nothing waits")

    thread = Thread(target=refuse)
    with app.app_context(), unit_of_work(head) as session:
        access_requests.confirm(session, head, request.kind, request.id, clock=clock)
        thread.start()
        thread.join(0.5)
    thread.join()
    assert outcome == ["nothing waits"]
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert session.get_one(Lotacao, request.id).refused_at is None


def test_ending_a_posting_again_does_not_move_its_last_day(app: Flask, staff: Staff, clock: MovableClock) -> None:
    admin, reader = staff("CGETP_ADMIN"), staff("ATENDENTE")
    for _turn in range(2):
        call(app, admin, users.end_posting, reader.lotacao_id, clock=clock)
        clock.advance(days=30)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert session.get_one(Lotacao, reader.lotacao_id).fim == date(2026, 11, 19)
