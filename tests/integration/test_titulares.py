"""Rights of the titular: the clock, the sealed content, what is taken back, and what the extract never says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, AuditEvent
from sisetp.db.models.titular import Requisicao
from sisetp.domain.atendimento import PessoaProcurada
from sisetp.domain.encaminhamento import EnviarEncaminhamento
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation
from sisetp.domain.titular import RegistrarAutorizacao, RegistrarRequisicao, ResponderRequisicao
from sisetp.domain.vinculo import LIGADA, DecidirVinculo, par_de
from sisetp.services import caso_pessoas, encaminhamentos, identidades
from sisetp.services.duplicidades import decidir
from sisetp.services.titulares import consentimentos, painel, relogios, requisicoes, retiradas
from sisetp.services.titulares.extrato import Extrato, extract
from sisetp.services.titulares.pessoa import Origem
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.evolucoes import evolve
from tests.support.fichas import IDENTITY, person
from tests.support.procedimentos import open_one
from tests.support.staff import OPERATOR
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
DAY = date(2026, 11, 20)
REQUEST = RegistrarRequisicao(tipo="ACESSO", pedido="Quer ver tudo CANARIOPEDIDO", recebida_em=DAY)
CONSENT = RegistrarAutorizacao(
    base_legal="CONSENT", pontos=("FINALIDADE", "REVOGA"), forma="ESCRITA", partes=("IDENTIDADE",), data=DAY
)


@pytest.fixture
def team(staff: Staff) -> Actor:
    return staff("TECNICO", "NETP-MG", profissao="AS")


@pytest.fixture
def ficha(app: Flask, team: Actor, clock: MovableClock) -> UUID:
    return attend(app, team, clock, person(textos={"obs": "CANARIOTEXTO"}))


def person_of(app: Flask, ficha: UUID) -> UUID:
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        return session.scalars(select(Atendimento.pessoa_id).where(Atendimento.id == ficha)).one()


def printed(app: Flask, actor: Actor, ficha: UUID, clock: MovableClock) -> Extrato:
    return call(app, actor, extract, Origem.FICHA, ficha, "PEDIDO_TITULAR", clock=clock)


def withdrawn(app: Flask, actor: Actor, pessoa: UUID) -> bool:
    assert actor.unidade_id is not None
    with work(app, actor, read_only=True) as session:
        return consentimentos.consent_withdrawn(session, actor.unidade_id, pessoa)


def test_a_request_runs_fifteen_days_and_is_answered_once(
    app: Flask, team: Actor, ficha: UUID, clock: MovableClock
) -> None:
    key = call(app, team, requisicoes.register, Origem.FICHA, ficha, REQUEST, clock=clock)
    running = call(app, team, relogios.of_unit, clock=clock)
    assert [(item.id, item.prazo, item.dias, item.situacao) for item in running] == [
        (key, date(2026, 12, 5), 15, "ABERTA")
    ]
    opened = call(app, team, requisicoes.open_request, key, clock=clock)
    assert opened.textos == {"requisicoes": REQUEST.pedido}
    assert opened.respostas["requisicao_tipo"] == "ACESSO"
    assert opened.ficha is not None
    assert opened.ficha.id == ficha
    reply = ResponderRequisicao(requisicao_id=key, resultado="ATENDIDA", resposta="Extrato entregue em mãos")
    with pytest.raises(RuleViolation):
        call(app, team, requisicoes.answer, replace(reply, resultado=""), clock=clock)
    call(app, team, requisicoes.answer, reply, clock=clock)
    with pytest.raises(RuleViolation):
        call(app, team, requisicoes.answer, reply, clock=clock)
    with pytest.raises(RuleViolation):
        call(app, team, requisicoes.give_up, key, clock=clock)
    opened = call(app, team, requisicoes.open_request, key, clock=clock)
    assert (opened.relogio.situacao, opened.relogio.dias) == ("RESPONDIDA", None)
    assert opened.textos["requisicao_resposta"] == reply.resposta
    assert opened.textos["requisicoes"] == REQUEST.pedido
    assert_audit_is_whole(app)


def test_nothing_in_clear_says_who_asked_or_what(app: Flask, team: Actor, ficha: UUID, clock: MovableClock) -> None:
    key = call(app, team, requisicoes.register, Origem.FICHA, ficha, REQUEST, clock=clock)
    call(app, team, consentimentos.register, Origem.FICHA, ficha, CONSENT, clock=clock)
    pessoa = person_of(app, ficha)
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        row = session.get_one(Requisicao, key)
        plain = {column.name: getattr(row, column.name) for column in Requisicao.__table__.columns}
        kinds = ("registrar_requisicao", "registrar_autorizacao")
        written = list(session.scalars(select(AuditEvent).where(AuditEvent.acao.in_(kinds))))
    assert set(plain) == {
        *("id", "unidade_id", "recebida_em", "prazo", "situacao", "respondida_em", "autor_id"),
        *("created_at", "updated_at"),
    }
    assert len(written) == 2
    for event in written:
        assert event.pessoa_id is None
        assert pessoa.hex not in event.detalhes.replace("-", "")
        assert "ACESSO" not in event.detalhes


def test_who_registers_who_answers_and_who_sees_only_clocks(
    app: Flask, team: Actor, staff: Staff, ficha: UUID, clock: MovableClock
) -> None:
    officer, stranger = staff("ATENDENTE", "NETP-MG"), staff("TECNICO", "PAAHM-GIG")
    dpo = staff("ENCARREGADO", None)
    key = call(app, officer, requisicoes.register, Origem.FICHA, ficha, REQUEST, clock=clock)
    with pytest.raises(AccessDenied):
        call(app, officer, requisicoes.open_request, key, clock=clock)
    assert [item.tipo for item in call(app, officer, painel.of_person, Origem.FICHA, ficha, clock=clock).pedidos] == [
        ""
    ]
    with pytest.raises(NotFound):
        call(app, stranger, requisicoes.open_request, key, clock=clock)
    with pytest.raises(NotFound):
        call(app, stranger, requisicoes.register, Origem.FICHA, ficha, REQUEST, clock=clock)
    assert call(app, stranger, relogios.of_unit, clock=clock) == ()
    seen = call(app, dpo, relogios.of_network, clock=clock)
    assert [(item.unidade, item.prazo) for item in seen] == [("NETP-MG", date(2026, 12, 5))]
    with pytest.raises(AccessDenied):
        call(app, team, relogios.of_network, clock=clock)
    assert call(app, team, relogios.lembretes, clock=clock) == ()
    clock.advance(days=13)
    near = call(app, team, relogios.lembretes, clock=clock)
    assert [(item.quantidade, item.urgente) for item in near] == [(1, False)]
    clock.advance(days=3)
    for who, path in ((team, "/titulares"), (dpo, "/titulares/prazos")):
        late = call(app, who, relogios.lembretes, clock=clock)
        assert [(item.quantidade, item.urgente, item.caminho) for item in late] == [(1, True, path)]
    assert call(app, officer, relogios.lembretes, clock=clock) == ()


def test_taking_back_counts_until_the_person_authorises_again(
    app: Flask, team: Actor, ficha: UUID, clock: MovableClock
) -> None:
    pessoa = person_of(app, ficha)
    assert not withdrawn(app, team, pessoa)
    call(app, team, consentimentos.register, Origem.FICHA, ficha, CONSENT, clock=clock)
    assert not withdrawn(app, team, pessoa)
    clock.advance(hours=1)
    call(app, team, retiradas.withdraw, Origem.FICHA, ficha, clock=clock)
    assert withdrawn(app, team, pessoa)
    told = replace(CONSENT, base_legal="POL_PUB", partes=())
    call(app, team, consentimentos.register, Origem.FICHA, ficha, told, clock=clock)
    assert withdrawn(app, team, pessoa)  # being told again is not authorising again
    clock.advance(hours=1)
    call(app, team, consentimentos.register, Origem.FICHA, ficha, CONSENT, clock=clock)
    assert not withdrawn(app, team, pessoa)
    assert_audit_is_whole(app)


def test_what_was_authorised_only_in_a_referral_can_be_taken_back(
    app: Flask, team: Actor, staff: Staff, ficha: UUID, clock: MovableClock
) -> None:
    command = EnviarEncaminhamento(
        registro_tipo="ATENDIMENTO",
        registro_id=ficha,
        destino="NETP",
        unidade_destino_id=staff("TECNICO", "NETP-SP").unidade_id,
        motivo="SERVICO_ADICIONAL",
        autorizado="S",
        partes=("IDENTIDADE", "CONTATO"),
        chave_envio="a" * 32,
    )
    call(app, team, encaminhamentos.send, command, clock=clock)
    before = printed(app, team, ficha, clock).compartilhamentos
    assert [(item.unidade, item.autorizado, item.partes, item.situacao, item.revogadas) for item in before] == [
        ("NETP-SP", "S", ("IDENTIDADE", "CONTATO"), "ENVIADO", ())
    ]
    assert call(app, team, retiradas.withdraw, Origem.FICHA, ficha, clock=clock) == 1
    assert withdrawn(app, team, person_of(app, ficha))
    after = printed(app, team, ficha, clock).compartilhamentos
    assert (after[0].situacao, len(after[0].revogadas)) == ("RECUSADO", 1)
    with pytest.raises(RuleViolation):
        call(app, team, encaminhamentos.send, replace(command, chave_envio="b" * 32), clock=clock)
    assert_audit_is_whole(app)


def test_the_extract_has_what_is_hers_and_nothing_of_anybody_else(
    app: Flask, team: Actor, staff: Staff, clock: MovableClock
) -> None:
    sought = PessoaProcurada(nome="CANARIOPROCURADA", relacao="FILHO", contato_solicitante="CANARIOFONE")
    answers = {"perfil": "DESAPARECIDO"}
    mine = attend(app, team, clock, person(respostas=answers, textos={"obs": "CANARIOTEXTO"}, procurada=sought))
    friend = replace(IDENTITY, nome_civil="CANARIOAMIGA Rocha", doc_numero="ZZ777777", contato="")
    other = person_of(app, attend(app, team, clock, person(identidade=friend)))
    caso = open_one(app, team, clock, origem_tipo="ATENDIMENTO", origem_id=mine, resumo="CANARIORESUMO")
    clock.advance(minutes=5)
    call(app, team, caso_pessoas.include, caso, other, clock=clock)
    hers, friends = _rows(app, team, caso, person_of(app, mine), other)
    psi = staff("TECNICO", "NETP-MG", profissao="PSI")
    evolve(app, team, caso, clock, relato="CANARIOEVOLUCAO", caso_pessoa_id=hers)
    evolve(app, team, caso, clock, tipo="VISITA", relato="CANARIOOUTRA", caso_pessoa_id=friends)
    found = printed(app, team, mine, clock)
    assert not found.sigilo
    evolve(app, psi, caso, clock, tipo="ATEND_PSICO", nivel_sigilo="SIG_PSI", relato="CANARIOSIG", caso_pessoa_id=hers)
    for who in (team, psi):
        found = printed(app, who, mine, clock)
        assert found.sigilo
        assert found.textos
        assert "CANARIO" not in repr(found)
        assert [one.identidade.nome_civil for one in found.cadastros if one.identidade] == [IDENTITY.nome_civil]
        assert [row.respostas["perfil"] for row in found.fichas] == ["DESAPARECIDO"]
        (follow_up,) = found.acompanhamentos
        assert follow_up.respostas["status_vitima"] == "EM_ANALISE"
        assert [(item.tipo, item.profissao) for item in follow_up.contatos] == [("CONTATO", "AS")]
    from_case = call(app, team, extract, Origem.CASO, hers, "PEDIDO_TITULAR", clock=clock)
    assert from_case.fichas == found.fichas
    assert_audit_is_whole(app)


def test_an_extract_from_a_case_never_links_case_and_person_in_clear(
    app: Flask, team: Actor, ficha: UUID, clock: MovableClock
) -> None:
    caso = open_one(app, team, clock, origem_tipo="ATENDIMENTO", origem_id=ficha)
    (hers,) = _rows(app, team, caso, person_of(app, ficha))
    call(app, team, extract, Origem.CASO, hers, "PEDIDO_TITULAR", clock=clock)
    call(app, team, painel.of_person, Origem.CASO, hers, clock=clock)
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        about = list(session.scalars(select(AuditEvent).where(AuditEvent.alvo_id == str(hers))))
    assert {"extrato_titular", "listar"} <= {event.acao for event in about}
    assert all(event.pessoa_id is None for event in about)


def test_linked_records_are_one_extract_and_openings_name_no_one(
    app: Flask, team: Actor, staff: Staff, ficha: UUID, clock: MovableClock
) -> None:
    again = attend(app, team, clock, person(), inicio=clock.now() - timedelta(minutes=50))
    pair = par_de(person_of(app, ficha), person_of(app, again))
    call(app, team, decidir.decide, DecidirVinculo(par=pair, decisao=LIGADA, motivo="EQUIPE"), clock=clock)
    officer = staff("ATENDENTE", "NETP-MG")
    call(app, officer, identidades.open_identity, again, "", clock=clock, reason_after_days=30)
    found = printed(app, team, ficha, clock)
    assert len(found.cadastros) == len(found.fichas) == 2
    seen = {(line.papel, line.o_que, line.vezes) for line in found.aberturas}
    assert ("Atendente", "Abriu a identificação", 1) in seen
    assert ("Técnico(a)", "Registrou um atendimento", 2) in seen
    assert team.login not in repr(found.aberturas)
    assert [details for _action, details in events(app, team, "extrato_titular")] == [{"motivo": "PEDIDO_TITULAR"}] * 2
    for motivo in ("", "OUTRO", "CURIOSIDADE"):
        with pytest.raises(RuleViolation):
            call(app, team, extract, Origem.FICHA, ficha, motivo, clock=clock)
    with pytest.raises(AccessDenied):
        call(app, officer, extract, Origem.FICHA, ficha, "PEDIDO_TITULAR", clock=clock)


def _rows(app: Flask, actor: Actor, caso: UUID, *pessoas: UUID) -> list[UUID]:
    """Ids of the rows of these people in a case, in the order asked."""
    rows = [line.id for line in call(app, actor, caso_pessoas.lines, caso)]
    found = {call(app, actor, caso_pessoas.pessoa_id, caso, key): key for key in rows}
    return [found[pessoa] for pessoa in pessoas]
