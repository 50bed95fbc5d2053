"""The page of the national spreadsheet: asked, refused, handed over, written down; the password stays nowhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import msoffcrypto
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models.entrega import Entrega
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.reporting.deliveries import of_file
from sisetp.reporting.facts import Tabela
from sisetp.reporting.snapshots import store
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.desk import events
from tests.support.staff import csrf_of

SENHA = "uma senha comprida"
PAGE = "/planilha-nacional"
Staff = Callable[..., Actor]


@pytest.fixture
def gestao(app: Flask, staff: Staff, clock: MovableClock) -> Actor:
    """Gestão, there since January; it is August and January to March of eight units are frozen."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    actor = staff("CGETP_GESTAO", None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    people = net.invent(1, por_mes=60)
    net.freeze(app, people, ano=2026, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        units = {row.codigo: row.id for row in session.scalars(select(Unidade))}
        for found in people:
            for kind in (Tabela.CASO, Tabela.ENCAMINHAMENTO, Tabela.ATIVIDADE):
                store.write(session, net.facts(kind, [], units[found.unidade], 2026, found.mes), 1, clock=clock)
    return actor


@pytest.fixture
def national(gestao: Actor, sign_in: Callable[[Actor], FlaskClient]) -> FlaskClient:
    return sign_in(gestao)


def ask(client: FlaskClient, **fields: str) -> tuple[int, bytes, str]:
    page = client.get(PAGE).get_data(as_text=True)
    form = {"periodo": "2026-03", "variante": "restrita", "finalidade": "GESTAO", "senha": SENHA, "repetir": SENHA}
    answer = client.post(PAGE, data={"csrf_token": csrf_of(page), **form, **fields})
    return answer.status_code, answer.data, answer.headers.get("Cache-Control", "")


def opened(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Rows of each sheet of an encrypted workbook."""
    source, plain = msoffcrypto.OfficeFile(BytesIO(content)), BytesIO()
    source.load_key(password=SENHA)
    source.decrypt(plain)
    book = load_workbook(plain, read_only=True)
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()
    return rows


def handed(app: Flask) -> list[Entrega]:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return list(session.scalars(select(Entrega)))


def test_the_page_says_who_has_not_sent_and_never_a_number_of_people(national: FlaskClient) -> None:
    page = national.get(f"{PAGE}?periodo=2026-03").get_data(as_text=True)
    assert "8 de 26 unidades enviaram" in page
    assert "PAAHM-GIG" in page
    assert "Nenhuma planilha foi entregue ainda" in page
    assert "0 de 26 unidades enviaram" in national.get(f"{PAGE}?periodo=2026-07").get_data(as_text=True)


def test_the_restricted_one_leaves_encrypted_marked_and_written_down(
    app: Flask, gestao: Actor, national: FlaskClient
) -> None:
    status, content, cache = ask(national)
    assert status == 200
    assert "no-store" in cache
    assert content[:4] == bytes.fromhex("d0cf11e0")  # a compound file: nothing opens it without the password
    sheets = opened(content)
    assert {"Capa", "Por UF", "Por unidade", "Série", "Dados por unidade", "Dicionário"} <= set(sheets)
    cover = str(sheets["Capa"])
    assert f"RESTRITO — entregue a {gestao.login}" in cover
    assert "8 de 26 unidades enviaram" in cover
    (entrega,) = handed(app)
    assert (entrega.usuario_id, entrega.variante, entrega.finalidade) == (gestao.user_id, "restrito", "GESTAO")
    assert entrega.selo not in cover
    ((_action, details),) = events(app, gestao, "baixar_planilha")
    assert (details["resumo"], details["destinatario_id"]) == (entrega.selo, gestao.user_id)
    assert SENHA not in str(details)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        (again,) = of_file(session, content)
        assert (again.numero, again.destinatario, again.confere) == (entrega.id, gestao.login, True)
        assert of_file(session, content + b" ") == ()
    assert "Gestão da política nacional" in national.get(PAGE).get_data(as_text=True)


def test_who_has_not_sent_is_never_a_zero(national: FlaskClient) -> None:
    sheets = opened(ask(national)[1])
    rows = {row[0]: row[1:] for row in sheets["Por unidade"] if row and isinstance(row[0], str)}
    missing = next(values for label, values in rows.items() if "Galeão" in label)
    assert set(missing) - {None} == {"sem envio"}
    long = [row for row in sheets["Dados por unidade"] if row[0] == "PAAHM-GIG"]
    assert long
    assert {row[-1] for row in long} == {"sem envio"}


def test_the_same_facts_give_the_same_content_hash(app: Flask, national: FlaskClient) -> None:
    ask(national)
    ask(national, finalidade="RELATORIO")
    first, second = handed(app)
    assert first.selo == second.selo


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"senha": "curta", "repetir": "curta"}, "12 caracteres ou mais"),
        ({"repetir": "outra senha comprida"}, "não são iguais"),
        ({"finalidade": ""}, "Diga para que a planilha vai ser usada"),
        ({"periodo": "2026-07"}, "Nenhuma unidade deste lugar tem mês consolidado em julho de 2026"),
        ({"periodo": "2026-99"}, "Escolha inválida"),
        ({"variante": "publica"}, "Nada foi publicado de março de 2026"),
    ],
)
def test_what_cannot_be_handed_over_is_said_beside_the_field(
    app: Flask, gestao: Actor, national: FlaskClient, fields: dict[str, str], message: str
) -> None:
    status, content, _cache = ask(national, **fields)
    page = content.decode()
    assert status == 422
    assert message in page
    assert SENHA not in page
    assert handed(app) == []
    assert not events(app, gestao, "baixar_planilha")


def test_others_do_not_reach_it(staff: Staff, sign_in: Callable[[Actor], FlaskClient]) -> None:
    for role, unit in (("COORDENACAO", "PAAHM-GRU"), ("ANALISTA", "PAAHM-GRU"), ("ENCARREGADO", None)):
        assert sign_in(staff(role, unit)).get(PAGE).status_code == 403
