"""Marked values sent through every input of the pages, and a record of all that came back outside the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.canary import Canaries
from tests.support.page_forms import form_of
from tests.support.staff import csrf_of

ANSWERS: Mapping[str, str] = {
    "duracao_s": "75",
    "canal": "PRESENCIAL",
    "perfil": "DEPORTADO",
    "procedencia": "Estados Unidos",
    "destino": "MG",
    "porta_entrada": "PF",
    "necessidades": "ACOLHIDA",
    "encaminhamentos": "FAMILIA",
    "ciencia": "INFORMADA",
}
OWN: Mapping[str, str] = {
    "faixa_etaria": "F30_39",
    "sexo": "F",
    "raca_cor": "PARDA",
    "fonte_raca": "AUTO",
    "nacionalidade": "BR",
    "indicios": "NENHUM",
}


@dataclass
class Browser:
    """A client that keeps every address, header and cookie, and the body of what failed."""

    client: FlaskClient
    canaries: Canaries
    token: str = ""
    kept: list[tuple[str, bytes]] = field(default_factory=list)

    def get(self, address: str, **more: Any) -> TestResponse:
        """GET an address of the application."""
        return self._keep(address, self.client.get(address, **more))

    def post(self, address: str, data: Mapping[str, Any], **more: Any) -> TestResponse:
        """POST a form with its token."""
        sent: MultiDict[str, Any] = MultiDict(data)
        if self.token:
            sent["csrf_token"] = self.token
        return self._keep(address, self.client.post(address, data=sent, **more))

    def ask(self, address: str, json: object = None) -> TestResponse:
        """POST a question in JSON, or nothing at all, as the pages' scripts do."""
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self._keep(address, self.client.post(address, json=json, headers=headers))

    def learn_token(self, address: str) -> str:
        """Take the form token of a page and return the page."""
        page = self.get(address).get_data(as_text=True)
        self.token = csrf_of(page)
        return page

    def _keep(self, address: str, answer: TestResponse) -> TestResponse:
        self.kept.append((f"address {len(self.kept)}", address.encode()))
        self.kept.append((f"headers of {address}", str(answer.headers).encode()))
        if answer.status_code in {303, 403, 404, 413, 415} or answer.status_code >= 500:
            self.kept.append((f"body {answer.status_code} of {address}", answer.get_data()))
        return answer


def person(marks: Canaries, index: int = 0, *, named: bool = True) -> dict[str, str]:
    """Boxes of one person, every text marked."""
    boxes = {**OWN, "obs": marks.text()}
    if named:
        boxes |= {
            "nome_social": marks.name(),
            "nome_civil": marks.name(),
            "nascimento": "17/05/1991",
            "doc_tipo": "CPF",
            "doc_numero": marks.cpf(),
            "contato": f"{marks.phone()} {marks.mail()}",
            "contato_seguro": "N",
        }
    return {f"p{index}-{name}": value for name, value in boxes.items()}


def sheet(marks: Canaries, *people: Mapping[str, str], **changes: str) -> MultiDict[str, str]:
    """A whole ficha as posted; `people` have their prefix already."""
    sent: MultiDict[str, str] = MultiDict({**ANSWERS, "modo_ident": "IDENT", "chave_envio": uuid4().hex, **changes})
    sent["via_chegada"], sent["local_exterior_texto"] = marks.short(), marks.word()
    for index, boxes in enumerate(people):
        sent.add("pessoa", str(index))
        sent.update(boxes)
    return sent


def sought(marks: Canaries) -> dict[str, str]:
    """Boxes of the person sought."""
    boxes = {"nome": marks.name(), "relacao": "FILHO", "contato_solicitante": marks.phone()}
    boxes |= {"ultimo_local": marks.word(), "ultima_noticia": marks.word()}
    return {f"procurada-{name}": value for name, value in boxes.items()}


def type_keys(browser: Browser) -> None:
    """Names in boxes that are looked up as they are: login, code, filters, addresses. They may reach a statement."""
    for _ in range(4):
        marks = browser.canaries
        assert browser.post("/pessoas/busca", {"por": "codigo", "codigo": marks.word()}).status_code == 422
        browser.client.get(f"/atendimentos?codigo={marks.word()}&autor={marks.word()}&de={marks.word()}")
        browser.client.get(f"/{marks.word()}")


def wrong_sign_ins(browser: Browser) -> None:
    """A login typed in place of a password and the other way round."""
    browser.learn_token("/entrar")
    for _ in range(3):
        marks = browser.canaries
        answer = browser.post("/entrar", {"login": marks.mail(), "password": marks.word()})
        assert answer.status_code == 401
    typed = browser.client.get(f"/entrar?proximo=//{browser.canaries.stem}.invalid")
    browser.kept.append(("headers of a marked address", str(typed.headers).encode()))


def register_all(browser: Browser) -> list[str]:
    """Register alone and late, a family, one not identified, a request of location; return addresses."""
    marks = browser.canaries
    late = {"data": "18/11/2026", "hora": "09:00", "motivo_retroativo": marks.line()}
    fichas = [
        sheet(marks, person(marks), **late),
        sheet(marks, *[person(marks, index) for index in range(12)]),
        sheet(marks, person(marks, named=False), modo_ident="NAO_IDENT"),
        sheet(marks, person(marks), perfil="DESAPARECIDO"),
        sheet(marks, person(marks)),
    ]
    fichas[3].update(sought(marks))
    answers = [browser.post("/atendimentos/novo", sent) for sent in fichas]
    assert [answer.status_code for answer in answers] == [303] * len(fichas), _said(answers)
    return [answer.headers["Location"] for answer in answers]


def smuggle(browser: Browser) -> None:
    """What must be refused: identity of somebody not identified, unknown boxes, broken values."""
    marks = browser.canaries
    hidden = sheet(marks, person(marks), modo_ident="NAO_IDENT")
    assert browser.post("/atendimentos/novo", hidden).status_code == 422
    wrong = sheet(marks, {**person(marks), "p0-nascimento": marks.word(), "p0-doc_numero": marks.passport()})
    assert browser.post("/atendimentos/novo", wrong).status_code == 422
    unknown = sheet(marks, person(marks))
    unknown[marks.word()] = marks.word()
    assert browser.post("/atendimentos/novo", unknown).status_code == 400


def change_all(browser: Browser, addresses: list[str]) -> None:
    """Amend with a written reason, identify, cancel with a written reason, and a second editor who comes late."""
    marks = browser.canaries
    first, family, unnamed = addresses[:3]
    form = _amendment(browser, first)
    late = MultiDict(form)
    saved = browser.post(f"{first}/alterar", form)
    assert saved.status_code == 303, _said([saved])
    late["obs"] = marks.text()
    assert browser.post(f"{first}/alterar", late).status_code == 409
    identity = form_of(browser.get(f"{unnamed}/identificar").get_data(as_text=True), "/identificar")
    _fill(identity, {"nome_social": marks.name(), "nome_civil": marks.name(), "nascimento": "17/05/1991"})
    _fill(identity, {"doc_tipo": "CPF", "doc_numero": marks.cpf(), "contato": marks.phone(), "contato_seguro": "N"})
    named = browser.post(f"{unnamed}/identificar", identity)
    assert named.status_code == 303, _said([named])
    cancel = form_of(browser.get(f"{family}/cancelar").get_data(as_text=True), "/cancelar")
    _fill(cancel, {"motivo": "OUTRO", "justificativa": marks.line()})
    assert browser.post(f"{family}/cancelar", cancel).status_code == 303


def read_all(browser: Browser, addresses: list[str], known: Mapping[str, str]) -> None:
    """Open, print, list, search and ask whether somebody was attended; `known` are boxes of somebody registered."""
    marks = browser.canaries
    asking, alone = addresses[3], addresses[4]
    for parte in ("", "nome_civil"):
        assert marks.find(browser.post(f"{alone}/identidade", {"parte": parte}).get_data(), "page")
    assert marks.find(browser.post(f"{asking}/identidade", {"parte": "procurada"}).get_data(), "page")
    assert marks.find(browser.post(f"{alone}/observacoes", {}).get_data(), "page")
    browser.post(f"{alone}/imprimir", {"textos": "1"})
    browser.get("/atendimentos")
    name, number = known["p0-nome_civil"], known["p0-doc_numero"]
    for query in (
        {"por": "nome", "nome": name},
        {"por": "nome", "nome": marks.name(), "ano": "1991"},
        {"por": "documento", "doc_tipo": "CPF", "doc_numero": number},
        {"por": "documento", "doc_tipo": "PASSAPORTE", "doc_numero": marks.passport()},
    ):
        assert browser.post("/pessoas/busca", query).status_code == 200
    for bad in (
        {"por": "nome", "nome": marks.word(), "ano": marks.word()},
        {"por": "documento", "doc_tipo": marks.word(), "doc_numero": marks.word()},
    ):
        assert browser.post("/pessoas/busca", bad).status_code == 422
    asked = {"nome_social": name, "nascimento": "17/05/1991", "doc_tipo": "CPF", "doc_numero": number}
    found = browser.ask("/pessoas/ja-atendida", asked).get_json()["registros"]
    assert found
    assert marks.find(browser.ask(found[0]["usar"]).get_data(), "page")
    assert browser.ask("/pessoas/ja-atendida", {**asked, "doc_tipo": marks.word(), "nascimento": ""}).status_code == 400


def _amendment(browser: Browser, address: str) -> MultiDict[str, str]:
    marks = browser.canaries
    opened = browser.post(f"{address}/alterar", {"acao": "abrir"})
    form = form_of(opened.get_data(as_text=True), "/alterar")
    _fill(form, {"nome_social": marks.name(), "nome_civil": marks.name(), "doc_numero": marks.cpf()})
    _fill(form, {"contato": marks.phone(), "obs": marks.text(), "via_chegada": marks.short()})
    _fill(form, {"motivo": "OUTRO", "justificativa": marks.line(), "acao": "salvar"})
    return form


def _fill(form: MultiDict[str, str], boxes: Mapping[str, str]) -> None:
    """Type in boxes, replacing what they had."""
    for name, value in boxes.items():
        form[name] = value


def _said(answers: list[TestResponse]) -> str:
    pages = [(answer.status_code, answer.get_data(as_text=True).partition("resumo-de-erros")[2]) for answer in answers]
    return "\n".join(f"{status}\n{messages[:900]}" for status, messages in pages)
