"""What was shared: later copies, taking back, a crash in between, withdrawn consent, and a pessoa made of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, Copia, Encaminhamento, Pessoa
from sisetp.db.runtime import current_runtime
from sisetp.db.vault import Vault, chave
from sisetp.domain.encaminhamento import AcrescentarCopia
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation, Unreadable
from sisetp.services import encaminhamentos as enc
from sisetp.services import sealing
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.encaminhamentos import SUMMARY, sent, to_netp, to_service
from tests.support.fichas import IDENTITY
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


@pytest.fixture
def officer(staff: Staff) -> Actor:
    """A technician of the airport desk, who sends."""
    return staff("TECNICO", "PAAHM-GRU")


@pytest.fixture
def netp(staff: Staff) -> Actor:
    """A technician of the NETP of São Paulo, who receives."""
    return staff("TECNICO", "NETP-SP")


def more(key: UUID, **changes: Any) -> AcrescentarCopia:
    """Later data of a referral, authorised by the person."""
    values: dict[str, Any] = {"autorizado": "S", "partes": ("TRIAGEM",), "chave_envio": uuid4().hex}
    return AcrescentarCopia(encaminhamento_id=key, **{**values, **changes})


def keys_of_copy(app: Flask, copia: UUID) -> set[str]:
    """Classes of the keys that the vault still has for a copy."""
    with app.app_context(), current_runtime().vault.engine.connect() as connection:
        found = connection.execute(sa.select(chave.c.classe).where(chave.c.owner == copia.bytes))
        return set(found.scalars())


def received(app: Flask, actor: Actor, key: UUID, clock: MovableClock) -> set[str]:
    """Parts that the destination reads now."""
    copies = call(app, actor, enc.received_copies, key, clock=clock)
    return {campo.parte for copia in copies for campo in copia.campos}


def test_more_is_shared_later_as_a_new_copy(app: Flask, officer: Actor, netp: Actor, clock: MovableClock) -> None:
    key = sent(app, officer, clock, partes=("IDENTIDADE",), resumo="")
    call(app, netp, enc.accept, key, clock=clock)
    command = more(key, partes=("TRIAGEM", "NECESSIDADES", "RESUMO"), resumo=SUMMARY)
    shown = call(app, officer, enc.preview_copy, command, clock=clock)
    copia = call(app, officer, enc.add_copy, command, clock=clock)
    assert call(app, officer, enc.add_copy, command, clock=clock) == copia
    copies = call(app, netp, enc.received_copies, key, clock=clock)
    assert [item.sequencia for item in copies] == [1, 2]
    assert copies[1].campos == shown.campos
    detail = call(app, officer, enc.detail, key, clock=clock)
    assert detail.partes == ("IDENTIDADE", "NECESSIDADES", "TRIAGEM", "RESUMO")
    for wrong, field in (
        (more(key, autorizado="N"), "autorizado"),
        (more(key, partes=("CASO",)), "partes"),
        (more(key, autorizado="DISPENSADO", base="POL_PUB"), "partes"),
    ):
        with pytest.raises(RuleViolation, match=field):
            call(app, officer, enc.add_copy, wrong, clock=clock)
    with pytest.raises(AccessDenied):
        call(app, netp, enc.add_copy, more(key), clock=clock)
    call(app, netp, enc.answer, key, desfecho="ATENDIDA", clock=clock)
    with pytest.raises(RuleViolation, match="situacao"):
        call(app, officer, enc.add_copy, more(key), clock=clock)
    assert_audit_is_whole(app)


def test_taking_back_destroys_the_key_of_the_destination_only(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    key = sent(app, officer, clock)
    call(app, officer, enc.add_copy, more(key), clock=clock)
    call(app, netp, enc.accept, key, clock=clock)
    first, second = call(app, officer, enc.detail, key, clock=clock).copias
    assert keys_of_copy(app, first.id) == {"relato", "ident"}
    assert call(app, officer, enc.revoke, key, first.id, clock=clock) == 1
    assert keys_of_copy(app, first.id) == {"relato"}
    assert keys_of_copy(app, second.id) == {"relato", "ident"}
    assert received(app, netp, key, clock) == {"TRIAGEM"}
    assert call(app, officer, enc.revoke, key, clock=clock) == 1
    assert call(app, officer, enc.revoke, key, clock=clock) == 0
    assert received(app, netp, key, clock) == set()
    kept = call(app, officer, enc.sent_copies, key, clock=clock)
    assert {campo.parte for campo in kept[0].campos} == {"IDENTIDADE", "CONTATO", "PERFIL", "RESUMO"}
    assert all(copia.revogada_em is not None for copia in kept)
    with work(app, netp) as session:
        row = session.get_one(Copia, first.id)
        session.expunge(row)
        row.revogada_em = None  # even as if it had not been taken back, nobody opens it any more
        with pytest.raises(Unreadable):
            sealing.open_received(session, [row])
    with pytest.raises(NotFound):
        call(app, officer, enc.revoke, key, uuid4(), clock=clock)
    assert len(events(app, officer, "revogar_copia")) == 4
    assert_audit_is_whole(app)


def test_dying_before_the_key_is_destroyed_hides_it_and_asking_again_destroys_it(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sent(app, officer, clock)
    call(app, netp, enc.accept, key, clock=clock)
    copia = call(app, officer, enc.detail, key, clock=clock).copias[0].id

    def die(_self: Vault, _owners: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "destroy", die)
        with pytest.raises(SystemExit):
            call(app, officer, enc.revoke, key, clock=clock)
    assert keys_of_copy(app, copia) == {"relato", "ident"}
    assert received(app, netp, key, clock) == set()
    assert call(app, officer, enc.revoke, key, clock=clock) == 0
    assert keys_of_copy(app, copia) == {"relato"}
    assert_audit_is_whole(app)


@pytest.mark.parametrize("how", ["refuse", "person"])
def test_what_was_never_accepted_is_taken_back(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock, how: str
) -> None:
    key = sent(app, officer, clock)
    copia = call(app, officer, enc.detail, key, clock=clock).copias[0].id
    if how == "refuse":
        call(app, netp, enc.refuse, key, desfecho="SEM_VAGA", clock=clock)
    else:
        call(app, netp, enc.person_refused, key, desfecho="NAO_QUIS", clock=clock)
    assert keys_of_copy(app, copia) == {"relato"}
    assert received(app, netp, key, clock) == set()
    assert_audit_is_whole(app)


def test_an_end_after_accepting_leaves_the_copy_with_who_attended(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    key = sent(app, officer, clock)
    call(app, netp, enc.accept, key, clock=clock)
    call(app, netp, enc.answer, key, desfecho="ATENDIDA", clock=clock)
    assert "IDENTIDADE" in received(app, netp, key, clock)


def test_who_refuses_after_accepting_takes_back_only_what_she_authorised(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    duty = {"autorizado": "DISPENSADO", "base": "OBRIG", "partes": ("IDENTIDADE",), "resumo": ""}
    key = sent(app, officer, clock, **duty)
    call(app, officer, enc.add_copy, more(key), clock=clock)
    call(app, netp, enc.accept, key, clock=clock)
    call(app, netp, enc.person_refused, key, desfecho="DESISTIU", clock=clock)
    assert received(app, netp, key, clock) == {"IDENTIDADE"}


def pessoa_of(app: Flask, actor: Actor, atendimento_id: UUID) -> UUID:
    with work(app, actor, read_only=True) as session:
        return session.get_one(Atendimento, atendimento_id).pessoa_id


def test_withdrawn_consent_takes_back_what_rested_on_it_and_nothing_else(
    app: Flask, officer: Actor, netp: Actor, staff: Staff, clock: MovableClock
) -> None:
    registro = attend(app, officer, clock)
    south = staff("TECNICO", "NETP-RJ")
    waiting = call(app, officer, enc.send, to_netp(app, registro), clock=clock)
    attended = call(app, officer, enc.send, to_netp(app, registro), clock=clock)
    outside = call(app, officer, enc.send, to_service(registro), clock=clock)
    duty = to_netp(app, registro, "NETP-RJ", autorizado="DISPENSADO", base="OBRIG", partes=("IDENTIDADE",), resumo="")
    by_duty = call(app, officer, enc.send, duty, clock=clock)
    call(app, officer, enc.add_copy, more(by_duty), clock=clock)
    unrelated = sent(app, officer, clock)
    for key, actor in ((attended, netp), (by_duty, south), (unrelated, netp)):
        call(app, actor, enc.accept, key, clock=clock)
    call(app, netp, enc.answer, attended, desfecho="ATENDIDA", clock=clock)
    pessoa_id = pessoa_of(app, officer, registro)
    assert call(app, officer, enc.withdraw_consent, pessoa_id, clock=clock) == 4
    assert call(app, officer, enc.withdraw_consent, pessoa_id, clock=clock) == 0
    lines = {line.id: (line.situacao, line.desfecho) for line in call(app, officer, enc.of_record, registro)}
    assert lines == {
        waiting: ("RECUSADO", "RETIROU"),
        attended: ("CONCLUIDO", "ATENDIDA"),
        outside: ("RECUSADO", "RETIROU"),
        by_duty: ("ACEITO", ""),
    }
    assert received(app, netp, attended, clock) == set()
    assert received(app, south, by_duty, clock) == {"IDENTIDADE"}
    assert "IDENTIDADE" in received(app, netp, unrelated, clock)
    with pytest.raises(NotFound):
        call(app, netp, enc.withdraw_consent, pessoa_id, clock=clock)
    assert_audit_is_whole(app)


def test_an_accepted_copy_makes_a_pessoa_of_the_receiving_unit(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    key = sent(app, officer, clock)
    with pytest.raises(RuleViolation, match="situacao"):
        call(app, netp, enc.to_pessoa, key, clock=clock)
    call(app, netp, enc.accept, key, clock=clock)
    made = call(app, netp, enc.to_pessoa, key, clock=clock)
    with work(app, netp) as session:
        row = session.get_one(Pessoa, made)
        assert row.unidade_id == netp.unidade_id
        assert sealing.open_identities(session, [row])[made] == IDENTITY
        codes = sealing.open_codes(session, row)
    assert (codes["sexo"], codes["nacionalidade"], codes["modo_ident"]) == ("F", "BR", "IDENT")
    assert codes["raca_cor"] is None
    assert IDENTITY.nascimento == date(1998, 3, 12)
    with pytest.raises(AccessDenied):
        call(app, officer, enc.to_pessoa, key, clock=clock)
    assert_audit_is_whole(app)


def test_nobody_is_made_of_what_was_taken_back(app: Flask, officer: Actor, netp: Actor, clock: MovableClock) -> None:
    key = sent(app, officer, clock)
    call(app, netp, enc.accept, key, clock=clock)
    call(app, officer, enc.revoke, key, clock=clock)
    with pytest.raises(RuleViolation, match="situacao"):
        call(app, netp, enc.to_pessoa, key, clock=clock)


def test_without_a_name_the_pessoa_is_not_identified(
    app: Flask, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    key = sent(app, officer, clock, partes=("PERFIL", "CONTATO"), resumo="")
    call(app, netp, enc.accept, key, clock=clock)
    made = call(app, netp, enc.to_pessoa, key, clock=clock)
    with work(app, netp) as session:
        row = session.get_one(Pessoa, made)
        assert row.ident is None
        assert sealing.open_codes(session, row)["modo_ident"] == "NAO_IDENT"


def test_a_bad_blob_is_never_shown_as_empty(app: Flask, officer: Actor, netp: Actor, clock: MovableClock) -> None:
    key = sent(app, officer, clock)
    call(app, netp, enc.accept, key, clock=clock)
    with work(app, officer) as session:
        row = session.scalars(sa.select(Copia)).one()
        assert row.recebido is not None
        row.recebido = row.recebido[:-1] + bytes([row.recebido[-1] ^ 1])
        referral = session.get_one(Encaminhamento, key)
        referral.estat = referral.estat[:-1] + bytes([referral.estat[-1] ^ 1])
    with pytest.raises(Unreadable):
        call(app, netp, enc.received_copies, key, clock=clock)
    with pytest.raises(Unreadable):
        call(app, officer, enc.detail, key, clock=clock)
    line = call(app, officer, enc.sent_page, number=1, clock=clock).lines[0]
    assert (line.legivel, line.situacao, line.destino) == (False, "ACEITO", "")
