"""Cases on screen: open, list, read, change, end and hand over; nothing typed is lost, nobody is named."""

from collections.abc import Callable
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from sisetp.access.actor import Actor
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import AlterarCaso, MudarSituacao
from sisetp.services.casos import alteracao, situacao
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.fichas import person
from tests.support.forms import form_of, get, post, text
from tests.support.procedimentos import DAY, NETP, open_one
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


@pytest.fixture
def tecnica(staff: Staff) -> Actor:
    return staff("TECNICO", NETP, profissao="AS")


@pytest.fixture
def client(tecnica: Actor, sign_in: SignIn) -> FlaskClient:
    return sign_in(tecnica)


def fill(client: FlaskClient, path: str, action: str, **values: str) -> dict[str, object]:
    """The form of a page as a browser would send it, with what somebody typed."""
    return {**form_of(get(client, path), action), **values}


def test_open_from_a_notice(client: FlaskClient) -> None:
    answers = {"porta_entrada": "DISQUE100", "risco": "ALTO", "n_processo": "IPL 77/2026"}
    sent = fill(client, "/casos/novo", "/casos/novo", **answers)
    first = client.post("/casos/novo", data=sent)
    assert first.status_code == 303
    again = client.post("/casos/novo", data=sent)
    assert again.location == first.location
    page = get(client, first.location)
    assert "Caso NETP-MG-2026-0001" in page
    assert "Risco alto" in page
    assert "IPL 77" not in page
    opened = text(post(client, f"{first.location}/processo"))
    assert "IPL 77/2026" in opened
    assert "NETP-MG-2026-0001" in get(client, "/casos")
    assert "NETP-MG-2026-0002" not in get(client, "/casos?situacao=todos")


def test_open_from_an_atendimento(app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock) -> None:
    attended = attend(app, tecnica, clock, person())
    page = get(client, f"/atendimentos/{attended}")
    link = f"/casos/novo?origem=atendimento&amp;id={attended}"
    assert link in page
    sent = fill(client, unescape(link), "/casos/novo", risco="BAIXO")
    assert sent["porta_entrada"] == ["PF"]
    made = client.post("/casos/novo", data=sent)
    assert made.status_code == 303
    page = get(client, f"/atendimentos/{attended}")
    assert made.location in page
    assert link not in page
    assert f"/atendimentos/{attended}" in get(client, made.location)


def test_the_desk_sees_no_case(app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    desk = staff("ATENDENTE", NETP)
    client, attended = sign_in(desk), attend(app, desk, clock, person())
    page = get(client, f"/atendimentos/{attended}")
    assert "/casos" not in page
    post_of_a_port = sign_in(staff("TECNICO", "PAAHM-GRU"))
    assert "Casos são abertos nos NETPs" in get(post_of_a_port, "/casos/novo")


def test_a_refused_opening_keeps_what_was_typed(client: FlaskClient) -> None:
    sent = fill(client, "/casos/novo", "/casos/novo", abertura="21/11/2026", resumo="texto que não se perde", risco="")
    page = text(client.post("/casos/novo", data=sent), 422)
    assert "A data de abertura não pode ser no futuro." in page
    assert "Responda «" in page
    assert "texto que não se perde" in page
    assert 'value="21/11/2026"' in page
    sent["abertura"] = "31/02/2026"
    assert "dd/mm/aaaa" in text(client.post("/casos/novo", data=sent), 422)
    assert "Nenhum caso" in get(client, "/casos")


def test_change_with_a_reason_and_see_the_history(
    app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock
) -> None:
    key = open_one(app, tecnica, clock, n_processo="IPL 5/2026", resumo="primeiro")
    path = f"/casos/{key}/alterar"
    page = get(client, path)
    assert "primeiro" in page
    assert "IPL 5" not in page
    sent = {**form_of(page, path), "risco": "IMINENTE", "resumo": "segundo"}
    assert "Escolha um motivo" in text(client.post(path, data=sent), 422)
    opened = text(client.post(path, data={**sent, "acao": "n_processo"}))
    assert 'value="IPL 5/2026"' in opened
    assert "segundo" in opened
    sent = {**form_of(opened, path), "n_processo": "", "motivo": "OUTRO", "justificativa": "visita de ontem"}
    assert client.post(path, data=sent).status_code == 303
    page = get(client, f"/casos/{key}")
    assert "visita de ontem" in page
    assert "Risco iminente" in page
    assert "Abrir números" not in page


def test_the_second_editor_sees_what_is_stored(
    app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock
) -> None:
    key = open_one(app, tecnica, clock, resumo="antes")
    path = f"/casos/{key}/alterar"
    sent = {**form_of(get(client, path), path), "resumo": "o meu", "motivo": "COMPLEMENTO"}
    other = AlterarCaso(
        caso_id=key,
        versao=1,
        abertura=DAY,
        porta_entrada="MP",
        risco="MEDIO",
        resumo="o da colega",
        motivo="COMPLEMENTO",
    )
    call(app, tecnica, alteracao.amend, other, clock=clock)
    page = text(client.post(path, data=sent), 409)
    assert "Guardado agora: «o da colega»." in page
    assert "Guardado agora: «Ministério Público (MPF, MPT, MPE)»." in page
    assert "o meu" in page
    assert client.post(path, data={**form_of(page, path), "motivo": "COMPLEMENTO"}).status_code == 303
    assert "o meu" in get(client, f"/casos/{key}")


def test_end_and_reopen(app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock)
    path = f"/casos/{key}/situacao"
    sent = fill(client, path, path, para="ENCERRADO", data="")
    page = text(client.post(path, data=sent), 422)
    assert "Escolha por que o caso termina." in page
    assert "Diga o dia do encerramento" in page
    sent = fill(client, path, path, para="ENCERRADO", encerramento_motivo="PEDIDO")
    assert client.post(path, data=sent).status_code == 303
    page = get(client, f"/casos/{key}")
    assert "A pedido da pessoa" in page
    assert f"/casos/{key}/alterar" not in page
    assert "Reabrir" in page
    sent = fill(client, path, path, para="ATIVO")
    assert "Diga por que" in text(client.post(path, data=sent), 422)
    assert client.post(path, data={**sent, "justificativa": "voltou"}).status_code == 303
    stale = {**sent, "para": "SUSPENSO"}
    assert "Outra pessoa alterou" in text(client.post(path, data=stale), 422)


@pytest.mark.parametrize("page", ["situacao", "responsavel", "imprimir"])
def test_a_page_that_only_acts_opens_no_text(
    app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock, page: str
) -> None:
    key = open_one(app, tecnica, clock, resumo="não sai daqui")
    assert "não sai daqui" not in get(client, f"/casos/{key}/{page}")
    assert events(app, tecnica, "abrir_relato") == []


def test_hand_over_on_screen(
    app: Flask, tecnica: Actor, client: FlaskClient, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    other, key = staff("COORDENACAO", NETP), open_one(app, tecnica, clock)
    path = f"/casos/{key}/responsavel"
    assert "já é dessa pessoa" in text(
        client.post(path, data=fill(client, path, path, responsavel_id=str(tecnica.user_id))), 422
    )
    sent = fill(client, path, path, responsavel_id=str(other.user_id), justificativa="férias")
    assert client.post(path, data=sent).status_code == 303
    assert client.get(path).status_code == 403
    head = sign_in(other)
    sent = fill(head, "/casos/repassar", "/casos/repassar", de=str(other.user_id), para=str(tecnica.user_id))
    answer = head.post("/casos/repassar", data=sent)
    assert answer.location == f"/casos?responsavel={tecnica.user_id}"
    assert "1 caso passado." in get(head, answer.location)
    assert "não tem caso aberto" in text(head.post("/casos/repassar", data=sent), 422)


def test_the_paper_is_neutral_and_has_no_process(
    app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock
) -> None:
    key = open_one(app, tecnica, clock, n_processo="IPL 9/2026", resumo="síntese para o arquivo")
    paper = text(client.post(f"/casos/{key}/imprimir", data=form_of(get(client, f"/casos/{key}/imprimir"), "imprimir")))
    assert "Registro de acompanhamento NETP-MG-2026-0001" in paper
    assert "síntese para o arquivo" in paper
    assert not any(word in paper.lower() for word in ("ipl 9", "vítima", "tráfico"))
    assert events(app, tecnica, "imprimir_caso") != []


def test_queries_of_the_pages_do_not_grow(app: Flask, tecnica: Actor, client: FlaskClient, clock: MovableClock) -> None:
    first = open_one(app, tecnica, clock)
    paths = ("/casos", f"/casos/{first}")
    get(client, "/casos")  # the first page of a session also renews it
    few = [queries(app, client, path) for path in paths]
    for _ in range(12):
        open_one(app, tecnica, clock)
    for versao, para in enumerate(("ACOMP", "ATIVO", "ACOMP", "ATIVO"), start=1):
        step = MudarSituacao(caso_id=first, versao=versao, para=para, justificativa="motivo")
        call(app, tecnica, situacao.change_status, step, clock=clock)
    many = [queries(app, client, path) for path in paths]
    assert many[0] == few[0]
    assert many[1] <= few[1] + 1  # the event and key of the written reasons, whatever their number
    assert max(many) < 40


def queries(app: Flask, client: FlaskClient, path: str) -> int:
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        get(client, path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("page", ["", "/alterar", "/situacao", "/responsavel", "/imprimir"])
def test_a_case_of_another_unit_is_not_found(
    app: Flask, tecnica: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock, page: str
) -> None:
    key: UUID = open_one(app, tecnica, clock)
    assert sign_in(staff("COORDENACAO", "NETP-SP")).get(f"/casos/{key}{page}").status_code == 404
