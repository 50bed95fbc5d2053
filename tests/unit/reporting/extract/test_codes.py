"""The fast columns say exactly what the layouts say, and refuse what the layouts refuse."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisetp.domain import estat_layout
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import VERSIONS
from sisetp.domain.estat_slots import MASK_BYTES, Column, Slot
from sisetp.reporting.extract.codes import numbers, uuid_at

TABLES = ("atendimento", "pessoa", "caso", "caso_pessoa", "evolucao", "encaminhamento")


def values_of(column: Column) -> st.SearchStrategy[Any]:
    if column.slot is Slot.RAW16:
        return st.one_of(st.none(), st.binary(min_size=16, max_size=16).filter(any))
    if column.codelist is None:
        return st.one_of(st.none(), st.integers(0, 200))
    known = codelist(column.codelist).items
    if column.slot in MASK_BYTES:
        codes = [item.code for item in known if item.n <= MASK_BYTES[column.slot] * 8]
        return st.lists(st.sampled_from(codes), unique=True, max_size=5).map(tuple)
    return st.one_of(st.none(), st.sampled_from([item.code for item in known[:300]]))


def expected(column: Column, value: Any) -> Any:
    if column.codelist is None:
        return value
    lista = codelist(column.codelist)
    if column.slot in MASK_BYTES:
        return sum(1 << (lista.number(code) - 1) for code in value)
    return lista.number(value) if value else 0


def rows(count: int) -> list[Any]:
    return [SimpleNamespace(id=uuid4()) for _ in range(count)]


@pytest.mark.parametrize("tabela", TABLES)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_columns_are_what_the_layout_decodes(tabela: str, data: st.DataObject) -> None:
    columns = [column for column in estat_layout.LAYOUTS[tabela].columns if column.codelist != "municipios"]
    answers = st.fixed_dictionaries({column.name: values_of(column) for column in columns})
    given_ = data.draw(st.lists(answers, max_size=4))
    blobs = [estat_layout.encode(tabela, item) for item in given_]
    names = [column.name for column in columns if column.codelist or column.slot is Slot.RAW16]
    found = numbers(tabela, rows(len(blobs)), blobs, names)
    for place, blob in enumerate(blobs):
        decoded = estat_layout.decode(tabela, blob)
        for column in columns:
            if column.slot is Slot.RAW16:
                raw = decoded[column.name]
                assert uuid_at(found[column.name], place) == (UUID(bytes=raw) if isinstance(raw, bytes) else None)
            elif column.codelist:
                assert found[column.name][place] == expected(column, decoded[column.name])


def test_an_older_version_among_newer_ones_has_its_missing_fields_empty() -> None:
    old = VERSIONS[("pessoa", 1)]
    first = old.packer.pack(1, *[bytes(16) if column.slot is Slot.RAW16 else 1 for column in old.columns])
    new = estat_layout.encode("pessoa", {"sexo": "F", "deficiencia": ("FISICA",)})
    found = numbers("pessoa", rows(3), [new, first, new], ("sexo", "deficiencia"))
    disabled = 1 << (codelist("deficiencia").number("FISICA") - 1)
    assert found["sexo"].tolist() == [codelist("sexo").number("F"), 1, codelist("sexo").number("F")]
    assert found["deficiencia"].tolist() == [disabled, 0, disabled]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda blob: b"\x63" + blob[1:],
        lambda blob: blob[:-1],
        lambda blob: blob[:1] + b"\xfe" + blob[2:],  # a number of `tipo` that no code has
        lambda blob: blob[:3] + b"\xff" * 6 + blob[9:],  # bits of `necessidades` that no code has
    ],
)
def test_a_blob_that_does_not_fit_is_refused_by_its_id(spoil: Any) -> None:
    blob = estat_layout.encode("evolucao", {"tipo": "CONTATO"})
    known = rows(3)
    with pytest.raises(Unreadable) as caught:
        numbers("evolucao", known, [blob, spoil(blob), blob], ("tipo", "necessidades"))
    assert caught.value.record_id == str(known[1].id)


def test_no_rows_give_empty_columns_of_every_name() -> None:
    found = numbers("caso", [], [], ("risco", "porta_entrada"))
    assert {name: len(column) for name, column in found.items()} == {"risco": 0, "porta_entrada": 0}
    assert all(column.dtype.kind == "u" for column in found.values())
    assert isinstance(found["risco"], np.ndarray)
