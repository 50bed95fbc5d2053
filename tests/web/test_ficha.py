"""The ficha without a browser: what is rendered, saved, refused, recognised and printed."""

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import func, select

from sisetp.access.actor import Actor
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.domain.codelists import codelist
from sisetp.web.ficha import ciencia
from tests.support.staff import OPERATOR
from tests.web.ficha_posts import ANSWERS, NEW, page_of, post, records, unnamed

Enter = Callable[[Actor], FlaskClient]
IDENTITY = re.compile(r'name="p\w+-(?:nome_social|nome_civil|nascimento|doc_tipo|doc_numero|contato|pessoa_id)"')


@pytest.fixture
def desk(staff: Callable[..., Actor], sign_in: Enter) -> FlaskClient:
    """A desk officer of Guarulhos, signed in."""
    return sign_in(staff("ATENDENTE"))


def test_the_page_has_the_twelve_questions_and_only_neutral_words(desk: FlaskClient) -> None:
    page = page_of(desk)
    letters = re.findall(r'data-letra="([A-L])"', page.split("<template")[0])
    assert letters == list("ABCDEFGHIJKL")
    shown = unescape(re.sub(r"<[^>]+>", " ", page)).lower()
    assert "vítima" not in shown
    assert "tráfico" not in shown


def test_saves_without_script_and_goes_to_the_record(desk: FlaskClient, app: Flask) -> None:
    answer = post(desk, ANSWERS)
    assert answer.status_code == 303
    (record,) = records(app)
    assert answer.headers["Location"] == f"/atendimentos/{record.id}"


def test_saves_by_fetch_and_says_where_the_record_is(desk: FlaskClient, app: Flask) -> None:
    answer = post(desk, ANSWERS, json=True)
    assert answer.status_code == 201
    assert answer.get_json()["url"] == f"/atendimentos/{records(app)[0].id}"


def test_save_and_next_opens_another_ficha(desk: FlaskClient) -> None:
    assert post(desk, {**ANSWERS, "acao": "proxima"}).headers["Location"] == NEW


def test_the_same_key_makes_one_record(desk: FlaskClient, app: Flask) -> None:
    sent = {**ANSWERS, "chave_envio": "uma-chave-so-desta-ficha"}
    first, second = post(desk, sent, json=True), post(desk, sent, json=True)
    assert first.get_json() == second.get_json()
    assert len(records(app)) == 1


def test_a_refused_form_comes_back_whole(desk: FlaskClient, app: Flask) -> None:
    sent = {**ANSWERS, "p0-nascimento": "31/02/1990", "p0-obs": "texto de teste", "destino": "Bonito"}
    del sent["ciencia"]
    answer = post(desk, sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="31/02/1990"' in page
    assert 'value="Bonito"' in page
    assert ">texto de teste</textarea>" in page
    assert re.search(r'name="perfil"\s+value="DEPORTADO"[^>]*checked', page)
    for target in ("p0-nascimento", "destino", "pergunta-ciencia"):
        assert f'href="#{target}"' in page
        assert f'id="{target}-erro"' in page
    assert re.search(r'name="chave_envio"\s+value="' + str(sent["chave_envio"]), page)
    assert records(app) == []


def test_messages_by_fetch_name_the_box(desk: FlaskClient) -> None:
    sent = {name: value for name, value in ANSWERS.items() if name not in ("necessidades", "p0-sexo")}
    answer = post(desk, sent, json=True)
    assert answer.status_code == 422
    targets = {message["alvo"] for message in answer.get_json()["mensagens"]}
    assert targets == {"pergunta-necessidades", "pergunta-p0-sexo"}


def test_not_identified_renders_and_accepts_no_identity(desk: FlaskClient, app: Flask) -> None:
    page = post(desk, {**unnamed(), "acao": "modo"}).get_data(as_text=True)
    assert not IDENTITY.search(page)
    assert "procurada-nome" not in page
    refused = post(desk, {**unnamed(), "p0-nome_social": "Rosa"}, json=True)
    assert refused.status_code == 422
    assert records(app) == []
    assert post(desk, unnamed(), json=True).status_code == 201


def test_only_a_first_name_keeps_no_document(desk: FlaskClient) -> None:
    sent = {**unnamed(), "modo_ident": "SO_PRENOME", "p0-nome_social": "Rosa"}
    assert post(desk, {**sent, "p0-doc_numero": "FZ123456"}, json=True).status_code == 422
    assert post(desk, sent, json=True).status_code == 201


def test_a_family_shares_the_common_answers(desk: FlaskClient, app: Flask) -> None:
    child = {
        "p1-nome_social": "Davi Demonstração Lima",
        "p1-nascimento": "3",
        "p1-sexo": "M",
        "p1-raca_cor": "PARDA",
        "p1-indicios": "NENHUM",
    }
    answer = post(desk, {**ANSWERS, **child, "pessoa": ["0", "1"]}, json=True)
    assert answer.status_code == 201
    one, two = records(app)
    assert one.grupo_id is not None
    assert one.grupo_id == two.grupo_id


def test_a_message_about_a_common_answer_comes_once_in_a_family(desk: FlaskClient) -> None:
    sent = {**ANSWERS, "pessoa": ["0", "5"], "p5-nome_social": "Davi Demonstração"}
    del sent["ciencia"]
    messages = post(desk, sent, json=True).get_json()["mensagens"]
    targets = [message["alvo"] for message in messages]
    assert targets.count("pergunta-ciencia") == 1
    assert "pergunta-p5-sexo" in targets


def test_family_buttons_work_without_script_and_keep_what_was_typed(desk: FlaskClient) -> None:
    page = post(desk, {**ANSWERS, "acao": "mais-pessoa"}).get_data(as_text=True)
    assert re.search(r'name="p1-nome_social"', page)
    assert 'value="Aurora Demonstração Silva"' in page
    sent = {**ANSWERS, "pessoa": ["0", "1"], "acao": "menos-pessoa-1"}
    assert 'name="p1-nome_social"' not in post(desk, sent).get_data(as_text=True)


def test_no_narrative_is_kept_about_a_child(desk: FlaskClient) -> None:
    sent = {**ANSWERS, "p0-nascimento": "15", "p0-faixa_etaria": "F12_17", "p0-obs": "relato"}
    messages = post(desk, sent, json=True).get_json()["mensagens"]
    assert [message["alvo"] for message in messages] == ["p0-obs"]


def test_the_person_sought_is_kept_apart(desk: FlaskClient) -> None:
    sent = {**ANSWERS, "perfil": "DESAPARECIDO"}
    refused = post(desk, sent, json=True)
    assert "procurada-nome" in {message["alvo"] for message in refused.get_json()["mensagens"]}
    sought = {
        "procurada-nome": "Iara Demonstração Melo",
        "procurada-relacao": "IRMAO",
        "procurada-contato_solicitante": "+55 11 90000-0000",
    }
    assert post(desk, {**sent, **sought}, json=True).status_code == 201


def test_late_entry_needs_a_reason(desk: FlaskClient) -> None:
    late = {**ANSWERS, "data": "16/11/2026", "hora": "09:30"}
    targets = {message["alvo"] for message in post(desk, late, json=True).get_json()["mensagens"]}
    assert targets == {"motivo_retroativo"}
    assert post(desk, {**late, "motivo_retroativo": "sistema fora do ar"}, json=True).status_code == 201


def test_places_are_cached_compressed_and_small(desk: FlaskClient) -> None:
    answer = desk.get("/dados/locais.json", headers={"Accept-Encoding": "gzip"})
    places = json.loads(gzip.decompress(answer.data))
    assert len(answer.data) < 45_000
    assert sum(len(towns) for towns in places["municipios"].values()) >= 5570
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    unchanged = desk.get(
        "/dados/locais.json", headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    )
    assert unchanged.status_code == 304
    assert json.loads(desk.get("/dados/locais.json").data) == places


def test_first_load_is_light(desk: FlaskClient, app: Flask) -> None:
    page = page_of(desk)
    static = Path(str(app.static_folder))
    files = {static / name for name in re.findall(r"/static/([\w./-]+)", page)} | set((static / "js").glob("*.js"))
    weight = len(gzip.compress(page.encode())) + sum(
        len(file.read_bytes()) if file.suffix == ".woff2" else len(gzip.compress(file.read_bytes())) for file in files
    )
    assert len(files) > 10
    assert weight <= 150 * 1024, weight


def test_blank_sheet_asks_the_same_in_neutral_words(desk: FlaskClient) -> None:
    page = unescape(desk.get("/atendimentos/ficha-em-branco").get_data(as_text=True))
    for label in (
        "Por que chegou aqui",
        "Deportada",
        "Cor ou raça",
        "Conselho Tutelar",
        "Ciência sobre o uso dos dados",
    ):
        assert label in page
    assert not re.search("vítima|tráfico|Enfrentamento", page, re.IGNORECASE)
    assert "<script" not in page


def test_places_chosen_lately_in_the_unit_come_first_there_only(
    desk: FlaskClient, staff: Callable[..., Actor], sign_in: Enter
) -> None:
    assert 'data-recentes=""' in page_of(desk)
    post(desk, ANSWERS)
    assert 'data-recentes="Estados Unidos|Governador Valadares (MG)"' in page_of(desk)
    assert 'data-recentes=""' in page_of(sign_in(staff("ATENDENTE", unidade="PAAHM-BEL")))


def test_printing_the_blank_sheet_leaves_an_event(desk: FlaskClient, app: Flask) -> None:
    desk.get("/atendimentos/ficha-em-branco")
    with app.app_context(), unit_of_work(OPERATOR) as session:
        query = select(func.count(AuditEvent.id)).where(AuditEvent.acao == Action.IMPRIMIR_EM_BRANCO)
        assert session.scalar(query) == 1


def test_posts_of_the_unit_can_be_chosen_and_those_of_others_cannot(desk: FlaskClient, app: Flask) -> None:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        unit = session.scalars(select(Unidade).where(Unidade.codigo == "PAAHM-GRU")).one()
        other = session.scalars(select(Unidade).where(Unidade.codigo == "PAAHM-BEL")).one()
        ours, theirs = Posto(unidade_id=unit.id, nome="Guichê 1"), Posto(unidade_id=other.id, nome="Guichê 9")
        session.add_all([ours, theirs])
        session.flush()
        our_id, their_id = ours.id, theirs.id
    page = page_of(desk)
    assert "Guichê 1" in page
    assert "Guichê 9" not in page
    assert post(desk, {**ANSWERS, "posto_id": str(their_id)}, json=True).status_code == 422
    assert post(desk, {**ANSWERS, "posto_id": str(our_id)}, json=True).status_code == 201


def test_moving_on_by_itself_can_be_turned_off(desk: FlaskClient, app: Flask) -> None:
    assert re.search(r"\sdata-avanca[\s>]", page_of(desk))
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.scalars(select(Usuario)).one().avanca_sozinho = False
    assert not re.search(r"\sdata-avanca[\s>]", page_of(desk))


def test_the_text_read_to_people_is_the_version_recorded(desk: FlaskClient) -> None:
    assert codelist("ciencia_versao").items[-1].code == ciencia.VERSAO
    page = page_of(desk)
    for text in ciencia.TEXTOS:
        assert f'lang="{text.idioma}"' in page
        assert str(escape(text.paragrafos[0])) in page


def test_who_may_not_register_gets_a_refusal(staff: Callable[..., Actor], sign_in: Enter) -> None:
    assert sign_in(staff("ANALISTA")).get(NEW).status_code == 403
