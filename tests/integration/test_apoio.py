"""Support plan, risk assessments and others involved: versions, who reads, what becomes of the risk of the case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models.caso import Caso, PlanoApoio
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation
from sisetp.domain.plano import AvaliarRisco, GravarEnvolvido, GravarPlano, LinhaDePlano
from sisetp.services import envolvidos, planos, riscos, sealing
from sisetp.services.versoes import version_of
from tests.support.clock import MovableClock
from tests.support.desk import call, events, work
from tests.support.evolucoes import case_with, evolve
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
UNIT, TODAY = "NETP-MG", date(2026, 11, 20)


@pytest.fixture
def team(staff: Staff) -> Actor:
    return staff("TECNICO", UNIT, profissao="AS")


def line(**changes: object) -> LinhaDePlano:
    values: dict[str, object] = {
        "inicio": TODAY,
        "prazo": TODAY + timedelta(days=10),
        "respostas": {"tipo": "SAUDE"},
        "textos": {"objetivo": "consulta"},
    }
    return LinhaDePlano(**{**values, **changes})  # type: ignore[arg-type]


def risk_of(app: Flask, actor: Actor, caso: UUID) -> str:
    with work(app, actor) as session:
        return str(sealing.open_codes(session, session.get_one(Caso, caso))["risco"])


def test_a_line_of_the_plan_keeps_its_versions(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso = case_with(app, team, clock, pessoas=1)
    key = call(app, team, planos.save, GravarPlano(caso_id=caso, linha=line()), clock=clock)
    ended = line(encerrado_em=TODAY, respostas={"tipo": "SAUDE", "desfecho": "PARCIAL"}, textos={"objetivo": "feita"})
    change = GravarPlano(caso_id=caso, linha=ended, plano_id=key, versao=1, motivo="SITUACAO")
    call(app, team, planos.save, change, clock=clock)
    [item] = call(app, team, planos.of_case, caso, clock=clock)
    assert (item.respostas["desfecho"], item.textos["objetivo"], item.versao) == ("PARCIAL", "feita", 2)
    with work(app, team) as session:
        old = version_of(session, session.get_one(PlanoApoio, key), 1)
        assert sealing.open_texts(session, old) == {"objetivo": "consulta"}
    with pytest.raises(Conflict):
        call(app, team, planos.save, change, clock=clock)
    assert events(app, team, "abrir_apoio")[0][1] == {"tipo": "plano", "quantidade": 1}
    assert_audit_is_whole(app)


@pytest.mark.parametrize(
    ("changes", "campo"),
    [
        ({"encerrado_em": TODAY}, "desfecho"),
        ({"respostas": {"tipo": "SAUDE", "desfecho": "PARCIAL"}}, "encerrado_em"),
        ({"prazo": TODAY - timedelta(days=1)}, "prazo"),
        ({"inicio": TODAY + timedelta(days=1)}, "inicio"),
        ({"textos": {}}, "objetivo"),
        ({"respostas": {}}, "tipo"),
        ({"caso_pessoa_id": UUID(int=1)}, "caso_pessoa_id"),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused(
    app: Flask, team: Actor, clock: MovableClock, changes: dict[str, object], campo: str
) -> None:
    caso = case_with(app, team, clock)
    with pytest.raises(RuleViolation) as caught:
        call(app, team, planos.save, GravarPlano(caso_id=caso, linha=line(**changes)), clock=clock)
    assert campo in [message.campo for message in caught.value.messages]


def test_the_newest_assessment_gives_the_case_its_risk(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso = case_with(app, team, clock)
    order = AvaliarRisco(caso_id=caso, data=TODAY, respostas={"risco": "ALTO"}, textos={"familiar": "ALTO"})
    older = {"respostas": {"risco": "BAIXO"}, "textos": {"familiar": "BAIXO"}}
    before = replace(order, data=TODAY - timedelta(days=5), **older)  # type: ignore[arg-type]
    for given, becomes in ((order, "ALTO"), (before, "ALTO")):
        call(app, team, riscos.assess, given, clock=clock)
        assert risk_of(app, team, caso) == becomes
    assert [item.textos["familiar"] for item in call(app, team, riscos.of_case, caso)] == ["ALTO", "BAIXO"]
    evolve(app, team, caso, clock, risco="IMINENTE")
    assert risk_of(app, team, caso) == "IMINENTE"
    for wrong in (None, TODAY + timedelta(days=1), date(2026, 10, 1)):
        with pytest.raises(RuleViolation):
            call(app, team, riscos.assess, replace(order, data=wrong), clock=clock)
    with pytest.raises(RuleViolation):
        call(app, team, riscos.assess, replace(order, respostas={}), clock=clock)
    assert_audit_is_whole(app)


def test_others_involved_are_the_minimum_and_can_be_taken_out(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso = case_with(app, team, clock)
    order = GravarEnvolvido(caso_id=caso, respostas={"papel": ("AGENCIA",)}, textos={"texto": "informado"})
    with pytest.raises(RuleViolation):
        call(app, team, envolvidos.save, replace(order, respostas={}, textos={}), clock=clock)
    key = call(app, team, envolvidos.save, order, clock=clock)
    change = replace(order, envolvido_id=key, versao=1, motivo="COMPLEMENTO", textos={"texto": "mais"})
    call(app, team, envolvidos.save, change, clock=clock)
    [item] = call(app, team, envolvidos.of_case, caso)
    assert (item.respostas["papel"], item.textos) == (("AGENCIA",), {"texto": "mais"})
    with pytest.raises(Conflict):
        call(app, team, envolvidos.remove, change, clock=clock)
    with pytest.raises(RuleViolation):
        call(app, team, envolvidos.remove, replace(change, versao=2, motivo=""), clock=clock)
    call(app, team, envolvidos.remove, replace(change, versao=2), clock=clock)
    assert call(app, team, envolvidos.of_case, caso) == ()
    with pytest.raises(RuleViolation):
        call(app, team, envolvidos.open_sheet, caso, key)
    assert_audit_is_whole(app)


def test_only_the_team_of_the_unit_reads_and_writes(app: Flask, team: Actor, staff: Staff, clock: MovableClock) -> None:
    caso = case_with(app, team, clock)
    plan = GravarPlano(caso_id=caso, linha=line())
    key = call(app, team, planos.save, plan, clock=clock)
    risk = AvaliarRisco(caso_id=caso, data=TODAY, respostas={"risco": "ALTO"})
    other = GravarEnvolvido(caso_id=caso, respostas={"papel": ("AGENCIA",)})
    for actor, refusal in (
        (staff("ATENDENTE", UNIT), AccessDenied),
        (staff("ANALISTA", UNIT), AccessDenied),
        (staff("TECNICO", "NETP-AC"), NotFound),
    ):
        for use_case, args in (
            (planos.save, (plan,)),
            (planos.of_case, (caso,)),
            (riscos.assess, (risk,)),
            (envolvidos.save, (other,)),
        ):
            with pytest.raises(refusal):
                call(app, actor, use_case, *args, clock=clock)
        for reader in (riscos.of_case, envolvidos.of_case):
            with pytest.raises(refusal):
                call(app, actor, reader, caso)
        with pytest.raises(refusal):
            call(app, actor, planos.open_sheet, caso, key)


@pytest.mark.parametrize("situacao", ["ENCERRADO", "TRANSFERIDO"])
def test_a_closed_case_takes_nothing(app: Flask, team: Actor, clock: MovableClock, situacao: str) -> None:
    caso = case_with(app, team, clock, situacao=situacao)
    for use_case, order in (
        (planos.save, GravarPlano(caso_id=caso, linha=line())),
        (riscos.assess, AvaliarRisco(caso_id=caso, data=TODAY, respostas={"risco": "ALTO"})),
        (envolvidos.save, GravarEnvolvido(caso_id=caso, respostas={"papel": ("AGENCIA",)})),
    ):
        with pytest.raises(RuleViolation) as caught:
            call(app, team, use_case, order, clock=clock)
        assert caught.value.messages[0].campo == "situacao"
