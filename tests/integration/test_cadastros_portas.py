"""The full register through a ficha and through a case: one save, and nothing in clear that tells the two apart."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, AuditEvent, Pessoa, Versao
from sisetp.domain.cadastro import PelaFicha, PeloCaso, Porta
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation
from sisetp.services import cadastros
from sisetp.services.cadastros import Cadastro
from tests.support.cadastros import CODES, TEXTS, WHOLE, gravar
from tests.support.canary_places import stored
from tests.support.caso_pessoas import included
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import IDENTITY, person
from tests.support.procedimentos import NETP
from tests.support.staff import OPERATOR
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
OWN = ("id", "registro_id", "seq", "alvo_id", "pessoa_id", "prev_hash", "hash", "mac", "marca")


@pytest.fixture
def team(staff: Staff) -> Actor:
    """A professional of a NETP."""
    return staff("TECNICO", NETP, profissao="AS")


def by_ficha(app: Flask, actor: Actor, clock: MovableClock) -> tuple[PelaFicha, UUID]:
    """The door of a ficha just registered, and its pessoa."""
    ficha = attend(app, actor, clock, person())
    with work(app, actor, read_only=True) as session:
        return PelaFicha(atendimento_id=ficha), session.get_one(Atendimento, ficha).pessoa_id


def by_case(app: Flask, actor: Actor, clock: MovableClock) -> tuple[PeloCaso, UUID]:
    """The door of a case just opened, and the pessoa put in it."""
    caso, row, pessoa_id = included(app, actor, clock)
    return PeloCaso(caso_id=caso, caso_pessoa_id=row), pessoa_id


DOORS = (by_ficha, by_case)


def opened(app: Flask, actor: Actor, clock: MovableClock, door: Porta, motivo: str = "") -> Cadastro:
    return call(app, actor, cadastros.open_register, door, motivo, clock=clock, reason_after_days=30)


def clear(row: Any, owner: UUID) -> dict[str, Any]:
    """What somebody without keys reads of a row: ids of its own out, and of each blob its size."""
    found = {}
    for column in sa.inspect(type(row)).columns:
        value = getattr(row, column.key)
        if column.key == "detalhes":
            value = json.loads(value.replace(owner.hex, "…"))
            value["selos"] = {key: len(digest) for key, digest in value["selos"].items()}
        elif isinstance(value, bytes):
            value = len(value)
        if column.key not in OWN:
            found[column.key] = value
    return found


def left_by_a_save(app: Flask, actor: Actor, clock: MovableClock, door: Porta, pessoa_id: UUID) -> dict[str, Any]:
    """Events added by one save, and the rows of the pessoa after it, as they are in clear."""
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        before = session.scalar(select(sa.func.max(AuditEvent.id))) or 0
    assert call(app, actor, cadastros.save, gravar(door), clock=clock) == 2
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        added = list(session.scalars(select(AuditEvent).where(AuditEvent.id > before)))
        assert [event.pessoa_id for event in added] == [pessoa_id]
        older = session.scalars(select(Versao).where(Versao.registro_id == pessoa_id)).all()
        rows = {"eventos": added, "versoes": older, "pessoa": [session.get_one(Pessoa, pessoa_id)]}
        return {name: [clear(row, pessoa_id) for row in found] for name, found in rows.items()}


def test_a_save_leaves_the_same_in_clear_through_both_doors(app: Flask, team: Actor, clock: MovableClock) -> None:
    (one, her), (other, him) = (make(app, team, clock) for make in DOORS)
    first, second = left_by_a_save(app, team, clock, one, her), left_by_a_save(app, team, clock, other, him)
    assert first == second
    (event,) = first["eventos"]
    assert (event["acao"], event["alvo_tipo"]) == ("gravar_cadastro", "pessoa")
    assert event["detalhes"].keys() == {"motivo", "campos", "versao", "selos"}
    known = opened(app, team, clock, one)
    assert opened(app, team, clock, other) == known
    assert (known.textos, known.identidade) == (TEXTS, WHOLE)
    assert {name: known.respostas[name] for name in CODES} == CODES
    assert_audit_is_whole(app)


def test_opening_through_a_ficha_is_about_the_person(app: Flask, team: Actor, clock: MovableClock) -> None:
    door, pessoa_id = by_ficha(app, team, clock)
    assert opened(app, team, clock, door).identidade == IDENTITY
    with work(app, team, read_only=True) as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.acao == "abrir_cadastro"))
    assert (event.alvo_tipo, event.alvo_id, event.pessoa_id) == ("pessoa", str(pessoa_id), pessoa_id)
    assert json.loads(event.detalhes) == {"motivo": None, "versao": 1}


def test_nothing_saved_through_a_ficha_is_in_clear(app: Flask, team: Actor, clock: MovableClock) -> None:
    door, _pessoa = by_ficha(app, team, clock)
    call(app, team, cadastros.save, gravar(door), clock=clock)
    said = [*TEXTS.values(), WHOLE.nome_mae, WHOLE.endereco_texto, WHOLE.nome_civil, WHOLE.doc_numero]
    found = [(place, text) for place, content in stored(app) for text in said if text.encode() in content]
    assert found == []


@pytest.mark.parametrize("make", DOORS)
def test_an_old_identity_asks_why_whatever_the_door(
    app: Flask, team: Actor, clock: MovableClock, make: Callable[..., tuple[Porta, UUID]]
) -> None:
    door, _pessoa = make(app, team, clock)
    clock.advance(days=31)
    assert call(app, team, cadastros.reason_required, door, clock=clock, reason_after_days=30)
    for motivo in ("", "PORQUE_SIM"):
        with pytest.raises(RuleViolation):
            opened(app, team, clock, door, motivo)
    assert opened(app, team, clock, door, "CONTATO").identidade == IDENTITY
    assert events(app, team, "abrir_cadastro") == [("abrir_cadastro", {"motivo": "CONTATO", "versao": 1})]


def test_who_may_not_through_a_case_may_not_through_a_ficha(
    app: Flask, staff: Staff, team: Actor, clock: MovableClock
) -> None:
    door, _pessoa = by_ficha(app, team, clock)
    head = staff("COORDENACAO", NETP)
    for actor, refusal in (
        (staff("ATENDENTE", NETP), AccessDenied),
        (staff("ANALISTA", NETP), AccessDenied),
        (staff("TECNICO", "NETP-AC"), NotFound),
        (staff("COORDENACAO", "NETP-AC"), NotFound),
    ):
        with pytest.raises(refusal):
            opened(app, actor, clock, door)
        with pytest.raises(refusal):
            call(app, actor, cadastros.save, gravar(door), clock=clock)
    assert call(app, head, cadastros.save, gravar(door), clock=clock) == 2


def test_two_doors_of_one_person_share_her_versions(app: Flask, team: Actor, clock: MovableClock) -> None:
    door, pessoa_id = by_case(app, team, clock)
    with work(app, team, read_only=True) as session:
        ficha = session.scalars(select(Atendimento.id).where(Atendimento.pessoa_id == pessoa_id)).one()
    call(app, team, cadastros.save, gravar(PelaFicha(atendimento_id=ficha)), clock=clock)
    with pytest.raises(Conflict):
        call(app, team, cadastros.save, gravar(door), clock=clock)
    assert opened(app, team, clock, door).textos == TEXTS
