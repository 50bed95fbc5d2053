"""F4 and F11: what goes out is a function of what is published, and a hidden number is nowhere else."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from sisetp.access.actor import Actor
from sisetp.db.base import db
from sisetp.db.models.publicacao import ArquivoDivulgado, Divulgacao
from sisetp.db.session import unit_of_work
from sisetp.domain.divulgacao import PRONTA
from sisetp.reporting.disclosure.certificate import Testemunha as Witness
from sisetp.reporting.releases import approve, files, frozen, second
from sisetp.reporting.releases.atoms import Base, atoms_of
from sisetp.reporting.releases.base import Parte
from sisetp.reporting.releases.frame import DA_PESSOA
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.store import Alvo, open_preparation, seal_in
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock

Staff = Callable[..., Actor]
JANUARY = Alvo("boletim-mensal", "2026-01")
HIDDEN = 1237
"""Young adults in January: enough to be told from any other number, hidden only to protect who did not say an age."""


@pytest.fixture
def people(app: Flask, staff: Staff, clock: MovableClock) -> tuple[Actor, Actor]:
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff("CGETP_GESTAO", None), staff("ENCARREGADO", None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    ages = {"F12_17": 2411, "F18_29": HIDDEN, "F40_49": 3319, "NI": 3}
    rows = [age for age, size in ages.items() for _ in range(size)]
    net.freeze(app, [net.Mes("NETP-SP", 1, list(_people(rows)))], ano=2026, clock=clock)
    return both


def _people(ages: Sequence[str]) -> Iterator[dict[str, Any]]:
    for key, age in enumerate(ages, start=1):
        yield {"pessoa": key, "dia": 2, "sexo": "F" if key % 2 else "M", "faixa_etaria": age, "nacionalidade": "BR"}


def test_f4_files_are_the_same_for_another_truth_along_a_witness(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    truth, other = opened(app, key), along_a_witness(app, key)
    assert hidden_people(app, truth) == HIDDEN != hidden_people(app, other)
    assert built(app, people, key, truth, clock) == built(app, people, key, other, clock)


def test_f4_positive_control_a_file_that_looks_under_a_hidden_cell_differs(
    app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    truth, other = opened(app, key), along_a_witness(app, key)

    def naive(preparo: Preparo) -> files.Renderizador:
        people_there = hidden_people(app, preparo)
        return files.Renderizador(
            formato="txt",
            extensao="txt",
            tipo="text/plain",
            render=lambda documento: f"{documento.hash} {people_there}".encode(),
        )

    one, two = naive(truth), naive(other)
    assert built(app, people, key, truth, clock, (one,)) != built(app, people, key, other, clock, (two,))


def test_f11_a_hidden_number_is_in_no_row_page_header_or_log(
    app: Flask,
    people: tuple[Actor, Actor],
    clock: MovableClock,
    sign_in: Callable[[Actor], Any],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    client = sign_in(people[0])
    small = {proof.forma for proof in opened(app, key).provas.certificados}
    seen = [client.get(f"/divulgacoes/{key}")]
    net.first(app, people[0], key, clock=clock)
    net.second(app, people[1], key, clock=clock, files=files.RENDERIZADORES)
    pages = ("/divulgacoes", f"/divulgacoes/{key}", "/numeros", f"/numeros/{key}", f"/numeros/{key}/csv", "/")
    seen += [client.get(path) for path in pages]
    assert all(answer.status_code == 200 for answer in seen)
    texts = [answer.get_data(as_text=True) for answer in seen] + [str(answer.headers) for answer in seen]
    assert any("2.411" in page or "2411" in page for page in texts)  # the control: what is shown is found
    out, err = capfd.readouterr()
    leaks = [*texts, out, err, caplog.text, *plain_columns(app)]
    assert not [leak for leak in leaks if str(HIDDEN) in leak or "1.237" in leak]
    assert small
    assert not small & set(clear(app, "certificado"))  # only small groups have certificates


def test_f11_a_refusal_says_no_number(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    net.freeze(app, [net.Mes("NETP-SP", 2, list(_people(["F12_17"] * 3)))], ano=2026, clock=clock)
    key = net.prepared(app, Alvo("boletim-mensal", "2026-02"), clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        row = session.get_one(Divulgacao, key)
        said = json.loads(row.impedimento or "{}")
    assert row.situacao == "BLOQUEADA"
    assert not any(letter.isdigit() for letter in said["motivo"])


def plain_columns(app: Flask) -> list[str]:
    """Every column in clear of every table of the ledger and of the tasks, as text; integers of ids are left out."""
    tables = (
        "divulgacao",
        "tabela_publicada",
        "celula_publicada",
        "certificado",
        "base_publica",
        "tarefa",
        "evento_auditoria",
    )
    return [value for table in tables for value in clear(app, table) if not is_digest(value)]


def clear(app: Flask, table: str) -> list[str]:
    """Every value in clear of a table, as text."""
    with app.app_context(), db.engine.connect() as connection:
        names = [c["name"] for c in inspect(connection).get_columns(table) if c["name"] not in ("id", "seq")]
        rows = connection.execute(text(f"SELECT {', '.join(names)} FROM {table}")).all()
    return [str(value) for row in rows for value in row if isinstance(value, str | int)]


def is_digest(value: str) -> bool:
    """Hexadecimal digests hold any four digits sooner or later."""
    return len(value) == 64 and set(value) <= set("0123456789abcdef")


def opened(app: Flask, key: int) -> Preparo:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return open_preparation(session, session.get_one(Divulgacao, key))


def along_a_witness(app: Flask, key: int) -> Preparo:
    """The same release over another possible year: people moved as a stored witness says."""
    preparo = opened(app, key)
    for witness in preparo.provas.testemunhas:
        moved = replace(preparo, partes=(part_of(preparo, witness),))
        if witness.inteira and hidden_people(app, moved) != hidden_people(app, preparo):
            return moved
    raise AssertionError("no witness of whole people moves anybody")


def part_of(preparo: Preparo, witness: Witness) -> Parte:
    """A public base made of the people of a witness (one unit, one month)."""
    (part,) = preparo.partes
    universo = preparo.universo
    names = [name for name, _ in universo.dimensoes]
    people = witness.pessoas.astype(int)
    columns: dict[str, Any] = {
        "pessoa": np.arange(1, people.sum() + 1, dtype=np.uint64),
        "unidade": np.full(people.sum(), part.pares[0][1], np.int32),
    }
    for name, source in DA_PESSOA.items():
        codes = [universo.codigos(name)[place] for place in witness.codigos[:, names.index(name)]]
        numbers = [net.number_of(source, code) for code in codes]
        columns[source] = np.repeat(np.array(numbers, part.colunas[source].dtype), people)
    return replace(part, colunas=columns)


def hidden_people(app: Flask, preparo: Preparo) -> int:
    """Truth under the hidden cell of the young adults."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        moldura = Base(ano=2026, meses=preparo.partes).moldura(frozen.places(session))
    atoms = atoms_of(Base(ano=2026, meses=preparo.partes), moldura)
    places = [preparo.universo.codigos("faixa").index(code) for code in ("F18_29", "F30_39")]
    names = [name for name, _ in preparo.universo.dimensoes]
    return int(atoms.contagens[np.isin(atoms.codigos[:, names.index("faixa")], places)].sum())


def built(
    app: Flask,
    people: tuple[Actor, Actor],
    key: int,
    preparo: Preparo,
    clock: MovableClock,
    made_by: Sequence[files.Renderizador] = files.RENDERIZADORES,
) -> dict[str, bytes]:
    """Files of the whole publication of a preparation, undone afterwards."""

    class Undone(Exception):
        """Take everything back."""

    found: dict[str, bytes] = {}
    with app.app_context(), pytest.raises(Undone), unit_of_work(net.ESTATISTICA) as session:
        row = session.get_one(Divulgacao, key)
        seal_in(session, row, preparo)
        row.situacao = PRONTA
        session.flush()
        approve.approve_first(session, people[0], key, row.versao, clock=clock)
        checked = second.check(session, people[1], key, row.versao, renderizadores=made_by, provas=lambda *_: True)
        second.approve(session, people[1], checked, clock=clock)
        for file in session.scalars(select(ArquivoDivulgado)):
            found[file.nome] = file.conteudo
        raise Undone
    assert found
    return found
