"""`verify` names the first bad event after every way of tampering; a clean trail passes. Run on both databases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.roles import Role
from sisetp.db import audit_chain
from sisetp.db.base import db
from sisetp.db.models.audit_event import AuditChain, AuditEvent
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.services import audit, registro
from tests.support.clock import MovableClock
from tests.support.fichas import ficha, person, unnamed

SYSTEM = SystemActor(name="operador", units=None)
Staff = Callable[..., Actor]


@dataclass(frozen=True)
class Trail:
    """An application with six events in the chain of one unit, and ways to change what is stored behind its back."""

    app: Flask
    actor: Actor
    clock: MovableClock

    @property
    def chain(self) -> str:
        return f"UNIDADE-{self.actor.unidade_id}"

    def register(self, times: int = 1) -> None:
        for _ in range(times):
            with self.app.app_context(), unit_of_work(self.actor) as session:
                assert self.actor.unidade_id is not None
                command = ficha(self.actor.unidade_id, person(textos={"obs": "texto de teste"}))
                registro.register(session, self.actor, command, clock=self.clock)

    def main(self, statement: str, **values: object) -> list[Any]:
        with self.app.app_context():
            return run(db.engine, statement, values)

    def vault(self, statement: str, **values: object) -> list[Any]:
        with self.app.app_context():
            return run(current_runtime().vault.engine, statement, values)

    def breaches(self) -> tuple[audit_chain.Breach, ...]:
        with self.app.app_context(), unit_of_work(SYSTEM, read_only=True) as session:
            return audit.verify(session).breaches

    def first(self) -> tuple[str, int]:
        found = self.breaches()
        assert found, "the tampering went unseen"
        return found[0].cadeia, found[0].seq


def run(engine: sa.Engine, statement: str, values: Mapping[str, object]) -> list[Any]:
    with engine.begin() as connection:
        result = connection.execute(sa.text(statement), values)
        return list(result) if result.returns_rows else []


@pytest.fixture
def trail(app: Flask, staff: Staff, clock: MovableClock) -> Trail:
    made = Trail(app, staff(Role.ATENDENTE), clock)
    made.register(6)
    return made


def test_a_clean_trail_passes_and_is_counted(trail: Trail) -> None:
    with trail.app.app_context(), unit_of_work(SYSTEM, read_only=True) as session:
        found = audit.verify(session)
    assert found.breaches == ()
    assert found.cadeias == 2
    assert found.eventos == 6 + 27


@pytest.mark.parametrize(
    "change",
    [
        "detalhes = '{}'",
        "ator = 'outra.pessoa'",
        "acao = 'login'",
        "alvo_id = 'x'",
        "usuario_id = NULL",
        "unidade_id = NULL",
    ],
)
def test_an_edited_event_is_named(trail: Trail, change: str) -> None:
    trail.main(f"UPDATE evento_auditoria SET {change} WHERE cadeia = :c AND seq = 3", c=trail.chain)
    assert trail.first() == (trail.chain, 3)


def test_a_moved_time_is_named(trail: Trail) -> None:
    trail.main(
        "UPDATE evento_auditoria SET quando = :q WHERE cadeia = :c AND seq = 4", c=trail.chain, q="2020-01-01 00:00:00"
    )
    assert trail.first() == (trail.chain, 4)


def test_a_deleted_event_is_named(trail: Trail) -> None:
    trail.main("DELETE FROM evento_auditoria WHERE cadeia = :c AND seq = 2", c=trail.chain)
    assert trail.first() == (trail.chain, 2)


def test_an_inserted_event_is_named(trail: Trail) -> None:
    trail.main(
        "INSERT INTO evento_auditoria (cadeia, seq, quando, ator, acao, detalhes, prev_hash, hash, mac)"
        " SELECT cadeia, 7, quando, ator, acao, detalhes, hash, mac, mac FROM evento_auditoria"
        " WHERE cadeia = :c AND seq = 6",
        c=trail.chain,
    )
    assert trail.first() == (trail.chain, 7)


def test_two_events_exchanged_are_named(trail: Trail) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        trail.main("UPDATE evento_auditoria SET seq = :n WHERE cadeia = :c AND seq = :o", c=trail.chain, o=old, n=new)
    assert trail.first() == (trail.chain, 2)


def test_a_tail_cut_off_is_named(trail: Trail) -> None:
    cut_tail(trail, keep=4)
    assert trail.first() == (trail.chain, 5)


def test_a_tail_cut_off_still_shows_after_the_chain_grew_past_it(trail: Trail) -> None:
    cut_tail(trail, keep=4)
    for _ in range(6):
        with trail.app.app_context(), unit_of_work(trail.actor) as session:
            audit_chain.append(session, trail.actor, Action.LOGIN, unidade_id=trail.actor.unidade_id)
    assert trail.first() == (trail.chain, 6)


def test_the_whole_chain_taken_away_is_named(trail: Trail) -> None:
    trail.main("DELETE FROM evento_auditoria WHERE cadeia = :c", c=trail.chain)
    trail.main("DELETE FROM cadeia_auditoria WHERE cadeia = :c", c=trail.chain)
    assert trail.first() == (trail.chain, 1)


def test_an_event_rewritten_with_its_hash_needs_the_key(trail: Trail) -> None:
    """Somebody without the audit key recomputes the hash of an edited event and of everything after it."""
    rewrite_from(trail, 3, mac=lambda _digest, old: old)
    assert trail.first() == (trail.chain, 3)


def test_a_tail_rewritten_and_authenticated_again_meets_the_vault(trail: Trail) -> None:
    """Somebody with the audit key, but without the vault, rewrites the tail."""
    with trail.app.app_context():
        sign = current_runtime().audit_mac
    rewrite_from(trail, 3, mac=lambda digest, _old: sign(digest))
    assert trail.first() == (trail.chain, 6)


def test_a_forged_head_is_named(trail: Trail) -> None:
    trail.vault("UPDATE cofre_cabeca SET seq = 5 WHERE cadeia = :c", c=trail.chain)
    assert trail.first() == (trail.chain, 0)


def test_a_head_taken_away_is_named_and_not_made_again(trail: Trail) -> None:
    trail.vault("DELETE FROM cofre_cabeca WHERE cadeia = :c", c=trail.chain)
    trail.register()
    assert trail.first() == (trail.chain, 7)


def test_a_blob_that_is_not_the_last_one_written_is_named(trail: Trail) -> None:
    [(old,)] = trail.main("SELECT estat FROM pessoa ORDER BY id LIMIT 1")
    trail.main("UPDATE pessoa SET estat = :e", e=bytes(old)[:-1] + b"\0")
    assert {(item.cadeia, item.mensagem.split(":")[0]) for item in trail.breaches()} == {
        (trail.chain, "o selo não é o último gravado")
    }
    assert trail.first()[1] in range(1, 7)


def test_a_row_deleted_is_named_by_its_last_event(trail: Trail) -> None:
    [(key, seq)] = trail.main(
        "SELECT alvo_id, seq FROM evento_auditoria WHERE cadeia = :c AND acao = 'gravar' AND seq = 2", c=trail.chain
    )
    [(ident,)] = trail.main("SELECT atendimento_id FROM envio ORDER BY id LIMIT 1 OFFSET 1")
    trail.main("DELETE FROM envio WHERE atendimento_id = :i", i=ident)
    trail.main("DELETE FROM atendimento WHERE id = :i", i=ident)
    assert str(key).replace("-", "") == str(ident).replace("-", "")
    assert trail.first() == (trail.chain, seq)
    assert "registro apagado" in trail.breaches()[0].mensagem


def test_a_row_that_no_event_knows_is_named(trail: Trail) -> None:
    [(ident,)] = trail.main("SELECT id FROM pessoa ORDER BY id LIMIT 1")
    other = str(ident)[:-4] + "beef"
    trail.main(
        "INSERT INTO pessoa (id, unidade_id, versao, ident, estat, marca, autor_id, created_at, updated_at)"
        " SELECT :n, unidade_id, versao, ident, estat, marca, autor_id, created_at, updated_at"
        " FROM pessoa WHERE id = :i",
        n=other,
        i=ident,
    )
    assert {item.mensagem.split(":")[0] for item in trail.breaches()} == {"registro sem evento de gravação"}


def test_people_without_identity_have_seals_too(trail: Trail) -> None:
    assert trail.actor.unidade_id is not None
    with trail.app.app_context(), unit_of_work(trail.actor) as session:
        registro.register(session, trail.actor, ficha(trail.actor.unidade_id, unnamed()), clock=trail.clock)
    assert trail.breaches() == ()


def test_the_verification_leaves_an_event(trail: Trail) -> None:
    with trail.app.app_context():
        with unit_of_work(SYSTEM, read_only=True) as session:
            found = audit.verify(session)
        with unit_of_work(SYSTEM) as session:
            audit.record_verification(session, SYSTEM, found)
    [(details,)] = trail.main("SELECT detalhes FROM evento_auditoria WHERE acao = 'verificar_auditoria'")
    assert '"resultado":"SEM_FALHA"' in str(details)
    assert trail.breaches() == ()


def cut_tail(trail: Trail, *, keep: int) -> None:
    """Remove the last events and make the chain's end agree, as somebody with the main database can."""
    trail.main("DELETE FROM evento_auditoria WHERE cadeia = :c AND seq > :k", c=trail.chain, k=keep)
    trail.main(
        "UPDATE cadeia_auditoria SET seq = :k,"
        " hash = (SELECT hash FROM evento_auditoria WHERE cadeia = :c AND seq = :k) WHERE cadeia = :c",
        c=trail.chain,
        k=keep,
    )


def rewrite_from(trail: Trail, start: int, *, mac: Callable[[bytes, bytes], bytes]) -> None:
    """Change who did event `start` and recompute hashes from there on."""
    trail.main(
        "UPDATE evento_auditoria SET ator = 'outra.pessoa' WHERE cadeia = :c AND seq = :s", c=trail.chain, s=start
    )
    with trail.app.app_context(), unit_of_work(SYSTEM) as session:
        previous = None
        query = sa.select(AuditEvent).where(AuditEvent.cadeia == trail.chain)
        for event in session.scalars(query.order_by(AuditEvent.seq)):
            if previous is not None and event.seq > start:
                event.prev_hash = previous
            if event.seq >= start:
                event.hash = audit_chain._digest(event)
                event.mac = mac(event.hash, event.mac)
            previous = event.hash
        chain = session.get_one(AuditChain, trail.chain)
        assert previous is not None
        chain.hash = previous
