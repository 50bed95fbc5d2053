"""What approvers see of a release that is not out: all that will be public, and its files, each opening noted."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.publicacao import Divulgacao
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.reporting.releases import preview
from sisetp.reporting.releases.store import Alvo, open_preparation
from sisetp.reporting.render import xlsx
from sisetp.reporting.tables import Marca
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.desk import events
from tests.support.forms import get

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JANUARY, FEBRUARY = Alvo("boletim-mensal", "2026-01"), Alvo("boletim-mensal", "2026-02")


@pytest.fixture
def managers(app: Flask, staff: Staff, clock: MovableClock) -> tuple[Actor, Actor]:
    """Gestão and encarregado; January is out and February can be prepared."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff(Role.CGETP_GESTAO, None), staff(Role.ENCARREGADO, None)
    clock.instant = datetime(2026, 4, 6, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 3)), ano=2026, clock=clock)
    net.published(app, JANUARY, both, clock=clock)
    return both


def test_approvers_see_all_that_will_be_public_and_open_its_files(
    app: Flask,
    managers: tuple[Actor, Actor],
    sign_in: SignIn,
    staff: Staff,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = net.prepared(app, FEBRUARY, clock=clock)
    manager, other = (sign_in(actor) for actor in managers)
    page = get(manager, f"/divulgacoes/{key}")
    public = page[page.index('id="vai-sair"') : page.index('id="arquivos"')]
    for piece in ('id="achado"', "<svg", "O que mudou desde a edição anterior", "Menor número mostrado", "PRÉVIA"):
        assert piece in public, piece
    assert page.index('id="risco"') < page.index('id="vai-sair"') < page.index('id="aprovar"')
    kinds = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "xlsx": xlsx.TIPO, "zip": "application/zip"}
    for client, actor in ((manager, managers[0]), (other, managers[1])):
        for name, kind in kinds.items():
            answer = client.get(f"/divulgacoes/{key}/previa/{name}")
            assert (answer.status_code, answer.content_type) == (200, kind)
            assert f"sisetp-boletim-mensal-2026-02-previa-demonstracao.{name}" in answer.headers["Content-Disposition"]
            assert answer.headers["Cache-Control"] == "no-store"
        opened = [details["formato"] for _action, details in events(app, actor, "abrir_previa")]
        assert opened == list(kinds)
    assert manager.get(f"/divulgacoes/{key}/previa/txt").status_code == 404
    assert manager.get("/divulgacoes/1/previa/pdf").status_code == 404  # it is out
    assert sign_in(staff(Role.ANALISTA)).get(f"/divulgacoes/{key}/previa/csv").status_code == 403
    monkeypatch.setattr(preview, "write_down", _refused)
    with pytest.raises(Refused):  # no event, no file
        manager.get(f"/divulgacoes/{key}/previa/csv")
    monkeypatch.setattr(preview, "make", _refused)
    assert manager.get(f"/divulgacoes/{key}/previa/csv").location == f"/divulgacoes/{key}"
    assert "cheio" in get(manager, f"/divulgacoes/{key}")


def test_where_a_number_to_be_approved_comes_from_is_what_the_public_page_will_say(
    app: Flask, managers: tuple[Actor, Actor], sign_in: SignIn, staff: Staff, clock: MovableClock
) -> None:
    key = net.prepared(app, FEBRUARY, clock=clock)
    manager, other = (sign_in(actor) for actor in managers)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        tables = open_preparation(session, session.get_one(Divulgacao, key)).previews()
    places = [
        (t, i, j, cell.marca)
        for t, table in enumerate(tables)
        for i, row in enumerate(table.celulas)
        for j, cell in enumerate(row)
    ]
    page = get(manager, f"/divulgacoes/{key}")
    assert page.count(f'action="/divulgacoes/{key}/origem"') == len(tables)
    assert {Marca.NUMERO, Marca.OCULTA} <= {mark for *_place, mark in places}
    foreseen = {place: _said(manager, f"/divulgacoes/{key}/origem", place) for place in places}
    assert sign_in(staff(Role.ANALISTA)).get(f"/divulgacoes/{key}/origem?tabela=0&linha=0&coluna=0").status_code == 403
    for wrong in ("", "?tabela=99&linha=0&coluna=0", "?tabela=-1&linha=0&coluna=0", "?tabela=0&linha=x&coluna=0"):
        assert manager.get(f"/divulgacoes/{key}/origem{wrong}").status_code == 404
    net.first(app, managers[0], key, clock=clock)
    assert _said(other, f"/divulgacoes/{key}/origem", places[0]) == foreseen[places[0]]
    net.second(app, managers[1], key, clock=clock)
    public = app.test_client()
    for place in places:
        assert _said(public, f"/numeros/{key}/origem", place) == foreseen[place], place
    assert manager.get(f"/divulgacoes/{key}/origem?tabela=0&linha=0&coluna=0").status_code == 404  # it is out
    assert f'action="/numeros/{key}/origem"' in get(manager, f"/divulgacoes/{key}")


def _said(client: FlaskClient, address: str, place: tuple[int, int, int, Marca]) -> str:
    """What a page says of one cell, without the release that it is of."""
    t, i, j, mark = place
    page = get(client, f"{address}?tabela={t}&linha={i}&coluna={j}")
    said = page[page.index('<p class="relatorio-numero">') : page.index("</article>")]
    assert ("Este número não é publicado" in said) is (mark is Marca.OCULTA)
    return " ".join(re.sub(r"<dt>Publicação</dt>\s*<dd>[^<]*</dd>|O elo [^.]*\.", "", said).split())


def _refused(*_args: Any, **_more: Any) -> None:
    raise Refused("cheio")
