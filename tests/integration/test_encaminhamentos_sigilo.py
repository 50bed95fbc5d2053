"""Nothing of a referral is in clear: neither what it shares nor whom, which ficha or which case it is about."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.domain.encaminhamento import AcrescentarCopia, EnviarEncaminhamento
from sisetp.domain.errors import RuleViolation
from sisetp.services import encaminhamentos as enc
from tests.support.canary import Canaries
from tests.support.canary_places import (
    engines,
    make_server_talkative,
    own_temporary_folder,
    stored,
    talkative_logs,
    text_of,
)
from tests.support.caso_pessoas import included
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.encaminhamentos import unit_id
from tests.support.fichas import person
from tests.support.procedimentos import NETP
from tests.support.staff import add_staff

PARTS = ("IDENTIDADE", "CONTATO", "PERFIL", "TRIAGEM", "NECESSIDADES", "CASO", "RESUMO")


def life(app: Flask, clock: MovableClock, marks: Canaries) -> tuple[Actor, EnviarEncaminhamento, dict[str, UUID]]:
    """Send from a case and add a copy; accept, open, make a pessoa and answer; then revoke. Every text is marked."""
    team, other = add_staff(app, "TECNICO", NETP), add_staff(app, "TECNICO", "NETP-SP")
    base = person()
    assert base.identidade is not None
    named = person(identidade=type(base.identidade)(nome_civil=marks.name(), contato=marks.phone()))
    caso, row, pessoa_id = included(app, team, clock, named)
    command = EnviarEncaminhamento(
        registro_tipo="CASO",
        registro_id=caso,
        pessoa=row,
        destino="NETP",
        unidade_destino_id=unit_id(app, "NETP-SP"),
        servico=marks.line(),
        autorizado="S",
        partes=PARTS,
        resumo=marks.text(),
        obs=marks.text(),
        chave_envio=uuid4().hex,
    )
    call(app, team, enc.preview, command, clock=clock)
    key = call(app, team, enc.send, command, clock=clock)
    more = AcrescentarCopia(
        encaminhamento_id=key, autorizado="S", partes=("RESUMO",), resumo=marks.text(), chave_envio=uuid4().hex
    )
    call(app, team, enc.add_copy, more, clock=clock)
    call(app, other, enc.accept, key, clock=clock)
    assert call(app, other, enc.received_copies, key, clock=clock)
    call(app, other, enc.to_pessoa, key, clock=clock)
    call(app, other, enc.answer, key, desfecho="OUTRO", resposta=marks.text(), clock=clock)
    call(app, team, enc.detail, key, clock=clock)
    call(app, team, enc.slip, key, enc.OFICIO, clock=clock)
    call(app, team, enc.revoke, key, clock=clock)
    return team, command, {"encaminhamento": key, "caso": caso, "caso_pessoa": row, "pessoa": pessoa_id}


def test_nothing_that_was_shared_is_in_clear_anywhere(app: Flask, clock: MovableClock, tmp_path: Path) -> None:
    marks = Canaries()
    make_server_talkative(app)
    with talkative_logs() as said, own_temporary_folder(tmp_path / "tmp") as temporary:
        team, command, _ids = life(app, clock, marks)
        bad = replace(command, resumo=f"\u202e{marks.text()}", chave_envio="outra")
        with pytest.raises(RuleViolation) as refused:
            call(app, team, enc.send, bad, clock=clock)

        def places() -> Iterator[tuple[str, bytes]]:
            yield from stored(app)
            yield "log", said.getvalue().encode()
            yield "exception", text_of(refused.value).encode()

        assert "INSERT INTO copia" in said.getvalue()
        assert marks.find_in(places()) == []
        assert temporary.opened == []


def rows_in_clear(app: Flask) -> Iterator[tuple[str, str]]:
    """Every row of the main database as text, numbers and bytes in hexadecimal, with its table."""
    engine = engines(app)[0]
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        for table in tables.tables.values():
            for row in connection.execute(sa.select(table)):
                yield table.name, "|".join(value.hex() if isinstance(value, bytes) else str(value) for value in row)


def test_no_row_and_no_event_links_a_referral_to_its_record(app: Flask, clock: MovableClock) -> None:
    _team, _command, ids = life(app, clock, Canaries())
    spelled = {name: (str(key), key.hex) for name, key in ids.items()}
    linked = []
    for table, text in rows_in_clear(app):
        named = {name for name, forms in spelled.items() if any(form in text for form in forms)}
        if "encaminhamento" in named and len(named) > 1:
            linked.append((table, named))
        if table in {"encaminhamento", "copia"}:
            assert named <= {"encaminhamento"}
    assert linked == []


def test_the_same_search_finds_a_link_in_clear(app: Flask, clock: MovableClock) -> None:
    _team, _command, ids = life(app, clock, Canaries())
    with engines(app)[0].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE plantado (de VARCHAR(40), para VARCHAR(40))")
        planted = sa.table("plantado", sa.column("de"), sa.column("para"))
        connection.execute(sa.insert(planted).values(de=ids["encaminhamento"].hex, para=str(ids["caso"])))
    found = [text for table, text in rows_in_clear(app) if table == "plantado"]
    assert ids["encaminhamento"].hex in found[0]
    assert str(ids["caso"]) in found[0]
