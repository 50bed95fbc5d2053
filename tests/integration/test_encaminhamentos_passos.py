"""Every step from every status, on both kinds of referral: what is not drawn is refused and changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.cli.encaminhamento import EXPIRER
from sisetp.db.models import Encaminhamento
from sisetp.db.session import unit_of_work
from sisetp.domain.encaminhamento import MAQUINA
from sisetp.domain.errors import RuleViolation
from sisetp.services import encaminhamentos as enc
from sisetp.services import sealing
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.encaminhamentos import sent, to_service, told
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
LATER = datetime(2027, 3, 1, 15, tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True)
class Pair:
    """The two sides, and how to take each step as the side that may."""

    app: Flask
    clock: MovableClock
    origin: Actor
    destination: Actor

    def take(self, name: str, key: UUID, *, network: bool) -> None:
        """Take a step by name; for an outside service the origin answers."""
        service = self.destination if network else self.origin
        steps: dict[str, tuple[Actor, Callable[..., None], dict[str, str]]] = {
            "accept": (service, enc.accept, {}),
            "refuse": (service, enc.refuse, {"desfecho": "SEM_VAGA"}),
            "answer": (service, enc.answer, {"desfecho": "ATENDIDA"}),
            "fail": (service, enc.answer, {"desfecho": "NAO_COMPARECEU"}),
            "person": (self.origin, enc.person_refused, {"desfecho": "NAO_QUIS"}),
            "expire": (self.origin, enc.expire, {}),
        }
        actor, use_case, more = steps[name]
        call(self.app, actor, use_case, key, **more, clock=self.clock)

    def status(self, key: UUID) -> tuple[str, int]:
        """Status and version of a referral."""
        with work(self.app, self.origin, read_only=True) as session:
            row = session.get_one(Encaminhamento, key)
            assert (row.encerrado_em is not None) is (row.situacao in MAQUINA.finais)
            ended = sealing.open_codes(session, row)["desfecho"]
            assert (ended is not None) is (row.situacao in {"CONCLUIDO", "NAO_ATENDIDO", "RECUSADO"})
            return row.situacao, row.versao


@pytest.fixture
def pair(app: Flask, staff: Staff, clock: MovableClock) -> Pair:
    return Pair(app, clock, staff("TECNICO", "PAAHM-GRU"), staff("TECNICO", "NETP-SP"))


TO = {
    "accept": "ACEITO",
    "refuse": "NAO_ATENDIDO",
    "answer": "CONCLUIDO",
    "fail": "NAO_ATENDIDO",
    "person": "RECUSADO",
    "expire": "SEM_RETORNO",
}
# Drawn in the machine, and still not done so: a unit accepts before it answers, and refuses before it accepts.
NOT_SO = {
    (True, "ENVIADO", "answer"),
    (True, "ENVIADO", "fail"),
    (True, "ACEITO", "refuse"),
    (False, "ACEITO", "refuse"),
}
PATHS = {
    "ENVIADO": (),
    "ACEITO": ("accept",),
    "CONCLUIDO": ("accept", "answer"),
    "NAO_ATENDIDO": ("refuse",),
    "RECUSADO": ("person",),
    "SEM_RETORNO": ("expire",),
}


@pytest.mark.parametrize("network", [True, False])
@pytest.mark.parametrize("status", PATHS)
def test_each_step_from_each_status(pair: Pair, status: str, network: bool) -> None:
    app, clock = pair.app, pair.clock
    start = clock.instant
    for name, end in TO.items():
        clock.instant = start
        if network:
            key = sent(app, pair.origin, clock)
        else:
            key = call(app, pair.origin, enc.send, to_service(attend(app, pair.origin, clock)), clock=clock)
        clock.instant = LATER
        for step in PATHS[status]:
            pair.take(step, key, network=network)
        before = pair.status(key)
        assert before[0] == status
        if MAQUINA.permite(status, end) and (network, status, name) not in NOT_SO:
            pair.take(name, key, network=network)
            assert pair.status(key) == (end, before[1] + 1)
        else:
            with pytest.raises(RuleViolation, match="situacao"):
                pair.take(name, key, network=network)
            assert pair.status(key) == before
    assert_audit_is_whole(app)


@pytest.mark.parametrize("name", TO)
def test_each_step_from_only_told(pair: Pair, name: str) -> None:
    app, clock = pair.app, pair.clock
    key = call(app, pair.origin, enc.send, told(attend(app, pair.origin, clock)), clock=clock)
    clock.instant = LATER
    if name == "accept":
        with pytest.raises(RuleViolation, match="situacao"):
            pair.take(name, key, network=False)
        return
    pair.take(name, key, network=False)
    assert pair.status(key)[0] == TO[name]


def test_steps_are_in_both_chains_and_seals_in_the_origins(pair: Pair) -> None:
    key = sent(pair.app, pair.origin, pair.clock)
    call(pair.app, pair.destination, enc.accept, key, clock=pair.clock)
    found = [details for _, details in events(pair.app, pair.destination, "situacao_encaminhamento")]
    assert [details["para"] for details in found] == ["ACEITO", "ACEITO"]
    assert sorted("selos" in details for details in found) == [False, True]
    sealed = next(details["selos"] for details in found if "selos" in details)
    assert {name.split(":")[0] for name in sealed} == {"encaminhamento"}


def test_an_outcome_is_always_asked(pair: Pair) -> None:
    key = sent(pair.app, pair.origin, pair.clock)
    call(pair.app, pair.destination, enc.accept, key, clock=pair.clock)
    for use_case, actor, outcome in (
        (enc.answer, pair.destination, ""),
        (enc.answer, pair.destination, "OUTRO"),
        (enc.answer, pair.destination, "SUMIU"),
        (enc.refuse, pair.destination, "ATENDIDA"),
        (enc.person_refused, pair.origin, "SEM_VAGA"),
    ):
        with pytest.raises(RuleViolation, match=r"desfecho|resposta"):
            call(pair.app, actor, use_case, key, desfecho=outcome, clock=pair.clock)
    assert pair.status(key)[0] == "ACEITO"


def test_without_answer_it_ends_only_after_the_limit(pair: Pair, clock: MovableClock) -> None:
    key = sent(pair.app, pair.origin, clock)
    zone = ZoneInfo("America/Sao_Paulo")
    with work(pair.app, pair.origin, read_only=True) as session:
        limit = session.get_one(Encaminhamento, key).limite
    assert limit == date(2026, 12, 11)
    clock.instant = datetime(2026, 12, 11, 23, 59, tzinfo=zone)
    with pytest.raises(RuleViolation, match="situacao"):
        call(pair.app, pair.origin, enc.expire, key, clock=clock)
    assert not call(pair.app, pair.origin, enc.detail, key, clock=clock).line.vencido
    clock.instant = datetime(2026, 12, 12, 0, 1, tzinfo=zone)
    seen = call(pair.app, pair.origin, enc.detail, key, clock=clock)
    assert (seen.line.vencido, "SEM_RETORNO" in seen.acoes) == (True, True)
    call(pair.app, pair.origin, enc.expire, key, clock=clock)
    assert pair.status(key)[0] == "SEM_RETORNO"


def vencer(app: Flask, clock: MovableClock) -> int:
    with app.app_context(), unit_of_work(EXPIRER) as session:
        return enc.expire_all(session, EXPIRER, clock=clock)


def test_the_scheduled_end_is_of_every_unit_and_runs_twice_alike(pair: Pair, staff: Staff, clock: MovableClock) -> None:
    app = pair.app
    other = staff("TECNICO", "PAAHM-GIG")
    keys = [sent(app, pair.origin, clock), sent(app, other, clock)]
    keys.append(call(app, other, enc.send, told(attend(app, other, clock)), clock=clock))
    done = sent(app, pair.origin, clock)
    pair.take("refuse", done, network=True)
    bad, registro = sent(app, pair.origin, clock), attend(app, pair.origin, clock)
    with work(app, pair.origin) as session:
        row = session.get_one(Encaminhamento, bad)
        good, row.estat = row.estat, b"x" + row.estat[1:]
    assert vencer(app, clock) == 0
    clock.instant = LATER
    fresh = call(app, pair.origin, enc.send, to_service(registro, motivo_abertura="CONTATO"), clock=clock)
    assert vencer(app, clock) == 3
    assert vencer(app, clock) == 0
    with app.app_context(), unit_of_work(EXPIRER, read_only=True) as session:
        states = {key: session.get_one(Encaminhamento, key).situacao for key in (*keys, done, bad, fresh)}
    assert [states[key] for key in keys] == ["SEM_RETORNO"] * 3
    assert (states[done], states[bad], states[fresh]) == ("NAO_ATENDIDO", "ENVIADO", "ENVIADO")
    with work(app, pair.origin) as session:
        session.get_one(Encaminhamento, bad).estat = good
    assert_audit_is_whole(app)


def test_the_home_page_reminds_who_may_act(pair: Pair, staff: Staff, clock: MovableClock) -> None:
    app = pair.app

    def of(actor: Actor) -> dict[str, tuple[int | None, bool]]:
        found = call(app, actor, enc.lembretes, clock=clock)
        return {item.texto: (item.quantidade, item.urgente) for item in found}

    sent(app, pair.origin, clock)
    accepted = sent(app, pair.origin, clock)
    pair.take("accept", accepted, network=True)
    assert of(pair.destination) == {"encaminhamento recebido espera aceite.": (1, False)}
    assert of(pair.origin) == {}
    clock.instant = datetime(2026, 11, 30, 12, tzinfo=ZoneInfo("UTC"))
    assert of(pair.destination) == {
        "encaminhamento recebido espera aceite.": (1, True),
        "encaminhamento aceito passou do prazo sem desfecho.": (1, True),
    }
    assert of(pair.origin) == {"encaminhamentos enviados passaram do prazo sem resposta.": (2, True)}
    clock.instant = LATER
    assert of(pair.origin) == {"encaminhamentos passaram do limite: encerre como sem retorno.": (2, True)}
    for nobody in (staff("ATENDENTE", "NETP-SP"), staff("ANALISTA", "NETP-SP"), staff("ENCARREGADO", None)):
        assert not permits(nobody, Permission.ENCAMINHAMENTO_RESPONDER)
        assert of(nobody) == {}
