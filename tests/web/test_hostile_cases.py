"""Hostile and hasty use of the pages of cases and all around them: never a failure, never a second row."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.base import Base
from sisetp.web import matrix
from tests.support.canary_places import engines
from tests.support.caso_pessoas import included
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.evolucoes import evolve, parts_of
from tests.support.forms import get, largest_form
from tests.web.incoerencias import AVISADA, COMITE, CONTATO, PALESTRA, PLANO

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
UNIT = "NETP-MG"
NEW = frozenset({"casos", "caso_pessoas", "evolucoes", "agenda", "encaminhamentos", "atividades", "titulares"})
NEW |= {"duplicidades", "periodos", "rede", "diretorio", "encerramento"}

TEXTS: Mapping[str, str] = {
    "bidi": "Rosa \u202e marca7788",
    "zero width": "Ro\u200bsa marca7788",
    "control": "Rosa\x07\x1b[31m marca7788",
    "replacement": "Rosa \ufffd marca7788",
    "huge": "marca7788 " * 2000,
}
# Page of a form, its text box, answers that pass but for the text.
BOXES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "/casos/novo": ("resumo", {"risco": "BAIXO", "porta_entrada": "PF"}),
    "/casos/{caso}/alterar": ("resumo", {"motivo": "ERRO"}),
    "/casos/{caso}/pessoas/{pessoa}": ("transito", {"motivo": "ERRO"}),
    "/casos/{caso}/evolucoes/nova": ("relato", CONTATO),
    "/casos/{caso}/evolucoes/{evolucao}/alterar": ("relato", {"motivo": "ERRO"}),
    "/casos/{caso}/plano/novo": ("objetivo", PLANO),
    "/casos/{caso}/risco": ("familiar", {"risco": "ALTO"}),
    "/casos/{caso}/envolvidos/novo": ("texto", {"papel": ["AGENCIA"]}),
    "/casos/{caso}/encaminhar": ("obs", {"passo": "enviar", "para": "CREAS", "autorizado": "S", "partes": ["CASO"]}),
    "/atendimentos/{ficha}/titular/pedido": ("requisicoes", {"requisicao_tipo": "ACESSO"}),
    "/atividades/nova": ("tema", {**PALESTRA, "publico_ESTUDANTES": "30"}),
    "/rede-local/comites/novo": ("nome", COMITE),
    "/unidade/cartao": ("endereco", {"dia_e_noite": "y"}),
}
# Forms that make a row, with answers that pass, and the table of the row.
TWICE: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "/casos/novo": ("caso", {"risco": "BAIXO", "porta_entrada": "PF"}),
    "/casos/{caso}/evolucoes/nova": ("evolucao", CONTATO),
    "/casos/{caso}/plano/novo": ("plano_apoio", PLANO),
    "/casos/{caso}/risco": ("avaliacao_risco", {"risco": "ALTO", "familiar": "ameaças"}),
    "/casos/{caso}/envolvidos/novo": ("envolvido", {"papel": ["AGENCIA"], "texto": "Dono da van"}),
    "/casos/{caso}/encaminhar": ("encaminhamento", {**BOXES["/casos/{caso}/encaminhar"][1]}),
    "/atendimentos/{ficha}/titular/pedido": ("requisicao", {"requisicao_tipo": "ACESSO"}),
    "/atendimentos/{ficha}/titular/autorizacao": ("consentimento", AVISADA),
    "/atividades/nova": ("atividade", {**PALESTRA, "publico_ESTUDANTES": "30"}),
}


@pytest.fixture
def head(staff: Staff) -> Actor:
    """The coordination of a NETP."""
    return staff("COORDENACAO", UNIT, profissao="AS")


@pytest.fixture
def client(head: Actor, sign_in: SignIn) -> FlaskClient:
    """Her browser."""
    return sign_in(head)


@pytest.fixture
def ids(app: Flask, head: Actor, clock: MovableClock) -> Mapping[str, UUID]:
    """A case with one of each thing."""
    caso, row, pessoa_id = included(app, head, clock)
    parts = parts_of(app, caso)
    return {
        "caso": caso,
        "pessoa": row,
        "pessoa_id": pessoa_id,
        **parts,
        "evolucao": evolve(app, head, caso, clock),
        "ficha": attend(app, head, clock),
    }


@pytest.mark.parametrize("page", BOXES)
def test_hidden_and_endless_text_is_told_beside_its_box(
    app: Flask, client: FlaskClient, ids: Mapping[str, UUID], page: str
) -> None:
    address, (box, answers) = page.format(**ids), BOXES[page]
    form = {**largest_form(get(client, address)), **answers}
    before = rows(app)
    for name, text in TEXTS.items():
        answer = client.post(address, data={**form, box: text})
        assert answer.status_code == 422, (name, answer.status_code)
        kept = largest_form(answer.get_data(as_text=True))[box]
        assert [line.split() for line in kept] == [text.split()], name
    assert client.post(address, data={**form, box: "Rosa\x00"}).status_code in {400, 422}
    assert rows(app) == before


@pytest.mark.parametrize("page", BOXES)
def test_repeated_and_foreign_codes_are_refused(
    app: Flask, client: FlaskClient, ids: Mapping[str, UUID], page: str
) -> None:
    address, (_box, answers) = page.format(**ids), BOXES[page]
    form = {**largest_form(get(client, address)), **answers}
    before = rows(app)
    codes = [
        name for name in ("risco", "tipo", "motivo", "papel", "para", "requisicao_tipo", "situacao") if name in form
    ]
    for name in codes:
        for wrong in (["ALTO", "BAIXO"], "marca7788'; DROP TABLE caso; --", "<script>marca7788</script>"):
            answer = client.post(address, data={**form, name: wrong})
            assert answer.status_code == 422, (name, wrong)
            assert "<script>marca7788" not in answer.get_data(as_text=True)
    assert rows(app) == before


@pytest.mark.parametrize("page", TWICE)
def test_a_form_sent_twice_makes_one_row(app: Flask, client: FlaskClient, ids: Mapping[str, UUID], page: str) -> None:
    address, (table, answers) = page.format(**ids), TWICE[page]
    form = {**largest_form(get(client, address)), **answers}
    before = rows(app)[table]
    sent = [client.post(address, data=form) for _twice in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303], sent[0].get_data(as_text=True)[-3000:]
    assert sent[0].location == sent[1].location
    assert rows(app)[table] == before + 1


def test_no_form_is_taken_without_its_token(app: Flask, client: FlaskClient, ids: Mapping[str, UUID]) -> None:
    before = rows(app)
    for row, address in posts(app, ids):
        assert client.post(address).status_code == (403 if row == "periodos.prazos" else 400), row
    assert rows(app) == before


def test_rows_of_another_unit_are_not_found_by_any_page(
    app: Flask, ids: Mapping[str, UUID], staff: Staff, sign_in: SignIn
) -> None:
    stranger = sign_in(staff("COORDENACAO", "NETP-SP", profissao="AS"))
    secret = largest_form(get(stranger, "/casos/novo"))["csrf_token"]
    for row in matrix.route_rows(app):
        if row.endpoint.split(".")[0] not in NEW or "<uuid" not in row.rule:
            continue
        for address in filled(app, row.endpoint, ids):
            answers = [stranger.open(address, method=method, data={"csrf_token": secret}) for method in row.methods]
            assert {answer.status_code for answer in answers} == {404}, address


@pytest.mark.parametrize(
    ("page", "box"),
    [
        ("/casos/{caso}/alterar", "resumo"),
        ("/casos/{caso}/pessoas/{pessoa}", "transito"),
        ("/casos/{caso}/plano/{plano}", "objetivo"),
    ],
)
def test_a_late_change_is_told_and_keeps_what_was_typed(
    client: FlaskClient, ids: Mapping[str, UUID], page: str, box: str
) -> None:
    address = page.format(**ids)
    form = {**largest_form(get(client, address)), "motivo": "COMPLEMENTO", box: "o que escrevi"}
    for versao in ("99", "-1", "x", ""):
        answer = client.post(address, data={**form, "versao": versao})
        assert answer.status_code in {409, 422}, versao
        assert largest_form(answer.get_data(as_text=True))[box] == ["o que escrevi"]


def test_forms_say_what_they_must_have(client: FlaskClient) -> None:
    for page, boxes in (("/unidade/cartao", 2), ("/rede-local/comites/novo", 2), ("/rede-local/fluxos/novo", 3)):
        assert get(client, page).count('class="obrigatorio">obrigatório<') >= boxes, page


def posts(app: Flask, ids: Mapping[str, UUID]) -> list[tuple[str, str]]:
    """Every POST of the pages of this area about what is there."""
    return [
        (row.endpoint, address)
        for row in matrix.route_rows(app)
        if "POST" in row.methods and row.endpoint.split(".")[0] in NEW and "<int" not in row.rule
        for address in filled(app, row.endpoint, ids)
    ]


def filled(app: Flask, endpoint: str, ids: Mapping[str, UUID]) -> list[str]:
    """Addresses of a route over these ids; what there is none of gets the id of nothing."""
    rule = app.url_map._rules_by_endpoint[endpoint][0]
    kinds = {"/casos/pessoas": "pessoa", "/casos": "caso", "/atendimentos": "ficha"}
    kind = next((name for start, name in kinds.items() if rule.rule.startswith(start)), "")
    values: dict[str, Any] = {**ids, "a": min(ids["pessoa_id"], uuid4()), "b": uuid4(), "id": ids.get(kind, uuid4())}
    with app.test_request_context():
        return [app.url_for(endpoint, **{name: values[name] for name in rule.arguments})]


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has, but for what reading leaves behind."""
    with engines(app)[0].connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in {"evento_auditoria", "audit_event", "sessao"}
        }
