"""Pages of similar records: no names in the list, both side by side once opened, and the decision."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento
from sisetp.domain.vinculo import par_de
from tests.support.clock import MovableClock
from tests.support.desk import attend_all, work
from tests.support.fichas import IDENTITY, person
from tests.support.forms import get, post, text
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def person_of(app: Flask, ficha: UUID) -> UUID:
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        return session.scalars(select(Atendimento.pessoa_id).where(Atendimento.id == ficha)).one()


def test_from_the_list_to_a_decision_and_back(
    app: Flask, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    other = person(identidade=replace(IDENTITY, nome_social="Lua", contato="lua@exemplo.org"))
    made = [attend_all(app, desk, clock, who)[0] for who in (person(), other)]
    pair = par_de(*(person_of(app, key) for key, _code in made))
    client, path = sign_in(staff("TECNICO", "PAAHM-GRU")), f"/duplicidades/{pair.a}/{pair.b}"
    page = get(client, "/duplicidades")
    assert "Aurora" not in page
    assert "documento, nome e nascimento" in page
    assert all(code in page for _key, code in made)
    closed = get(client, path)
    assert "Aurora" not in closed
    assert ">Difere<" not in closed
    opened = text(post(client, path))
    assert "lua@exemplo.org" in opened
    assert opened.count(">Difere<") == 1  # only the contact: a social name beside none is not a difference
    assert "Escolha um motivo" in text(post(client, f"{path}/decisao", {"decisao": "LIGADA"}), 422)
    assert post(client, f"{path}/decisao", {"decisao": "LIGADA", "motivo_vinculo": "DOCUMENTO"}).status_code == 303
    assert "São a mesma pessoa" in get(client, "/duplicidades")
    assert "Cadastro ligado" in get(client, f"/atendimentos/{made[0][0]}")
    assert "Desfazer a decisão" in get(client, path)
    again = post(client, f"{path}/decisao", {"decisao": "LIGADA", "motivo_vinculo": "DOCUMENTO"})
    assert "não cabe agora" in text(again, 422)
    assert post(client, f"{path}/decisao", {"decisao": "DESFEITA", "motivo_vinculo": "ENGANO"}).status_code == 303
    assert "Cadastro ligado" not in get(client, f"/atendimentos/{made[0][0]}")
    clock.advance(days=31)
    client = sign_in(staff("COORDENACAO", "PAAHM-GRU"))
    assert "Escolha por que precisa abrir" in text(post(client, path), 422)
    assert "lua@exemplo.org" in text(post(client, path, {"motivo": "RETORNOU"}))


def test_addresses_that_lead_nowhere(
    app: Flask, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    made = [attend_all(app, desk, clock, person())[0] for _ in range(2)]
    a, b = (person_of(app, key) for key, _code in made)
    values = {"decisao": "LIGADA", "motivo_vinculo": "DOCUMENTO"}
    mine, theirs = sign_in(staff("TECNICO", "PAAHM-GRU")), sign_in(staff("TECNICO", "PAAHM-GIG"))
    for client, path in ((mine, f"/duplicidades/{a}/{a}"), (theirs, f"/duplicidades/{a}/{b}")):
        assert client.get(path).status_code == 404
        assert post(client, path).status_code == 404
        assert post(client, f"{path}/decisao", values).status_code == 404
    assert sign_in(desk).get("/duplicidades").status_code == 403
