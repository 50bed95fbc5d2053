"""How many statements reach each database: what a page costs, whatever the number of rows it shows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import Engine, event

from sisetp.db.base import db
from sisetp.db.runtime import current_runtime


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements in the order in which they were run: on the main database and on the vault."""

    main: list[str] = field(default_factory=list)
    vault: list[str] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int]:
        """How many of each."""
        return len(self.main), len(self.vault)


@contextmanager
def statements(app: Flask) -> Iterator[Statements]:
    """Every statement run inside the block."""
    seen = Statements()
    with app.app_context():
        engines = db.engine, current_runtime().vault.engine
    with ExitStack() as stack:
        for engine, kept in zip(engines, (seen.main, seen.vault), strict=True):
            stack.enter_context(_listened(engine, kept))
        yield seen


def cost(app: Flask, act: Callable[[], object]) -> tuple[int, int]:
    """Number of statements on each database when something is done a second time."""
    act()
    with statements(app) as seen:
        act()
    return seen.counts


@contextmanager
def _listened(engine: Engine, kept: list[str]) -> Iterator[None]:
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        kept.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)
