"""Registering a ficha: sealed, idempotent, counted, linked to a known pessoa only when the officer says so."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from sisetp.access.actor import Actor
from sisetp.db import audit_chain
from sisetp.db.audit_seals import verify_seals
from sisetp.db.models import Atendimento, AuditEvent, IndiceCego, Pessoa, PessoaProcurada, Versao
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import PessoaProcurada as Sought
from sisetp.domain.atendimento import RegisterAtendimento
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation, Unreadable
from sisetp.domain.pessoa import Identidade
from sisetp.services import pessoas, registro, sealing
from sisetp.services.results import Registered
from tests.support.clock import MovableClock
from tests.support.fichas import IDENTITY, ficha, linked, person, unnamed
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]


def save(app: Flask, actor: Actor, command: RegisterAtendimento) -> Registered:
    """Register in a unit of work of its own."""
    with app.app_context(), unit_of_work(actor) as session:
        return registro.register(session, actor, command, clock=current_runtime().clock)


def unit_of(actor: Actor) -> int:
    """Unit id of an actor that has one."""
    assert actor.unidade_id is not None
    return actor.unidade_id


def test_what_is_registered_is_sealed_and_opens_again(app: Flask, desk: Actor) -> None:
    command = ficha(unit_of(desk), person(textos={"obs": "chegou sem bagagem"}))
    made = save(app, desk, command)
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        row = session.get_one(Atendimento, made.atendimentos[0][0])
        pessoa = session.get_one(Pessoa, row.pessoa_id)
        assert sealing.open_identities(session, [pessoa])[pessoa.id] == IDENTITY
        assert sealing.open_texts(session, row) == {"obs": "chegou sem bagagem"}
        answers = sealing.open_codes(session, row)
        assert answers["perfil"] == "DEPORTADO"
        assert answers["idade"] == 28
        assert answers["duracao_s"] == 75
        assert pessoa.ident is not None
        assert b"Aurora" not in pessoa.ident + row.estat + (row.relato or b"")


def test_the_same_submission_makes_one_record(app: Flask, desk: Actor) -> None:
    command = ficha(unit_of(desk))
    first, again = save(app, desk, command), save(app, desk, command)
    assert again.atendimentos == first.atendimentos
    assert again.repeated
    assert not first.repeated
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        assert session.scalar(select(func.count(Atendimento.id))) == 1


def test_a_family_shares_a_group_and_repeats_whole(app: Flask, desk: Actor) -> None:
    people = [person(identidade=Identidade(nome_civil=f"Fulana{n} Demonstração", doc_tipo="")) for n in "abcd"]
    people = [person(identidade=p.identidade, respostas={"doc_tipo": None, "qtd_pessoas": None}) for p in people]
    command = ficha(unit_of(desk), *people)
    made = save(app, desk, command)
    assert len(made.atendimentos) == 4
    assert set(save(app, desk, command).atendimentos) == set(made.atendimentos)
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        rows = session.scalars(select(Atendimento)).all()
        assert len({row.grupo_id for row in rows}) == 1
        assert len({row.pessoa_id for row in rows}) == 4


def test_not_identified_keeps_no_identity_and_no_token(app: Flask, desk: Actor) -> None:
    save(app, desk, ficha(unit_of(desk), unnamed()))
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        assert session.scalars(select(Pessoa)).one().ident is None
        assert session.scalar(select(func.count(IndiceCego.id))) == 0


def test_a_second_visit_is_recognised_but_never_linked_by_itself(app: Flask, desk: Actor) -> None:
    first = save(app, desk, ficha(unit_of(desk)))
    save(app, desk, ficha(unit_of(desk)))
    typed = Identidade(nome_civil="Áurora Silva", nascimento=IDENTITY.nascimento)
    with app.app_context(), unit_of_work(desk) as session:
        found = pessoas.already_attended(session, desk, unit_of(desk), typed)
        assert session.scalar(select(func.count(Pessoa.id))) == 2
        attended = session.get_one(Atendimento, first.atendimentos[0][0]).pessoa_id
    assert len(found) == 2
    assert not found[0].exact
    assert attended in {candidate.pessoa_id for candidate in found}


def test_a_document_finds_the_person_whatever_the_name(app: Flask, desk: Actor) -> None:
    save(app, desk, ficha(unit_of(desk)))
    with app.app_context(), unit_of_work(desk) as session:
        same = pessoas.already_attended(
            session, desk, unit_of(desk), Identidade(doc_tipo="PASSAPORTE", doc_numero="fz 123456")
        )
        other = pessoas.already_attended(
            session, desk, unit_of(desk), Identidade(doc_tipo="PASSAPORTE", doc_numero="FZ123457")
        )
    assert [candidate.exact for candidate in same] == [True]
    assert other == ()


def test_using_a_record_links_to_it_and_keeps_what_it_knew(app: Flask, desk: Actor) -> None:
    save(app, desk, ficha(unit_of(desk)))
    with app.app_context(), unit_of_work(desk) as session:
        known = session.scalars(select(Pessoa)).one()
        brought = pessoas.prefill(session, desk, known.id)
    assert brought.identidade == IDENTITY
    assert "pessoa_chave" not in brought.respostas
    save(app, desk, ficha(unit_of(desk), linked(known.id)))
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        pessoa = session.scalars(select(Pessoa)).one()
        assert pessoa.versao == 2
        assert session.scalar(select(func.count(Atendimento.id))) == 2
        before = session.scalars(select(Versao)).one()
        assert (before.versao, before.motivo, before.ident) == (1, "RETORNO", known.ident)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert list(verify_seals(session)) == []


def test_a_pessoa_of_another_unit_cannot_be_used(app: Flask, desk: Actor, staff: Staff) -> None:
    save(app, desk, ficha(unit_of(desk)))
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        foreign = session.scalars(select(Pessoa.id)).one()
    other = staff("ATENDENTE", "PAAHM-GIG")
    for pessoa_id in (foreign, uuid4()):
        with pytest.raises(NotFound):
            save(app, other, ficha(unit_of(other), linked(pessoa_id)))


def test_registering_for_another_unit_is_refused(app: Flask, desk: Actor, staff: Staff) -> None:
    other = staff("ATENDENTE", "PAAHM-GIG")
    with pytest.raises(AccessDenied):
        save(app, desk, ficha(unit_of(other)))


def test_the_sought_person_is_kept_apart(app: Flask, desk: Actor) -> None:
    sought = Sought(nome="Procurado Demonstração Lima", relacao="IRMAO", contato_solicitante="11 5555-0000")
    asking = person(respostas={"perfil": "DESAPARECIDO", "pais_procedencia": None}, procurada=sought)
    save(app, desk, ficha(unit_of(desk), asking))
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        row = session.scalars(select(PessoaProcurada)).one()
        assert sealing.open_sought(session, row) == sought
        attended = session.scalars(select(Pessoa)).one()
        assert sealing.open_identities(session, [attended])[attended.id].nome_civil == IDENTITY.nome_civil


def test_rules_come_back_all_at_once_and_nothing_is_stored(app: Flask, desk: Actor, clock: MovableClock) -> None:
    wrong = ficha(
        unit_of(desk), person(respostas={"sexo": "X", "raca_cor": None}), inicio=clock.now() + timedelta(days=2)
    )
    with pytest.raises(RuleViolation) as broken:
        save(app, desk, wrong)
    assert {"inicio", "p0.sexo", "p0.raca_cor"} <= {message.campo for message in broken.value.messages}
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        assert session.scalar(select(func.count(Pessoa.id))) == 0


def test_what_cannot_be_opened_is_an_error_and_is_never_overwritten(app: Flask, desk: Actor) -> None:
    save(app, desk, ficha(unit_of(desk)))
    with app.app_context():
        with unit_of_work(desk) as session:
            pessoa = session.scalars(select(Pessoa)).one()
            assert pessoa.ident is not None
            pessoa.ident = pessoa.ident[:-1] + bytes([pessoa.ident[-1] ^ 1])
            damaged = pessoa.ident
        with pytest.raises(Unreadable) as raised, unit_of_work(desk, read_only=True) as session:
            sealing.open_identities(session, list(session.scalars(select(Pessoa))))
    assert str(raised.value) == str(pessoa.id)
    with pytest.raises(Unreadable):
        save(app, desk, ficha(unit_of(desk), linked(pessoa.id)))
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        assert session.scalars(select(Pessoa)).one().ident == damaged


def test_every_write_is_in_the_chain_and_every_blob_is_the_last_one_written(app: Flask, desk: Actor) -> None:
    save(app, desk, ficha(unit_of(desk)))
    save(app, desk, ficha(unit_of(desk), unnamed()))
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert list(audit_chain.verify_chains(session, current_runtime())) == []
        assert list(verify_seals(session)) == []
        events = session.scalars(select(AuditEvent).where(AuditEvent.acao == "gravar")).all()
        assert len(events) == 2
        assert not any("Aurora" in event.detalhes or "FZ123456" in event.detalhes for event in events)


def test_counting_key_is_shared_only_by_the_same_name_and_full_birth(app: Flask, desk: Actor) -> None:
    twin = Identidade(nome_civil="Áurora Demonstração SILVA", nascimento=IDENTITY.nascimento, doc_tipo="PASSAPORTE")
    later = Identidade(nome_civil=IDENTITY.nome_civil, nascimento=date(1998, 3, 13), doc_tipo="PASSAPORTE")
    for identity in (IDENTITY, twin, later):
        save(app, desk, ficha(unit_of(desk), person(identidade=identity)))
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        rows = session.scalars(select(Pessoa).order_by(Pessoa.marca)).all()
        keys = [sealing.open_codes(session, row)["pessoa_chave"] for row in rows]
    assert keys[0] == keys[1] != keys[2]
