"""The public directory: for anybody, without a session, never stale about who is open; and the editing of a card."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.fichas import unnamed
from tests.support.forms import form_of, get, post, text
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
CARD: dict[str, Any] = {
    "endereco": "Rodovia do Aeroporto, s/nº",
    "complemento": "Terminal 2",
    "cep": "07190-100",
    "dia_e_noite": "y",
    "telefone": "11 3210-4567",
    "telefone_2": "0800 123 4567",
    "email": "Posto@Exemplo.gov.br",
    "valido_desde": "20/11/2026",
}


def set_days(app: Flask, codigo: str, **days: date) -> None:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        unit = session.scalars(select(Unidade).where(Unidade.codigo == codigo)).one()
        for name, day in days.items():
            setattr(unit, name, day)


def visit(app: Flask, address: str = "/rede") -> str:
    answer = app.test_client().get(address)
    assert "Set-Cookie" not in answer.headers
    return text(answer)


def test_anybody_reads_it_without_a_session_and_caches_keep_it(app: Flask) -> None:
    answer = app.test_client().get("/rede")
    page = text(answer)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert page.count("<article") == 26
    assert page.count("Endereço ainda não informado.") == 26
    assert [f'href="tel:{number}"' in page for number in ("190", "191", "100", "180")] == [True] * 4
    assert "<script" not in page
    assert "csrf_token" not in page
    for word in ("vítima", "tráfico"):
        assert word not in page.lower()


def test_the_same_page_for_who_is_signed_in(app: Flask, client: FlaskClient, desk: Actor) -> None:
    assert client.get("/rede").data == app.test_client().get("/rede").data


def test_other_pages_are_still_never_kept(app: Flask, client: FlaskClient) -> None:
    assert client.get("/rede-local").headers["Cache-Control"] == "no-store"
    assert app.test_client().get("/privacidade").headers["Cache-Control"] == "no-store"


def test_search_by_uf_and_town(app: Flask) -> None:
    assert visit(app, "/rede?uf=SP").count("<article") == 2
    assert visit(app, "/rede?busca=GUARULHOS").count("<article") == 1
    assert visit(app, "/rede?busca=sao paulo").count("<article") == 1
    empty = visit(app, "/rede?uf=RR")
    assert "Nenhuma unidade encontrada" in empty
    assert 'href="tel:190"' in empty
    assert visit(app, "/rede?uf=XX").count("<article") == 26
    assert 'value="&#34;&gt;&lt;b&gt;"' in visit(app, '/rede?busca="><b>')


def test_a_unit_is_there_until_its_last_day_included(app: Flask, clock: MovableClock) -> None:
    set_days(app, "NETP-AC", fim=date(2026, 11, 20))
    assert "NETP Acre" in visit(app)
    clock.advance(days=1)
    assert "NETP Acre" not in visit(app)


def test_the_last_day_ends_where_the_unit_is(app: Flask, clock: MovableClock) -> None:
    set_days(app, "NETP-AC", fim=date(2026, 11, 20))
    clock.advance(hours=13)  # 04:00 UTC of the 21st: still the 20th in Rio Branco
    assert "NETP Acre" in visit(app)


def test_a_unit_that_opens_later_says_when(app: Flask) -> None:
    set_days(app, "NETP-AC", inicio=date(2026, 12, 1))
    assert "Abre a partir de 01/12/2026." in visit(app, "/rede?uf=AC")


def test_the_coordination_edits_the_card_and_anybody_reads_it(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("COORDENACAO")
    client = sign_in(actor)
    assert post(client, "/unidade/cartao", CARD).status_code == 303
    page = visit(app, "/rede?busca=guarulhos")
    for part in (
        "Rodovia do Aeroporto, s/nº, Terminal 2",
        "CEP 07190-100",
        "Aberto 24 horas",
        '<a href="tel:+551132104567">(11) 3210-4567</a>',
        '<a href="tel:08001234567">0800 123 4567</a>',
        "posto@exemplo.gov.br",
    ):
        assert part in page, part
    assert events(app, actor, "editar_cartao") == [("editar_cartao", {"campos": 8, "versao": 1})]
    kept = form_of(get(client, "/unidade/cartao"), "/unidade/cartao")
    assert (kept["versao"], kept["valido_desde"], kept["dia_e_noite"]) == (["1"], ["20/11/2026"], ["y"])


def test_a_card_that_is_not_in_force_yet_says_so(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    post(sign_in(staff("COORDENACAO")), "/unidade/cartao", {**CARD, "valido_desde": "01/12/2026"})
    assert "Endereço e contatos a partir de 01/12/2026." in visit(app, "/rede?uf=SP")


def test_a_refused_card_keeps_what_was_typed(staff: Staff, sign_in: SignIn) -> None:
    sent = {**CARD, "telefone": "3210", "cep": "123", "email": "posto@"}
    page = text(post(sign_in(staff("COORDENACAO")), "/unidade/cartao", sent), 422)
    kept = form_of(page, "/unidade/cartao")
    assert (kept["telefone"], kept["cep"], kept["email"]) == (["3210"], ["123"], ["posto@"])
    assert kept["dia_e_noite"] == ["y"]
    assert page.count('class="erro"') == 3


def test_the_first_card_written_twice(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("COORDENACAO"))
    assert post(client, "/unidade/cartao", CARD).status_code == 303
    page = text(post(client, "/unidade/cartao", {**CARD, "versao": "0", "complemento": "Terminal 3"}), 409)
    assert "Está guardado: «Terminal 2»." in page
    assert post(client, "/unidade/cartao", form_of(page, "/unidade/cartao")).status_code == 303


def test_the_slip_prints_the_card_of_the_nucleus(
    app: Flask, client: FlaskClient, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    post(sign_in(staff("COORDENACAO", "NETP-SP")), "/unidade/cartao", {**CARD, "endereco": "Rua Fictícia, 7"})
    key = attend(app, desk, clock, unnamed(respostas={"encaminhamentos": ("CRAS", "NETP")}))
    paper = text(post(client, f"/atendimentos/{key}/guia"))
    assert paper.index("NETP</h2>") < paper.index("Rua Fictícia, 7, Terminal 2") < paper.index("CRAS</h2>")
    assert paper.count("Rua Fictícia") == 1
    assert "(11) 3210-4567" in paper


def test_the_desk_does_not_edit_the_card(client: FlaskClient) -> None:
    assert client.get("/unidade/cartao").status_code == 403


def test_the_sign_in_and_the_privacy_notice_lead_there(app: Flask) -> None:
    for address in ("/entrar", "/privacidade"):
        assert 'href="/rede"' in text(app.test_client().get(address)), address
