"""Nobody mints a reader alone: roles and passwords that open identities wait for a second, different person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor, SystemActor
from sisetp.access.roles import Role
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.domain.errors import AccessDenied, NotFound, Refused, RuleViolation
from sisetp.services import access_requests, users
from sisetp.services.access_requests import AccessRequest, Kind, RefusalReason
from sisetp.services.postings import Posting, postings_in_force
from sisetp.services.users import CreateUser, GrantPosting, NewUser
from tests.support.clock import MovableClock

OPERATOR = SystemActor(name="operador")
Staff = Callable[..., Actor]


class Administration:
    """The services of this page, each in its own unit of work."""

    def __init__(self, app: Flask, clock: MovableClock) -> None:
        self.app, self.clock = app, clock

    def create(self, actor: AnyActor, login: str = "maria.souza") -> NewUser:
        with self.app.app_context(), unit_of_work(actor) as session:
            return users.create_user(
                session, actor, CreateUser(login=login, nome="Maria Demonstração Souza"), clock=self.clock
            )

    def grant(self, actor: AnyActor, user_id: int, papel: Role, unidade: str | None = "PAAHM-GRU") -> bool:
        with self.app.app_context(), unit_of_work(actor) as session:
            command = GrantPosting(
                usuario_id=user_id,
                papel=papel,
                unidade_id=unit_id(session, unidade),
                inicio=self.clock.today("America/Sao_Paulo"),
            )
            return users.grant_posting(session, actor, command, clock=self.clock)

    def in_force(self, user_id: int) -> tuple[Posting, ...]:
        with self.app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
            return postings_in_force(session, user_id, clock=self.clock)

    def waiting(self, actor: Actor) -> tuple[AccessRequest, ...]:
        with self.app.app_context(), unit_of_work(actor, read_only=True) as session:
            return access_requests.pending_for(session, actor, clock=self.clock)

    def confirm(self, actor: Actor, request: AccessRequest) -> None:
        with self.app.app_context(), unit_of_work(actor) as session:
            access_requests.confirm(session, actor, request.kind, request.id, clock=self.clock)

    def refuse(self, actor: Actor, request: AccessRequest) -> None:
        with self.app.app_context(), unit_of_work(actor) as session:
            access_requests.refuse(
                session, actor, request.kind, request.id, RefusalReason.NAO_CONHECE, clock=self.clock
            )

    def reset(self, actor: AnyActor, user_id: int) -> NewUser:
        with self.app.app_context(), unit_of_work(actor) as session:
            return users.reset_password(session, actor, user_id, clock=self.clock)

    def password_of(self, user_id: int) -> str:
        with self.app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
            return session.get_one(Usuario, user_id).password


@pytest.fixture
def administration(app: Flask, clock: MovableClock) -> Administration:
    return Administration(app, clock)


def unit_id(session: Session, codigo: str | None) -> int | None:
    return session.scalars(select(Unidade.id).where(Unidade.codigo == codigo)).one() if codigo else None


def test_a_reader_waits_for_the_coordenacao_of_the_unit(administration: Administration, staff: Staff) -> None:
    admin, head, elsewhere = staff("CGETP_ADMIN"), staff("COORDENACAO"), staff("COORDENACAO", "NETP-SP")
    new = administration.create(admin)
    assert administration.grant(admin, new.id, Role.ATENDENTE)
    assert administration.in_force(new.id) == ()
    assert administration.waiting(elsewhere) == ()
    (request,) = administration.waiting(head)
    assert (request.login, request.papel, request.unidade) == ("maria.souza", Role.ATENDENTE, "PAAHM-GRU")
    administration.confirm(head, request)
    assert [posting.role for posting in administration.in_force(new.id)] == [Role.ATENDENTE]
    assert administration.waiting(head) == ()


def test_a_role_that_opens_nothing_has_effect_at_once(administration: Administration, staff: Staff) -> None:
    admin = staff("CGETP_ADMIN")
    new = administration.create(admin)
    assert not administration.grant(admin, new.id, Role.ANALISTA)
    assert [posting.role for posting in administration.in_force(new.id)] == [Role.ANALISTA]


def test_neither_who_asked_nor_who_benefits_may_confirm(administration: Administration, staff: Staff) -> None:
    admin, second = staff("CGETP_ADMIN"), staff("CGETP_ADMIN")
    new = administration.create(admin)
    administration.grant(admin, new.id, Role.CGETP_ADMIN, None)
    assert administration.waiting(admin) == ()
    (request,) = administration.waiting(second)
    with pytest.raises(AccessDenied):
        administration.confirm(admin, request)
    administration.confirm(second, request)
    third = Actor(user_id=new.id, login=new.login, nome=new.nome, role=Role.CGETP_ADMIN)
    administration.grant(admin, new.id, Role.CGETP_GESTAO, None)
    administration.reset(admin, new.id)
    (request,) = administration.waiting(second)
    with pytest.raises(AccessDenied):
        administration.confirm(third, request)


def test_a_first_coordenacao_needs_two_administrators(administration: Administration, staff: Staff) -> None:
    admin, second = staff("CGETP_ADMIN"), staff("CGETP_ADMIN")
    new = administration.create(admin)
    administration.grant(admin, new.id, Role.COORDENACAO)
    (request,) = administration.waiting(second)
    assert administration.waiting(admin) == ()
    administration.confirm(second, request)
    assert [posting.role for posting in administration.in_force(new.id)] == [Role.COORDENACAO]


def test_administrators_confirm_nobody_else_of_a_unit(administration: Administration, staff: Staff) -> None:
    admin, second = staff("CGETP_ADMIN"), staff("CGETP_ADMIN")
    new = administration.create(admin)
    administration.grant(admin, new.id, Role.TECNICO)
    assert administration.waiting(second) == ()
    staff("COORDENACAO")
    other = administration.create(admin, "jose.lima")
    administration.grant(admin, other.id, Role.COORDENACAO)
    assert administration.waiting(second) == ()


def test_a_refused_role_never_has_effect(administration: Administration, staff: Staff, app: Flask) -> None:
    admin, head = staff("CGETP_ADMIN"), staff("COORDENACAO")
    new = administration.create(admin)
    administration.grant(admin, new.id, Role.ATENDENTE)
    administration.refuse(head, administration.waiting(head)[0])
    assert administration.in_force(new.id) == () == administration.waiting(head)
    assert last_event(app, Action.RECUSAR_PAPEL).detalhes.count('"motivo":"NAO_CONHECE"') == 1


def test_the_old_password_stays_in_force_until_confirmed(administration: Administration, staff: Staff) -> None:
    admin, head, officer = staff("CGETP_ADMIN"), staff("COORDENACAO"), staff("ATENDENTE")
    before = administration.password_of(officer.user_id)
    reset = administration.reset(admin, officer.user_id)
    assert reset.pendente
    assert administration.password_of(officer.user_id) == before
    (request,) = administration.waiting(head)
    assert request.kind is Kind.SENHA
    administration.confirm(head, request)
    assert administration.password_of(officer.user_id) != before


def test_only_the_newest_of_two_resets_waits(administration: Administration, staff: Staff) -> None:
    admin, head, officer = staff("CGETP_ADMIN"), staff("COORDENACAO"), staff("ATENDENTE")
    administration.reset(admin, officer.user_id)
    administration.reset(admin, officer.user_id)
    assert len(administration.waiting(head)) == 1


def test_the_only_coordenacao_is_reset_by_two_administrators(administration: Administration, staff: Staff) -> None:
    admin, second, head = staff("CGETP_ADMIN"), staff("CGETP_ADMIN"), staff("COORDENACAO")
    administration.reset(admin, head.user_id)
    assert administration.waiting(head) == ()
    (request,) = administration.waiting(second)
    administration.confirm(second, request)


def test_a_password_that_opens_nothing_changes_at_once(administration: Administration, staff: Staff) -> None:
    admin, analyst = staff("CGETP_ADMIN"), staff("ANALISTA")
    before = administration.password_of(analyst.user_id)
    assert not administration.reset(admin, analyst.user_id).pendente
    assert administration.password_of(analyst.user_id) != before


def test_commands_obey_the_same_rule(administration: Administration, staff: Staff) -> None:
    head, officer = staff("COORDENACAO"), staff("ATENDENTE")
    new = administration.create(OPERATOR)
    assert administration.grant(OPERATOR, new.id, Role.ATENDENTE)
    assert administration.in_force(new.id) == ()
    assert len(administration.waiting(head)) == 1
    before = administration.password_of(officer.user_id)
    assert administration.reset(OPERATOR, officer.user_id).pendente
    assert administration.password_of(officer.user_id) == before
    with pytest.raises(AccessDenied):
        administration.create(SystemActor(name="outro"), "outra.pessoa")


def test_only_the_first_administrator_needs_nobody(app: Flask, clock: MovableClock) -> None:
    def create(login: str) -> NewUser:
        with app.app_context(), unit_of_work(OPERATOR) as session:
            return users.create_first_admin(session, OPERATOR, login=login, nome="Administração", clock=clock)

    first = create("primeiro.admin")
    assert [posting.role for posting in Administration(app, clock).in_force(first.id)] == [Role.CGETP_ADMIN]
    with pytest.raises(Refused):
        create("segundo.admin")


def test_a_posting_obeys_its_dates(administration: Administration, staff: Staff, clock: MovableClock) -> None:
    admin = staff("CGETP_ADMIN")
    new = administration.create(admin)
    today = clock.today("America/Sao_Paulo")
    with administration.app.app_context(), unit_of_work(admin) as session:
        command = GrantPosting(
            usuario_id=new.id,
            papel=Role.CGETP_GESTAO,
            unidade_id=None,
            inicio=today + timedelta(days=2),
            fim=today + timedelta(days=3),
        )
        users.grant_posting(session, admin, command, clock=clock)
    seen = []
    for _day in range(5):
        seen.append(len(administration.in_force(new.id)))
        clock.advance(days=1)
    assert seen == [0, 0, 1, 1, 0]


def test_an_ended_posting_and_a_closed_account_have_no_effect(administration: Administration, staff: Staff) -> None:
    admin, officer = staff("CGETP_ADMIN"), staff("ATENDENTE")
    assert officer.lotacao_id is not None
    with administration.app.app_context(), unit_of_work(admin) as session:
        users.end_posting(session, admin, officer.lotacao_id, clock=administration.clock)
    assert administration.in_force(officer.user_id) == ()
    with administration.app.app_context(), unit_of_work(admin) as session:
        users.deactivate_user(session, admin, officer.user_id, clock=administration.clock)
    with pytest.raises(NotFound):
        administration.reset(admin, officer.user_id)


@pytest.mark.parametrize(
    ("papel", "unidade", "campo"),
    [
        (Role.CGETP_GESTAO, "PAAHM-GRU", "unidade_id"),
        (Role.TECNICO, None, "unidade_id"),
        (Role.ANALISTA, "NETP-SP", "papel"),
    ],
)
def test_a_role_must_fit(
    administration: Administration, staff: Staff, papel: Role, unidade: str | None, campo: str
) -> None:
    admin = staff("CGETP_ADMIN")
    new = administration.create(admin)
    administration.grant(admin, new.id, Role.ANALISTA, "NETP-SP")
    with pytest.raises(RuleViolation) as broken:
        administration.grant(admin, new.id, papel, unidade)
    assert campo in {message.campo for message in broken.value.messages}


@pytest.mark.parametrize("login", ["Maria Souza", "m", "maria@souza", "1maria", "maria.souza", "joão"])
def test_a_login_is_simple_and_unique(administration: Administration, staff: Staff, login: str) -> None:
    admin = staff("CGETP_ADMIN")
    administration.create(admin)
    with pytest.raises(RuleViolation):
        administration.create(admin, login)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CGETP_ADMIN])
def test_only_the_administration_creates_users(administration: Administration, staff: Staff, role: Role) -> None:
    with pytest.raises(AccessDenied):
        administration.create(staff(role))


def last_event(app: Flask, action: Action) -> AuditEvent:
    with app.app_context(), unit_of_work(SystemActor(name="teste", units=None), read_only=True) as session:
        query = select(AuditEvent).where(AuditEvent.acao == action.value).order_by(AuditEvent.id.desc())
        event = session.scalars(query).first()
        assert event is not None
        return event


def test_the_operator_resets_the_only_administrator_and_no_other_alone(
    administration: Administration, staff: Staff
) -> None:
    first = staff("CGETP_ADMIN")
    before = administration.password_of(first.user_id)
    assert not administration.reset(OPERATOR, first.user_id).pendente
    alone = administration.password_of(first.user_id)
    assert alone != before
    second = staff("CGETP_ADMIN")
    assert administration.reset(OPERATOR, first.user_id).pendente
    assert administration.password_of(first.user_id) == alone
    (request,) = administration.waiting(second)
    assert request.pedido_por == "Operação do sistema"
    administration.confirm(second, request)
    assert administration.password_of(first.user_id) != alone
