"""The life of a release: prepared from frozen facts, approved by two people, published whole or not at all."""

import errno
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from sisetp.access.actor import Actor
from sisetp.db.models.periodo import Periodo
from sisetp.db.models.publicacao import ArquivoDivulgado, BasePublica, CelulaPublicada, Certificado, Divulgacao
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import AccessDenied, Conflict, Refused, RuleViolation
from sisetp.domain.periodo import PUBLICADO
from sisetp.reporting import ledger
from sisetp.reporting.deliveries import sealed_hash
from sisetp.reporting.releases import approve, proofs, verifying
from sisetp.reporting.releases.checks import read_impediment
from sisetp.reporting.releases.files import Renderizador
from sisetp.reporting.releases.store import Alvo, open_preparation
from sisetp.reporting.tables import Documento
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.desk import events
from tests.support.livro import erase

Staff = Callable[..., Actor]
MARCH = Alvo("boletim-mensal", "2026-03")
JANUARY = Alvo("boletim-mensal", "2026-01")


@pytest.fixture
def people(app: Flask, staff: Staff, clock: MovableClock) -> tuple[Actor, Actor]:
    """Gestão and encarregado, there since January; it is August and three months of eight units are frozen."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff("CGETP_GESTAO", None), staff("ENCARREGADO", None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160), ano=2026, clock=clock)
    return both


def row_of(app: Flask, key: int) -> Divulgacao:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return session.get_one(Divulgacao, key)


def count(app: Flask, model: type) -> int:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def out(app: Flask) -> tuple[ledger.DivulgacaoPublicada, ...]:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return ledger.published_releases(session)


def test_a_release_goes_out_with_two_approvals(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    assert (row_of(app, key).situacao, count(app, CelulaPublicada), out(app)) == ("PRONTA", 0, ())
    net.first(app, people[0], key, clock=clock)
    assert (row_of(app, key).situacao, count(app, CelulaPublicada), out(app)) == ("APROVADA", 0, ())
    done = net.second(app, people[1], key, clock=clock)
    row, (release,) = row_of(app, key), out(app)
    assert (row.situacao, row.preparo, release.numero, release.hash) == ("PUBLICADA", None, 1, row.hash)
    assert (release.anterior, [item.formato for item in release.formatos]) == (ledger.GENESIS, ["txt"])
    assert len(done.meses) == len(net.UNIDADES)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        states = session.scalars(select(Periodo.situacao).where(Periodo.mes == 1)).all()
        document = ledger.published_document(session, key)
        assert proofs.problems(session) == ()
    assert set(states) == {PUBLICADO}
    assert document.cobertura.em_palavras() == "8 de 26 unidades enviaram"
    assert [table.codigo for table in document.tabelas] == ["BM-REGIAO", "BM-SEXO", "BM-IDADE"]
    ((_action, details),) = events(app, people[1], "publicar_divulgacao")
    assert (details["resumo"], details["anterior"], details["arquivos"]) == (row.hash, ledger.GENESIS, 1)


def test_l3_the_second_approver_is_another_person(
    app: Flask, staff: Staff, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    with pytest.raises(RuleViolation) as caught:
        net.second(app, people[0], key, clock=clock)
    assert [message.campo for message in caught.value.messages] == ["aprovador"]
    with pytest.raises(AccessDenied):
        net.second(app, staff("ANALISTA"), key, clock=clock)
    assert (row_of(app, key).situacao, out(app)) == ("APROVADA", ())
    net.second(app, people[1], key, clock=clock)


@pytest.mark.longo
def test_a_step_on_an_old_page_is_a_conflict(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    with app.app_context(), pytest.raises(Conflict), unit_of_work(net.ESTATISTICA) as session:
        approve.approve_first(session, people[0], key, 1, clock=clock)


def test_the_same_facts_give_the_same_preparation(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    before = row_of(app, key)
    clock.advance(hours=5)
    assert net.prepared(app, JANUARY, clock=clock) == key
    after = row_of(app, key)
    assert (before.preparo_hash, before.risco) == (after.preparo_hash, after.risco)
    assert before.preparo != after.preparo  # sealed again, with other salt


def test_the_hash_of_a_preparation_cannot_be_tried_out_without_the_key(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    ((_action, said),) = events(app, people[0], "aprovar_divulgacao")
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        row = session.get_one(Divulgacao, key)
        guessed = open_preparation(session, row).hash()  # as who guessed every person of the year would compute it
        assert row.preparo_hash == said["resumo"] == sealed_hash(session, guessed) != guessed


@pytest.mark.longo
def test_months_add_up_and_nobody_counts_twice(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    for alvo in (JANUARY, Alvo("boletim-mensal", "2026-02"), MARCH):
        net.published(app, alvo, people, clock=clock)
    totals = []
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        for release in reversed(ledger.published_releases(session)):
            region = ledger.published_document(session, release.id).tabelas[0]
            totals.append(region.celulas[-1][0].valor)
    distinct = {person["pessoa"] for month in net.invent(1, por_mes=160) for person in month.pessoas}
    assert sum(value or 0 for value in totals) == len(distinct)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        assert verifying.examine(session, net.ESTATISTICA).problemas == ()
        table = ledger.series(session, "boletim-mensal", "BM-REGIAO")
    assert table is not None
    assert table.linhas == ("janeiro de 2026", "fevereiro de 2026", "março de 2026")
    assert [row[-1].valor for row in table.celulas] == totals


def test_a_full_disk_leaves_nothing_behind(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    def full(_documento: Documento) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    broken = Renderizador(formato="pdf", extensao="pdf", tipo="application/pdf", render=full)
    with pytest.raises(Refused, match="disco cheio"):
        net.second(app, people[1], key, clock=clock, files=(*net.TEXTO, broken))
    assert row_of(app, key).situacao == "APROVADA"
    assert [count(app, model) for model in (CelulaPublicada, ArquivoDivulgado, BasePublica, Certificado)] == [0] * 4
    assert out(app) == ()
    net.second(app, people[1], key, clock=clock)
    assert len(out(app)) == 1


def test_what_is_out_cannot_be_changed(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    done = net.published(app, JANUARY, people, clock=clock)
    with app.app_context(), pytest.raises(DBAPIError), unit_of_work(net.ESTATISTICA) as session:
        session.get_one(Divulgacao, done.id).situacao = "PRONTA"
    with app.app_context(), pytest.raises(RuleViolation), unit_of_work(net.ESTATISTICA) as session:
        approve.discard(session, people[0], done.id, None, "OUTRO")
    with pytest.raises(RuleViolation):
        net.prepared(app, JANUARY, clock=clock)


def test_a_release_discarded_leaves_no_number(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        approve.discard(session, people[0], key, session.get_one(Divulgacao, key).versao, "REFAZER")
    row = row_of(app, key)
    assert (row.situacao, row.preparo, row.preparo_hash) == ("DESCARTADA", None, None)
    assert net.prepared(app, JANUARY, clock=clock) != key


def test_two_releases_of_a_year_are_not_prepared_side_by_side(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    net.prepared(app, JANUARY, clock=clock)
    row = row_of(app, net.prepared(app, MARCH, clock=clock))
    why = read_impediment(row.impedimento)
    assert row.situacao == "BLOQUEADA"
    assert why is not None
    assert why.saida == "esperar"
    assert "boletim-mensal 2026-01" in why.detalhes


NOT_READY = (
    (Alvo("boletim-mensal", "2026-08"), "não terminou"),
    (Alvo("boletim-mensal", "2026-07"), "prazo de consolidação"),
    (Alvo("boletim-mensal", "2026-05"), "Nenhuma unidade"),
    (Alvo("boletim-mensal", "2026-S1"), "período deste tamanho"),
    (Alvo("boletim-anual", "2025"), "Nenhuma unidade"),
    (Alvo("RAD-1", "2025"), "boletins públicos"),
    (Alvo("boletim-mensal", "2026-01", 2), "edição revisada"),
)


def test_what_is_not_ready_says_why(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    for alvo, words in NOT_READY:
        row = row_of(app, net.prepared(app, alvo, clock=clock))
        why = read_impediment(row.impedimento)
        assert (row.situacao, row.preparo) == ("BLOQUEADA", None), alvo
        assert why is not None
        assert words in why.motivo


def test_a_missing_snapshot_blocks_by_name(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    erase(app, "congelado", "mes = 1 AND unidade_id = (SELECT id FROM unidade WHERE codigo = 'NETP-RS')")
    row = row_of(app, net.prepared(app, JANUARY, clock=clock))
    why = read_impediment(row.impedimento)
    assert why is not None
    assert (row.situacao, "NETP-RS" in why.motivo, "01/2026" in why.motivo) == ("BLOQUEADA", True, True)


@pytest.mark.longo
def test_a_unit_that_comes_late_stays_out_until_the_revised_edition(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    net.published(app, JANUARY, people, clock=clock)
    net.freeze(app, [net.Mes("NETP-MG", 1, [{"pessoa": 7, "dia": 2, "sexo": "F"}])], ano=2026, clock=clock)
    net.published(app, MARCH, people, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        parts = session.scalars(select(BasePublica.segmentos).where(BasePublica.mes == 1)).all()
        unit = select(Unidade.id).where(Unidade.codigo == "NETP-MG").scalar_subquery()
        late = session.scalar(select(Periodo.situacao).where(Periodo.mes == 1, Periodo.unidade_id == unit))
    assert len(json.loads(parts[0])) == len(net.UNIDADES)
    assert late == "CONSOLIDADO"
