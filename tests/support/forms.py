"""Read the forms of a page as a browser would send them back, and send them."""

from collections.abc import Mapping
from html.parser import HTMLParser
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), []))
        elif tag == "input" and given.get("name"):
            unchecked = given.get("type") in {"checkbox", "radio"} and "checked" not in given
            if not unchecked:
                self._keep(given["name"], given.get("value", ""))
        elif tag == "select":
            self._select, self._options = given.get("name"), []
        elif tag == "option" and self._select is not None:
            self._options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._textarea, self._text = given.get("name"), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected] or [v for v, _ in self._options[:1]]
            for value in chosen:
                self._keep(self._select, value)
            self._select = None
        elif tag == "textarea" and self._textarea is not None:
            self._keep(self._textarea, self._text.strip("\r\n"))
            self._textarea = None

    def _keep(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1][1].append((name, value))


def form_of(page: str, action: str) -> dict[str, list[str]]:
    """Values of the first form of a page whose action ends like this, as lists by name."""
    reader = _Reader()
    reader.feed(page)
    for address, pairs in reader.forms:
        if address.endswith(action):
            values: dict[str, list[str]] = {}
            for name, value in pairs:
                values.setdefault(name, []).append(value)
            return values
    raise AssertionError(f"no form goes to {action}")


def largest_form(page: str) -> dict[str, list[str]]:
    """Values of the form of a page that has most boxes, wherever it goes: the one the page is about."""
    reader = _Reader()
    reader.feed(page)
    values: dict[str, list[str]] = {}
    for name, value in max((pairs for _address, pairs in reader.forms), key=len):
        values.setdefault(name, []).append(value)
    return values


def get(client: FlaskClient, path: str) -> str:
    """Text of a page that answers 200."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def token(client: FlaskClient) -> str:
    """Form token of this browser."""
    return form_of(get(client, "/pessoas/busca"), "/sair")["csrf_token"][0]


def post(client: FlaskClient, path: str, values: Mapping[str, object] | None = None) -> TestResponse:
    """Send values with the form token."""
    return client.post(path, data={"csrf_token": token(client), **(values or {})})


def text(answer: TestResponse, status: int = 200) -> str:
    """Text of an answer that has this status."""
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page
    return page


def opened_form(client: FlaskClient, key: UUID) -> dict[str, list[str]]:
    """Open a ficha to be amended and return the values of its form."""
    page = text(post(client, f"/atendimentos/{key}/alterar", {"acao": "abrir"}))
    return form_of(page, f"/atendimentos/{key}/alterar")
