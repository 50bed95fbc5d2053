"""What is published, browsed by place, period and subject: one shape for what is hidden, empty or absent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.reporting.consultation.published import LUGARES, at_place
from tests.support.documentos import OCULTA, publicado, tabela
from tests.support.forms import text
from tests.support.numeros import numbers
from tests.support.publicadas import publish

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


@pytest.fixture
def reader(staff: Staff, sign_in: SignIn) -> FlaskClient:
    """The analyst of a unit."""
    return sign_in(staff("ANALISTA", "PAAHM-GRU"))


@pytest.mark.parametrize("role", ["CGETP_GESTAO", "CGETP_ADMIN", "ENCARREGADO"])
def test_a_national_role_reads_what_is_published_and_nothing_of_a_unit(
    app: Flask, staff: Staff, sign_in: SignIn, role: str
) -> None:
    publish(app, publicado())
    client = sign_in(staff(role, None))
    assert [client.get(path).status_code for path in ("/estatisticas", "/estatisticas/consulta?periodo=2026-11")] == [
        403,
        403,
    ]
    assert "Pessoas por sexo e faixa etária" in text(client.get("/estatisticas/publicado?periodo=2026-S1"))


def test_every_table_may_be_copied_and_that_of_a_release_taken_as_a_file(app: Flask, reader: FlaskClient) -> None:
    files = {kind: (f"dados.{kind}", f"text/{kind}", b"a") for kind in ("csv", "xlsx", "pdf")}
    key = publish(app, publicado(), files=files)
    page = text(reader.get("/estatisticas/publicado?periodo=2026-S1"))
    tables = page.count("<table")
    assert tables == len(publicado().tabelas)
    assert [page.count(f'data-copiar="achada-{n}"') for n in range(1, tables + 2)] == [*[1] * tables, 0]
    assert [page.count(f'href="/numeros/{key}/{kind}"') for kind in ("csv", "xlsx", "pdf")] == [tables, tables, 0]
    assert page.count("feitos só com números publicados") >= 2
    through_time = text(reader.get("/estatisticas/publicado"))
    assert through_time.count("data-copiar=") == through_time.count("<table") > 0
    assert f"/numeros/{key}/csv" not in through_time


def states(*hidden: int, truth: tuple[int, ...] = (40, 2, 0, 60)) -> Any:
    """A published table of four states; no other state is in it."""
    return tabela(
        [[value] for value in truth],
        {(n, 0) for n in hidden},
        linha=True,
        codigo="BS-UF",
        titulo="Pessoas por UF",
        rotulo_linhas="UF",
        linhas=("Minas Gerais", "Acre", "Amapá", "São Paulo"),
        rotulo_colunas="",
        colunas=("Pessoas",),
    )


def test_small_empty_and_absent_states_are_shown_in_one_shape(app: Flask, reader: FlaskClient) -> None:
    publish(app, publicado(tabelas=(states(1, 2),), destaques=()))
    looks = {}
    for period in ("2026-S1", ""):
        for uf in ("AC", "AP", "SE", "TO"):  # two counted, none counted, never in the table, never in the table
            page = text(reader.get(f"/estatisticas/publicado?lugar={uf}&periodo={period}"))
            page = page[page.index('<section class="numeros') : page.index("</main>")]
            looks[period, uf] = page.replace(LUGARES[uf], "UF")
            assert "não publicado" in page
    assert len({page for (period, _), page in looks.items() if period}) == 1
    assert len({page for (period, _), page in looks.items() if not period}) == 1
    shown = text(reader.get("/estatisticas/publicado?lugar=MG&periodo=2026-S1"))
    assert numbers(shown) == [[40]]


def test_what_is_hidden_changes_no_byte_of_what_is_published(app: Flask, reader: FlaskClient) -> None:
    truth = states(1, 2), states(1, 2, truth=(40, 0, 2, 60)), states(1, 2, truth=(40, 1, 1, 60))
    assert len({repr(at_place(table, uf).celulas) for table in truth for uf in ("AC", "AP", "RR")}) == 1
    publish(app, publicado(tabelas=(truth[0],), destaques=()))
    assert text(reader.get("/estatisticas/publicado")).count("não publicado") > 0


def test_what_is_published_is_found_by_place_period_and_subject(app: Flask, reader: FlaskClient) -> None:
    assert "Nenhum número foi publicado ainda" in text(reader.get("/estatisticas/publicado"))
    for month, women in ((1, 51), (2, 52), (3, 53)):
        sexes = tabela([[women], [40]], linha=True, codigo="BM", linhas=("Feminino", "Masculino"), rotulo_linhas="Sexo")
        made = replace(publicado(destaques=()), produto="boletim-mensal", periodo_codigo=f"2026-{month:02d}")
        publish(app, replace(made, tabelas=(sexes,)))
    publish(app, publicado(tabelas=(states(1, 2),), destaques=()))
    series = text(reader.get("/estatisticas/publicado?lugar=BR&assunto=Sexo"))
    assert numbers(series) == [[51, 40, 91], [52, 40, 92], [53, 40, 93]]
    one = text(reader.get("/estatisticas/publicado?periodo=2026-02"))
    assert numbers(one) == [[52], [40], [92]]
    nothing = text(reader.get("/estatisticas/publicado?lugar=MG&assunto=Sexo"))
    assert "Nenhuma publicação cruza esse lugar, período e assunto" in nothing
    for wrong in ("lugar=XX", "lugar=%3Cscript%3E"):
        assert reader.get(f"/estatisticas/publicado?{wrong}").status_code == 404
    assert reader.get("/estatisticas/publicado?periodo=x&assunto=%27").status_code == 200


def test_a_place_in_the_columns_is_read_there() -> None:
    table = tabela([[7, 8]], codigo="T", rotulo_linhas="Sexo", rotulo_colunas="Região", colunas=("Norte", "Sul"))
    assert at_place(table, "R-S").celulas[0][0].valor == 8
    assert at_place(table, "R-SE").celulas == ((OCULTA,),)


def test_the_home_of_the_analyst_leads_to_the_last_release_and_to_the_month_that_closes(
    app: Flask, staff: Staff, sign_in: SignIn
) -> None:
    client = sign_in(staff("ANALISTA", "PAAHM-GRU"))
    before = text(client.get("/"))
    assert "Nada foi publicado ainda" in before
    key = publish(app, publicado())
    page = text(client.get("/"))
    assert f'href="/numeros/{key}"' in page
    assert "publicada em 20/08/2026" in page
    assert "O que fecha a seguir" in page
    assert 'href="/estatisticas"' in page
