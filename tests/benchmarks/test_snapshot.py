"""Frozen facts: counting over sealed columns against plaintext SQL, extracting, freezing, and a year of tables."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from flask import Flask
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.app import create_app
from sisetp.db.models import Atendimento, Congelado, Pessoa
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import valores_atendimento, valores_pessoa
from sisetp.domain.codelists import codelist
from sisetp.domain.period import year_of
from sisetp.domain.periodo import Consolidado
from sisetp.reporting import snapshots
from sisetp.reporting.cube.rows import Cubo, Lugar
from sisetp.reporting.cube.table import count
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.extract import live_month
from sisetp.reporting.facts import ESQUEMAS, Fatos, Tabela
from sisetp.reporting.snapshots import Retrato
from sisetp.reporting.tables import Publico
from sisetp.services import sealing
from tests.benchmarks.board import Board, micro
from tests.benchmarks.rounds import best_of, cpu
from tests.support.clock import START, MovableClock
from tests.support.desk import work
from tests.support.fatos import system
from tests.support.fichas import ANSWERS, unnamed
from tests.support.installation import Template, close, copy_of
from tests.support.staff import add_staff

CONTACTS, FEW, UNITS, MONTH = 1_000_000, 6_000, 26, 500
AIM = 0.01
BEGUN = datetime(2026, 11, 3, 12, tzinfo=UTC)
CODES = ("raca_cor", "identidade_genero", "canal", "sexo", "dia")
Asked = tuple[Callable[[], NDArray[np.int64]], str]


@pytest.fixture(scope="module")
def year(enabled: bool) -> Sequence[Fatos]:
    """Contacts of one year in 26 units, six tenths of them by people who come once."""
    drawn, total = np.random.default_rng(2026), CONTACTS if enabled else FEW
    people = drawn.integers(1, 2**63, total * 6 // 10, dtype=np.uint64)
    return [
        Fatos(tabela=Tabela.CONTATO, unidade_id=unit, ano=2026, mes=mes, colunas=_columns(drawn, people, total))
        for unit in range(1, UNITS + 1)
        for mes in range(1, 13)
    ]


def _columns(drawn: np.random.Generator, people: NDArray[np.uint64], total: int) -> dict[str, NDArray[Any]]:
    size = total // (UNITS * 12)
    columns = {}
    for campo in ESQUEMAS[Tabela.CONTATO]:
        if campo.lista is None:
            values = drawn.integers(1 if campo.nome == "dia" else 0, {"dia": 29}.get(campo.nome, 2), size)
        elif campo.conjunto:
            known = [1 << (item.n - 1) for item in codelist(campo.lista).items]
            values = drawn.choice(known, size) | drawn.choice(known, size)
        else:
            values = drawn.choice([0, *(item.n for item in codelist(campo.lista).items)], size)
        columns[campo.nome] = values.astype(campo.dtype)
    return {**columns, "pessoa": drawn.choice(people, size)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, year: Sequence[Fatos]) -> Iterator[sqlite3.Connection]:
    """The same five columns in a narrow plaintext table."""
    path = tmp_path_factory.mktemp("claro") / "fatos.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"CREATE TABLE fato (id INTEGER PRIMARY KEY, {', '.join(f'{name} INTEGER' for name in CODES)})")
        columns = [np.concatenate([found.colunas[name] for found in year]).tolist() for name in CODES]
        marks = ", ".join("?" for _ in CODES)
        raw.executemany(f"INSERT INTO fato ({', '.join(CODES)}) VALUES ({marks})", zip(*columns, strict=True))
        raw.commit()
        yield raw


def test_counting_sealed_columns(year: Sequence[Fatos], plain: sqlite3.Connection, board: Board, enabled: bool) -> None:
    started = time.process_time()
    sealed = Retrato(year)
    built = time.process_time() - started
    rows = sealed.linhas
    two, three = ("raca_cor", "identidade_genero"), ("raca_cor", "identidade_genero", "canal")
    by_two, by_three = "raca_cor, identidade_genero", "raca_cor, identidade_genero, canal"
    asked: Mapping[str, Asked] = {
        "raça × gênero": (
            lambda: sealed.count(two),
            f"SELECT {by_two}, count(*) FROM fato GROUP BY {by_two}",
        ),
        "raça × gênero, soma": (
            lambda: sealed.count(two, soma="dia"),
            f"SELECT {by_two}, sum(dia) FROM fato GROUP BY {by_two}",
        ),
        "raça × gênero × canal, filtro por sexo": (
            lambda: sealed.count(three, {"sexo": (1, 2)}),
            f"SELECT {by_three}, count(*) FROM fato WHERE sexo IN (1, 2) GROUP BY {by_three}",
        ),
    }
    for name, (ours, statement) in asked.items():
        found = {cell: int(n) for cell, n in np.ndenumerate(ours()) if n}
        assert found == {tuple(line[:-1]): line[-1] for line in plain.execute(statement)}
        peer = partial(_select, plain, statement)
        taken = best_of({"ours": ours, "peer": peer}, rounds=5 if enabled else 1)
        more = f"{micro(taken['ours'])} e {micro(taken['peer'])}"
        what = f"GROUP BY {name}, {rows} contatos lacrados, sobre SQLite em claro"
        board.goal("E1", what, taken["ours"] / taken["peer"], "×", AIM, more=more)
    more = f"{sealed.sealed_bytes / 1e6:.0f} MB na memória; pico do processo {_peak():.0f} MB"
    board.goal("E1", f"fazer o retrato lacrado de {rows} contatos", built, "s", more=more)


def _select(raw: sqlite3.Connection, statement: str) -> object:
    return raw.execute(statement).fetchall()


def test_every_table_for_every_unit(year: Sequence[Fatos], board: Board) -> None:
    """Every exact table of contacts, for the country and for each unit."""
    rede = {unit: Lugar(f"NETP-{unit:02d}", f"NETP-{unit:02d}", "SP") for unit in range(1, UNITS + 1)}
    quadros = [
        (produto, quadro)
        for produto in load().listar()
        for quadro in produto.tabelas
        if all(measure.fato is Tabela.CONTATO for measure in quadro.medidas)
    ]
    made: list[int] = []

    def tables() -> None:
        for unit in (0, *rede):
            rows = [found for found in year if unit in (0, found.unidade_id)]
            cubo = Cubo(rows, rede, year_of(2026))
            for produto, quadro in quadros:
                found = count(cubo, produto, quadro, Publico.RESTRITO, Nivel.UNIDADE if unit else Nivel.BRASIL)
                made.append(len(found.linhas) * len(found.colunas))

    taken = cpu(tables)
    what = f"{len(made)} tabelas exatas (Brasil e cada unidade, {sum(made)} células) de {sum(map(len, year))} contatos"
    board.goal("E3", what, taken, "s", more=f"pico do processo {_peak():.0f} MB")


@pytest.fixture(scope="module")
def unit_month(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, int]]:
    """An installation whose unit has 500 fichas in November, and its id."""
    clock = MovableClock()
    with copy_of(sqlite_template, tmp_path_factory.mktemp("congelar") / "instancia") as settings:
        app = create_app(settings, clock=clock, testing=True)
        actor = add_staff(app, "COORDENACAO", "PAAHM-GRU")
        assert actor.unidade_id is not None
        with work(app, actor) as session:
            author = session.query(Usuario.id).first()
            assert author is not None
            for number in range(MONTH):
                _write(session, actor.unidade_id, author[0], number)
        yield app, actor.unidade_id
        close(app)


def _write(session: Session, unidade_id: int, author: int, number: int) -> None:
    when = BEGUN + timedelta(minutes=37 * number)
    common = {"unidade_id": unidade_id, "versao": 1, "autor_id": author, "created_at": when, "updated_at": when}
    who = unnamed(respostas=ANSWERS)
    pessoa = Pessoa(id=uuid4(), marca=number, **common)
    sealing.seal_codes(session, pessoa, valores_pessoa(who, uuid4().bytes))
    session.add(pessoa)
    session.flush()
    row = Atendimento(id=uuid4(), codigo=f"B{number:06d}", pessoa_id=pessoa.id, inicio=when, situacao="ATIVO", **common)
    sealing.seal_codes(session, row, valores_atendimento(who))
    session.add(row)


def test_a_month_is_extracted_and_frozen(unit_month: tuple[Flask, int], board: Board, enabled: bool) -> None:
    app, unit = unit_month
    clock = MovableClock(START)

    def extract() -> None:
        with app.app_context(), unit_of_work(system(unit), read_only=True) as session:
            assert len(live_month(session, unit, 2026, 11)[Tabela.CONTATO]) == MONTH

    def one_by_one() -> None:
        with app.app_context(), unit_of_work(system(unit), read_only=True) as session:
            for rows in (session.query(Atendimento), session.query(Pessoa)):
                assert len([sealing.open_codes(session, row) for row in rows]) == MONTH

    taken = best_of({"ours": extract, "peer": one_by_one}, rounds=5 if enabled else 1, items=MONTH)
    what = f"extrair ao vivo um mês de {MONTH} fichas, sobre abrir uma a uma"
    board.goal("E4", what, taken["ours"] / taken["peer"], "×", more=f"{micro(taken['ours'])} por ficha")
    with app.app_context(), unit_of_work(system(unit)) as session:
        place = Consolidado(unidade_id=unit, ano=2026, mes=11, quando=clock.now())
        busy = cpu(lambda: snapshots.freeze_month(session, place, clock=clock))
        kept = sum(len(row.dados) for row in session.query(Congelado))
    board.goal("E4", f"congelar um mês de {MONTH} fichas", busy, "s", more=f"{kept / 1024:.0f} KiB no banco")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
