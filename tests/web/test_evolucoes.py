"""Pages of evolutions, plan, risks, others involved and agenda: quick to fill, nothing lost, nothing secret shown."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.services import envolvidos, evolucoes, planos, riscos
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.evolucoes import case_with, evolve
from tests.support.forms import form_of, get, post, text

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
UNIT = "NETP-MG"
FILLED = {
    "tipo": "VISITA",
    "risco": "ALTO",
    "relato": "Visita combinada.",
    "proximo": "Ligar para o CREAS",
    "proximo_data": "27/11/2026",
}


@pytest.fixture
def psi(staff: Staff) -> Actor:
    return staff("TECNICO", UNIT, profissao="PSI")


@pytest.fixture
def browser(psi: Actor, sign_in: SignIn) -> FlaskClient:
    return sign_in(psi)


@pytest.fixture
def caso(app: Flask, psi: Actor, clock: MovableClock) -> UUID:
    return case_with(app, psi, clock, pessoas=1)


def new_form(client: FlaskClient, caso: UUID) -> dict[str, list[str]]:
    return form_of(get(client, f"/casos/{caso}/evolucoes/nova"), "/evolucoes/nova")


def send(client: FlaskClient, path: str, form: dict[str, list[str]], **changes: object) -> tuple[int, str]:
    answer = client.post(path, data={**form, **changes})
    return answer.status_code, answer.get_data(as_text=True)


def test_a_new_evolution_starts_from_now_and_asks_the_risk(browser: FlaskClient, caso: UUID) -> None:
    form = new_form(browser, caso)
    assert (form["data"], form["hora"], form["nivel_sigilo"]) == (["20/11/2026"], ["12:00"], ["TECNICO"])
    assert "risco" not in form
    page = get(browser, f"/casos/{caso}/evolucoes/nova")
    assert "no caso, hoje: Médio" in page
    assert 'value="SIG_PSI"' in page
    assert 'value="SIG_AS"' not in page
    assert "Pessoa 1" in page


def test_an_evolution_is_registered_once_and_shown(
    app: Flask, psi: Actor, browser: FlaskClient, sign_in: SignIn, caso: UUID, clock: MovableClock
) -> None:
    path, form = f"/casos/{caso}/evolucoes/nova", new_form(browser, caso)
    for _twice in range(2):
        assert send(browser, path, form, **FILLED)[0] == 303
    [item] = call(app, psi, evolucoes.timeline, caso).itens
    assert item.respostas["tipo"] == "VISITA"
    for address in (f"/casos/{caso}/evolucoes", f"/casos/{caso}/evolucoes/{item.id}", f"/casos/{caso}"):
        page = get(browser, address)
        assert "Visita combinada." in page
        assert "Risco: Alto" in page
    assert "Ligar para o CREAS" in get(browser, "/agenda")
    clock.advance(days=10)
    assert "<strong>1</strong> providência sua está atrasada." in get(sign_in(psi), "/")


def test_what_is_refused_comes_back_as_typed(browser: FlaskClient, caso: UUID) -> None:
    path, form = f"/casos/{caso}/evolucoes/nova", new_form(browser, caso)
    status, page = send(browser, path, form, **{**FILLED, "risco": "", "proximo_data": "", "data": "31/02/2026"})
    assert status == 422
    back = form_of(page, "/evolucoes/nova")
    assert (back["relato"], back["tipo"], back["data"]) == (["Visita combinada."], ["VISITA"], ["31/02/2026"])
    status, page = send(browser, path, form, **{**FILLED, "risco": "", "proximo_data": "", "hora": "23:00"})
    assert status == 422
    for message in ("Responda «Nível de risco", "Diga até quando", "não podem ser futuras"):
        assert message in page


def test_quick_buttons_move_the_day_without_script(browser: FlaskClient, caso: UUID) -> None:
    form = new_form(browser, caso)
    status, page = send(browser, f"/casos/{caso}/evolucoes/nova", form, relato="a meio", mais_dias="15")
    back = form_of(page, "/evolucoes/nova")
    assert (status, back["proximo_data"], back["relato"]) == (200, ["05/12/2026"], ["a meio"])
    assert back["chave"] == form["chave"]


def test_one_amends_cancels_and_completes_ones_own(
    app: Flask, psi: Actor, browser: FlaskClient, caso: UUID, clock: MovableClock
) -> None:
    key = evolve(app, psi, caso, clock, relato="um", proximo="voltar", proximo_data=clock.today("America/Sao_Paulo"))
    path = f"/casos/{caso}/evolucoes/{key}"
    form = form_of(get(browser, f"{path}/alterar"), "/alterar")
    assert (form["relato"], form["proximo_data"], form["risco"]) == (["um"], ["20/11/2026"], ["MEDIO"])
    assert send(browser, f"{path}/alterar", form, relato="dois")[0] == 422
    assert send(browser, f"{path}/alterar", form, relato="dois", motivo="ERRO")[0] == 303
    page = get(browser, path)
    assert "dois" in page
    assert "um</p>" in page
    status, page = send(browser, f"{path}/alterar", form, relato="três", motivo="ERRO")
    assert status == 422
    assert form_of(page, "/alterar")["versao"] == ["2"]
    assert form_of(page, "/alterar")["relato"] == ["três"]
    answer = post(browser, f"{path}/concluir", {"voltar": "agenda", "de_quem": "unidade"})
    assert answer.location == "/agenda?de_quem=unidade"
    cancel = form_of(get(browser, f"{path}/cancelar"), "/cancelar")
    assert send(browser, f"{path}/cancelar", cancel)[0] == 422
    assert send(browser, f"{path}/cancelar", cancel, motivo="ENGANO")[0] == 303
    assert "Cancelada" in get(browser, f"/casos/{caso}/evolucoes")


@pytest.mark.parametrize(
    ("role", "profissao"), [("TECNICO", "AS"), ("COORDENACAO", "COORD"), ("ATENDENTE", None), ("ANALISTA", None)]
)
def test_no_page_shows_a_secret_note_to_another_profession(
    app: Flask,
    psi: Actor,
    staff: Staff,
    sign_in: SignIn,
    caso: UUID,
    clock: MovableClock,
    role: str,
    profissao: str | None,
) -> None:
    key = evolve(
        app,
        psi,
        caso,
        clock,
        tipo="ATEND_PSICO",
        nivel_sigilo="SIG_PSI",
        relato="MARCAPSI relato",
        proximo="MARCAPSI passo",
        proximo_data=clock.today("America/Sao_Paulo"),
    )
    client = sign_in(staff(role, UNIT, profissao=profissao))
    path = f"/casos/{caso}/evolucoes"
    pages = {
        address: client.get(address)
        for address in (f"/casos/{caso}", path, f"{path}/{key}", "/agenda?de_quem=unidade", f"{path}/{key}/alterar")
    }
    pages["imprimir"] = post(client, f"/casos/{caso}/imprimir") if role != "ANALISTA" else client.get("/")
    for address, answer in pages.items():
        page = answer.get_data(as_text=True)
        assert "MARCAPSI" not in page, address
        assert "Atendimento psicológico" not in page, address
    if role in ("TECNICO", "COORDENACAO"):
        assert "Registro técnico-sigiloso — Psicologia" in pages[path].get_data(as_text=True)
        assert str(caso) not in pages["/agenda?de_quem=unidade"].get_data(as_text=True)
        assert post(client, f"{path}/{key}/concluir").status_code == 403
    else:
        assert {answer.status_code for address, answer in pages.items() if address != "imprimir"} == {403}
    assert pages[f"{path}/{key}/alterar"].status_code == 403


def test_the_plan_is_written_and_ends_with_an_outcome(
    app: Flask, psi: Actor, browser: FlaskClient, caso: UUID, clock: MovableClock
) -> None:
    path = f"/casos/{caso}/plano/novo"
    assert 'value="20/11/2026"' in get(browser, path)
    sent = {"tipo": "SAUDE", "objetivo": "Consulta marcada", "inicio": "20/11/2026", "prazo": "30/11/2026"}
    assert post(browser, path, {**sent, "prazo": "01/01/2026"}).status_code == 422
    assert post(browser, path, sent).status_code == 303
    [item] = call(app, psi, planos.of_case, caso, clock=clock)
    edit = f"/casos/{caso}/plano/{item.id}"
    assert "Consulta marcada" in get(browser, f"/casos/{caso}")
    ended = {**sent, "versao": "1", "motivo": "SITUACAO", "encerrado_em": "20/11/2026"}
    assert "Diga como terminou." in text(post(browser, edit, ended), 422)
    assert post(browser, edit, {**ended, "desfecho": "ALCANCADO"}).status_code == 303
    assert "Alcançado em 20/11/2026" in get(browser, f"/casos/{caso}")


def test_a_secret_note_on_paper_is_marked_as_one(
    app: Flask, psi: Actor, browser: FlaskClient, caso: UUID, clock: MovableClock
) -> None:
    evolve(app, psi, caso, clock, relato="aberta à equipe")
    assert "SIGILOSO" not in text(post(browser, f"/casos/{caso}/imprimir"))
    evolve(app, psi, caso, clock, nivel_sigilo="SIG_PSI", relato="MARCAPSI")
    paper = text(post(browser, f"/casos/{caso}/imprimir"))
    assert 0 < paper.index("SIGILOSO. Registro técnico-sigiloso — Psicologia") < paper.index("MARCAPSI")


def test_risk_and_others_involved_have_their_pages(
    app: Flask, psi: Actor, browser: FlaskClient, caso: UUID, clock: MovableClock
) -> None:
    page = get(browser, f"/casos/{caso}/risco")
    assert "20/11/2026" in page
    answer = post(browser, f"/casos/{caso}/risco", {"data": "20/11/2026", "familiar": "ameaças"})
    assert "Responda «Nível de risco»." in text(answer, 422)
    sent = {"data": "20/11/2026", "risco": "IMINENTE", "familiar": "ameaças"}
    assert post(browser, f"/casos/{caso}/risco", sent).status_code == 303
    assert [item.risco for item in call(app, psi, riscos.of_case, caso)] == ["IMINENTE"]
    new = f"/casos/{caso}/envolvidos/novo"
    assert get(browser, new)
    assert post(browser, new, {}).status_code == 422
    assert post(browser, new, {"papel": ["AGENCIA"], "texto": "MARCAH"}).status_code == 303
    [item] = call(app, psi, envolvidos.of_case, caso)
    assert "MARCAH" in get(browser, f"/casos/{caso}")
    assert "MARCAH" not in text(post(browser, f"/casos/{caso}/imprimir"))
    edit = f"/casos/{caso}/envolvidos/{item.id}"
    assert "MARCAH" in get(browser, edit)
    assert post(browser, edit, {"versao": "1", "motivo": "ERRO", "acao": "retirar"}).status_code == 303
    assert "MARCAH" not in get(browser, f"/casos/{caso}")
