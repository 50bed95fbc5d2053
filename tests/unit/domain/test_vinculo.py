"""Links between records of one person: order, groups, and what cannot be decided."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.errors import RuleViolation
from sisetp.domain.vinculo import DESFEITA, DISTINTA, LIGADA, DecidirVinculo, Par, check_decision, grupo_de, par_de

DAY = date(2026, 11, 20)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
PAIRS = st.tuples(st.integers(1, 6), st.integers(1, 6)).filter(lambda both: both[0] != both[1])
EDGES = st.lists(PAIRS.map(lambda both: par_de(UUID(int=both[0]), UUID(int=both[1]))), max_size=8)


def decide(um: UUID, outro: UUID, decisao: str, decididos: dict[Par, str], motivo: str = "EQUIPE") -> None:
    check_decision(DecidirVinculo(par=par_de(um, outro), decisao=decisao, motivo=motivo), decididos, today=DAY)


def test_a_pair_has_one_order_and_two_records() -> None:
    assert par_de(B, A) == par_de(A, B) == Par(A, B)
    with pytest.raises(ValueError, match="two records"):
        par_de(A, A)


@given(EDGES, st.integers(1, 6))
def test_a_group_is_what_can_be_reached_and_is_the_same_from_every_member(edges: list[Par], start: int) -> None:
    group = grupo_de(UUID(int=start), edges)
    assert UUID(int=start) in group
    assert all(grupo_de(member, edges) == group for member in group)
    assert all(set(edge) <= group for edge in edges if set(edge) & group)


@pytest.mark.parametrize("before", [None, LIGADA, DISTINTA, DESFEITA])
@pytest.mark.parametrize("after", [LIGADA, DISTINTA, DESFEITA])
def test_only_steps_that_are_drawn(before: str | None, after: str) -> None:
    drawn = {
        (None, LIGADA),
        (None, DISTINTA),
        (LIGADA, DESFEITA),
        (DISTINTA, LIGADA),
        (DISTINTA, DESFEITA),
        (DESFEITA, LIGADA),
        (DESFEITA, DISTINTA),
    }
    decided = {Par(A, B): before} if before else {}
    if (before, after) in drawn:
        decide(A, B, after, decided)
    else:
        with pytest.raises(RuleViolation):
            decide(A, B, after, decided)


def test_two_people_told_apart_are_not_joined_through_a_third() -> None:
    decided = {Par(A, B): LIGADA, Par(A, C): DISTINTA}
    with pytest.raises(RuleViolation) as broken:
        decide(B, C, LIGADA, decided)
    assert "pessoas diferentes" in broken.value.messages[0].mensagem
    decide(B, C, LIGADA, {Par(A, B): LIGADA, Par(A, C): DESFEITA})


def test_records_joined_through_a_third_are_not_told_apart() -> None:
    with pytest.raises(RuleViolation) as broken:
        decide(A, C, DISTINTA, {Par(A, B): LIGADA, Par(B, C): LIGADA})
    assert "por meio de outro" in broken.value.messages[0].mensagem


def test_a_decision_has_a_reason() -> None:
    with pytest.raises(RuleViolation) as broken:
        decide(A, B, LIGADA, {}, motivo="PORQUE_SIM")
    assert broken.value.messages[0].campo == "motivo"
