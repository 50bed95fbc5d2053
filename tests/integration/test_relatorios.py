"""Restricted reports over a frozen network: every number against brute force."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.reporting import snapshots
from sisetp.reporting.cube import counting, opening, reports, weights
from sisetp.reporting.cube.groups import Grupos, por_linha
from sisetp.reporting.cube.origin import de_onde_vem
from sisetp.reporting.definitions.vocabulary import Conta, Nivel
from sisetp.reporting.tables import Marca
from sisetp.services import periodos
from tests.support import forca_bruta
from tests.support import forca_bruta_casos as casos
from tests.support import forca_bruta_pessoas as pessoas
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.fichas import person, unnamed
from tests.support.forca_bruta import Lidos, Matriz
from tests.support.installation import Template
from tests.support.periodos import BEGINNING, MARCH_5, send
from tests.support.rede_congelada import ANO, ESTATISTICA, Rede, rede_de

SEGUNDO = range(7, 13)
Contar = Callable[[list[Lidos]], Matriz]


def tabelas(app: Flask, codigo: str, periodo: str, nivel: Nivel, lugar: str) -> dict[str, Matriz]:
    """Cells of every table of a report, by code; every unit sent, so that nothing is missing."""
    with app.app_context(), unit_of_work(ESTATISTICA, read_only=True) as session:
        made = reports.restrito(session, codigo, periodo, nivel, lugar, clock=MovableClock())
    found = {}
    for table in made.documento.tabelas:
        assert not any(cell.marca is Marca.SEM_ENVIO for row in table.celulas for cell in row)
        found[table.codigo] = [[-1 if cell.valor is None else cell.valor for cell in row] for row in table.celulas]
    return found


def lugares(rede: Rede) -> Iterator[tuple[Nivel, str, list[Lidos]]]:
    """The country, every state and every unit, with the records of each."""
    yield Nivel.BRASIL, "", rede.unidades
    for uf in sorted({unit.uf for unit in rede.unidades}):
        yield Nivel.UF, uf, rede.na(uf)
    for unit in rede.unidades:
        yield Nivel.UNIDADE, unit.codigo, [unit]


CONTAS: dict[tuple[str, str], dict[str, Contar]] = {
    ("RAD", f"{ANO}"): {
        codigo: partial(forca_bruta.rad, tabela=codigo) for codigo in ("RAD-1", "RAD-2", "RAD-3", "RAD-4")
    },
    ("RSA", f"{ANO}-S2"): {
        "RSA-1": partial(forca_bruta.rsa_1, meses=SEGUNDO),
        "RSA-2": partial(pessoas.rsa_2, ano=ANO, meses=SEGUNDO),
        "RSA-3": partial(forca_bruta.rsa_3, meses=SEGUNDO),
        "RSA-4": partial(pessoas.rsa_4, meses=SEGUNDO),
        "RSA-4-P": partial(pessoas.rsa_4_p, meses=SEGUNDO),
        "RSA-5": partial(pessoas.rsa_5, meses=SEGUNDO),
        "RSA-5-I": partial(pessoas.rsa_5_i, meses=SEGUNDO),
        "RSA-5-C": partial(casos.rsa_5_c, ano=ANO, meses=SEGUNDO),
        "RSA-6": partial(forca_bruta.rsa_6, meses=SEGUNDO),
    },
    ("RM", f"{ANO}-10"): {
        "RM-1": partial(forca_bruta.rm_1, mes=10),
        "RM-2": partial(forca_bruta.rm_2, mes=10),
        "RM-3": partial(pessoas.rm_3, mes=10),
        "RM-3-P": partial(pessoas.rm_3_p, mes=10),
        "RM-3-U": partial(pessoas.rm_3_u, mes=10),
        "RM-3-I": partial(pessoas.rm_3_i, mes=10),
        "RM-7": partial(casos.rm_7, ano=ANO, mes=10),
        "RM-7-M": partial(casos.rm_7_m, ano=ANO, mes=10),
        "RM-7-R": partial(casos.rm_7_r, ano=ANO, mes=10),
    },
}
"""Tables counted by brute force, of each report and period."""


def diferentes(rede: Rede, codigo: str, periodo: str, *, onde: Nivel | None = None) -> list[str]:
    """Tables and places whose numbers are not what brute force counts; at every level, or at one."""
    wrong = []
    for nivel, lugar, unidades in lugares(rede):
        if onde in (None, nivel):
            found = tabelas(rede.app, codigo, periodo, nivel, lugar)
            counts = CONTAS[codigo, periodo]
            wrong += [f"{name} {lugar or 'Brasil'}" for name, count in counts.items() if found[name] != count(unidades)]
    return wrong


@pytest.mark.parametrize(("codigo", "periodo"), CONTAS)
def test_every_number_is_what_brute_force_counts_in_the_country_each_state_and_each_unit(
    rede: Rede, codigo: str, periodo: str
) -> None:
    assert diferentes(rede, codigo, periodo) == []


def test_the_network_is_worth_comparing(rede: Rede) -> None:
    people = forca_bruta.primeiros(forca_bruta.contatos(rede.unidades, range(1, 13)))
    assert len(people) > 100
    assert forca_bruta.rad(rede.unidades, "RAD-1")[-1][0] > 10
    sums = sum(forca_bruta.rm_1([unit], mes)[2][0] for unit in rede.unidades for mes in range(1, 13))
    assert sums > len(people)  # some people came again


def every_row(fatos: Any, selecao: Any, presos: Any, rede: Any) -> Grupos:
    """A wrong count of people: every contact is somebody else."""
    return por_linha(fatos, selecao)


def all_but_one(fatos: Any, selecao: Any) -> Grupos:
    """A wrong count of rows: the first is lost."""
    return Grupos(por_linha(fatos, selecao).primeira[1:])


def no_stock(fatos: Any, *_more: Any) -> Any:
    """A wrong count of cases: none was open before, none stays open."""
    return np.zeros(len(fatos), np.int64)


WRONG: dict[str, tuple[Any, str, Any, str]] = {
    "people": (counting, "distintos", every_row, "RM-2 RM-3 RM-3-I RM-3-P RM-3-U RSA-1 RSA-2 RSA-4-P RSA-5 RSA-5-I"),
    "rows": (counting, "por_linha", all_but_one, "RM-1 RSA-3 RSA-4 RSA-6"),
    "cases": (weights, "_no_mes", no_stock, "RM-7 RM-7-R RSA-5-C"),
    "closings": (weights, "_SIMPLES", {**weights._SIMPLES, Conta.CASOS_ENCERRADOS: "aberto_no_fim"}, "RM-7 RM-7-M"),
    "largest": (opening, "_maiores", lambda eixo, contados: (), "RM-3 RM-3-I RM-3-P"),
}
"""A rule, the wrong one in its place, and the tables in which it must show."""


@pytest.mark.parametrize("rule", WRONG)
def test_a_wrong_rule_is_seen_by_brute_force(rede: Rede, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    module, name, wrong, tables = WRONG[rule]
    monkeypatch.setattr(module, name, wrong)
    asked = [(codigo, periodo) for codigo, periodo in CONTAS if f"{codigo}-" in tables]
    found = [text for codigo, periodo in asked for text in diferentes(rede, codigo, periodo, onde=Nivel.BRASIL)]
    assert {f"{table} Brasil" for table in tables.split()} <= set(found)


@pytest.mark.longo
def test_a_large_network(sqlite_template: Template, tmp_path: Path) -> None:
    with rede_de(6000, sqlite_template, tmp_path / "instancia") as large:
        for codigo, periodo in CONTAS:
            assert diferentes(large, codigo, periodo) == []


def test_a_network_where_one_unit_sent_says_so_on_both_databases(
    app: Flask, staff: Callable[..., Actor], clock: MovableClock
) -> None:
    clock.instant = BEGINNING
    head = staff(Role.COORDENACAO)
    unidade_id = head.unidade_id
    assert unidade_id is not None
    for people in ([person()], [person()], [unnamed()]):
        attend(app, head, clock, *people, inicio=BEGINNING)
    clock.instant = MARCH_5
    send(app, head, clock, 1)
    national = staff(Role.CGETP_GESTAO, unidade=None)
    call(app, national, periodos.check, unidade_id, 2026, 1, clock=clock)
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        done = periodos.consolidate(session, national, unidade_id, 2026, 1, clock=clock)
        snapshots.freeze_month(session, done, clock=clock)
    with app.app_context(), unit_of_work(ESTATISTICA, read_only=True) as session:
        made = reports.restrito(session, "RM-1", "2026-01", Nivel.BRASIL, "", clock=clock)
        with pytest.raises(Refused, match="Nenhuma unidade deste lugar"):
            reports.restrito(session, "RM-1", "2026-01", Nivel.UF, "RS", clock=clock)
    documento = made.documento
    assert [row[0].valor for row in documento.tabelas[0].celulas] == [3, 0, 2, 2, 1]
    assert documento.cobertura.em_palavras() == "1 de 26 unidades enviou"
    assert "PAAHM-GRU" not in documento.cobertura.faltam
    origin = de_onde_vem(made, 0, 0, 0)
    assert origin is not None
    assert [text.partition(":")[0] for text in origin.fontes] == ["PAAHM-GRU, janeiro de 2026"]
