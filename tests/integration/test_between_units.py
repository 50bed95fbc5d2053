"""Rows that two units share: both see them, nobody else does; and keys that are destroyed when a copy is revoked."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.models import Copia, Encaminhamento
from sisetp.db.session import UnscopedStatement, unit_of_work
from sisetp.domain.errors import Unreadable
from sisetp.services import sealing
from sisetp.services.sealing import Relacao
from tests.support.clock import MovableClock

Staff = Callable[..., Actor]


def referral(session: Session, origin: Actor, destination: Actor | None, clock: MovableClock) -> Copia:
    """A sealed referral with one copy, as the services make it."""
    assert origin.unidade_id is not None
    record = uuid4()
    row = Encaminhamento(
        id=uuid4(),
        unidade_origem_id=origin.unidade_id,
        unidade_destino_id=destination.unidade_id if destination else None,
        situacao="ENVIADO",
        data=date(2026, 11, 20),
        registro_token=sealing.link_token(session, origin.unidade_id, Relacao.ENCAMINHAMENTO_REGISTRO, record),
        pessoa_token=sealing.link_token(session, origin.unidade_id, Relacao.ENCAMINHAMENTO_PESSOA, record),
        versao=1,
        autor_id=origin.user_id,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    sealing.seal_codes(session, row, {"destino": "NETP", "registro_id": record.bytes})
    session.add(row)
    session.flush()
    copy = Copia(
        id=uuid4(),
        encaminhamento_id=row.id,
        unidade_origem_id=row.unidade_origem_id,
        unidade_destino_id=row.unidade_destino_id,
        sequencia=1,
        versao=1,
        autor_id=origin.user_id,
        created_at=clock.now(),
    )
    sealing.seal_copy(session, copy, {"campos": {"nome_social": "Aurora Demonstração"}})
    session.add(copy)
    session.flush()
    return copy


@pytest.fixture
def units(staff: Staff) -> tuple[Actor, Actor, Actor]:
    """A sender, a receiver and somebody of a third unit."""
    return staff("ATENDENTE", "PAAHM-GRU"), staff("TECNICO", "NETP-SP"), staff("COORDENACAO", "NETP-RJ")


def test_both_units_see_it_and_nobody_else(
    app: Flask, units: tuple[Actor, Actor, Actor], staff: Staff, clock: MovableClock
) -> None:
    origin, destination, _third = units
    with app.app_context():
        with unit_of_work(origin) as session:
            referral(session, origin, destination, clock)
        seen = {}
        for actor in (*units, staff("CGETP_GESTAO", None), staff("ENCARREGADO", None)):
            with unit_of_work(actor, read_only=True) as session:
                seen[actor.login] = (
                    session.scalar(select(func.count(Encaminhamento.id))),
                    len(session.scalars(select(Copia)).all()),
                )
    assert [seen[actor.login] for actor in units] == [(1, 1), (1, 1), (0, 0)]
    assert set(seen.values()) == {(1, 1), (0, 0)}
    assert sum(count for count, _copies in seen.values() if count) == 2


def test_a_third_unit_cannot_write_it_and_nobody_changes_many(
    app: Flask, units: tuple[Actor, Actor, Actor], clock: MovableClock
) -> None:
    origin, destination, third = units
    with app.app_context():
        with unit_of_work(origin) as session:
            row = session.get_one(Encaminhamento, referral(session, origin, destination, clock).encaminhamento_id)
        with pytest.raises(UnscopedStatement), unit_of_work(third) as session:
            session.add(row)
            row.situacao = "ACEITO"
            session.flush()
        with pytest.raises(UnscopedStatement), unit_of_work(destination) as session:
            session.execute(update(Encaminhamento).values(situacao="ACEITO"))


def test_revoking_destroys_the_key_of_the_receiver_only(
    app: Flask, units: tuple[Actor, Actor, Actor], clock: MovableClock
) -> None:
    origin, destination, _third = units
    with app.app_context():
        with unit_of_work(origin) as session:
            key = referral(session, origin, destination, clock).id
        assert received(destination, key) == {"campos": {"nome_social": "Aurora Demonstração"}}
        with pytest.raises(ZeroDivisionError), unit_of_work(origin) as session:
            sealing.revoke_received(session, session.get_one(Copia, key))
            raise ZeroDivisionError  # what is not committed destroys nothing
        assert received(destination, key)
        for _again in range(2):  # asking twice, as after a crash between the commit and the destruction, is no error
            with unit_of_work(origin) as session:
                sealing.revoke_received(session, session.get_one(Copia, key))
        with pytest.raises(Unreadable):
            received(destination, key)
        with unit_of_work(origin, read_only=True) as session:
            assert sealing.open_sent(session, [session.get_one(Copia, key)])[key]


def test_an_outside_service_has_no_copy_of_its_own(
    app: Flask, units: tuple[Actor, Actor, Actor], clock: MovableClock
) -> None:
    with app.app_context(), unit_of_work(units[0]) as session:
        assert referral(session, units[0], None, clock).recebido is None


def test_tokens_differ_by_relation_and_by_unit(app: Flask, units: tuple[Actor, Actor, Actor]) -> None:
    record = uuid4()
    with app.app_context(), unit_of_work(units[0], read_only=True) as session:
        tokens = {sealing.link_token(session, unit, relation, record) for unit in (1, 2) for relation in Relacao}
    assert len(tokens) == 2 * len(Relacao)
    assert {len(token) for token in tokens} == {16}


def received(actor: Actor, key: UUID) -> object:
    """What the destination reads of a copy."""
    with unit_of_work(actor, read_only=True) as session:
        return sealing.open_received(session, [session.get_one(Copia, key)])[key]
