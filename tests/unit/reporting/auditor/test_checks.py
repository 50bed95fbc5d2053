"""What the auditor refuses, what it names as the cause, and that it stands alone."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.reporting.disclosure import auditor
from sisetp.reporting.disclosure.auditor.attacks import INSIDER, attack
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Externa, Tipo
from tests.unit.reporting.auditor.worlds import EDICAO_2, Mundo, por, texto, um_a_um

BRASIL: dict[str, dict[str, tuple[str, ...]]] = {"Brasil": {}}


def test_the_auditor_imports_nothing_of_what_it_audits() -> None:
    imported = {
        name
        for path in Path(auditor.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.startswith("sisetp")
    }
    assert imported
    assert {name for name in imported if "disclosure.auditor" not in name} == {"sisetp.domain.errors"}


def test_a_number_that_the_frozen_facts_do_not_give_is_a_contradiction() -> None:
    case = _plain().caso()
    wrong = tuple(replace(line, valor=51) if line.coluna == "F" else line for line in case.linhas)
    (found,) = audit(replace(case, linhas=wrong)).violacoes
    assert (found.tipo, found.causas) == (Tipo.CONTRADICAO, (("R", "sexo"),))
    assert audit(case).aprovada


def test_a_mark_of_impossibility_on_what_is_possible_is_a_contradiction() -> None:
    case = _plain().caso()
    form = texto({"lugar": ["B1"], "mes": ["03"], "nasceu": ["1"]})
    marked = replace(case.linhas[0], forma_json=form, situacao="-", valor=None)
    assert audit(replace(case, linhas=(*case.linhas, marked))).conta(Tipo.CONTRADICAO) == 1
    late = replace(case.moldura, tardios=frozenset({("03", "B1")}))
    assert audit(replace(case, moldura=late, linhas=(*case.linhas, marked))).aprovada


def test_people_where_nobody_can_be_are_refused() -> None:
    case = _plain().caso()
    empty = replace(case.moldura, pares=frozenset(pair for pair in case.moldura.pares if pair[0] != "01"))
    with pytest.raises(RuleViolation, match="suporte"):
        audit(replace(case, moldura=empty))


def test_the_newest_of_the_tables_that_prove_it_is_named_last() -> None:
    world = Mundo().chegam(30, sexo="F").chegam(20, sexo="M").chegam(2, sexo="NI")
    world.tabela("velha", "sexo", BRASIL, um_a_um("sexo"), also=[("Brasil", "M")])
    assert audit(world.caso()).aprovada
    world.tabela("nova", "homens", BRASIL, por("sexo", {"M": ("M",)}, total=False))
    (found,) = audit(world.caso()).violacoes
    assert found.causas == (("velha", "sexo"), ("nova", "homens"))
    assert "Engrossar a tabela homens da divulgação nova" in found.saida
    assert audit(world.caso()).causadas_por("nova") == (found,)


def test_the_difference_between_editions_is_a_group_like_any_other() -> None:
    world = _plain()
    world.chegam(3, sexo="F", nasceu="2").tabela("S", "sexo", BRASIL, um_a_um("sexo"), vale=EDICAO_2)
    found = audit(world.caso()).violacoes
    assert {violation.tipo for violation in found} == {Tipo.PRESENCA}
    assert all(violation.descricao.startswith("retificação") for violation in found)
    assert all(violation.saida.startswith("Esperar") for violation in found)


def test_what_is_left_between_tables_is_a_group_even_if_no_cell_makes_it_up() -> None:
    world = Mundo().chegam(50, sexo="F").chegam(2, sexo="M").chegam(1, sexo="NI")
    world.tabela("R", "mulheres", BRASIL, por("sexo", {"F": ("F",)}, total=False))
    world.tabela("R", "todas", BRASIL, BRASIL)
    (found,) = audit(world.caso()).violacoes
    assert (found.tipo, found.descricao) == (Tipo.EXATA, "sobra de todas: Brasil / Brasil")


def test_everybody_but_these_is_a_group_when_it_is_asked_for() -> None:
    world = Mundo().chegam(50, sexo="F").chegam(2, sexo="M").chegam(1, sexo="NI").chegam(40, sexo="M", lugar="B1")
    rows = por("lugar", {"AA": ("A1", "A2"), "BB": ("B1",)}, total=False)
    case = world.tabela("R", "estados", rows, um_a_um("sexo")).caso()
    named = {found.descricao for found in audit(replace(case, complementos=True)).violacoes}
    assert "complemento de estados: AA / F" in named
    assert not any(found.descricao.startswith("complemento") for found in audit(case).violacoes)


def test_what_came_from_outside_counts_when_it_is_true_and_is_left_out_when_it_counts_something_else() -> None:
    world = Mundo().chegam(50, sexo="F").chegam(40, sexo="M").chegam(3, sexo="NI")
    case = world.tabela("R", "sexo", BRASIL, um_a_um("sexo"), also=[("Brasil", "M")]).caso()
    form = texto({"nasceu": ["1"], "sexo": ["NI"]})
    true = Externa(descricao="outro órgão", forma_json=form, minimo=2, maximo=8)
    assert audit(case).aprovada
    assert audit(replace(case, externas=(true,))).conta(Tipo.PRESENCA) == 1
    assert audit(replace(case, externas=(replace(true, minimo=4),))).aprovada


def test_hiding_everything_is_safe_and_publishing_everything_is_not() -> None:
    few = Mundo().chegam(3, sexo="F").chegam(9, sexo="M")
    safe = Mundo(pessoas=few.pessoas).tabela("R", "sexo", BRASIL, um_a_um("sexo"), hidden=lambda _: True)
    bare = Mundo(pessoas=few.pessoas).tabela("R", "sexo", BRASIL, um_a_um("sexo"), hidden=lambda _: False)
    assert audit(safe.caso()).aprovada
    answer = audit(bare.caso())
    assert {(violation.tipo, violation.saida[:17]) for violation in answer.violacoes} == {
        (Tipo.EXATA, "Ocultar a célula:")
    }
    assert answer.medidas.sensiveis == 2


def test_what_two_units_alone_sent_is_known_to_both_unless_only_states_are_asked_for() -> None:
    world = Mundo().chegam(30, mes="03", lugar="A1").chegam(2, mes="03", lugar="A2")
    case = world.tabela("R", "março", {"março": {"mes": ("03",)}}, BRASIL).caso(detentor=True)
    sent = case.moldura.pares - {("03", unit) for unit in ("B1", "C1", "C2", "C3")}
    case = replace(case, moldura=replace(case.moldura, pares=frozenset(sent)))
    for rule, found in ((case, {("A1", Tipo.EXATA)}), (replace(case, so_ufs=True), set())):
        assert {(broken.detentor, broken.tipo) for broken in audit(rule).violacoes} == found
        assert attack(rule, INSIDER).recuperados == len(found)


def _plain() -> Mundo:
    world = Mundo().chegam(50, sexo="F").chegam(40, sexo="M").chegam(30, sexo="NI")
    return world.tabela("R", "sexo", BRASIL, um_a_um("sexo"))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
