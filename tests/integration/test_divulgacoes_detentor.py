"""Two units alone in a region: each knows its own records, and a release does not tell it the other's few."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models.publicacao import Divulgacao
from sisetp.db.session import unit_of_work
from sisetp.reporting.releases import verifying
from sisetp.reporting.releases.store import Alvo, open_preparation
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock

Staff = Callable[..., Actor]
JANUARY, FEBRUARY = Alvo("boletim-mensal", "2026-01"), Alvo("boletim-mensal", "2026-02")
PESSOAS = {"NETP-PR": 60, "NETP-RS": 3, "NETP-SP": 80, "NETP-BA": 70, "NETP-CE": 50, "NETP-GO": 40, "NETP-AM": 90}
"""People of each unit in a month; in the South there are only the first two."""


@pytest.fixture
def people(app: Flask, staff: Staff, clock: MovableClock) -> tuple[Actor, Actor]:
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff("CGETP_GESTAO", None), staff("ENCARREGADO", None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    meses = [_month(mes, codigo, 1000 * (100 * mes + place)) for mes in (1, 2) for place, codigo in enumerate(PESSOAS)]
    net.freeze(app, meses, ano=2026, clock=clock)
    return both


def _month(mes: int, codigo: str, first: int) -> net.Mes:
    same = {"dia": 2, "faixa_etaria": "F30_39", "nacionalidade": "BR"}
    rows = [{"pessoa": first + place, "sexo": "FM"[place % 2], **same} for place in range(PESSOAS[codigo])]
    return net.Mes(codigo, mes, rows)


def south(app: Flask, key: int) -> str:
    """What a release being prepared says of the South: published or hidden."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        made = open_preparation(session, session.get_one(Divulgacao, key))
    lugares = {"NETP-PR", "NETP-RS"}
    (found,) = [cell for cell in made.celulas if set(cell.forma.codigos("lugar") or ()) & lugares == lugares]
    return found.situacao


def rule(app: Flask, key: int) -> tuple[str, str]:
    """Where a release stands and the rule of insiders it was made with."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        row = session.get_one(Divulgacao, key)
        return row.situacao, json.loads(row.parametros)["regra_detentor"]


def test_what_only_two_units_can_have_is_not_told_to_one_of_them(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock, tmp_path: Path
) -> None:
    states = tmp_path / "sigilo.toml"
    states.write_text('[plano]\nregra_detentor = "uf"\n', encoding="utf-8")
    key = net.prepared(app, JANUARY, clock=clock, overlay=states)
    assert (rule(app, key), south(app, key)) == (("PRONTA", "uf"), "P")
    key = net.prepared(app, JANUARY, clock=clock)
    assert (rule(app, key), south(app, key)) == (("PRONTA", "lugar"), "X")


def test_a_year_goes_on_with_the_weaker_rule_that_it_was_published_with(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock, tmp_path: Path
) -> None:
    states = tmp_path / "sigilo.toml"
    states.write_text('[plano]\nregra_detentor = "uf"\n', encoding="utf-8")
    net.published(app, JANUARY, people, clock=clock, overlay=states)
    key = net.prepared(app, FEBRUARY, clock=clock)
    assert (rule(app, key), south(app, key)) == (("PRONTA", "uf"), "P")
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        assert verifying.examine(session, net.ESTATISTICA).problemas == ()


def test_a_year_published_with_the_stronger_rule_is_proven_by_it(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    net.published(app, JANUARY, people, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        assert verifying.examine(session, net.ESTATISTICA).problemas == ()
    key = net.prepared(app, FEBRUARY, clock=clock)
    assert (rule(app, key), south(app, key)) == (("PRONTA", "lugar"), "X")
