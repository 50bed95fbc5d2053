"""Marked values through every input of the pages of cases and all around them: forms C to H, J, K, L and reasons."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.test import TestResponse

from tests.support.canary import Canaries
from tests.support.canary_http import Browser, person, sheet
from tests.support.forms import largest_form

PARTS = ["IDENTIDADE", "CONTATO", "PERFIL", "TRIAGEM", "NECESSIDADES", "CASO", "RESUMO"]
WHY = {"motivo": "OUTRO"}


def fill(browser: Browser, address: str, action: str = "", **typed: Any) -> TestResponse:
    """Open a page, type in its form, send it and expect it to be taken."""
    form = largest_form(browser.get(address).get_data(as_text=True))
    answer = browser.post(action or address, {**form, **typed})
    assert answer.status_code == 303, (address, messages(answer))
    return answer


def change(browser: Browser, address: str, opening: Mapping[str, Any], **typed: Any) -> None:
    """Open something that is closed until it is asked for, type in its form and save it."""
    opened = browser.post(address, dict(opening))
    answer = browser.post(address, {**largest_form(opened.get_data(as_text=True)), **typed})
    assert answer.status_code == 303, (address, messages(answer))


def messages(answer: TestResponse) -> tuple[int, str]:
    """Status and messages of a refused form."""
    return answer.status_code, answer.get_data(as_text=True).partition("resumo-de-erros")[2][:900]


def live_cases(browser: Browser, receiver: Browser, destino: str) -> None:
    """A ficha becomes a case that is followed, referred, answered, revoked, handed over and asked about."""
    marks = browser.canaries
    ficha = browser.post("/atendimentos/novo", sheet(marks, person(marks))).headers["Location"]
    notice = {"risco": "MEDIO", "resumo": marks.text(), "n_processo": marks.passport()}
    start = f"/casos/novo?origem=atendimento&id={ficha.rsplit('/', 1)[1]}"
    caso = fill(browser, start, "/casos/novo", **notice).headers["Location"]
    page = browser.get(caso).get_data(as_text=True)
    found = re.search(rf"{caso}/pessoas/[0-9a-f-]{{36}}", page)
    assert found is not None
    _people(browser, caso, found.group())
    _follow(browser, caso)
    _refer(browser, receiver, caso, destino)
    _rights(browser, found.group(), ficha)
    texts = {"resumo": marks.text(), **WHY, "justificativa": marks.line()}
    sheet_of_case = largest_form(browser.get(f"{caso}/alterar").get_data(as_text=True))
    opening = {**sheet_of_case, "acao": "n_processo"}
    change(browser, f"{caso}/alterar", opening, n_processo=marks.passport(), acao="", **texts)
    fill(browser, f"{caso}/situacao", para="SUSPENSO", justificativa=marks.line())
    for address in (f"{caso}/processo", f"{caso}/imprimir"):
        assert marks.find(browser.post(address, {}).get_data(), "page")
    browser.get("/casos?situacao=todos")
    browser.get("/agenda?de_quem=unidade")


def _people(browser: Browser, caso: str, row: str) -> None:
    marks = browser.canaries
    why = {**WHY, "justificativa": marks.line()}
    fill(browser, row, transito=marks.line(), **why)
    assert marks.find(browser.post(f"{row}/identidade", {}).get_data(), "page")
    typed = {name: marks.line()[:70] for name in ("etnia", "ocupacao", "saude", "religiao", "endereco_texto")}
    typed |= {name: marks.name() for name in ("nome_social", "nome_civil", "nome_mae", "responsavel")}
    typed |= {"doc_tipo": "CPF", "doc_numero": marks.cpf(), "contato": marks.phone(), "escolaridade": "EM_C"}
    change(browser, f"{row}/cadastro", {"acao": "abrir"}, **typed, acao="salvar", **why)
    new = {"acao": "nova", "nome_social": marks.name(), "nome_civil": marks.name(), "nascimento": "17/05/1991"}
    new |= {"sexo": "F", "raca_cor": "PRETA", "nacionalidade": "Brasil", "contato": marks.phone()}
    made = browser.post(f"{caso}/pessoas/nova", new)
    assert made.status_code == 303, messages(made)
    browser.post(f"{caso}/pessoas/nova", {"acao": "nome", "nome": marks.name()})
    browser.post(f"{caso}/pessoas/nova", {"acao": "documento", "doc_tipo": "CPF", "doc_numero": marks.cpf()})
    fill(browser, f"{made.headers['Location']}/retirar", **WHY, justificativa=marks.line())


def _follow(browser: Browser, caso: str) -> None:
    marks = browser.canaries
    contact = {"tipo": "ATEND_PSICO", "nivel_sigilo": "SIG_PSI", "risco": "ALTO", "proximo_data": "27/11/2026"}
    fill(browser, f"{caso}/evolucoes/nova", **contact, relato=marks.text(), proximo=marks.line())
    page = browser.get(f"{caso}/evolucoes").get_data(as_text=True)
    note = re.search(rf"{caso}/evolucoes/[0-9a-f-]{{36}}", page)
    assert note is not None
    texts = {"relato": marks.text(), "proximo": marks.line(), **WHY, "justificativa": marks.line()}
    fill(browser, f"{note.group()}/alterar", **texts)
    assert marks.find(browser.get(note.group()).get_data(), "page")
    fill(browser, f"{note.group()}/cancelar", **WHY, justificativa=marks.line())
    plan = {"tipo": "SAUDE", "prazo": "30/11/2026", "objetivo": marks.line(), "acoes": marks.text()}
    fill(browser, f"{caso}/plano/novo", **plan)
    lines = re.search(rf"{caso}/plano/[0-9a-f-]{{36}}", browser.get(caso).get_data(as_text=True))
    assert lines is not None
    ended = {"encerrado_em": "20/11/2026", "desfecho": "ALCANCADO", "resultado": marks.line()}
    fill(browser, lines.group(), **ended, **WHY, justificativa=marks.line())
    assessed = {name: marks.text() for name in ("individual", "familiar", "comunitaria")}
    fill(browser, f"{caso}/risco", risco="ALTO", **assessed)
    fill(browser, f"{caso}/envolvidos/novo", papel=["AGENCIA"], texto=marks.text())


def _share(browser: Browser, address: str, **typed: Any) -> str:
    """Choose, check and send, as the three steps of the page ask."""
    form = largest_form(browser.get(address).get_data(as_text=True))
    checked = browser.post(address, {**form, **typed, "passo": "conferir"})
    assert checked.status_code == 200, messages(checked)
    answer = browser.post(address, {**largest_form(checked.get_data(as_text=True)), "passo": "enviar"})
    assert answer.status_code == 303, messages(answer)
    return str(answer.headers["Location"])


def _refer(browser: Browser, receiver: Browser, caso: str, destino: str) -> None:
    marks = browser.canaries
    common = {"autorizado": "S", "partes": PARTS, "motivo": "SERVICO_ADICIONAL"}
    service = {"para": "CREAS", "destino_servico": marks.line(), "resumo": marks.text(), "obs": marks.text()}
    outside = _share(browser, f"{caso}/encaminhar", **common, **service)
    for paper in ("guia", "oficio"):
        browser.post(f"{outside}/{paper}", {})
    assert browser.post(f"{outside}/responder", {"desfecho": "OUTRO", "resposta": marks.text()}).status_code == 303
    inside = _share(browser, f"{caso}/encaminhar", **common, para=destino, resumo=marks.text(), obs=marks.text())
    more = {"autorizado": "S", "partes": ["RESUMO"], "resumo": marks.text()}
    _share(browser, f"{inside}/acrescentar", **more)
    assert receiver.post(f"{inside}/aceitar", {}).status_code == 303
    assert marks.find(receiver.post(f"{inside}/dados", {}).get_data(), "page")
    assert receiver.post(f"{inside}/responder", {"desfecho": "OUTRO", "resposta": marks.text()}).status_code == 303
    assert browser.post(f"{inside}/revogar", {}).status_code == 303


def _rights(browser: Browser, row: str, ficha: str) -> None:
    marks = browser.canaries
    base = "/casos/pessoas/" + row.rsplit("/", 1)[1] + "/titular"
    for place in (base, f"{ficha}/titular"):
        asked = fill(browser, f"{place}/pedido", requisicao_tipo="ACESSO", requisicoes=marks.text())
        answered = {"requisicao_resultado": "ATENDIDA", "requisicao_resposta": marks.text()}
        assert browser.post(asked.headers["Location"], answered).status_code == 303
        assert marks.find(browser.post(f"{place}/extrato", {"motivo": "PEDIDO_TITULAR"}).get_data(), "page")


def live_openly(browser: Browser, marks: Canaries) -> None:
    """What names nobody and is plain by design: activities, committees, flows and the public card."""
    talk = {"tipo": "PALESTRA", "data_inicio": "10/11/2026", "municipio": "Belo Horizonte (MG)"}
    texts = {name: marks.word() for name in ("tema", "campanha", "parceiros")}
    fill(browser, "/atividades/nova", **talk, **texts, publico_ESTUDANTES="30")
    for place, more in (("comites", {}), ("fluxos", {"tema": "GERAL"})):
        fill(browser, f"/rede-local/{place}/novo", nome=marks.word(), ato=marks.word(), situacao="ATIVO", **more)
    card = {"endereco": f"Rua {marks.word()}, 1", "complemento": marks.word(), "valido_desde": "20/11/2026"}
    fill(browser, "/unidade/cartao", **card, horario=marks.word(), email=marks.mail())
