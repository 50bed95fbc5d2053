"""Somebody the team put in a case without a ficha is found again by everybody who may search: nobody asks her twice."""

from collections.abc import Callable

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.services import busca, caso_pessoas, pessoas
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.fichas import IDENTITY, person
from tests.support.procedimentos import open_one

Staff = Callable[..., Actor]


@pytest.fixture
def nucleus(staff: Staff) -> tuple[Actor, Actor]:
    """A técnico and a desk officer of one NETP."""
    return staff("TECNICO", "NETP-SP"), staff("ATENDENTE", "NETP-SP")


def test_a_person_of_a_case_without_a_ficha_is_found(
    app: Flask, nucleus: tuple[Actor, Actor], clock: MovableClock
) -> None:
    tecnico, officer = nucleus
    caso = open_one(app, tecnico, clock)
    call(app, tecnico, caso_pessoas.include_new, caso, person(), clock=clock)
    for actor, seen in ((tecnico, caso), (officer, None)):
        (hit,) = call(app, actor, busca.by_name, "aurora silva").hits
        assert (hit.nome, hit.fichas, hit.atendimento_id, hit.caso_id) == ("Aurora Demonstração Silva", 0, None, seen)
        (hit,) = call(app, actor, busca.by_document, IDENTITY.doc_tipo, IDENTITY.doc_numero).hits
        assert hit.caso_id == seen
        (known,) = call(app, actor, pessoas.already_attended, actor.unidade_id, IDENTITY)
        assert (known.fichas, known.pessoa_id) == (0, hit.pessoa_id)


def test_other_units_find_nobody(app: Flask, nucleus: tuple[Actor, Actor], staff: Staff, clock: MovableClock) -> None:
    caso = open_one(app, nucleus[0], clock)
    call(app, nucleus[0], caso_pessoas.include_new, caso, person(), clock=clock)
    other = staff("TECNICO", "NETP-RJ")
    assert call(app, other, busca.by_name, "aurora silva").hits == ()
    assert call(app, other, pessoas.already_attended, other.unidade_id, IDENTITY) == ()
