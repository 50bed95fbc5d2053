"""Demonstration of cases and referrals: the rules accept it all, every status is there, nothing links or foretells."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from flask import Flask
from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from sisetp.app import create_app
from sisetp.db.base import Base
from sisetp.db.models import AuditEvent
from sisetp.db.models.atendimento import Versao
from sisetp.db.models.caso import Caso, CasoPessoa, Evolucao
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.db.models.titular import Consentimento, Requisicao
from sisetp.db.models.vinculo import VinculoPessoa
from sisetp.db.session import unit_of_work
from sisetp.db.types import UtcDateTime
from sisetp.domain import caso as casos
from sisetp.domain import encaminhamento as enc
from sisetp.domain.caso_pessoa import check_pessoa_no_caso
from sisetp.domain.evolucao import Circunstancias, EvolucaoEscrita, check_register
from sisetp.domain.plano import GravarPlano, LinhaDePlano, check_plano
from sisetp.domain.regras_enc import check_send
from sisetp.domain.units import UNIDADES
from sisetp.services import audit, demonstracao, encaminhamentos, sealing
from sisetp.services.caso_pessoas.comum import about, answers_of, pessoa_of
from sisetp.services.demonstracao.acervo import Plano, plan
from sisetp.services.demonstracao.atendidas import Atendida
from sisetp.services.demonstracao.carga import Destino
from sisetp.services.demonstracao.equipes import load_team, professionals
from sisetp.services.demonstracao.fichas import FUSO, fichas
from sisetp.services.duplicidades import lista
from tests.support.clock import MovableClock
from tests.support.installation import Template, close, copy_of

HOJE = date(2026, 11, 20)
PESSOAS, SEMENTE = 600, 7
ABOUT_CASES = {"caso", "caso_pessoa", "evolucao", "plano_apoio", "avaliacao_risco", "envolvido", "encaminhamento"}
AHEAD = {"proximo_data", "prazo", "limite"}
SECRET = {"PSI": {"TECNICO", "SIG_PSI"}, "AS": {"TECNICO", "SIG_AS"}}


def planned(semente: int, pessoas: int) -> Plano:
    """The plan over the fichas of a seed; ids of rows are made up."""
    destino = Destino(semente=semente, unidades={}, autores={}, postos={})
    for ficha in fichas(semente=semente, pessoas=pessoas, hoje=HOJE):
        for index, person in enumerate(ficha.pessoas):
            if ficha.cancelada or ficha.corrigida:
                continue
            key = uuid5(NAMESPACE_OID, f"{ficha.numero}.{index}")
            item = Atendida(
                unidade=ficha.unidade,
                dia=ficha.contatos[0].astimezone(FUSO[ficha.unidade]).date(),
                inicio=ficha.contatos[0],
                pessoa=person,
                pessoa_id=key,
                atendimento_id=key,
            )
            destino.atendidas.setdefault(ficha.unidade, []).append(item)
    return plan(destino, pessoas=pessoas, hoje=HOJE)


@pytest.fixture(scope="module")
def decided() -> Plano:
    return planned(SEMENTE, PESSOAS)


@pytest.fixture(scope="module")
def network(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    path: Path = tmp_path_factory.mktemp("demonstracao") / "instancia"
    clock = MovableClock()
    with copy_of(sqlite_template, path) as settings:
        application = create_app(settings, clock=clock, testing=True)
        with application.app_context():
            seeded = demonstracao.seed(ambiente="demonstracao", pessoas=PESSOAS, semente=SEMENTE, clock=clock)
        assert (seeded.casos, seeded.duplicidades) == (90, 5)
        yield application
        close(application)


@pytest.fixture
def session(network: Flask) -> Iterator[Session]:
    with network.app_context(), unit_of_work(demonstracao.ACTOR, read_only=True) as session:
        yield session


def test_the_seed_decides(decided: Plano) -> None:
    assert planned(SEMENTE, PESSOAS) == decided
    assert planned(SEMENTE + 1, PESSOAS).casos != decided.casos


def test_every_contact_and_every_line_of_a_plan_passes_the_rules(decided: Plano) -> None:
    levels = {
        who.login: SECRET.get(str(who.profissao), {"TECNICO"}) for team in professionals(1).values() for who in team
    }
    for item in decided.casos:
        assert 3 <= len(item.evolucoes) <= 8
        for contact in item.evolucoes:
            written = EvolucaoEscrita(
                data=contact.data, respostas=contact.respostas, textos=contact.textos, proximo_data=contact.proximo_data
            )
            around = Circunstancias(
                niveis=frozenset(levels[contact.login]),
                now=contact.data,
                fuso=str(FUSO[item.unidade]),
                abertura=item.abertura,
                situacao=casos.ATIVO,
            )
            check_register(written, around)
        for line in item.planos:
            linha = LinhaDePlano(
                inicio=line.inicio,
                prazo=line.prazo,
                respostas=line.respostas,
                textos=line.textos,
                encerrado_em=line.encerrado_em,
            )
            command = GravarPlano(caso_id=uuid5(NAMESPACE_OID, "caso"), linha=linha)
            check_plano(command, hoje=item.fim, situacao=casos.ATIVO, pessoas=frozenset())


def test_every_referral_passes_the_rules_and_steps_as_drawn(decided: Plano) -> None:
    ends = {item.numero: item for item in decided.casos}
    for item in (*decided.postos, *decided.encaminhamentos):
        command = enc.EnviarEncaminhamento(
            registro_tipo=enc.ATENDIMENTO if item.atendida else enc.CASO,
            registro_id=uuid5(NAMESPACE_OID, "registro"),
            pessoa=None if item.atendida else uuid5(NAMESPACE_OID, "pessoa"),
            destino=item.destino,
            unidade_destino_id=1 if item.unidade_destino else None,
            servico=item.servico,
            situacao=item.situacao,
            motivo="SERVICO_ADICIONAL",
            autorizado=item.autorizado,
            base=item.base,
            partes=item.partes,
            resumo=item.resumo,
            risco_iminente=True,
            emergencia_confirmada=True,
            chave_envio="x",
        )
        check_send(command, on=item.data)
        at, moment = item.situacao, item.quando
        for step in item.passos:
            assert moment <= step.quando
            assert step.revisao or enc.MAQUINA.permite(at, step.para)
            if step.para in enc.MAQUINA.finais and step.para != enc.SEM_RETORNO:
                assert step.desfecho in enc.DESFECHOS[step.para]
            assert step.para != enc.SEM_RETORNO or step.quando.date() > item.prazos.limite
            at, moment = step.para or at, step.quando
        if item.caso is not None and not ends[item.caso].aberto:
            assert at in enc.MAQUINA.finais
            assert moment <= ends[item.caso].estados[-1].quando


def test_purposes_and_units_follow_the_published_figures() -> None:
    made = planned(SEMENTE, 3000).casos
    purposes = Counter(str(who.estados[-1].respostas["finalidade"]) for item in made for who in item.pessoas)
    total = sum(purposes.values())
    assert 0.41 < purposes["EXP_SEXUAL"] / total < 0.56
    assert 0.32 < purposes["TRAB_ESCRAVO"] / total < 0.46
    assert 0.02 < purposes["SERVIDAO"] / total < 0.1
    assert Counter(item.unidade for item in made).most_common(1)[0][0] == "NETP-PR"


def test_every_status_is_there(session: Session) -> None:
    rows = list(session.scalars(select(Caso)))
    assert Counter(row.situacao for row in rows).keys() == set(casos.MAQUINA.estados)
    assert len({row.numero for row in rows}) == len(rows) == 90
    origins = Counter(str(sealing.open_codes(session, row)["origem_tipo"]) for row in rows)
    assert origins.keys() == {"ATENDIMENTO", "ENCAMINHAMENTO", "NOTICIA"}
    people = list(session.scalars(select(CasoPessoa)))
    in_case = Counter(row.caso_id for row in people)
    assert {0, 1, 2, 3} <= {in_case[row.id] for row in rows}
    status = Counter(sealing.open_codes(session, row)["status_vitima"] for row in people)
    assert status.keys() == {"EM_ANALISE", "POSSIVEL", "CONFIRMADA", "DESCARTADA"}
    sent = list(session.scalars(select(Encaminhamento)))
    assert Counter(row.situacao for row in sent).keys() == set(enc.MAQUINA.estados)
    reviews = Counter(sealing.open_codes(session, row)["revisao"] for row in sent)
    assert reviews[enc.PENDENTE]
    assert any(row.revogada_em for row in session.scalars(select(Copia)))
    assert {row.situacao for row in session.scalars(select(Requisicao))} == {"ABERTA", "RESPONDIDA"}
    assert list(session.scalars(select(Consentimento)))
    assert [row.decisao for row in session.scalars(select(VinculoPessoa))] == ["LIGADA", "LIGADA"]


def test_form_e_passes_the_rules_in_every_version(session: Session) -> None:
    rows = {row.id: row for row in session.scalars(select(CasoPessoa))}
    older = list(session.scalars(select(Versao).where(Versao.tabela == "caso_pessoa")))
    assert len(older) > 30
    states = [*rows.values(), *(sealing.as_it_was(old, rows[old.registro_id]) for old in older)]
    for state in states:
        codes = sealing.open_codes(session, state)
        person = about(session, pessoa_of(session, state, codes), hoje=HOJE)
        assert check_pessoa_no_caso(answers_of(codes), person, hoje=HOJE) == []


def test_no_event_about_a_case_names_a_pessoa_and_every_seal_is_the_last_one(session: Session) -> None:
    events = [event for event in session.scalars(select(AuditEvent)) if event.alvo_tipo in ABOUT_CASES]
    assert len(events) > 900
    assert not [event.acao for event in events if event.pessoa_id is not None or "pessoa_id" in event.detalhes]
    assert audit.verify(session).breaches == ()


def test_only_next_steps_and_deadlines_are_in_the_future(session: Session) -> None:
    now = MovableClock().now()
    late: Counter[str] = Counter()
    for mapper in Base.registry.mappers:
        if mapper.class_ is AuditEvent:
            continue  # the template of the tests was made by the machine's own clock
        columns = inspect(mapper.class_).columns
        names = [column.key for column in columns if isinstance(column.type, Date | UtcDateTime)]
        names = [key for key in names if key not in AHEAD]
        for row in session.scalars(select(mapper.class_)) if names else ():
            late.update(f"{mapper.class_.__name__}.{name}" for name in names if _is_ahead(getattr(row, name), now))
    assert not late


def _is_ahead(value: date | datetime | None, now: datetime) -> bool:
    return value is not None and (value > now if isinstance(value, datetime) else value > HOJE)


def test_what_is_stored_is_what_was_planned(session: Session, decided: Plano) -> None:
    stored = defaultdict(list)
    for row in session.scalars(select(Evolucao)):
        stored[row.caso_id].append((row.data, str(sealing.open_codes(session, row)["nivel_sigilo"])))
    numbers = Counter(tuple(sorted(found)) for found in stored.values())
    wanted = Counter(
        tuple(sorted((one.data, str(one.respostas["nivel_sigilo"])) for one in item.evolucoes))
        for item in decided.casos
    )
    assert numbers == wanted


@pytest.mark.parametrize("pessoas", [40, 120])
def test_a_small_network_has_something_of_everything_in_two_units(
    app: Flask, clock: MovableClock, pessoas: int
) -> None:
    with app.app_context():
        demonstracao.seed(ambiente="demonstracao", pessoas=pessoas, semente=2026, clock=clock)
        with unit_of_work(demonstracao.ACTOR, read_only=True) as session:
            team = load_team(session).por_login
            units = {unit.codigo: unit for unit in UNIDADES}
            for login in ("tecnico.sp", "atendente.gru"):
                actor = team[login]
                today = clock.today(units[str(actor.unidade_codigo)].fuso)
                arrived = list(
                    session.scalars(select(Encaminhamento).where(Encaminhamento.unidade_destino_id == actor.unidade_id))
                )
                waiting = [row for row in arrived if row.situacao == enc.ENVIADO and row.prazo]
                assert any(row.prazo >= today for row in waiting if row.prazo)
                assert any(row.prazo < today for row in waiting if row.prazo)
                assert any(row.situacao == enc.ACEITO for row in arrived)
            head = team["coordenacao.sp"]
            rows = list(session.scalars(select(Caso).where(Caso.unidade_id == head.unidade_id)))
            people = Counter(
                session.scalars(select(CasoPessoa.caso_id).where(CasoPessoa.unidade_id == head.unidade_id))
            )
            contacts = Counter(session.scalars(select(Evolucao.caso_id).where(Evolucao.unidade_id == head.unidade_id)))
            assert any(people[row.id] == 2 and contacts[row.id] == 8 for row in rows)
        with unit_of_work(head) as session:
            text = " ".join(item.texto for item in encaminhamentos.lembretes(session, head, clock=clock))
            assert "transferência" in text
            assert "emergência" in text
        desk = team["coordenacao.gru"]
        with unit_of_work(desk) as session:
            page = lista.list_page(session, desk, number=1)
            assert page.decididos
            assert pessoas < 120 or page.a_decidir
