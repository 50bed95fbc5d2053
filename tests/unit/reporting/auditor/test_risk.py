"""The risk report says what was tried and what would be learnt, names tables, and keeps numbers and cells to itself."""

import re

from sisetp.reporting.disclosure.auditor.attacks import simulate
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso
from sisetp.reporting.disclosure.risk import NADA, RESIDUAL, RelatorioDeRisco, from_json, risk_report
from tests.unit.reporting.auditor.worlds import Mundo, um_a_um

RULES = (("Menor número mostrado", "5 pessoas"),)


def test_a_safe_release_is_reported_as_giving_nothing_away() -> None:
    report = _report(_world().tabela("R1", "sexo", {"Brasil": {}}, um_a_um("sexo"), also=[("Brasil", "M")]).caso())
    assert report.aprovada
    assert _section(report, "O que se poderia descobrir") == (NADA,)
    assert _section(report, "O que esta divulgação mostra") == ("sexo: 2 células publicadas, 2 ocultas.",)
    assert _section(report, "Regras usadas") == ("Menor número mostrado: 5 pessoas",)
    assert _section(report, "Risco que permanece") == RESIDUAL


def test_a_broken_release_names_the_table_and_the_way_out_and_neither_cell_nor_number() -> None:
    report = _report(_world().tabela("R1", "sexo", {"Brasil": {}}, um_a_um("sexo")).caso())
    assert not report.aprovada
    learnt = " ".join(_section(report, "O que se poderia descobrir"))
    assert "sexo, R1: qualquer leitor descobriria o número exato de um grupo pequeno" in learnt
    assert "Engrossar a tabela sexo da divulgação R1" in learnt
    assert "NI" not in learnt
    assert not re.search(r"\b4\b", learnt)


def test_the_report_is_the_same_for_another_truth_with_the_same_numbers_out() -> None:
    """How many of the hidden cells are small is hidden too: with two of two, each of them would be known small."""
    both, one = Mundo().chegam(40, sexo="F"), Mundo().chegam(40, sexo="F")
    worlds = both.chegam(4, sexo="M").chegam(4, sexo="NI"), one.chegam(7, sexo="M").chegam(1, sexo="NI")
    reports = [
        _report(world.tabela("R1", "sexo", {"Brasil": {}}, um_a_um("sexo"), also=[("Brasil", "M")]).caso())
        for world in worlds
    ]
    assert reports[0].aprovada
    assert reports[0] == reports[1]


def test_the_report_tells_each_attack_apart() -> None:
    tried = _section(
        _report(_world().tabela("R1", "sexo", {"Brasil": {}}, um_a_um("sexo")).caso()), "O que foi tentado"
    )
    assert "C2, uma ou duas células ocultas em uma linha: descobriu 1 grupo pequeno." in tried
    assert "C1, zeros impressos: não descobriu nada." in tried


def test_a_report_comes_back_from_its_text() -> None:
    report = _report(_world().tabela("R1", "sexo", {"Brasil": {}}, um_a_um("sexo")).caso())
    assert from_json(report.json()) == report
    assert report.texto().startswith("Relatório de risco — R1\n\nO que foi tentado\n- ")


def _world() -> Mundo:
    return Mundo().chegam(40, sexo="F").chegam(30, sexo="M").chegam(4, sexo="NI")


def _report(case: Caso) -> RelatorioDeRisco:
    return risk_report("R1", case, audit(case), simulate(case), RULES)


def _section(report: RelatorioDeRisco, title: str) -> tuple[str, ...]:
    return next(section.linhas for section in report.secoes if section.titulo == title)
