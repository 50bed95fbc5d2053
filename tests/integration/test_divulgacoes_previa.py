"""What two people sign is what goes out: previews, everything they read bound to the seal, and nobody kept waiting."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from sisetp.access.actor import Actor
from sisetp.db.models.publicacao import ArquivoDivulgado, Divulgacao
from sisetp.db.models.tarefa import Tarefa
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation
from sisetp.reporting import ledger
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import approve, files, preview, seals, second, views
from sisetp.reporting.releases.store import Alvo, open_preparation
from sisetp.reporting.render.csv import render_csv
from sisetp.reporting.tables import Documento
from tests.support import divulgacoes as net
from tests.support import pdf_text
from tests.support.ao_lado import Interrupted, meanwhile
from tests.support.clock import MovableClock
from tests.support.livro import forge
from tests.support.planilhas import parts, rows, sheets

Staff = Callable[..., Actor]
People = tuple[Actor, Actor]
JANUARY, FEBRUARY = Alvo("boletim-mensal", "2026-01"), Alvo("boletim-mensal", "2026-02")


@pytest.fixture
def people(app: Flask, staff: Staff, clock: MovableClock) -> People:
    """Gestão and encarregado; it is August and two months of eight units are frozen."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff("CGETP_GESTAO", None), staff("ENCARREGADO", None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 3)), ano=2026, clock=clock)
    return both


def previewed(app: Flask, actor: Actor, key: int) -> dict[str, bytes]:
    """Every marked file that an approver can open, by format."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return {name: preview.make(session, actor, key, name).arquivo.conteudo for name in preview.FORMATOS}


def published(app: Flask, key: int) -> dict[str, bytes]:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        found = session.scalars(select(ArquivoDivulgado).where(ArquivoDivulgado.divulgacao_id == key))
        return {row.formato: row.conteudo for row in found}


def seen(app: Flask, actor: Actor, key: int) -> Documento:
    """The document of the page of a release."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        found = views.detail(session, actor, key, reading.load()).documento
    assert found is not None
    return found


def test_what_goes_out_is_the_preview_without_its_mark(app: Flask, people: People, clock: MovableClock) -> None:
    net.published(app, JANUARY, people, clock=clock)
    key = net.prepared(app, FEBRUARY, clock=clock)
    shown, marked = seen(app, people[1], key), previewed(app, people[1], key)
    assert shown.destaques
    assert any("na edição anterior" in text for text in shown.mudancas)
    net.first(app, people[0], key, clock=clock)
    net.second(app, people[1], key, clock=clock, files=files.RENDERIZADORES)
    out = published(app, key)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        assert ledger.published_document(session, key) == shown
    assert {entry.formato: entry.render(shown) for entry in files.RENDERIZADORES} == out
    for name in out:
        assert marked[name] != out[name]
    assert unmarked_csv(marked["csv"]) == out["csv"]
    assert unmarked_package(marked["zip"]) == package(out["zip"])
    for number in range(len(list(sheets(out["xlsx"])))):
        assert unmarked_sheet(marked["xlsx"], number) == unmarked_sheet(out["xlsx"], number)
    assert_same_bulletin(marked["pdf"], out["pdf"])


def unmarked_csv(content: bytes) -> bytes:
    """The file without the row of the mark, which is the first."""
    first, _, rest = content.removeprefix(b"\xef\xbb\xbf").partition(b"\r\n")
    assert first.decode() == f'"{preview.MARCA}"'
    return b"\xef\xbb\xbf" + rest


def package(content: bytes) -> tuple[dict[str, Any], str]:
    """Descriptor and data of a package; size and digest of the data are told by the data."""
    found = parts(content)
    descriptor = json.loads(found["datapackage.json"])
    del descriptor["resources"][0]["hash"], descriptor["resources"][0]["bytes"]
    return descriptor, found[descriptor["resources"][0]["path"]].decode()


def unmarked_package(content: bytes) -> tuple[dict[str, Any], str]:
    descriptor, data = package(content)
    assert descriptor["title"].startswith(preview.MARCA)
    assert data.startswith(f'"{preview.MARCA}"\r\n')
    descriptor["title"] = descriptor["title"].removeprefix(f"{preview.MARCA} · ")
    return descriptor, data.partition("\r\n")[2]


def unmarked_sheet(content: bytes, number: int) -> list[list[Any]]:
    """Values of a sheet without the row of the mark."""
    name = names(content)[number]
    found = [[value for value in row if value not in (None, "")] for row in rows(content, name)]
    return [row for row in found if row not in ([], [preview.MARCA])]


def names(content: bytes) -> list[str]:
    book = parts(content)["xl/workbook.xml"].decode()
    return [piece.partition('"')[0] for piece in book.split('<sheet name="')[1:]]


def assert_same_bulletin(marked: bytes, out: bytes) -> None:
    """The same words but for the mark, on every page, and what it says; the same tables and drawings."""
    text, words = pdf_text.text(marked), pdf_text.text(out)
    flat = preview.MARCA.replace(" ", "")
    assert flat not in words.replace(" ", "")
    pages = marked.count(b"/Type/Page/")
    assert text.replace(" ", "").count(flat) >= 2 * pages
    rest = text.replace(" ", "").replace(flat, "")
    rest = rest.replace(".Cópiaparaquemaprova:nãodivulgue,nãocite,nãoguarde.", "")
    assert rest == words.replace(" ", "")
    assert pdf_text.described_figures(marked) == pdf_text.described_figures(out)


def test_a_preview_is_of_what_waits_for_approval_and_of_nothing_else(
    app: Flask, staff: Staff, people: People, clock: MovableClock
) -> None:
    key, outsider = net.prepared(app, JANUARY, clock=clock), staff("ANALISTA")
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        made = preview.make(session, people[0], key, "csv")
        for name in ("txt", ""):
            with pytest.raises(NotFound):
                preview.make(session, people[0], key, name)
        with pytest.raises(AccessDenied):
            preview.make(session, outsider, key, "csv")
    assert made.arquivo.nome == "sisetp-boletim-mensal-2026-01-previa-demonstracao.csv"
    net.first(app, people[0], key, clock=clock)
    assert previewed(app, people[1], key)["csv"] == made.arquivo.conteudo
    net.second(app, people[1], key, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session, pytest.raises(NotFound):
        preview.make(session, people[0], key, "csv")


FORGERIES: tuple[tuple[str, Any], ...] = (
    ("risco", '{"aprovada": true, "secoes": [], "titulo": "Nenhum risco"}'),
    ("parametros", '{"limiar": {}, "limpeza": 0, "ocultas_maximo": 50, "regra_detentor": false, "versao": 9}'),
    ("capa", '{"titulo": "Outro boletim", "metodo": []}'),
    ("cobertura", '{"enviaram": 26, "esperadas": 26, "faltam": []}'),
    ("definicoes", "0" * 64),
    ("codigo", "sisetp 9.9.9"),
    ("periodo", "2026-02"),
    ("edicao", 2),
    ("preparada_por", "outra.pessoa"),
)


def test_nothing_that_approvers_read_can_be_changed_in_the_database(
    app: Flask, people: People, clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    for place, (column, value) in enumerate(FORGERIES):
        before = forge(app, "divulgacao", column, value, f"id = {key}")
        assert closed(app, people[0], key), column
        if place == 0:
            assert refused(lambda: net.first(app, people[0], key, clock=clock)) == ["preparo"]
        forge(app, "divulgacao", column, before, f"id = {key}")
    assert not closed(app, people[0], key)
    net.first(app, people[0], key, clock=clock)
    for column, value in FORGERIES[:2]:
        before = forge(app, "divulgacao", column, value, f"id = {key}")
        assert refused(lambda: net.second(app, people[1], key, clock=clock)) == ["preparo"], column
        forge(app, "divulgacao", column, before, f"id = {key}")
    moved(app, key, timedelta(days=40))
    assert closed(app, people[0], key)
    moved(app, key, -timedelta(days=40))
    net.second(app, people[1], key, clock=clock)


def closed(app: Flask, actor: Actor, key: int) -> bool:
    """Tell whether the page says that what was prepared does not open, and shows nothing of it to be approved."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        found = views.detail(session, actor, key, reading.load())
    assert found.impedimento is None or (found.documento, found.risco, found.pode_aprovar) == (None, None, False)
    return found.impedimento is not None


def moved(app: Flask, key: int, by: timedelta) -> None:
    """Move the moment of a preparation."""
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        session.get_one(Divulgacao, key).preparada_em += by


def refused(step: Callable[[], object]) -> list[str]:
    with pytest.raises(RuleViolation) as caught:
        step()
    return [message.campo for message in caught.value.messages]


def test_others_write_while_a_release_is_proved_and_rendered(app: Flask, people: People, clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    slow = Interrupted(app, render_csv)
    renderer = files.Renderizador(formato="csv", extensao="csv", tipo="text/csv", render=slow)  # type: ignore[arg-type]
    net.second(app, people[1], key, clock=clock, files=(renderer,))
    assert slow.times == 1
    assert list(published(app, key)) == ["csv"]
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        assert ledger.verify(session) == ()


def test_what_changed_while_it_was_checked_is_not_published(app: Flask, people: People, clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    checked = check(app, people[1], key)
    before = forge(app, "divulgacao", "risco", "{}", f"id = {key}")
    with app.app_context(), pytest.raises(Conflict), unit_of_work(net.ESTATISTICA) as session:
        second.approve(session, people[1], checked, clock=clock)
    forge(app, "divulgacao", "risco", before, f"id = {key}")
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        approve.discard(session, people[0], key, None, "REFAZER")
    with app.app_context(), pytest.raises(Conflict), unit_of_work(net.ESTATISTICA) as session:
        second.approve(session, people[1], checked, clock=clock)
    assert published(app, key) == {}


def check(app: Flask, actor: Actor, key: int) -> second.Conferida:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True, snapshot=True) as session:
        versao = views.version(session, key)
        return second.check(session, actor, key, versao, renderizadores=net.TEXTO)


def test_what_is_written_is_compared_with_what_was_checked(app: Flask, people: People, clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    checked = check(app, people[1], key)
    wrong = replace(checked, documento=replace(checked.documento, destaques=("Outra frase.",)))
    for other in (wrong, replace(checked, corrente="0" * 63 + "1")):
        with app.app_context(), pytest.raises(RuleViolation), unit_of_work(net.ESTATISTICA) as session:
            second.approve(session, people[1], other, clock=clock)
        assert published(app, key) == {}
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        assert second.approve(session, people[1], checked, clock=clock).numero == 1


@pytest.mark.longo
def test_a_sentence_about_another_release_is_not_signed_before_it(
    app: Flask, people: People, clock: MovableClock
) -> None:
    """«O que mudou» compares with the last bulletin of the product: another one coming out changes what was signed."""
    net.freeze(app, net.invent(2, por_mes=160, meses=range(12, 13)), ano=2025, clock=clock)
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    net.published(app, Alvo("boletim-mensal", "2025-12"), people, clock=clock)
    assert refused(lambda: net.second(app, people[1], key, clock=clock)) == ["preparo"]


def test_long_work_reads_one_moment(app: Flask, people: People, clock: MovableClock) -> None:
    def tasks() -> int:
        return session.scalar(select(func.count()).select_from(Tarefa)) or 0

    def ask() -> bool:
        with unit_of_work(net.ESTATISTICA) as other:
            now = clock.now()
            words = {"tipo": "FECHAR_ANO", "alvo": "2026", "situacao": "NA_FILA", "etapa": "", "pedida_por": "agenda"}
            other.add(Tarefa(**words, feito=0, total=0, created_at=now, updated_at=now))
        return True

    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True, snapshot=True) as session:
        assert tasks() == 0
        assert meanwhile(app, ask)
        assert tasks() == 0
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        assert tasks() == 1


def test_a_preparation_of_before_is_prepared_again(app: Flask, people: People, clock: MovableClock) -> None:
    """An older program sealed less: the page says to prepare again instead of failing."""
    key = net.prepared(app, JANUARY, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        row = session.get_one(Divulgacao, key)
        less = seals.unpack(open_preparation(session, row).bytes())
        del less["anterior"]
        place = f"{row.id}/{row.preparada_por}", int(row.preparada_em.timestamp())
        row.preparo = seals.seal(session, "divulgacao", *place, seals.pack(less))
    assert closed(app, people[0], key)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        approve.discard(session, people[0], key, None, "REFAZER")
