"""Pages of the titular's rights: from the request to the answer, the words on the paper, and who sees what."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.domain.codelists import codelist
from sisetp.domain.fields import Kind, fields_of
from sisetp.domain.names import normalise
from sisetp.services import caso_pessoas
from sisetp.web.titulares import palavras
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.evolucoes import evolve
from tests.support.fichas import person
from tests.support.forms import get, post, text
from tests.support.procedimentos import open_one

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


@pytest.fixture
def team(staff: Staff) -> Actor:
    return staff("TECNICO", "NETP-MG", profissao="AS")


@pytest.fixture
def ficha(app: Flask, team: Actor, clock: MovableClock) -> UUID:
    return attend(app, team, clock, person(textos={"obs": "CANARIOTEXTO"}))


def test_a_request_goes_from_the_ficha_to_its_answer(team: Actor, sign_in: SignIn, ficha: UUID) -> None:
    client = sign_in(team)
    assert f"/atendimentos/{ficha}/titular" in get(client, f"/atendimentos/{ficha}")
    page = text(post(client, f"/atendimentos/{ficha}/titular/pedido", {"requisicoes": "Quer ver"}), 422)
    assert "Quer ver" in page
    assert "Responda «Pedido»" in page
    sent = post(client, f"/atendimentos/{ficha}/titular/pedido", {"requisicao_tipo": "ACESSO", "requisicoes": "Ver"})
    assert sent.status_code == 303
    opened = get(client, sent.location)
    assert "Faltam 15 dias" in opened
    assert "Acesso aos dados (extrato)" in opened
    assert "Escolha o que foi respondido" in text(post(client, sent.location, {"requisicao_resposta": "dito"}), 422)
    assert post(client, sent.location, {"requisicao_resultado": "ATENDIDA"}).status_code == 303
    assert "Respondido em 20/11/2026" in get(client, "/titulares")
    assert "já foi respondido" in text(post(client, sent.location, {"requisicao_resultado": "ATENDIDA"}), 422)
    assert "já foi respondido" in text(post(client, f"{sent.location}/desistencia"), 422)


def test_the_desk_registers_and_reads_no_content(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    officer = staff("ATENDENTE", "PAAHM-GRU")
    ficha, client = attend(app, officer, clock), sign_in(officer)
    sent = post(client, f"/atendimentos/{ficha}/titular/pedido", {"requisicao_tipo": "ELIMINACAO"})
    assert sent.location == f"/atendimentos/{ficha}/titular"
    for path in (sent.location, "/titulares"):
        page = get(client, path)
        assert "Faltam 15 dias" in page
        assert "eliminação" not in page
    assert client.get(f"/atendimentos/{ficha}/titular/extrato").status_code == 403
    dpo = sign_in(staff("ENCARREGADO", None))
    page = get(dpo, "/titulares/prazos")
    assert "PAAHM-GRU" in page
    assert "eliminação" not in page
    assert dpo.get("/titulares").status_code == 403
    clock.advance(days=16)
    assert "passou do prazo" in get(sign_in(staff("ENCARREGADO", None)), "/")


def test_an_authorisation_is_recorded_and_taken_back(team: Actor, sign_in: SignIn, ficha: UUID) -> None:
    client, path = sign_in(team), f"/atendimentos/{ficha}/titular"
    values = {"pontos": ["FINALIDADE"], "forma": "VERBAL", "base_legal": "CONSENT", "partes": ["CONTATO"]}
    assert "como retirar a autorização" in text(post(client, f"{path}/autorizacao", values), 422)
    values["pontos"] = ["FINALIDADE", "REVOGA"]
    assert "últimos 30" in text(post(client, f"{path}/autorizacao", {**values, "informada_em": "01/01/2020"}), 422)
    assert post(client, f"{path}/autorizacao", values).status_code == 303
    assert "Em vigor" in get(client, path)
    assert post(client, f"{path}/retirada").status_code == 303
    page = get(client, path)
    assert "Retirada em 20/11/2026" in page
    assert "nada se compartilha" in page


def test_the_extract_says_hers_and_never_the_rest(
    app: Flask, team: Actor, staff: Staff, sign_in: SignIn, ficha: UUID, clock: MovableClock
) -> None:
    caso = open_one(app, team, clock, origem_tipo="ATENDIMENTO", origem_id=ficha, resumo="CANARIORESUMO")
    (line,) = call(app, team, caso_pessoas.lines, caso)
    psi = staff("TECNICO", "NETP-MG", profissao="PSI")
    evolve(app, team, caso, clock, relato="CANARIOEVOLUCAO")
    evolve(app, psi, caso, clock, tipo="ATEND_PSICO", nivel_sigilo="SIG_PSI", relato="CANARIOSIG")
    for path in (f"/atendimentos/{ficha}/titular", f"/casos/pessoas/{line.id}/titular"):
        client = sign_in(psi)
        assert "Escolha por que" in text(post(client, f"{path}/extrato", {"motivo": ""}), 422)
        page = text(post(client, f"{path}/extrato", {"motivo": "PEDIDO_TITULAR"}))
        assert "Aurora Demonstração Silva" in page
        assert "Avaliação da situação" in page
        assert "Há registros de sigilo profissional" in page
        assert "CANARIO" not in page
        assert "psicológico" not in page
        assert team.nome not in page
        words = normalise(re.sub(r"<[^>]+>", " ", page))
        assert "vitima" not in words
        assert "trafico" not in words
        assert "http" not in words


def test_no_answer_on_the_paper_says_the_two_words() -> None:
    for form in "ABCEF":
        for entry in fields_of(form):
            if entry.kind not in (Kind.CODIGO, Kind.MULTI) or entry.codelist is None:
                continue
            many = entry.kind is Kind.MULTI
            for item in codelist(entry.codelist).items:
                said = palavras.pares(form, {entry.name: (item.code,) if many else item.code})
                assert not re.search("vitima|trafico", normalise(" ".join(" ".join(pair) for pair in said)))
    for row in palavras.finalidades():
        assert not re.search("vitima|trafico", normalise(" ".join(row)))


def test_another_unit_finds_nobody(staff: Staff, sign_in: SignIn, ficha: UUID) -> None:
    client = sign_in(staff("COORDENACAO", "PAAHM-GIG"))
    for path in ("", "/pedido", "/autorizacao", "/extrato"):
        assert client.get(f"/atendimentos/{ficha}/titular{path}").status_code == 404
    for path in ("/pedido", "/autorizacao", "/retirada", "/extrato"):
        assert post(client, f"/atendimentos/{ficha}/titular{path}").status_code == 404
