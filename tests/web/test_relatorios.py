"""Reports of the own unit: exact, live, marked for internal use, written down before they are seen; nobody else's."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models import Entrega
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.reporting.cube import reports, sources
from sisetp.reporting.demonstration import INVENTADOS
from sisetp.reporting.render import xlsx
from sisetp.web.relatorios import views
from sisetp.web.relatorios.arquivos import FORMATOS
from tests.support.ao_lado import Interrupted, note
from tests.support.clock import MovableClock
from tests.support.consultas import cost
from tests.support.desk import attend, events
from tests.support.fichas import person, unnamed
from tests.support.forms import get
from tests.support.staff import OPERATOR, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
RM = "/relatorios/RM/2026-11"
RAD = "/relatorios/RAD/2026"
CELL = re.compile(r'<th scope="row">([^<]+)</th>\s*<td class="numero[^"]*">\s*([\d.]+)')


@pytest.fixture
def head(app: Flask, staff: Staff, clock: MovableClock) -> Actor:
    """Coordenação of Guarulhos: one person came twice and two without a name once; another unit had one too."""
    actor = staff(Role.COORDENACAO)
    for people in ([person()], [person()], [unnamed(respostas={"sexo": "M"})], [unnamed()]):
        attend(app, actor, clock, *people)
    attend(app, staff(Role.ATENDENTE, "PAAHM-GIG"), clock, person())
    return actor


@pytest.fixture
def unit(head: Actor, sign_in: SignIn) -> FlaskClient:
    return sign_in(head)


def numbers(page: str, tabela: str) -> dict[str, int]:
    """First number of each row of a table, by label."""
    section = page.partition(f'id="tabela-{tabela.lower()}"')[2].partition("</table>")[0]
    return {label: int(value.replace(".", "")) for label, value in CELL.findall(section)}


def download(client: FlaskClient, path: str, formato: str) -> TestResponse:
    token = csrf_of(client.get(path).get_data(as_text=True))
    return client.post(f"{path}/baixar", data={"csrf_token": token, "formato": formato})


def to_fill(answer: TestResponse) -> dict[str, tuple[object, ...]]:
    """What is asked, what is known and the text of the unit, by part, of the sheet that the unit fills."""
    rows = load_workbook(io.BytesIO(answer.data))[xlsx.A_PREENCHER].iter_rows(values_only=True, max_col=4)
    found = {str(row[0]): row[1:] for row in rows if row[1]}
    return {part: texts for part, texts in found.items() if part != "Parte"}


def generated(app: Flask, actor: Actor) -> list[tuple[str, str]]:
    """Report and format of each event, oldest first."""
    found = events(app, actor, "gerar_relatorio")
    return [(details["produto"], details["formato"]) for _action, details in found]


def test_the_unit_chooses_a_report_and_a_period(unit: FlaskClient) -> None:
    page = get(unit, "/relatorios")
    for title in ("Relatório Anual de Dados (RAD)", "Boletim mensal (RM)", "Relatório semestral de atividades (RSA)"):
        assert title in page
    assert re.search(r'<option value="2026-11"[^>]*>\s*novembro de 2026 \(em curso\)', page)
    answer = unit.get("/relatorios?relatorio=RM&periodo=2026-11")
    assert (answer.status_code, answer.location) == (303, RM)


@pytest.mark.parametrize("role", [Role.COORDENACAO, Role.ANALISTA])
def test_the_numbers_are_those_of_the_own_unit_now(
    app: Flask, head: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock, role: Role
) -> None:
    client = sign_in(staff(role))
    page = get(client, RM)
    assert numbers(page, "RM-1") == {
        "Atendimentos": 4,
        "Deles, acompanhamentos de caso": 0,
        "Pessoas distintas": 3,
        "Soma das pessoas de cada unidade": 3,
        "Pessoas não identificadas ou só com prenome": 2,
    }
    assert "Uso interno" in page
    assert "dados até 20/11/2026" in page
    assert "Nem todos os meses do período foram consolidados" in page
    attend(app, head, clock, unnamed())
    assert numbers(get(client, RM), "RM-1")["Atendimentos"] == 5


def test_seeing_a_report_is_written_down_before_it_is_seen(
    app: Flask, head: Actor, unit: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = unit.get(RM)
    assert generated(app, head) == [("RM", "tela")]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers

    def fails(*_args: object, **_more: object) -> None:
        raise RuntimeError("the trail is down")

    monkeypatch.setattr("sisetp.reporting.cube.reports.audit_chain.append", fails)
    with pytest.raises(RuntimeError):
        unit.get(RM)


def test_the_workbook_has_the_numbers_of_the_page_and_says_whose_they_are(
    app: Flask, head: Actor, unit: FlaskClient
) -> None:
    answer = download(unit, RM, "xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="RM-2026-11-PAAHM-GRU-uso-interno.xlsx"'
    book = load_workbook(io.BytesIO(answer.data))
    cover = " ".join(str(cell) for row in book["Capa"].iter_rows(values_only=True) for cell in row if cell)
    assert "USO INTERNO DA UNIDADE" in cover
    assert "PAAHM Guarulhos" in cover
    rows = {row[0]: row[1] for row in book["RM-1"].iter_rows(values_only=True)}
    assert (rows["Atendimentos"], rows["Pessoas distintas"]) == (4, 3)
    assert generated(app, head)[-1] == ("RM", "xlsx")
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        row = session.scalars(select(Entrega)).one()
        taken = (row.produto, row.periodo, row.variante, row.unidade_id, row.usuario_id, row.ator, row.formato)
        kept = row.selo
    assert taken == ("RM", "2026-11", "unidade", head.unidade_id, head.user_id, head.login, "xlsx")
    assert len(kept) == 64
    assert kept not in cover


def test_the_csv_has_one_number_a_line(unit: FlaskClient) -> None:
    answer = download(unit, RM, "csv")
    internal, invented, *lines = answer.data.decode("utf-8-sig").splitlines()
    assert internal.startswith('"USO INTERNO DA UNIDADE')
    assert invented == f'"{INVENTADOS}"'
    rows = list(csv.DictReader(lines, delimiter=";"))
    (people,) = [row for row in rows if row["tabela"] == "RM-1" and row["linha"] == "Pessoas distintas"]
    assert (people["periodo"], people["valor"], people["suprimido"]) == ("2026-11", "3", "")


ABSENT = (
    *("/relatorios/XYZ/2026", "/relatorios/RM/2026", "/relatorios/RM/2026-13", "/relatorios/RM/2027-01"),
    *("/relatorios/boletim-mensal/2026-10", "/relatorios/planilha-nacional/2026", f"{RM}/origem"),
    *(f"{RM}/origem?tabela=0&linha=99&coluna=0", f"{RM}/origem?tabela=-1&linha=0&coluna=0"),
    f"{RM}/origem?tabela=x&linha=0&coluna=0",
)


def test_what_the_unit_does_not_have_is_not_found(app: Flask, head: Actor, unit: FlaskClient) -> None:
    assert {path: unit.get(path).status_code for path in ABSENT} == dict.fromkeys(ABSENT, 404)
    assert download(unit, RM, "pdf").status_code == 404
    assert ("RM", "pdf") not in generated(app, head)


def test_any_number_says_where_it_comes_from_without_script(unit: FlaskClient) -> None:
    page = get(unit, RM)
    form = page.partition("De onde vem um número desta tabela?")[2].partition("</form>")[0]
    assert '<option value="2">Pessoas distintas</option>' in form
    assert f'action="{RM}/origem"' in form
    origin = get(unit, f"{RM}/origem?tabela=0&linha=4&coluna=0")
    assert "<strong>2</strong>" in re.sub(r"\s", "", origin)
    assert "Só prenome" in origin
    assert "NAO_IDENT" in origin
    assert "registros da unidade de 20/11/2026" in origin
    assert "Quem não se identificou conta uma vez a cada atendimento" in origin
    assert "novembro" in origin


def test_a_year_that_has_nobody_shows_zeros_and_the_words_of_the_model(unit: FlaskClient) -> None:
    page = get(unit, RAD)
    assert set(numbers(page, "RAD-1").values()) == {0}
    assert "² Havendo vítimas identificadas em mais de uma finalidade" in page
    assert "Não informado (fora do modelo)" in page


def test_the_institutional_report_is_filled_with_what_is_known(unit: FlaskClient) -> None:
    page = get(unit, "/relatorios/RAI/2026")
    assert "modelo parcial" in page
    words = re.sub(r"<[^>]+>|\s+", " ", page)
    assert re.search(r"Coordenação da unidade\s+1", words)
    assert re.search(r"novembro de 2026\s+Aberto", words)
    assert numbers(page, "RAI-T")["Pessoas distintas"] == 3
    assert numbers(page, "RAI-A")["Total"] == 0


def test_the_workbook_of_the_institutional_report_has_its_parts_and_what_is_known(unit: FlaskClient) -> None:
    filled = to_fill(download(unit, "/relatorios/RAI/2026", "xlsx"))
    assert [part.partition(".")[0] for part in filled] == ["1", "2", "3", "4", "5", "6"]
    assert filled["2. Equipe"][1] == "Coordenação da unidade: 1"
    assert "novembro de 2026: Aberto" in str(filled["4. Atendimento"][1])
    assert {texts[2] for texts in filled.values()} == {None}


def test_the_annual_report_has_the_header_the_block_and_the_observations_of_the_model(unit: FlaskClient) -> None:
    model = "RELATÓRIO ANUAL DE DADOS — NETPs e PAAHMs · MONITORAMENTO DOS CASOS DE TRÁFICO DE PESSOAS"
    page = get(unit, RAD)
    assert model in page
    assert page.index("tabela-rad-e") < page.index(">Observações</h2>")
    answer = download(unit, RAD, "xlsx")
    assert list(to_fill(answer)) == ["Observações"]
    cover = {row[0]: row[1] for row in load_workbook(io.BytesIO(answer.data))["Capa"].iter_rows(values_only=True)}
    assert cover["Modelo oficial"] == model
    assert xlsx.A_PREENCHER not in load_workbook(io.BytesIO(download(unit, RM, "xlsx").data)).sheetnames
    assert "MONITORAMENTO" not in get(unit, RM)


def test_pages_cost_the_same_statements_whatever_there_is_to_count(
    app: Flask, head: Actor, unit: FlaskClient, clock: MovableClock
) -> None:
    pages = ("/relatorios", RM, "/relatorios/RSA/2026-S2", RAD, "/relatorios/RAI/2026")
    few = {path: cost(app, lambda path=path: get(unit, path)) for path in pages}  # type: ignore[misc]
    for _ in range(12):
        attend(app, head, clock, unnamed())
    many = {path: cost(app, lambda path=path: get(unit, path)) for path in pages}  # type: ignore[misc]
    assert many == few
    assert max(main for main, _vault in many.values()) < 60


def test_others_write_while_numbers_are_counted_and_files_made(
    app: Flask, head: Actor, unit: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk saves a record while somebody counts: only the event is written alone, and before anything leaves."""
    noted = generated(app, head)
    counted = Interrupted(app, sources.viva, lambda: note(head.unidade_id))
    monkeypatch.setattr(sources, "viva", counted)
    made = Interrupted(app, xlsx.render_xlsx, lambda: note(head.unidade_id))
    formats = {**FORMATOS, "xlsx": replace(FORMATOS["xlsx"], fazer=made)}  # type: ignore[arg-type]
    monkeypatch.setattr(views, "FORMATOS", formats)
    get(unit, RM)
    get(unit, f"{RM}/origem?tabela=0&linha=0&coluna=0")
    assert download(unit, RM, "xlsx").status_code == 200
    assert (counted.times, made.times) == (4, 1)
    assert generated(app, head) == [*noted, ("RM", "tela"), ("RM", "tela"), ("RM", "tela"), ("RM", "xlsx")]


def test_a_page_whose_event_cannot_be_written_is_not_shown(
    app: Flask, unit: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise Refused("cheio")

    monkeypatch.setattr(reports, "registrar_tela", full)
    monkeypatch.setattr(reports, "registrar_entrega", full)
    for path in (RM, f"{RM}/origem?tabela=0&linha=0&coluna=0"):
        with pytest.raises(Refused):
            unit.get(path)
    token = csrf_of(get(unit, "/relatorios"))
    with pytest.raises(Refused):
        unit.post(f"{RM}/baixar", data={"csrf_token": token, "formato": "csv"})
