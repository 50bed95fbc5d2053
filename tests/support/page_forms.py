"""What a browser would send back from the forms of a page, so that a test changes only the boxes it is about."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

_SKIPPED = {"submit", "button", "reset", "image"}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, MultiDict[str, str]]] = []
        self._select: str | None = None
        self._area: str | None = None
        self._first: str | None = None
        self._chosen = False
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), MultiDict()))
        if not self.forms:
            return
        name, fields = given.get("name", ""), self.forms[-1][1]
        if tag == "input" and name and given.get("type") not in _SKIPPED:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                fields.add(name, given.get("value", ""))
        elif tag == "select":
            self._select, self._first, self._chosen = name, None, False
        elif tag == "option" and self._select:
            self._first = given.get("value", "") if self._first is None else self._first
            if "selected" in given:
                self._chosen = True
                fields.add(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = name, []

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and not self._chosen and self._first is not None:
            self.forms[-1][1].add(self._select, self._first)
        if tag == "textarea" and self._area and self.forms:
            self.forms[-1][1].add(self._area, "".join(self._text).strip())
        self._select = None if tag == "select" else self._select
        self._area = None if tag == "textarea" else self._area


def form_of(page: str, action: str) -> MultiDict[str, str]:
    """Fields of the first form of a page whose address contains `action`.

    Raises: LookupError when there is none.
    """
    parser = _Forms()
    parser.feed(page)
    for address, fields in parser.forms:
        if action in address:
            return fields
    raise LookupError(f"no form for {action} in {[address for address, _ in parser.forms]}")
