"""The process dies between the commits: nothing is lost, nothing looks tampered with, and trying again works."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.roles import Role
from sisetp.db.base import GuardedSession
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.db.vault import Vault, cabeca, chave
from sisetp.services import audit, registro, sealing
from tests.support.clock import MovableClock
from tests.support.fichas import IDENTITY, ficha

SYSTEM = SystemActor(name="operador", units=None)
Staff = Callable[..., Actor]


class Died(BaseException):
    """The process was killed here."""


def register(app: Flask, actor: Actor, clock: MovableClock) -> None:
    assert actor.unidade_id is not None
    with app.app_context(), unit_of_work(actor) as session:
        registro.register(session, actor, ficha(actor.unidade_id), clock=clock)


def stored(app: Flask) -> tuple[int, int]:
    """How many atendimentos and how many wrapped keys there are."""
    with app.app_context(), unit_of_work(SYSTEM, read_only=True) as session:
        rows = len(session.scalars(sa.select(Atendimento)).all())
        with current_runtime().vault.engine.connect() as connection:
            return rows, connection.execute(sa.select(sa.func.count()).select_from(chave)).scalar_one()


def breaches(app: Flask) -> tuple[object, ...]:
    with app.app_context(), unit_of_work(SYSTEM, read_only=True) as session:
        return audit.verify(session).breaches


def test_dying_between_vault_and_main_leaves_a_harmless_key(
    app: Flask, staff: Staff, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = staff(Role.ATENDENTE)

    def die(_self: GuardedSession) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(GuardedSession, "commit", die)
        with pytest.raises(Died):
            register(app, officer, clock)
    rows, keys = stored(app)
    assert (rows, keys) == (0, 1)
    assert breaches(app) == ()
    register(app, officer, clock)
    assert stored(app) == (1, 2)
    assert breaches(app) == ()
    with app.app_context(), unit_of_work(officer) as session:
        pessoa = session.scalars(sa.select(Pessoa)).one()
        assert sealing.open_identities(session, [pessoa])[pessoa.id] == IDENTITY


def test_dying_between_main_and_head_is_not_a_breach(
    app: Flask, staff: Staff, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for the very first event of a chain: its head is born before the main commit."""
    officer = staff(Role.ATENDENTE)
    for expected in (1, 2):
        with monkeypatch.context() as patch:
            die_after_main(patch)
            with pytest.raises(Died):
                register(app, officer, clock)
        assert stored(app)[0] == expected
        assert breaches(app) == ()
        assert head(app, officer) == 0
    register(app, officer, clock)
    assert head(app, officer) == 3
    assert breaches(app) == ()


def die_after_main(patch: pytest.MonkeyPatch) -> None:
    """Kill the process when it moves a head forward, after the main commit."""
    advance = Vault.advance

    def moved(self: Vault, heads: list[object]) -> None:
        if any(getattr(item, "seq", 0) for item in heads):
            raise Died
        advance(self, heads)  # type: ignore[arg-type]

    patch.setattr(Vault, "advance", moved)


def head(app: Flask, actor: Actor) -> int:
    with app.app_context(), current_runtime().vault.engine.connect() as connection:
        query = sa.select(cabeca.c.seq).where(cabeca.c.cadeia == f"UNIDADE-{actor.unidade_id}")
        seq: int = connection.execute(query).scalar_one()
        return seq
