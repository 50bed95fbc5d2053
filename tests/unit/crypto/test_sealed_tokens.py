"""Tokens, pseudonyms and MACs: separate keys, separate words."""

import pytest

from sisetp.crypto.blind_index import KINDS
from sisetp.crypto.errors import KeyMissing
from sisetp.crypto.sealed import Sealer


def test_a_token_is_stable_and_truncated(sealer: Sealer) -> None:
    for kind, bits in KINDS.items():
        token = sealer.index_token(1, kind, b"value")
        assert token == sealer.index_token(1, kind, b"value")
        assert len(token) == -(-bits // 8)
        assert int.from_bytes(token, "big") % 2 ** (-bits % 8) == 0


def test_one_value_has_another_token_in_each_kind_and_unit(sealer: Sealer) -> None:
    values = [str(number).encode() for number in range(50)]
    lists = [[sealer.index_token(unit, kind, value)[:2] for value in values] for unit in (1, 2) for kind in KINDS]
    for position, one in enumerate(lists):
        for other in lists[position + 1 :]:
            assert sum(a == b for a, b in zip(one, other, strict=True)) <= 1


def test_an_unknown_kind_or_unit_has_no_key(sealer: Sealer) -> None:
    for unit, kind in ((1, "sobrenome"), (1, "estat"), (9, "cpf")):
        with pytest.raises(KeyMissing):
            sealer.index_token(unit, kind, b"value")


def test_the_pseudonym_is_the_same_everywhere_for_one_person(sealer: Sealer) -> None:
    one = sealer.pessoa_chave("joan", "silv", "1990-02-28")
    assert one == sealer.pessoa_chave("joan", "silv", "1990-02-28")
    assert len(one) == 16


def test_the_pseudonym_tells_people_and_framings_apart(sealer: Sealer) -> None:
    people = [
        ("joan", "silv", "1990-02-28"),
        ("joans", "ilv", "1990-02-28"),
        ("joansilv", "", "1990-02-28"),
        ("silv", "joan", "1990-02-28"),
        ("joan", "silv", "1990-02-27"),
        ("joan", "silva", "1990-02-28"),
    ]
    assert len({sealer.pessoa_chave(*person) for person in people}) == len(people)


@pytest.mark.parametrize("birth", ["", "1990", "1990-02", "28/02/1990", "1990-02-30", "19900228"])
def test_the_pseudonym_needs_a_full_date(sealer: Sealer, birth: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        sealer.pessoa_chave("joan", "silv", birth)
    with pytest.raises(ValueError, match="first name"):
        sealer.pessoa_chave("", "silv", "1990-02-28")


def test_a_person_who_cannot_be_recognised_is_always_new(sealer: Sealer) -> None:
    made = {sealer.random_pessoa_chave() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(chave) for chave in made} == {16}


def test_the_macs_of_events_heads_and_deliveries_do_not_stand_for_each_other(sealer: Sealer) -> None:
    made = (sealer.audit_mac, sealer.head_mac, sealer.delivery_mac)
    macs = {mac(data) for mac in made for data in (b"data", b"datb")}
    assert len(macs) == 6
    assert {len(mac) for mac in macs} == {32}
    assert sealer.audit_mac(b"data") in macs
