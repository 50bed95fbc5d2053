"""What is shared is inside what was authorised and permitted, for whatever the record has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.codelists import codelist
from sisetp.domain.fields import CATALOGUE, DataClass, Kind
from sisetp.domain.partilha import PARTES, payload, permitidas

PARTS = tuple(PARTES)
EVERY_FIELD = sorted({name for fields in PARTES.values() for _form, name in fields} | {"nome_mae", "cpf", "relato"})
VALUES = st.one_of(
    st.none(), st.text(max_size=5), st.integers(0, 99), st.tuples(st.text(max_size=3)), st.just(()), st.just("")
)
MATERIAL = st.dictionaries(
    st.sampled_from((*PARTS, "EVOLUCOES")), st.dictionaries(st.sampled_from(EVERY_FIELD), VALUES, max_size=12)
)
SOME_PARTS = st.sets(st.sampled_from((*PARTS, "EVOLUCOES")))
GROUNDS = st.tuples(
    st.sampled_from(("S", "N", "DISPENSADO", "")),
    st.sampled_from(("", "VIDA", "OBRIG", "POL_PUB", "DIREITO", "CONSENT")),
    st.booleans(),
)


@given(asked=SOME_PARTS, grounds=GROUNDS, material=MATERIAL)
def test_nothing_outside_what_was_authorised_is_shared(
    asked: set[str], grounds: tuple[str, str, bool], material: dict[str, dict[str, object]]
) -> None:
    authorised, basis, moves = grounds
    allowed = permitidas(authorised, basis, transferencia=moves)
    shared = payload(asked, allowed, material)  # type: ignore[arg-type]
    assert shared.keys() <= asked & allowed & set(PARTS)
    for part, found in shared.items():
        assert found, "a part with nothing in it is absent"
        assert found.keys() <= {name for _form, name in PARTES[part]}
        assert all(material[part][name] == value and value not in (None, "", ()) for name, value in found.items())


@given(asked=SOME_PARTS, material=MATERIAL)
def test_everything_authorised_that_the_record_has_is_shared(
    asked: set[str], material: dict[str, dict[str, object]]
) -> None:
    shared = payload(asked, permitidas("S", "", transferencia=False), material)  # type: ignore[arg-type]
    for part in asked & set(PARTS):
        for _form, name in PARTES[part]:
            value = material.get(part, {}).get(name)
            if value not in (None, "", ()):
                assert shared[part][name] == value


@pytest.mark.parametrize(
    ("authorised", "basis", "moves", "parts"),
    [
        ("S", "", False, set(PARTS)),
        ("N", "", False, set()),
        ("DISPENSADO", "", False, set()),
        ("DISPENSADO", "CONSENT", False, set()),
        ("DISPENSADO", "VIDA", False, set(PARTS) - {"CASO"}),
        ("DISPENSADO", "VIDA", True, set(PARTS)),
        ("DISPENSADO", "OBRIG", True, set(PARTS) - {"CASO"}),
        ("DISPENSADO", "POL_PUB", True, {"PERFIL", "NECESSIDADES", "RESUMO"}),
        ("DISPENSADO", "DIREITO", False, {"PERFIL", "NECESSIDADES", "RESUMO"}),
    ],
)
def test_each_legal_basis_permits_its_parts(authorised: str, basis: str, moves: bool, parts: set[str]) -> None:
    assert permitidas(authorised, basis, transferencia=moves) == parts


def test_the_parts_are_those_of_the_list_and_share_no_narrative_secret_or_third_party() -> None:
    assert set(PARTS) == {item.code for item in codelist("parte_compartilhada").items}
    for part, fields in PARTES.items():
        for form, name in fields:
            entry = CATALOGUE[form, name]
            assert entry.data_class is not DataClass.TXT_S
            assert form not in {"F", "H", "K", "L", "P"}
            assert part == "RESUMO" or entry.kind is not Kind.TEXTO or part in {"IDENTIDADE", "CONTATO"}
            assert name not in {"nome_mae", "responsavel", "n_processo", "relacao_aliciador", "pessoa_id"}
