"""Attacks along places (G1–G5): wholes minus parts, units that move, the neighbour who knows her own records."""

from dataclasses import replace

from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.request import Parametros
from tests.unit.reporting.attacks.releases import (
    ESTADOS,
    IDADE,
    IDADE_LARGA,
    SEXO,
    UNIDADES,
    Quadro,
    ambas,
    auditada,
    only_naive_leaks,
    pessoas,
    protegida,
    recuperados,
)
from tests.unit.reporting.auditor.worlds import por

REGIOES = por("lugar", {"norte": ("A1", "A2", "B1"), "sul": ("C1", "C2", "C3")})
NUCLEOS = por("lugar", {"núcleos": ("A1", "B1", "C1", "C2"), "postos": ("A2", "C3")})


def test_g1_a_state_minus_its_unit_gives_the_other_unit_and_not_when_protected() -> None:
    naive, safe = ambas(200, Quadro("estados", ESTADOS, SEXO), Quadro("unidades", UNIDADES, SEXO, limiar=10))
    only_naive_leaks(naive, safe, "G1")


def test_g2_a_region_minus_its_states_gives_the_hidden_state_and_not_when_protected() -> None:
    naive, safe = ambas(80, Quadro("regiões", REGIOES, IDADE_LARGA), Quadro("estados", ESTADOS, IDADE_LARGA))
    only_naive_leaks(naive, safe, "G2")


def test_g3_a_unit_that_moves_to_another_state_is_given_away_and_not_when_protected() -> None:
    before = por("lugar", {"AA": ("A1", "A2"), "BB": ("B1",), "CC": ("C1", "C2", "C3")}, total=False)
    after = por("lugar", {"AA": ("A1", "A2"), "BB": ("B1", "C3"), "CC": ("C1", "C2")}, total=False)
    naive, safe = ambas(200, Quadro("antes", before, SEXO), Quadro("depois", after, SEXO))
    only_naive_leaks(naive, safe, "G3")


def test_g4_the_neighbour_in_a_state_with_two_units_works_out_the_other_and_not_when_protected() -> None:
    naive, safe = ambas(320, Quadro("estados", ESTADOS, SEXO))
    without_rule = protegida(pessoas(320, 320), "R1", Quadro("estados", ESTADOS, SEXO), vizinhos=Parametros())
    assert auditada(without_rule, detentor=False).aprovada
    assert {found.detentor for found in auditada(without_rule).violacoes} & {"A1", "A2"}
    only_naive_leaks(naive, safe, "G4")


def test_g4_the_neighbour_in_a_region_of_two_units_works_out_the_other_and_not_when_protected() -> None:
    regioes = Quadro("regiões", por("lugar", {"sul": ("B1", "C3"), "norte": ("A1", "A2", "C1", "C2")}), IDADE)
    naive, safe = ambas(320, regioes)
    states = protegida(pessoas(320, 320), "R1", regioes, vizinhos=Parametros(duplas=(("A1", "A2"),)))
    assert audit(replace(states.caso(detentor=True), so_ufs=True)).aprovada
    assert {found.detentor for found in auditada(states).violacoes} & {"B1", "C3"}
    assert recuperados(states, "G4") > 0
    only_naive_leaks(naive, safe, "G4")


def test_g5_shelters_apart_from_posts_give_the_smaller_kind_away_and_not_when_protected() -> None:
    naive, safe = ambas(320, Quadro("tipo", NUCLEOS, SEXO), Quadro("estados", ESTADOS, SEXO))
    only_naive_leaks(naive, safe, "G5")
