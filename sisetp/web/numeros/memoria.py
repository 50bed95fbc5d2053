"""Public pages as the process keeps them, and what each is known by: the end of the chain, the program, its address.

Only what anybody may read is here. Nothing of who asks enters a page, so one copy serves everybody.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from flask import current_app

from sisetp.config import ROOT

MOST = 64
"""Pages kept: some 250 kB each at most."""

_EXTENSION = "sisetp.numeros"
_PACKAGE = Path(__file__).parents[2]
_SOURCES = (
    *(_PACKAGE / name for name in ("domain", "reporting", "web/numeros", "web/templates", "web/static/css")),
    ROOT / "reports",
)
_LOOSE = tuple(_PACKAGE / "web" / name for name in ("desenhos.py", "static/vendor/manifest.json"))
_KINDS = frozenset({".py", ".html", ".css", ".toml", ".typ"})


class Memoria:
    """Pages of one end of the chain by address, the least recently asked for going first; safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._head = ""
        self._pages: OrderedDict[str, str] = OrderedDict()

    def page(self, head: str, address: str, build: Callable[[], str]) -> str:
        """The page kept for an address, or a new one; another end of the chain empties the memory first."""
        with self._lock:
            if head == self._head and address in self._pages:
                self._pages.move_to_end(address)
                return self._pages[address]
        made = build()
        with self._lock:
            if head != self._head:
                self._head = head
                self._pages.clear()
            self._pages[address] = made
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return made


def memoria() -> Memoria:
    """The memory of the application that answers."""
    kept: Memoria = current_app.extensions.setdefault(_EXTENSION, Memoria())
    return kept


def validator(head: str, address: str) -> str:
    """Entity tag of a page, known without making it: it changes with a publication, a new program or the address."""
    return sha256(f"{head} {program()} {address}".encode()).hexdigest()


@cache
def program() -> str:
    """Digest of what pages are made with: code, templates, style sheets and definitions, read once in a process."""
    files = [path for folder in _SOURCES for path in folder.rglob("*") if path.suffix in _KINDS]
    digest = sha256()
    for path in sorted((*files, *_LOOSE)):
        digest.update(f"{path.relative_to(ROOT)} ".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()
