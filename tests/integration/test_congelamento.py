"""Frozen facts: a month consolidated has its segments or is not consolidated, and nothing changes them afterwards."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.roles import Role
from sisetp.app import root_provider
from sisetp.config import Settings
from sisetp.crypto import keyring
from sisetp.db.base import db
from sisetp.db.models import Atendimento, Congelado, Periodo, Pessoa
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import CancelAtendimento
from sisetp.domain.errors import Refused, RuleViolation
from sisetp.domain.periodo import CONFERIDO, CONSOLIDADO, Consolidado
from sisetp.reporting import snapshots
from sisetp.reporting.extract import MENSAIS
from sisetp.reporting.facts import Fatos, Tabela
from sisetp.services import alteracoes, periodos, sealing
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, work
from tests.support.fatos import column, live, rows_of, system
from tests.support.fichas import unnamed
from tests.support.periodos import BEGINNING, MARCH_5, send
from tests.support.staff import csrf_of
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JANUARY = datetime(2026, 1, 20, 15, tzinfo=UTC)


@pytest.fixture
def head(app: Flask, staff: Staff, clock: MovableClock) -> Actor:
    """Coordenação of Guarulhos, who attended two people in January; it is the 5th of March and January was sent."""
    clock.instant = BEGINNING
    actor = staff(Role.COORDENACAO)
    clock.instant = JANUARY
    attend(app, actor, clock, inicio=JANUARY)
    attend(app, actor, clock, unnamed(), inicio=JANUARY)
    clock.instant = MARCH_5
    send(app, actor, clock, 1)
    return actor


@pytest.fixture
def national(
    app: Flask, head: Actor, staff: Staff, sign_in: Callable[[Actor], FlaskClient], clock: MovableClock
) -> FlaskClient:
    """The coordination, that checked January."""
    actor = staff(Role.CGETP_GESTAO, unidade=None)
    call(app, actor, periodos.check, head.unidade_id, 2026, 1, clock=clock)
    return sign_in(actor)


def consolidate(client: FlaskClient, head: Actor, mes: int = 1) -> tuple[int, str]:
    here = f"/quadro/{head.unidade_id}/2026/{mes}"
    token = csrf_of(client.get(here).get_data(as_text=True))
    answer = client.post(f"{here}/consolidar", data={"csrf_token": token, "certeza": "y"})
    return answer.status_code, answer.get_data(as_text=True)


def state(app: Flask, head: Actor, mes: int = 1) -> str:
    with work(app, head, read_only=True) as session:
        return session.query(Periodo).filter_by(unidade_id=head.unidade_id, mes=mes).one().situacao


def unit(head: Actor) -> int:
    assert head.unidade_id is not None
    return head.unidade_id


def frozen(app: Flask, *asked: object, edicao: int = 1, units: tuple[int, ...] | None = None) -> list[Fatos]:
    """Frozen facts: table, then months (January of 2026 by default)."""
    tabela, *meses = asked or (Tabela.CONTATO,)
    with app.app_context(), unit_of_work(system(), read_only=True) as session:
        return snapshots.load(session, units, 2026, meses or (1,), tabela, edicao)  # type: ignore[arg-type]


def test_a_month_is_consolidated_with_its_facts(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    assert consolidate(national, head)[0] == 303
    assert state(app, head) == CONSOLIDADO
    with app.app_context(), unit_of_work(system(), read_only=True) as session:
        assert snapshots.frozen_months(session, 2026) == {(unit(head), 1)}
        rows = session.query(Congelado).all()
        assert {row.tabela for row in rows} == set(MENSAIS)
        assert len({len(row.dados) for row in rows}) == 1  # a page each: the length says nothing of how many rows
    now = live(app, unit(head), 2026, 1)
    for tabela in MENSAIS:
        [found] = frozen(app, tabela)
        assert rows_of(found) == rows_of(now[tabela])
        assert (found.unidade_id, found.ano, found.mes) == (unit(head), 2026, 1)
    assert len(frozen(app)[0]) == 2
    assert_audit_is_whole(app)


def test_what_changes_later_does_not_change_what_is_frozen(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    assert consolidate(national, head)[0] == 303
    before = {tabela: rows_of(frozen(app, tabela)[0]) for tabela in MENSAIS}
    with work(app, head) as session:
        late, gone = session.query(Atendimento).order_by(Atendimento.codigo).all()
        erased = session.get_one(Pessoa, late.pessoa_id)
        codes = sealing.open_codes(session, erased)
        erased.ident, erased.versao = None, erased.versao + 1
        sealing.seal_codes(session, erased, {**codes, "pessoa_chave": bytes(16), "sexo": None})
        late.inicio = datetime(2026, 2, 2, 15, tzinfo=UTC)  # a correction of the date
        gone_id = gone.id
    cancel = CancelAtendimento(atendimento_id=gone_id, versao=1, motivo="DUPLICADA")
    call(app, head, alteracoes.cancel, cancel, clock=clock)
    with work(app, head) as session:
        for number in range(3):  # arrived late
            row = session.get_one(Atendimento, gone_id)
            made = Atendimento(
                id=UUID(int=number + 1),
                **{
                    name: getattr(row, name)
                    for name in ("unidade_id", "pessoa_id", "autor_id", "versao", "created_at", "updated_at")
                },
                codigo=f"TARD-{number}",
                inicio=JANUARY,
                situacao="ATIVO",
            )
            sealing.seal_codes(session, made, {"sexo": "M"})
            session.add(made)
    assert len(live(app, unit(head), 2026, 1)[Tabela.CONTATO]) == 3
    assert {tabela: rows_of(frozen(app, tabela)[0]) for tabela in MENSAIS} == before


@pytest.mark.parametrize("failure", ["key", "record"])
def test_a_freeze_that_fails_leaves_the_month_checked(
    app: Flask, head: Actor, national: FlaskClient, failure: str
) -> None:
    record = ""
    if failure == "key":
        settings: Settings = app.extensions["sisetp.settings"]
        keyring.destroy_year(settings.keyring_path, root_provider(settings), 2026)
        with app.app_context():
            assert sealing_refresh()
    else:
        with work(app, head) as session:
            row = session.query(Atendimento).first()
            assert row is not None
            row.estat = row.estat[:-1] + bytes([row.estat[-1] ^ 1])
            record = str(row.id)
    status, page = consolidate(national, head)
    if failure == "key":
        assert (status, "Falta a chave de contagem do ano 2026" in page) == (422, True)
    else:
        assert (status, record in page) == (500, True)
    assert state(app, head) == CONFERIDO
    with app.app_context(), unit_of_work(system(), read_only=True) as session:
        assert snapshots.frozen_months(session, 2026) == frozenset()


def sealing_refresh() -> bool:
    """Make the running application read its keyring again."""
    keys = current_runtime().keys
    return bool(keys.refresh())  # type: ignore[attr-defined]


def test_a_month_is_frozen_once_and_its_rows_cannot_be_touched(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    assert consolidate(national, head)[0] == 303
    place = Consolidado(unidade_id=unit(head), ano=2026, mes=1, quando=clock.now())
    with pytest.raises(RuleViolation) as caught, app.app_context(), unit_of_work(system(unit(head))) as session:
        snapshots.freeze_month(session, place, clock=clock)
    assert [item.campo for item in caught.value.messages] == ["mes"]
    for statement in ("UPDATE congelado SET edicao = 9", "DELETE FROM congelado"):
        with pytest.raises(DatabaseError), app.app_context(), db.engine.begin() as raw:
            raw.execute(text(statement))


@pytest.mark.parametrize("harm", ["dados", "digest", "moved", "missing"])
def test_an_altered_or_missing_segment_is_named_and_gives_nothing(
    app: Flask, head: Actor, national: FlaskClient, harm: str, clock: MovableClock
) -> None:
    assert consolidate(national, head)[0] == 303
    with app.app_context(), db.engine.begin() as raw:
        drop_guards(raw)
        rows = raw.execute(text("SELECT id, tabela, dados, digest FROM congelado ORDER BY id")).all()
        [mine] = [row for row in rows if row.tabela == "contato"]
        [other] = [row for row in rows if row.tabela == "caso"]
        blob = bytes(mine.dados)
        table = Congelado.__table__
        values = {
            "dados": {"dados": blob[:-1] + bytes([blob[-1] ^ 1])},
            "digest": {"digest": bytes(32)},
            "moved": {"dados": bytes(other.dados), "digest": bytes(other.digest)},
        }
        if harm == "missing":
            raw.execute(text("DELETE FROM congelado WHERE tabela = 'contato'"))
        else:
            raw.execute(update(table).where(table.c.id == mine.id).values(**values[harm]))  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"PAAHM-GRU, 01/2026") as caught:
        frozen(app)
    assert "\n" not in str(caught.value)
    assert len(frozen(app, Tabela.ATIVIDADE)) == 1


def drop_guards(raw: object) -> None:
    """Take away the triggers that refuse changes, as somebody with the database in hand would."""
    execute = raw.execute  # type: ignore[attr-defined]
    if raw.dialect.name == "postgresql":  # type: ignore[attr-defined]
        execute(text("ALTER TABLE congelado DISABLE TRIGGER USER"))
        return
    for (name,) in execute(text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='congelado'")).all():
        execute(text(f"DROP TRIGGER {name}"))


def test_years_are_closed_once_and_only_where_every_month_is(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    assert consolidate(national, head)[0] == 303
    actor = SystemActor(name="operador", units=None)

    def close() -> snapshots.Fechamento:
        with app.app_context(), unit_of_work(system()) as session:
            return snapshots.close_year(session, actor, 2026, clock=clock)

    early = close()
    assert early.fechadas == ()
    assert early.faltam["PAAHM-GRU"] == tuple(range(2, 13))
    clock.instant = datetime(2027, 2, 10, 15, tzinfo=UTC)
    with app.app_context(), unit_of_work(SystemActor(name="operador", units=None)) as session:
        for mes in range(2, 13):
            now = clock.now()
            session.add(
                Periodo(unidade_id=unit(head), ano=2026, mes=mes, situacao=CONSOLIDADO, versao=1, updated_at=now)
            )
    assert close().faltam["PAAHM-GRU"] == tuple(range(2, 13))  # consolidated, but without facts
    with app.app_context(), unit_of_work(system(unit(head))) as session:
        made = snapshots.catch_up(session, unit(head), clock=clock, ano=2026)
        assert made == tuple((2026, mes) for mes in range(2, 13))
        assert snapshots.catch_up(session, unit(head), clock=clock) == ()
    assert close().fechadas == ("PAAHM-GRU",)
    again = close()
    assert (again.fechadas, again.antes) == ((), ("PAAHM-GRU",))
    assert "NETP-AC" in again.faltam
    [victims] = frozen(app, Tabela.VITIMA, 0)
    assert (victims.mes, len(victims)) == (0, 0)
    assert_audit_is_whole(app)


def test_the_revised_edition_has_what_arrived_late(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    assert consolidate(national, head)[0] == 303
    with work(app, head) as session:
        for row in session.query(Atendimento):
            row.inicio = datetime(2026, 1, 31, 15, tzinfo=UTC)
    with app.app_context(), unit_of_work(system(unit(head))) as session:
        snapshots.freeze_revision(session, unit(head), 2026, (1, 2), clock=clock)
    assert [column(found, "dia") for found in frozen(app)] == [[20, 20]]
    revised = frozen(app, Tabela.CONTATO, 1, 2, edicao=2, units=(unit(head),))
    assert [column(found, "dia") for found in revised] == [[31, 31], []]
    with pytest.raises(RuleViolation), app.app_context(), unit_of_work(system(unit(head))) as session:
        snapshots.freeze_revision(session, unit(head), 2026, (1,), clock=clock)


def test_snapshots_are_kept_until_a_segment_is_another(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    def seen() -> snapshots.Retrato:
        with app.app_context(), unit_of_work(system(), read_only=True) as session:
            return snapshots.snapshot(session, None, 2026, (1, 2), Tabela.CONTATO)

    with pytest.raises(Refused, match="Ainda não há fatos"):
        seen()
    assert consolidate(national, head)[0] == 303
    first = seen()
    assert first is seen()
    assert first.count(("mes_do_fato",)).tolist() == [0, 2]
    with app.app_context(), unit_of_work(system(unit(head))) as session:
        place = Consolidado(unidade_id=unit(head), ano=2026, mes=2, quando=clock.now())
        snapshots.freeze_month(session, place, clock=clock)
    assert first is not seen()


def test_frozen_facts_are_seen_in_the_scope_of_the_session(app: Flask, head: Actor, national: FlaskClient) -> None:
    assert consolidate(national, head)[0] == 303
    other = unit(head) % 26 + 1
    with app.app_context(), unit_of_work(system(other), read_only=True) as session:
        assert snapshots.frozen_months(session, 2026) == frozenset()
        with pytest.raises(Refused, match="PAAHM-GRU, 01/2026"):
            snapshots.load(session, (unit(head),), 2026, (1,), Tabela.CONTATO)
    assert date(2026, 1, 20).day in column(frozen(app)[0], "dia")
