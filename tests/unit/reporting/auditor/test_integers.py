"""Whole people: what halves of people would hide is found by branch and bound."""

import pytest

from sisetp.reporting.disclosure.auditor import checks
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso, Tipo, Violacao
from tests.unit.reporting.attacks.releases import BRASIL, Quadro, auditada, out, protegida
from tests.unit.reporting.auditor.worlds import Mundo, por

PEOPLE = {"0-11": 1, "12-17": 3, "18-29": 3, "30-39": 1, "40-49": 3, "50-59": 2}
GROUPS = {
    "a": ("12-17", "18-29", "40-49"),
    "b": ("0-11", "30-39", "40-49", "50-59"),
    "c": ("12-17", "18-29", "50-59"),
    "d": ("0-11", "12-17", "30-39"),
}


def test_c7_a_presence_that_only_whole_numbers_prove_is_found() -> None:
    (broken,) = _about_adolescents()
    assert broken.tipo is Tipo.PRESENCA
    assert broken.causas == (("R", "grupos"),)


def test_c7_a_search_among_real_numbers_alone_would_pass_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "whole_bounds", lambda *_: ())
    assert _about_adolescents() == []


def test_c7_what_sisetp_publishes_of_the_same_groups_proves_nothing() -> None:
    groups = Quadro("grupos", BRASIL, por("faixa", GROUPS, total=False))
    adolescents = Quadro("adolescentes", BRASIL, por("faixa", {"12-17": ("12-17",)}, total=False))
    safe = protegida(_people(), "R", groups, adolescents)
    assert out(safe) == {("R", "grupos")}
    assert auditada(safe).aprovada


def _about_adolescents() -> list[Violacao]:
    return [found for found in audit(_case()).violacoes if found.descricao == "grupos: Brasil / 12-17"]


def _case() -> Caso:
    """Four overlapping age groups: 0 to 5 people of 12-17 in real numbers, 1 to 5 in whole ones."""
    world = _people()
    world.tabela("R", "grupos", {"Brasil": {}}, por("faixa", GROUPS, total=False), hidden=lambda value: value < 5)
    hidden = por("faixa", {"12-17": ("12-17",)}, total=False)
    return world.tabela("R", "grupos", {"Brasil": {}}, hidden, hidden=lambda value: value < 5).caso()


def _people() -> Mundo:
    world = Mundo()
    for band, people in PEOPLE.items():
        world.chegam(people, faixa=band)
    return world
