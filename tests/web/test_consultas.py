"""Pages cost the same number of statements whatever the number of rows: on the main database and on the vault."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.base import db
from sisetp.db.models import CasoPessoa
from sisetp.domain.plano import AvaliarRisco
from sisetp.services import caso_pessoas, riscos
from tests.support.caso_pessoas import pessoa_of
from tests.support.clock import START, MovableClock
from tests.support.consultas import cost, statements
from tests.support.desk import call, work
from tests.support.encaminhamentos import sent, unit_id
from tests.support.evolucoes import case_with, evolve, parts_of
from tests.support.forms import get, text, token
from tests.support.procedimentos import open_one, refer
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
Pages = dict[str, Callable[[], str]]
NETP = "NETP-MG"
WORKED, LOOKED = START, datetime(2026, 12, 4, 15, tzinfo=UTC)
NEXT = date(2026, 11, 25)
SAFE = {"proximo": "ligar", "proximo_data": NEXT}
QUESTION = "/estatisticas/consulta?periodo=2026-11&linhas=sexo&colunas=perfil"
LEVELS = ("TECNICO", "SIG_AS", "SIG_PSI")
MOST = (60, 20)
UNITS = 26  # a page of the network that asked for each of them would cost more than this
LONG = ("pessoa", "indice_cego", "atendimento", "evolucao", "caso_pessoa", "plano_apoio", "evento_auditoria")
WALK = re.compile(r"(?:SCAN|SEARCH) (\w+)(?: USING INDEX \w+ \(unidade_id=\?\))?$")
"""A step of a plan that reads a whole table, or all the rows of the unit in it."""
PAGED = re.compile(r"WHERE \w+\.unidade_id IN \(\?\) ORDER BY .*\s+LIMIT")
"""A page of all the rows of the unit, which stops when the page is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A NETP, the desk that sends people to it, its clock, and one case with everything in it."""

    app: Flask
    clock: MovableClock
    team: Actor
    colleague: Actor
    desk: Actor
    caso: UUID

    def work_on_the_case(self, *, evolutions: int, people: int, parts: int) -> None:
        """Write more of everything in the case."""
        self.clock.instant = WORKED
        for number in range(evolutions):
            who, level = (self.colleague, LEVELS[2]) if number % 5 == 4 else (self.team, LEVELS[number % 2])
            evolve(self.app, who, self.caso, self.clock, nivel_sigilo=level, relato="relato", **SAFE)
        for _number in range(people):
            call(self.app, self.team, caso_pessoas.include, self.caso, self._pessoa(), clock=self.clock)
        for _number in range(parts):
            parts_of(self.app, self.caso)
            refer(self.app, self.team, self.caso, "ENVIADO", destino="NETP-SP")
            risk = AvaliarRisco(caso_id=self.caso, data=WORKED.date(), respostas={"risco": "ALTO"})
            call(self.app, self.team, riscos.assess, risk, clock=self.clock)

    def work_on_the_unit(self, *, cases: int, referrals: int) -> None:
        """Open more cases, half of them silent, and send more people to the unit."""
        self.clock.instant = WORKED
        for number in range(cases):
            case = case_with(self.app, self.team, self.clock, situacao="SUSPENSO" if number % 2 else "ATIVO")
            evolve(self.app, self.team, case, self.clock, **SAFE)
        for _number in range(referrals):
            sent(self.app, self.desk, self.clock, unidade_destino_id=unit_id(self.app, NETP))

    def _pessoa(self) -> UUID:
        return pessoa_of(self.app, self.team, self.clock)


@pytest.fixture
def house(app: Flask, staff: Staff, clock: MovableClock) -> House:
    team, colleague = (staff("TECNICO", NETP, profissao=profession) for profession in ("AS", "PSI"))
    made = House(
        app=app,
        clock=clock,
        team=team,
        colleague=colleague,
        desk=staff("ATENDENTE", "PAAHM-GRU"),
        caso=open_one(app, team, clock, resumo="síntese"),
    )
    made.work_on_the_case(evolutions=5, people=2, parts=1)
    made.work_on_the_unit(cases=2, referrals=2)
    return made


def test_no_page_costs_more_statements_when_there_is_more_to_show(house: House, staff: Staff, sign_in: SignIn) -> None:
    pages = _pages(house, staff, sign_in)
    few, short = _seen(house, pages)
    house.work_on_the_case(evolutions=55, people=4, parts=4)
    house.work_on_the_unit(cases=48, referrals=48)
    house.clock.instant = LOOKED
    many, long = _seen(house, pages)
    assert many == few
    assert [page for page in pages if page.startswith("TECNICO /") and long[page] <= short[page]] == []
    assert [page for page in many if page.startswith("CGETP") and many[page][0] >= UNITS] == []
    assert max(main for main, _vault in many.values()) <= MOST[0]
    assert max(vault for _main, vault in many.values()) <= MOST[1]


def test_no_page_reads_every_row_of_the_unit(house: House, backend: str, staff: Staff, sign_in: SignIn) -> None:
    pages = _pages(house, staff, sign_in)
    with statements(house.app) as seen:
        for name, look in pages.items():
            if not name.endswith(QUESTION):  # which counts them all
                look()
    if backend != "sqlite":  # the other one plans with statistics, which tests do not have
        assert seen.main
        return
    walked = set()
    with house.app.app_context(), db.engine.connect() as connection:
        for query in {line for line in seen.main if line.startswith("SELECT") and not PAGED.search(line)}:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (None,) * query.count("?"))
            walked |= {(found[1], query) for row in plan if (found := WALK.match(row[3])) and found[1] in LONG}
    assert walked == set()


def _seen(house: House, pages: Pages) -> tuple[dict[str, tuple[int, int]], dict[str, int]]:
    """Statements and length of each page."""
    return (
        {page: cost(house.app, look) for page, look in pages.items()},
        {page: len(look()) for page, look in pages.items()},
    )


def _pages(house: House, staff: Staff, sign_in: SignIn) -> Pages:
    """What each role looks at, by role and address."""
    house.clock.instant = LOOKED
    case, person = f"/casos/{house.caso}", _first_person(house)
    head, desk = staff("COORDENACAO", NETP), house.desk
    lists = ("/atendimentos?de=2026-11-01&ate=2026-12-04", "/casos?situacao=todos", "/duplicidades")
    unit = ("/", *lists, case, "/agenda", "/agenda?de_quem=unidade")
    months = ("/periodos", "/periodos/2026/11")
    referrals = ("/encaminhamentos/recebidos", "/encaminhamentos/enviados")
    looks: list[tuple[Actor, tuple[str, ...]]] = [
        (house.team, (*unit, *referrals)),
        (head, (*unit, *referrals, *months, person, "/casos/repassar", "/auditoria")),
        (desk, ("/", "/encaminhamentos/enviados")),
        (staff("ANALISTA", NETP), ("/", "/periodos")),
        (staff("ANALISTA", "PAAHM-GRU"), ("/estatisticas", QUESTION, "/estatisticas/publicado")),
        (staff("CGETP_GESTAO", None), ("/", "/quadro", "/prazos")),
        (staff("CGETP_ADMIN", None), ("/",)),
        (staff("ENCARREGADO", None), ("/", "/titulares/prazos")),
    ]
    acts: Pages = {}
    for actor, addresses in looks:
        client = sign_in(actor)
        acts |= {f"{actor.role} {address}": partial(get, client, address) for address in addresses}
        if actor is house.team:
            acts["extrato"] = partial(_extract, client, token(client), person)
    return acts


def _first_person(house: House) -> str:
    """Address of the pages about the rights of the first person of the case."""
    with work(house.app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        query = select(CasoPessoa.id).where(CasoPessoa.caso_id == house.caso).order_by(CasoPessoa.created_at)
        return f"/casos/pessoas/{session.scalars(query).first()}/titular"


def _extract(client: FlaskClient, csrf: str, address: str) -> str:
    values = {"motivo": "PEDIDO_TITULAR", "csrf_token": csrf}
    return text(client.post(f"{address}/extrato", data=values))
