"""Reports put together: checks between tables, coverage, hash, what was not sent, and where a cell comes from."""

from dataclasses import replace

import numpy as np
import pytest

from sisetp.db.period_rows import Devidos
from sisetp.domain.codelists import codelist
from sisetp.domain.period import month, semester, year_of
from sisetp.reporting.cube import coverage, families
from sisetp.reporting.cube.documents import Relatorio, montar
from sisetp.reporting.cube.origin import de_onde_vem
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.cube.table import count
from sisetp.reporting.definitions.model import Produto
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.facts import Fatos, Tabela
from sisetp.reporting.tables import Marca, Publico
from sisetp.reporting.tables import Tabela as Contada
from tests.support.amostras import DEFINICOES, fatos_de_amostra, fonte, relatorio
from tests.support.fatos_inventados import REDE, fatos

CATALOGO = load(DEFINICOES)
DEPORTADO = codelist("perfil").label("DEPORTADO")


def report(codigo: str, found: list[Fatos] | None = None) -> Relatorio:
    product = families.procurar(CATALOGO, codigo, Publico.RESTRITO)
    assert product is not None
    return relatorio(CATALOGO, product, found)


def table(made: Relatorio, codigo: str) -> Contada:
    return next(entry for entry in made.documento.tabelas if entry.codigo == codigo)


def numbers(made: Contada, label: str) -> list[int | None]:
    return [cell.valor for cell in made.celulas[made.linhas.index(label)]]


def victims(*rows: dict[str, object], unidade: int = 1) -> Fatos:
    common = {"mes": 1, "dia": 1, "status_vitima": "CONFIRMADA", "finalidade": "EXP_SEXUAL", "faixa_etaria": "F18_29"}
    return fatos(Tabela.VITIMA, [common | row for row in rows], unidade=unidade, mes=0)


def test_the_four_tables_agree_when_everything_was_answered() -> None:
    made = report("RAD", [victims({"pessoa": 1, "raca_cor": "PRETA"}, {"pessoa": 2, "sexo": "F"})])
    assert [entry.avisos for entry in made.documento.tabelas] == [()] * len(made.documento.tabelas)
    assert numbers(table(made, "RAD-1"), "TOTAL") == [2]


AGES_UNKNOWN: tuple[dict[str, object], ...] = ({"pessoa": 1}, {"pessoa": 2, "faixa_etaria": None}, {"pessoa": 3})


def test_ages_that_the_model_has_no_column_for_are_said_and_are_no_failure() -> None:
    """RAD-2: «Não informado» is outside the model, and with it the totals are those of table 1."""
    (counted,) = report("RAD-2", [victims(*AGES_UNKNOWN)]).documento.tabelas
    assert counted.avisos == ()
    assert counted.regras[-1] == "Os totais são os da tabela RAD-1 contando 1 em «Não informado (fora do modelo)»."
    (known,) = report("RAD-2", [victims({"pessoa": 1})]).documento.tabelas
    assert not any("RAD-1" in rule for rule in known.regras)


@pytest.mark.parametrize("codigo", ["RAD-2", "RAD-3", "RAD-4"])
def test_totals_that_are_not_those_of_table_1_are_said_with_the_reason(codigo: str) -> None:
    """Two victims disappear from the columns: an answer that the definition does not know, which each table says."""
    found = victims(*AGES_UNKNOWN, {"pessoa": 4}, {"pessoa": 5})
    columns = dict(found.colunas)
    for name in ("faixa_etaria", "raca_cor", "sexo"):
        columns[name] = columns[name].copy()
        columns[name][-2:] = 250
    (counted,) = report(codigo, [replace(found, colunas=columns)]).documento.tabelas
    failed = [text for text in counted.avisos if "não são os da tabela RAD-1" in text]
    assert len(failed) == 1
    assert "Exploração sexual: 3 e não 5; TOTAL: 3 e não 5" in failed[0]
    assert "Motivo: 2 com resposta que a definição não conhece." in failed[0]


def test_a_person_seen_by_two_units_is_once_in_the_country_and_the_first_contact_gives_the_codes() -> None:
    found = [
        fatos(Tabela.CONTATO, [{"pessoa": 7, "dia": 9, "sexo": "M", "perfil": "MIGRANTE"}], unidade=1, mes=2),
        fatos(Tabela.CONTATO, [{"pessoa": 7, "dia": 8, "sexo": "F", "perfil": "REFUGIADO"}], unidade=2, mes=2),
        fatos(Tabela.CONTATO, [{"pessoa": 8, "dia": 1, "sexo": "F", "perfil": "MIGRANTE"}], unidade=2, mes=2),
    ]
    product, quadro = CATALOGO.quadros["PN-UNIDADE"]
    cubo = Cubo(found, REDE, month(2026, 2))
    by_unit = count(cubo, product, quadro, Publico.RESTRITO, Nivel.BRASIL)
    people = by_unit.colunas.index("Pessoas distintas")
    got = {label: row[people].valor for label, row in zip(by_unit.linhas, by_unit.celulas, strict=True)}
    assert (got["NETP São Paulo"], got["PAAHM Guarulhos"], got["Brasil"]) == (1, 2, 2)
    assert by_unit.multipla
    product, quadro = CATALOGO.quadros["RSA-1"]
    profile = count(cubo, product, quadro, Publico.RESTRITO, Nivel.BRASIL)
    assert numbers(profile, codelist("perfil").label("REFUGIADO"))[0] == 1
    assert sum(row[-1].valor or 0 for row in profile.celulas[:-1]) == 2


def test_a_unit_that_did_not_send_is_never_zero_and_a_state_without_units_cannot_be() -> None:
    found = [fatos(Tabela.CONTATO, [{"pessoa": 1, "dia": 1}], unidade=1, mes=2)]
    product, quadro = CATALOGO.quadros["PN-UF"]
    made = count(Cubo(found, REDE, month(2026, 2)), product, quadro, Publico.RESTRITO, Nivel.BRASIL)
    marks = {uf: row[0].marca for uf, row in zip(made.linhas_uf, made.celulas, strict=True)}
    assert (marks["SP"], marks["PA"], marks["AC"]) == (Marca.NUMERO, Marca.SEM_ENVIO, Marca.IMPOSSIVEL)
    assert numbers(made, "Brasil")[0] == 1


def test_months_outside_the_period_are_no_rows() -> None:
    product, quadro = CATALOGO.quadros["PN-SERIE"]
    made = count(fonte(semester(2026, 1)).cubo, product, quadro, Publico.RESTRITO, Nivel.BRASIL)
    assert made.linhas == ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "Total do período")
    assert made.celulas[-2][0].marca is Marca.SEM_ENVIO


def test_answers_of_several_contacts_are_put_together() -> None:
    rows = [
        {"pessoa": 1, "dia": 1, "indicios": ("NENHUM",)},
        {"pessoa": 1, "dia": 2, "indicios": ("DIVIDA",)},
        {"pessoa": 2, "dia": 1, "indicios": ()},
        {"pessoa": 3, "dia": 1, "indicios": ("NENHUM",)},
    ]
    product, quadro = CATALOGO.quadros["RM-1-I"]
    cubo = Cubo([fatos(Tabela.CONTATO, rows, mes=3)], REDE, month(2026, 3))
    made = count(cubo, product, quadro, Publico.UNIDADE, Nivel.UNIDADE)
    assert [row[0].valor for row in made.celulas] == [1, 1, 1, 3]
    assert made.multipla


def test_stocks_are_read_at_both_ends_of_a_period() -> None:
    open_case = {"aberto_antes": 1, "aberto_no_fim": 1}
    found = [
        fatos(Tabela.CASO, [open_case, open_case], mes=1),
        fatos(Tabela.CASO, [open_case, {"aberto_antes": 1, "encerrado_no_mes": 1, "dias": 31}], mes=2),
        fatos(Tabela.CASO, [open_case, {"aberto_no_mes": 1, "aberto_no_fim": 1}], mes=3),
    ]
    product, quadro = CATALOGO.quadros["RM-7"]
    made = count(Cubo(found, REDE, semester(2026, 1)), product, quadro, Publico.UNIDADE, Nivel.UNIDADE)
    assert [row[0].valor for row in made.celulas[:6]] == [2, 1, 0, 1, 2, 31]


def test_a_movement_that_does_not_close_is_said() -> None:
    found = [fatos(Tabela.CASO, [{"aberto_antes": 1, "aberto_no_fim": 0}], mes=3)]
    made = report("RM-7", found)
    assert "dá 1 e não 0" in made.documento.tabelas[0].avisos[0]
    assert made.documento.tabelas[0].celulas[5][0].marca is Marca.IMPOSSIVEL  # no mean of nothing


def test_a_code_that_the_definition_does_not_know_is_said_and_not_counted() -> None:
    part = fatos(Tabela.CONTATO, [{"pessoa": 1, "dia": 1, "sexo": "F"}], mes=3)
    strange = part.colunas["perfil"].copy()
    strange[:] = 250
    found = [replace(part, colunas={**part.colunas, "perfil": strange})]
    made = report("RSA-1", found)
    assert "1 registro(s) com resposta que esta definição não conhece" in made.documento.tabelas[0].avisos[0]
    assert numbers(made.documento.tabelas[0], "Total") == [0, 0, 0, 0]


def test_the_order_of_the_segments_changes_nothing() -> None:
    shuffled = list(fatos_de_amostra())
    np.random.default_rng(3).shuffle(shuffled)
    for codigo in ("RAD", "RSA", "RM"):
        assert report(codigo, shuffled).documento == report(codigo).documento


def test_the_hash_is_of_the_content_and_knows_no_clock() -> None:
    made = report("RSA")
    product: Produto = made.produto
    later = replace(made.fonte, instante=made.fonte.instante.replace(year=2030))
    assert montar(CATALOGO, product, later, Publico.RESTRITO, Nivel.BRASIL).documento.hash == made.documento.hash
    other = list(fatos_de_amostra())
    other[0] = replace(other[0], colunas={**other[0].colunas, "dia": other[0].colunas["dia"][::-1].copy()})
    assert report("RSA", other).documento.hash != made.documento.hash


def test_families_are_one_report_with_every_table_of_their_products() -> None:
    assert [entry.codigo for entry in families.relatorios(CATALOGO, Publico.UNIDADE)] == ["RAD", "RAI", "RM", "RSA"]
    rad = families.procurar(CATALOGO, "rad", Publico.UNIDADE)
    assert rad is not None
    assert [entry.codigo for entry in rad.tabelas][:3] == ["RAD-1", "RAD-1-S", "RAD-2"]
    assert families.procurar(CATALOGO, "RAD-3", Publico.UNIDADE) is not None
    assert families.procurar(CATALOGO, "boletim-mensal", Publico.UNIDADE) is None


def test_coverage_names_units_and_the_months_they_lack() -> None:
    owed = [
        Devidos(unidade_id=n, codigo=code, uf="SP", meses=(1, 2, 3), consolidados=frozenset())
        for n, code in ((1, "A"), (2, "B"), (3, "C"))
    ]
    sent = {(1, 1), (1, 2), (1, 3), (2, 1), (2, 3)}
    found = coverage.cobertura(owed, (1, 2, 3), sent)
    assert found.em_palavras() == "1 de 3 unidades enviou"
    assert found.faltam == ("B (fevereiro)", "C")


@pytest.mark.parametrize("codigo", ["RAD", "RSA", "RM"])
def test_every_cell_says_where_it_comes_from(codigo: str) -> None:
    made = report(codigo)
    for n, entry in enumerate(made.documento.tabelas):
        origin = de_onde_vem(made, n, 0, len(entry.colunas) - 1)
        assert origin is not None
        assert origin.celula == entry.celulas[0][-1]
        assert origin.fontes
        assert all(len(text.rpartition(": ")[2]) == 64 for text in origin.fontes)
    assert de_onde_vem(made, 0, 10_000, 0) is None
    assert de_onde_vem(made, -1, 0, 0) is None


def test_the_origin_of_a_cell_says_codes_and_months() -> None:
    made = report("RSA-1")
    labels = made.documento.tabelas[0].linhas
    origin = de_onde_vem(made, 0, labels.index(DEPORTADO), 0)
    assert origin is not None
    assert origin.condicoes == (("Perfil", f"{DEPORTADO} (DEPORTADO)"), ("Sexo", "Feminino (F)"))
    assert [name for name, _ in origin.meses] == ["janeiro", "fevereiro", "março", "abril", "maio"]
    total = de_onde_vem(made, 0, labels.index("Total"), 0)
    assert total is not None
    assert not total.somam  # people who came in two months


def test_a_period_without_facts_of_a_kind_has_no_numbers() -> None:
    product, quadro = CATALOGO.quadros["RAD-1"]
    made = count(Cubo([], REDE, year_of(2026)), product, quadro, Publico.RESTRITO, Nivel.BRASIL)
    assert {cell.marca for row in made.celulas for cell in row} == {Marca.SEM_ENVIO}
