"""Marked values go through every service and are nowhere in what is stored, logged or left in temporary files."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, Pessoa
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import AmendAtendimento, CancelAtendimento, PessoaNaFicha
from sisetp.domain.atendimento import PessoaProcurada as Sought
from sisetp.domain.errors import RuleViolation
from sisetp.domain.pessoa import Identidade
from sisetp.services import alteracoes, busca, identidades, identificacoes, pessoas, registro
from sisetp.services.identificacoes import IdentifyAtendimento
from tests.support.canary import Canaries
from tests.support.canary_places import (
    Spool,
    engines,
    make_server_talkative,
    own_temporary_folder,
    stored,
    talkative_logs,
    text_of,
)
from tests.support.clock import MovableClock
from tests.support.fichas import ficha, person, unnamed

Staff = Callable[..., Actor]
BORN = date(1991, 5, 17)


@dataclass
class Watch:
    """The application under watch: who acts, what was marked, and the places where it must not be."""

    app: Flask
    actor: Actor
    canaries: Canaries
    temporary: Spool
    said: Callable[[], str]
    ids: list[UUID] = field(default_factory=list)

    @property
    def unit(self) -> int:
        """Unit of the actor."""
        assert self.actor.unidade_id is not None
        return self.actor.unidade_id

    def places(self) -> Iterator[tuple[str, bytes]]:
        """Everything that the application wrote."""
        yield from stored(self.app)
        yield "log", self.said().encode()
        for path in self.temporary.folder.rglob("*"):
            yield str(path), path.read_bytes() if path.is_file() else b""


@pytest.fixture
def watch(app: Flask, staff: Staff, tmp_path: Path) -> Iterator[Watch]:
    """A technician of Guarulhos in a talkative application."""
    actor = staff("TECNICO", profissao="PSICO")
    make_server_talkative(app)
    with talkative_logs() as said, own_temporary_folder(tmp_path / "tmp") as temporary:
        yield Watch(app, actor, Canaries(), temporary, said.getvalue)


def marked(canaries: Canaries, **changes: object) -> PessoaNaFicha:
    """A person whose every text is marked."""
    identidade = Identidade(
        nome_social=canaries.name(),
        nome_civil=canaries.name(),
        nascimento=BORN,
        doc_tipo="CPF",
        doc_numero=canaries.cpf(),
        contato=f"{canaries.phone()} {canaries.mail()}",
        contato_seguro="N",
    )
    texts = {"obs": canaries.text(), "via_chegada": canaries.short(), "local_exterior_texto": canaries.word()}
    answers = {"doc_tipo": "CPF", "qtd_pessoas": None, "faixa_etaria": "F30_39"}
    return replace(person(identidade=identidade, respostas=answers, textos=texts), **changes)  # type: ignore[arg-type]


def seeking(canaries: Canaries) -> PessoaNaFicha:
    """Somebody who asks to locate a missing person."""
    base = marked(canaries)
    sought = Sought(
        nome=canaries.name(),
        relacao="FILHO",
        contato_solicitante=canaries.phone(),
        ultimo_local=canaries.word(),
        ultima_noticia=canaries.word(),
    )
    return replace(base, respostas={**base.respostas, "perfil": "DESAPARECIDO"}, procurada=sought)


def live(watch: Watch) -> None:
    """Register alone, a family, not identified and a search for somebody; amend, identify, cancel, open, search."""
    actor, marks = watch.actor, watch.canaries
    seeker = seeking(marks)
    assert seeker.identidade is not None
    with watch.app.app_context():
        clock = current_runtime().clock
        for command in (
            ficha(watch.unit, marked(marks)),
            ficha(watch.unit, *[marked(marks) for _ in range(3)]),
            ficha(watch.unit, unnamed(textos={"obs": marks.text()})),
            ficha(watch.unit, seeker),
        ):
            with unit_of_work(actor) as session:
                made = registro.register(session, actor, command, clock=clock)
                watch.ids.append(made.atendimentos[0][0])
        with unit_of_work(actor) as session:
            alteracoes.amend(session, actor, amendment(session, watch), clock=clock)
        with unit_of_work(actor) as session:
            identificacoes.identify(session, actor, identification(session, watch), clock=clock)
        with unit_of_work(actor) as session:
            reason = marks.text()
            cancelled = CancelAtendimento(
                atendimento_id=watch.ids[1], versao=1, motivo="DUPLICADA", justificativa=reason
            )
            alteracoes.cancel(session, actor, cancelled, clock=clock)
        with unit_of_work(actor) as session:
            assert busca.by_name(session, actor, seeker.identidade.nome_civil).hits
            assert busca.by_document(session, actor, "CPF", seeker.identidade.doc_numero).hits
            busca.by_name(session, actor, marks.name(), 1991)
            busca.by_document(session, actor, "CPF", marks.cpf())
            pessoas.already_attended(session, actor, watch.unit, marked(marks).identidade or Identidade())
            identidades.open_texts(session, actor, watch.ids[0], "", clock=clock, reason_after_days=30)
            identidades.open_sought(session, actor, watch.ids[3], "", clock=clock, reason_after_days=30)


def amendment(session: sa.orm.Session, watch: Watch) -> AmendAtendimento:
    """New identity and texts for the first record, with a written reason."""
    new, row = marked(watch.canaries), session.get_one(Atendimento, watch.ids[0])
    return AmendAtendimento(
        atendimento_id=row.id,
        versao=row.versao,
        motivo="OUTRO",
        justificativa=watch.canaries.text(),
        respostas={**new.respostas, "modo_ident": "IDENT"},
        textos=new.textos,
        identidade=new.identidade,
        pessoa_versao=session.get_one(Pessoa, row.pessoa_id).versao,
    )


def identification(session: sa.orm.Session, watch: Watch) -> IdentifyAtendimento:
    """A name for who was not identified."""
    row = session.get_one(Atendimento, watch.ids[2])
    return IdentifyAtendimento(
        atendimento_id=row.id,
        versao=row.versao,
        pessoa_versao=session.get_one(Pessoa, row.pessoa_id).versao,
        modo_ident="IDENT",
        identidade=Identidade(nome_civil=watch.canaries.name(), nascimento=BORN),
    )


def test_nothing_marked_is_stored_logged_or_spooled(watch: Watch) -> None:
    live(watch)
    assert len(watch.canaries.made) > 70
    assert "INSERT INTO pessoa" in watch.said()
    assert "Row (" in watch.said() or "<Row" in watch.said()
    assert watch.canaries.find_in(watch.places()) == []
    assert watch.temporary.opened == []


def test_what_is_planted_in_each_place_is_found(watch: Watch) -> None:
    word = watch.canaries.word()
    (Path(watch.app.instance_path) / "resto.tmp").write_text(word.upper(), encoding="utf-16")
    (watch.temporary.folder / "anexo").write_bytes(base64.b64encode(b"x" + word.lower().encode()))
    with engines(watch.app)[0].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE plantado (texto VARCHAR(80), bruto VARCHAR(200))")
        table = sa.table("plantado", sa.column("texto"), sa.column("bruto"))
        connection.execute(sa.insert(table).values(texto=word, bruto=word.encode().hex()))
    with engines(watch.app)[1].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE plantado (texto VARCHAR(80))")
        connection.exec_driver_sql(f"INSERT INTO plantado VALUES ('{word}')")
    found = {leak.place for leak in watch.canaries.find_in(watch.places())}
    names = " ".join(found)
    assert "resto.tmp" in names
    assert "anexo" in names
    assert any("anexo" in path for path in watch.temporary.opened)
    assert "log" in found
    if engines(watch.app)[0].dialect.name == "sqlite":
        assert "sisetp.db" in names
        assert "cofre.db" in names
    else:
        bases = {str(engine.url.database) for engine in engines(watch.app)}
        assert {f"{base}.plantado ({form})" for base in bases for form in ("text", "binary")} <= found
        assert any("pg_wal" in place for place in found)
        assert any(place.endswith("/log") for place in found)


@pytest.mark.parametrize("form", ["text", "utf-16", "hex", "base64"])
def test_every_form_of_every_kind_of_value_is_found(form: str) -> None:
    marks = Canaries(7)
    for value in (marks.word(), marks.passport(), marks.cpf(), marks.phone(), marks.mail(), marks.text()):
        for case in (value, value.lower(), value.upper()):
            raw = case.encode()
            written = {
                "text": [raw],
                "utf-16": [case.encode("utf-16-le"), case.encode("utf-16-be")],
                "hex": [raw.hex().encode(), raw.hex().upper().encode()],
                "base64": [base64.b64encode(bytes(shift) + raw) for shift in range(3)],
            }[form]
            for data in written:
                assert form in {leak.form for leak in marks.find(b"\xff\x00" + data + b"\n", "x")}, (value, form)
    assert marks.find(b"Canario nobody marked 123.456.789-00", "x") == []


def test_no_exception_carries_what_was_typed(watch: Watch, clock: MovableClock) -> None:
    bad = replace(marked(watch.canaries), textos={"obs": f"\u202e{watch.canaries.text()}"})
    bad = replace(bad, identidade=replace(bad.identidade or Identidade(), doc_numero=watch.canaries.word()))
    with watch.app.app_context(), pytest.raises(RuleViolation) as refused, unit_of_work(watch.actor) as session:
        registro.register(session, watch.actor, ficha(watch.unit, bad), clock=clock)
    clock.instant = datetime(2026, 11, 20, 15, 0)  # noqa: DTZ001 -- a naive moment makes the statement fail
    naive = clock
    good = ficha(watch.unit, marked(watch.canaries), inicio=datetime(2026, 11, 20, 14, 30, tzinfo=UTC))
    with (
        watch.app.app_context(),
        pytest.raises(sa.exc.StatementError) as failed,
        unit_of_work(watch.actor) as session,
    ):
        registro.register(session, watch.actor, good, clock=naive)
    assert "ident" in text_of(failed.value)
    for error in (refused.value, failed.value):
        assert watch.canaries.find(text_of(error).encode(), "exception") == []
    assert watch.canaries.find_in(watch.places()) == []
