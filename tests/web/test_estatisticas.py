"""The analyst's consultation: own unit exact and written down, hostile addresses, files, and what is published."""

import csv
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models.entrega import Entrega
from sisetp.domain.errors import Unreadable
from sisetp.reporting.consultation import answer
from sisetp.reporting.cube import sources
from sisetp.reporting.render import csv as csv_file
from sisetp.web.estatisticas import views
from sisetp.web.estatisticas.views import FORMATOS
from tests.support import forca_bruta
from tests.support.alvos import person_of
from tests.support.ao_lado import Interrupted, note
from tests.support.clock import MovableClock
from tests.support.desk import attend, events, work
from tests.support.fichas import linked, person, unnamed
from tests.support.forms import text
from tests.support.numeros import numbers
from tests.support.staff import OPERATOR, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
UNIT, OTHER = "PAAHM-GRU", "PAAHM-GIG"
WHO = "/estatisticas/consulta?conta=pessoas&periodo=2026-11&linhas=faixa_etaria&colunas=sexo"
SEX = "/estatisticas/consulta?conta=pessoas&periodo=2026-11&linhas=sexo"


@pytest.fixture
def analyst(app: Flask, staff: Staff, clock: MovableClock) -> Actor:
    """The analyst of a unit with four people (one came twice), beside another unit with three."""
    desk, other = staff("ATENDENTE", UNIT), staff("ATENDENTE", OTHER)
    first = attend(app, desk, clock, person(respostas={"porta_entrada": "PF"}))
    attend(app, desk, clock, linked(person_of(app, first)))
    for sex, age in (("M", "F60"), ("NI", "F30_39"), ("I", "NI")):
        attend(app, desk, clock, unnamed(respostas={"sexo": sex, "faixa_etaria": age}))
    for _ in range(3):
        attend(app, other, clock, unnamed(respostas={"sexo": "M"}))
    return staff("ANALISTA", UNIT)


@pytest.fixture
def desk_of_numbers(analyst: Actor, sign_in: SignIn) -> FlaskClient:
    return sign_in(analyst)


def test_numbers_are_what_brute_force_counts_in_the_own_unit(
    app: Flask, analyst: Actor, desk_of_numbers: FlaskClient
) -> None:
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        assert analyst.unidade_id is not None
        mine = forca_bruta.ler(session, analyst.unidade_id, 2026)
    assert numbers(text(desk_of_numbers.get(WHO))) == forca_bruta.rm_2([mine], 11)
    contacts = text(desk_of_numbers.get("/estatisticas/consulta?conta=atendimentos&periodo=2026-11"))
    assert numbers(contacts) == [forca_bruta.rm_1([mine], 11)[0]] == [[5]]
    women = "&filtro=sexo:F"
    assert numbers(text(desk_of_numbers.get(SEX + women))) == [[1], [1]]


def test_the_page_says_internal_use_the_rules_the_base_and_where_the_rest_is(desk_of_numbers: FlaskClient) -> None:
    page = text(desk_of_numbers.get(SEX))
    assert "Uso interno" in page
    assert "quem voltou conta uma vez só" in page
    assert "base de 3, de 4 no total" in page
    assert "Ficam fora da base, e aparecem na tabela: 1 sem resposta." in page
    assert "33,3%" in page
    assert "Perguntas livres sobre outras unidades ainda não existem nesta versão" in page
    assert page.count("<svg xmlns") == 1


def test_a_question_is_written_down_before_its_page_with_codes_and_no_number(
    app: Flask, analyst: Actor, desk_of_numbers: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    kept = answer.record

    def noted(*args: Any, **more: Any) -> None:
        kept(*args, **more)
        seen.append(len(events(app, analyst, "consultar_estatistica")))

    monkeypatch.setattr(answer, "record", noted)
    monkeypatch.setattr("sisetp.web.estatisticas.views.render_template", lambda *_args, **_more: _after(app, analyst))
    assert text(desk_of_numbers.get(f"{SEX}&tempo=mes&filtro=perfil:DEPORTADO&filtro=perfil:OUTRO")) == "1 evento"
    assert seen == [0]  # in the transaction, which ends before the page is made
    assert events(app, analyst, "consultar_estatistica") == [
        (
            "consultar_estatistica",
            {
                "base": "pessoas",
                "dimensoes": ["sexo", "mes"],
                "periodo": "2026-11",
                "filtros": ["perfil:DEPORTADO,OUTRO"],
                "formato": "tela",
            },
        )
    ]


def _after(app: Flask, analyst: Actor) -> str:
    return f"{len(events(app, analyst, 'consultar_estatistica'))} evento"


def test_no_number_is_counted_before_a_question_is_asked(
    app: Flask, analyst: Actor, desk_of_numbers: FlaskClient
) -> None:
    page = text(desk_of_numbers.get("/estatisticas"))
    assert page.count("<table") == 0
    assert events(app, analyst, "consultar_estatistica") == []
    links = re.findall(r'href="(/estatisticas/consulta\?[^"]+)"', page)
    assert len(links) == 7
    for link in links:
        answered = desk_of_numbers.get(link.replace("&amp;", "&"))
        assert answered.status_code == 200, link
    assert len(events(app, analyst, "consultar_estatistica")) == 7


def test_states_are_drawn_as_a_map(desk_of_numbers: FlaskClient) -> None:
    page = text(desk_of_numbers.get("/estatisticas/consulta?conta=pessoas&periodo=2026&linhas=destino_uf"))
    assert "Mapa do Brasil:" in page
    assert "Minas Gerais 4" in page


def test_a_filter_asked_for_opens_its_answers_and_keeps_the_question(desk_of_numbers: FlaskClient) -> None:
    page = text(desk_of_numbers.get(f"{SEX}&abrir=perfil&filtro=canal:PRESENCIAL"))
    assert 'value="perfil:DEPORTADO"' in page
    assert re.search(r'value="canal:PRESENCIAL"\s+checked', page)
    assert numbers(page)[-1] == [4]


def test_an_empty_answer_says_why(desk_of_numbers: FlaskClient) -> None:
    page = text(desk_of_numbers.get(f"{SEX}&filtro=canal:TELEFONE"))
    assert "Nenhum registro da unidade em novembro de 2026 responde a esta pergunta" in page


HOSTILE = {
    "four dimensions": "linhas=sexo&linhas=raca_cor&colunas=perfil&tempo=mes",
    "unknown dimension": "linhas=nome_civil",
    "unknown thing": "conta=senhas&linhas=sexo",
    "another unit": "linhas=sexo&filtro=unidade:PAAHM-GIG",
    "places": "linhas=unidade&colunas=uf",
    "unknown code": "linhas=sexo&filtro=sexo:X",
    "injection": "linhas=sexo'%3BDROP TABLE pessoa--",
    "script": "linhas=%3Cscript%3Ealert(1)%3C/script%3E",
    "huge": f"linhas={'a' * 4000}",
    "many filters": "&".join(f"filtro=d{n}:x" for n in range(60)),
    "a filter of nothing": "linhas=sexo&filtro=",
    "unknown time": "tempo=dia",
    "a day": "periodo=2026-11-20&linhas=sexo",
    "the future": "periodo=2027&linhas=sexo",
    "before the unit": "periodo=1900&linhas=sexo",
    "not a period": "periodo=2026-S3&linhas=sexo",
    "victims of a month": "conta=vitimas&linhas=sexo",
    "not asked there": "conta=casos&linhas=sexo",
}


def test_hostile_addresses_are_refused_in_portuguese_and_never_counted(
    app: Flask, analyst: Actor, desk_of_numbers: FlaskClient
) -> None:
    for name, query in HOSTILE.items():
        start = "" if "periodo=" in query else "periodo=2026-11&"
        for path, status in (("consulta", 422), ("origem", 404)):
            answered = desk_of_numbers.get(f"/estatisticas/{path}?{start}{query}")
            page = answered.get_data(as_text=True)
            assert answered.status_code == status, name
            assert ("Falta corrigir" in page) == (path == "consulta"), name
            assert "alert(1)" not in page
            assert "nome_civil" not in page
            assert page.count("<table") == 0
    assert events(app, analyst, "consultar_estatistica") == []


def test_nothing_of_a_refused_question_is_lost(desk_of_numbers: FlaskClient) -> None:
    refused = desk_of_numbers.get("/estatisticas/consulta?conta=casos&periodo=2026&linhas=risco&colunas=sexo")
    page = refused.get_data(as_text=True)
    for option in ("casos", "2026", "risco", "sexo"):
        assert re.search(rf'<option value="{option}"\s+selected', page), option
    assert 'href="#colunas"' in page
    assert 'id="colunas-erro"' in page


def test_a_number_is_explained_down_to_its_months(app: Flask, analyst: Actor, desk_of_numbers: FlaskClient) -> None:
    asked = SEX.replace("consulta?", "origem?").replace("2026-11", "2026")
    page = text(desk_of_numbers.get(f"{asked}&linha=0&coluna=0"))
    assert "Feminino (F)" in page
    assert re.search(r"novembro</th>\s*<td class=\"numero\">1<", page)
    assert "Voltar à consulta" in page
    assert desk_of_numbers.get(f"{asked}&linha=99&coluna=0").status_code == 404
    assert desk_of_numbers.get(f"{asked}&linha=x").status_code == 404
    assert len(events(app, analyst, "consultar_estatistica")) == 1


def test_files_are_written_down_with_who_took_them(app: Flask, analyst: Actor, desk_of_numbers: FlaskClient) -> None:
    csrf = csrf_of(text(desk_of_numbers.get(SEX)))
    asked = {"csrf_token": csrf, "conta": "pessoas", "periodo": "2026-11", "linhas": "sexo", "filtro": "sexo:F"}
    made = desk_of_numbers.post("/estatisticas/baixar", data={**asked, "formato": "csv"})
    rows = list(csv.DictReader(made.data.decode("utf-8-sig").splitlines()[2:], delimiter=";"))
    assert [(row["linha"], row["valor"]) for row in rows] == [("Feminino", "1"), ("Total", "1")]
    assert made.headers["Content-Disposition"] == ('attachment; filename="consulta-2026-11-PAAHM-GRU-uso-interno.csv"')
    book = load_workbook(BytesIO(desk_of_numbers.post("/estatisticas/baixar", data={**asked, "formato": "xlsx"}).data))
    assert "CONSULTA" in book.sheetnames
    for wrong in ({"formato": "exe"}, {"linhas": "x", "formato": "csv"}):
        assert desk_of_numbers.post("/estatisticas/baixar", data=asked | wrong).status_code == 404
    assert [detail["formato"] for _, detail in events(app, analyst, "consultar_estatistica")] == ["tela", "csv", "xlsx"]
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        handed = list(session.scalars(select(Entrega)))
        assert [(row.produto, row.formato, row.variante, row.usuario_id) for row in handed] == [
            ("CONSULTA", "csv", "unidade", analyst.user_id),
            ("CONSULTA", "xlsx", "unidade", analyst.user_id),
        ]


def test_a_record_that_does_not_open_stops_the_answer(
    desk_of_numbers: FlaskClient, app: Flask, analyst: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise Unreadable("00000000-0000-0000-0000-000000000001")

    monkeypatch.setattr(sources, "viva", broken)
    assert desk_of_numbers.get(SEX).status_code == 500
    assert events(app, analyst, "consultar_estatistica") == []


@pytest.mark.parametrize("role", ["ATENDENTE", "TECNICO"])
def test_who_is_not_given_the_numbers_of_the_unit_gets_none(staff: Staff, sign_in: SignIn, role: str) -> None:
    client = sign_in(staff(role, UNIT))
    assert [client.get(path).status_code for path in ("/estatisticas", WHO)] == [403, 403]


def test_others_write_while_an_answer_is_counted(
    app: Flask, analyst: Actor, desk_of_numbers: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(events(app, analyst, "consultar_estatistica"))
    counted = Interrupted(app, sources.viva, lambda: note(analyst.unidade_id))
    monkeypatch.setattr(sources, "viva", counted)
    made = Interrupted(app, csv_file.render_csv, lambda: note(analyst.unidade_id))
    label, kind, _ = FORMATOS["csv"]
    monkeypatch.setattr(views, "FORMATOS", {**FORMATOS, "csv": (label, kind, made)})
    token = csrf_of(text(desk_of_numbers.get(SEX)))
    assert desk_of_numbers.get(SEX.replace("consulta", "origem", 1) + "&linha=0&coluna=0").status_code == 200
    sent = {"csrf_token": token, "conta": "pessoas", "periodo": "2026-11", "linhas": "sexo", "formato": "csv"}
    assert desk_of_numbers.post("/estatisticas/baixar", data=sent).status_code == 200
    assert (counted.times, made.times) == (3, 1)
    assert len(events(app, analyst, "consultar_estatistica")) == before + 3
