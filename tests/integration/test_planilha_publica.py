"""The public national spreadsheet from a real ledger: what is missing is said to be missing, and totals are totals."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.reporting.definitions import reading
from sisetp.reporting.definitions.model import Catalogo
from sisetp.reporting.national.delivery import PUBLICA, PedirPlanilha, make
from sisetp.reporting.releases.store import Alvo
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.planilhas import rows

ALVO = Alvo("boletim-semestral", "2026-S1")
UF = {"NETP-SP": "São Paulo", "PAAHM-GRU": "São Paulo", "NETP-BA": "Bahia", "NETP-LAURO": "Bahia"} | {
    "NETP-RS": "Rio Grande do Sul",
    "NETP-DF": "Distrito Federal",
    "NETP-AM": "Amazonas",
}
ABSENT, LATE = "NETP-PA", ("PAAHM-GRU", 6)


@pytest.fixture
def sent(app: Flask, staff: Callable[..., Actor], clock: MovableClock) -> list[net.Mes]:
    """The first semester is out; one unit sent nothing, another all but June."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    approvers = staff(Role.CGETP_GESTAO, None), staff(Role.ENCARREGADO, None)
    everything = net.invent(3, por_mes=40, meses=range(1, 7))
    found = [item for item in everything if item.unidade != ABSENT and (item.unidade, item.mes) != LATE]
    clock.instant = datetime(2026, 9, 1, 15, tzinfo=UTC)
    net.freeze(app, found, ano=2026, clock=clock)
    net.published(app, ALVO, approvers, clock=clock, catalogo=only("BS-UF", "BS-MES"))
    return found


def test_a_state_that_did_not_send_is_never_a_zero_and_totals_are_those_of_people(
    app: Flask, sent: list[net.Mes], clock: MovableClock
) -> None:
    content = public(app, clock)
    table = {row[0]: row[1] for row in rows(content, "Por UF") if row[0]}
    assert table["Pará"] == "sem envio"
    assert table["Roraima"] == "-"
    people = first_contacts(app, sent)
    shown = {label.removesuffix(" *"): value for label, value in table.items() if isinstance(value, int)}
    assert shown.pop("Brasil") == sum(people.values())
    assert shown == {uf: people[uf] for uf in shown}
    assert len(shown) >= 4
    months = {row[0]: row[1] for row in rows(content, "Série") if isinstance(row[1], int)}
    assert months["Total"] == sum(people.values()) == sum(months.values()) - months["Total"]
    assert 0 not in (*shown.values(), *months.values())


def test_it_says_which_state_is_there_in_part_and_what_the_dash_is(
    app: Flask, sent: list[net.Mes], clock: MovableClock
) -> None:
    assert sent
    content = public(app, clock)
    labels = [str(row[0]) for row in rows(content, "Por UF")]
    assert "São Paulo *" in labels
    assert "* São Paulo: 1 de 2 unidades enviou tudo; falta PAAHM-GRU (junho)." in labels
    assert [label for label in labels if label.endswith(" *")] == ["Amazonas *", "São Paulo *"]
    assert "-: a UF não tem unidade da rede." in labels
    assert "sem envio: a unidade não enviou o período; não é zero." in labels


def first_contacts(app: Flask, sent: list[net.Mes]) -> Counter[str]:
    """People by the state where they came first: by month, day and unit."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        ids = {row.codigo: row.id for row in session.scalars(select(Unidade))}
    every = [
        (item.mes, person["dia"], ids[item.unidade], person["pessoa"], UF[item.unidade])
        for item in sent
        for person in item.pessoas
    ]
    where: dict[int, str] = {}
    for *_when, key, uf in sorted(every):
        where.setdefault(key, uf)
    return Counter(where.values())


def public(app: Flask, clock: MovableClock) -> bytes:
    asked = PedirPlanilha(periodo=ALVO.periodo, variante=PUBLICA)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return make(session, net.ESTATISTICA, asked, clock=clock).conteudo


def only(*codes: str) -> Catalogo:
    """The definitions, with these tables of the bulletin alone: the others are not looked at here."""
    whole = reading.load()
    bulletin = whole.produtos[ALVO.produto]
    cut = replace(bulletin, tabelas=tuple(table for table in bulletin.tabelas if table.codigo in codes))
    return Catalogo(MappingProxyType({**whole.produtos, ALVO.produto: cut}))
