"""Linked records count as one person, under the key that other units know her by."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np

from sisetp.domain.codelists import codelist
from sisetp.domain.vinculo import DESFEITA, DISTINTA, LIGADA
from sisetp.reporting.extract.people import Pessoas, linked_groups, merged_keys

A, B, C, D = (UUID(int=number) for number in range(1, 5))
IDENT, NAO_IDENT = codelist("modo_ident").number("IDENT"), codelist("modo_ident").number("NAO_IDENT")


def decided(*decisions: tuple[UUID, UUID, str]) -> Any:
    return [SimpleNamespace(pessoa_a_id=a, pessoa_b_id=b, decisao=decision) for a, b, decision in decisions]


def test_links_are_followed_and_the_last_decision_counts() -> None:
    groups = linked_groups(decided((A, B, LIGADA), (B, C, LIGADA), (C, D, LIGADA), (C, D, DESFEITA)))
    assert groups == {A: {A, B, C}, B: {A, B, C}, C: {A, B, C}}
    assert linked_groups(decided((A, B, DISTINTA), (A, B, LIGADA)))[A] == {A, B}
    assert linked_groups(decided((A, B, LIGADA), (A, B, DESFEITA), (A, B, DISTINTA))) == {}


def test_the_identified_key_wins_and_then_the_smallest() -> None:
    places = {A: 0, B: 1, C: 2, D: 3}
    own = [b"1" * 16, b"2" * 16, b"3" * 16, b"0" * 16]
    together = frozenset({A, B, C})
    groups = dict.fromkeys((A, B, C), together)
    modes = np.array([NAO_IDENT, IDENT, IDENT, NAO_IDENT], np.uint8)
    assert merged_keys(own, modes, places, groups) == [own[1], own[1], own[1], own[3]]
    nobody = np.full(4, NAO_IDENT, np.uint8)
    assert merged_keys(own, nobody, places, groups) == [own[0], own[0], own[0], own[3]]


def test_people_of_one_key_have_one_pseudonym() -> None:
    people = Pessoas(places={A: 0, B: 1, C: 2}, chaves=[b"x" * 16, b"y" * 16, b"x" * 16], register={})
    asked: list[bytes] = []

    def pseudonym(chave: bytes) -> int:
        asked.append(chave)
        return 2**64 - 1 - len(asked)

    found = people.pseudonyms(pseudonym)
    assert found.dtype == np.uint64
    assert found[0] == found[2] != found[1]
    assert len(asked) == 2
