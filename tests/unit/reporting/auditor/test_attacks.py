"""Simulated attacks: the list is whole, and what a wrong guess says does not count as recovered."""

from dataclasses import replace

from sisetp.reporting.disclosure.auditor.attacks import ATAQUES, INSIDER, attack, simulate
from sisetp.reporting.disclosure.auditor.model import Externa
from tests.unit.reporting.auditor.worlds import Mundo, texto, um_a_um

TIME = ("T1", "T2", "T3", "T4", "T5", "T7")


def test_every_attack_of_the_design_is_tried() -> None:
    others = [f"{family}{number}" for family, last in (("G", 5), ("O", 5), ("C", 10)) for number in range(1, last + 1)]
    assert list(ATAQUES) == [*TIME, *others]
    assert [tried.codigo for tried in simulate(_world().caso(detentor=True))] == list(ATAQUES)


def test_insiders_are_tried_only_where_they_are_audited() -> None:
    assert INSIDER not in {tried.codigo for tried in simulate(_world().caso(detentor=False))}


def test_a_wrong_guess_recovers_nothing() -> None:
    case = _world().caso()
    form = texto({"nasceu": ["1"], "sexo": ["NI"]})
    right = Externa(descricao="rótulo", forma_json=form, minimo=1, maximo=4)
    assert attack(replace(case, externas=(right,)), "C9").recuperados > 0
    wrong = replace(right, minimo=4, maximo=4)
    tried = attack(replace(case, externas=(wrong,)), "C9")
    assert tried.palpites > 0
    assert tried.recuperados == 0


def test_what_can_be_counted_only_outside_the_frame_is_given_away() -> None:
    world = Mundo().chegam(9)
    assert attack(world.tabela("R", "moradia", {"Brasil": {}}, _needs()).caso(), "O4").recuperados == 1


def _world() -> Mundo:
    world = Mundo().chegam(40, sexo="F").chegam(30, sexo="M").chegam(3, sexo="NI")
    return world.tabela("R", "sexo", {"Brasil": {}}, um_a_um("sexo"), also=[("Brasil", "M")])


def _needs() -> dict[str, dict[str, tuple[str, ...]]]:
    return {"moradia": {"necessidades": ("MORADIA",)}}
