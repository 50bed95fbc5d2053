"""What every writer does with what is broken: a message, no half of a file, nothing published."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.entrega import Entrega
from sisetp.db.models.publicacao import ArquivoDivulgado, BasePublica, CelulaPublicada, Certificado, Divulgacao
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused, RuleViolation
from sisetp.reporting import ledger
from sisetp.reporting.facts import Tabela
from sisetp.reporting.national.delivery import PUBLICA, RESTRITA, PedirPlanilha, make
from sisetp.reporting.releases import publish
from sisetp.reporting.releases.store import Alvo
from sisetp.reporting.snapshots import store
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.livro import erase, forge

JANUARY = Alvo("boletim-mensal", "2026-01")
SENHA = "uma senha comprida"
ONE_UNIT = "mes = 1 AND unidade_id = (SELECT id FROM unidade WHERE codigo = 'NETP-RS')"
ALTERED = b"\xa7\x01\x03" + bytes(4200)


@pytest.fixture
def people(app: Flask, staff: Callable[..., Actor], clock: MovableClock) -> tuple[Actor, Actor]:
    """Gestão and encarregado; January of eight units is frozen."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff(Role.CGETP_GESTAO, None), staff(Role.ENCARREGADO, None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 2)), ano=2026, clock=clock)
    return both


def workbook(app: Flask, variante: str, who: Actor, clock: MovableClock) -> bytes:
    """The national workbook of January."""
    asked = PedirPlanilha(
        periodo="2026-01",
        variante=variante,
        finalidade="GESTAO",
        destinatario=who.login,
        destinatario_id=who.user_id,
        senha=SENHA,
    )
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return make(session, net.ESTATISTICA, asked, clock=clock).conteudo


def written(app: Flask) -> list[int]:
    """Rows that publishing or handing over writes."""
    models = (CelulaPublicada, ArquivoDivulgado, BasePublica, Certificado, Entrega)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def test_no_workbook_comes_out_of_a_ledger_that_was_altered(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    net.published(app, JANUARY, people, clock=clock)
    assert workbook(app, PUBLICA, people[0], clock)[:2] == b"PK"
    forge(app, "celula_publicada", "valor", 999, "situacao = 'P' AND tabela = 1 AND linha = 0")
    with pytest.raises(Refused, match="O livro das divulgações não confere"):
        workbook(app, PUBLICA, people[0], clock)


@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_no_restricted_workbook_comes_out_of_broken_snapshots(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock, harm: str
) -> None:
    nothing_else(app, clock)
    assert workbook(app, RESTRITA, people[0], clock)[:4] == bytes.fromhex("d0cf11e0")
    spoil(app, harm)
    with pytest.raises(Refused, match="NETP-RS, 01/2026"):
        workbook(app, RESTRITA, people[0], clock)
    assert written(app) == [0] * 5


@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_a_release_whose_snapshots_are_broken_after_it_was_prepared_does_not_go_out(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock, harm: str
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    spoil(app, harm)
    with pytest.raises(RuleViolation) as caught:
        net.second(app, people[1], key, clock=clock)
    (message,) = caught.value.messages
    assert (message.campo, "fatos congelados" in message.mensagem) == ("preparo", True)
    assert written(app) == [0] * 5


@pytest.mark.parametrize("step", ["write", "link"])
def test_a_publication_that_is_cut_leaves_nothing_and_goes_on_where_it_was(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    whole = getattr(publish, step)

    def cut(*args: object) -> None:
        whole(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, step, cut)
    with pytest.raises(KeyboardInterrupt):
        net.second(app, people[1], key, clock=clock)
    monkeypatch.undo()
    assert written(app) == [0] * 5
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        assert session.get_one(Divulgacao, key).situacao == "APROVADA"
        assert ledger.published_releases(session) == ()
    net.second(app, people[1], key, clock=clock)
    assert all(written(app)[:4])


def nothing_else(app: Flask, clock: MovableClock) -> None:
    """The other facts of the month, of which there were none."""
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        for unit in session.scalars(select(Unidade.id).where(Unidade.codigo.in_(net.UNIDADES))):
            for table in set(Tabela) - {Tabela.CONTATO, Tabela.VITIMA}:
                store.write(session, net.facts(table, [], unit, 2026, 1), 1, clock=clock)


def spoil(app: Flask, harm: str) -> None:
    """One unit's January is other bytes, or gone."""
    if harm == "gone":
        erase(app, "congelado", ONE_UNIT)
    else:
        forge(app, "congelado", "dados", ALTERED, ONE_UNIT)
