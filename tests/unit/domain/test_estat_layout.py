"""Fixed-length layouts of the statistics seal."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.codelists import codelist
from sisetp.domain.estat_layout import LAYOUTS, VERSIONS, Column, LayoutError, Slot, Value, decode, encode
from sisetp.domain.fields import DataClass, Seal, field, fields_of

_INT_MAX = {Slot.INT8: 0xFE, Slot.INT16: 0xFFFE, Slot.INT32: 0xFFFFFFFE}


def _values(column: Column) -> st.SearchStrategy[Value]:
    if column.slot in _INT_MAX:
        return st.none() | st.integers(0, _INT_MAX[column.slot])
    if column.slot is Slot.RAW16:
        return st.none() | st.binary(min_size=16, max_size=16).filter(any)
    assert column.codelist is not None
    codes = st.sampled_from([item.code for item in codelist(column.codelist).items])
    if column.slot in (Slot.MASK4, Slot.MASK6, Slot.MASK8):
        numbers = codelist(column.codelist).number
        return st.sets(codes, max_size=8).map(lambda chosen: tuple(sorted(chosen, key=numbers)))
    return st.none() | codes


def _rows(table: str) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({column.name: _values(column) for column in LAYOUTS[table].columns})


@given(_rows("atendimento"))
def test_atendimento_round_trip_has_one_length(values: dict[str, Value]) -> None:
    blob = encode("atendimento", values)
    assert len(blob) == LAYOUTS["atendimento"].size
    assert decode("atendimento", blob) == values


@pytest.mark.parametrize("table", [table for table in LAYOUTS if table != "atendimento"])
@given(data=st.data())
def test_every_table_round_trips_with_one_length(table: str, data: st.DataObject) -> None:
    values = data.draw(_rows(table))
    blob = encode(table, values)
    assert len(blob) == LAYOUTS[table].size
    assert decode(table, blob) == values


SIZES = {
    ("atendimento", 1): 80,
    ("pessoa", 1): 32,
    ("pessoa", 2): 59,
    ("caso", 1): 21,
    ("caso_pessoa", 1): 98,
    ("evolucao", 1): 26,
    ("plano_apoio", 1): 19,
    ("avaliacao_risco", 1): 18,
    ("envolvido", 1): 8,
    ("encaminhamento", 1): 45,
    ("consentimento", 1): 27,
    ("requisicao_conteudo", 1): 19,
}


def test_lengths_are_frozen() -> None:
    assert {key: layout.size for key, layout in VERSIONS.items()} == SIZES
    for table, layout in LAYOUTS.items():
        assert encode(table, {})[0] == layout.version


def test_a_person_of_version_one_is_still_read() -> None:
    old = VERSIONS["pessoa", 1]
    numbers = [b"\x07" * 16, *([0] * (len(old.columns) - 1))]
    values = decode("pessoa", old.packer.pack(1, *numbers))
    assert values["pessoa_chave"] == b"\x07" * 16
    assert "estado_civil" not in values


def test_version_one_bytes_are_frozen() -> None:
    values: dict[str, Value] = {
        "duracao_s": 75,
        "canal": "PRESENCIAL",
        "idade": 28,
        "nacionalidade": "BR",
        "destino_municipio": "3106200",
        "indicios": ("DOC_RETIDO", "NENHUM"),
        "escolaridade": "EM_C",
    }
    assert encode("atendimento", values).hex() == FROZEN


FROZEN = (
    "01004b01ff00001c0000000000001f00000000000000000000000000000000002f65980000000000"
    "00000000000000000000000000020100000000000000000000000000ffff00000000000000000008"
)


def test_every_code_of_forms_a_and_b_is_in_the_layout_and_nothing_else() -> None:
    sealed = {entry.name for form in "AB" for entry in fields_of(form) if entry.seal is Seal.ESTAT}
    assert set(LAYOUTS["atendimento"].names) == sealed
    for column in LAYOUTS["atendimento"].columns:
        entry = next(e for form in "AB" for e in fields_of(form) if e.name == column.name)
        assert entry.data_class in (DataClass.EST, DataClass.SENS)
        assert entry.codelist == column.codelist


def test_pessoa_layout_is_form_c_and_what_the_ficha_knows_of_the_person() -> None:
    known = {"modo_ident", "fonte_raca", "faixa_etaria", "idade", "idioma"}
    sealed = {entry.name for entry in fields_of("C") if entry.seal is Seal.ESTAT}
    assert set(LAYOUTS["pessoa"].names) == sealed | known
    assert all(field("A", name).seal is Seal.ESTAT for name in known)


TABLE_OF_FORM = {
    "D": "caso",
    "E": "caso_pessoa",
    "F": "evolucao",
    "G": "encaminhamento",
    "H": "envolvido",
    "K": "plano_apoio",
    "L": "avaliacao_risco",
}


@pytest.mark.parametrize(("form", "table"), TABLE_OF_FORM.items())
def test_every_code_of_a_form_is_in_the_layout_of_its_table_and_nothing_else(form: str, table: str) -> None:
    sealed = {entry.name: entry.codelist for entry in fields_of(form) if entry.seal is Seal.ESTAT}
    assert {column.name: column.codelist for column in LAYOUTS[table].columns} == sealed


def test_form_j_is_split_between_what_was_authorised_and_what_was_asked() -> None:
    sealed = {entry.name for entry in fields_of("J") if entry.seal is Seal.ESTAT}
    assert sealed == set(LAYOUTS["consentimento"].names) | set(LAYOUTS["requisicao_conteudo"].names)


def test_every_code_of_today_fits_its_slot() -> None:
    for layout in VERSIONS.values():
        for column in layout.columns:
            if column.codelist is None:
                continue
            for item in codelist(column.codelist).items:
                multi = column.slot in (Slot.MASK4, Slot.MASK6, Slot.MASK8)
                encode(layout.table, {column.name: (item.code,) if multi else item.code})


@pytest.mark.parametrize(
    "values",
    [
        {"sexo": "XYZ"},
        {"indicios": ("XYZ",)},
        {"indicios": "NENHUM"},
        {"sexo": 3},
        {"idade": 255},
        {"idade": -1},
        {"idade": True},
        {"idade": "12"},
        {"nome_civil": "Aurora"},
        {"destino_municipio": "0000000"},
    ],
)
def test_what_does_not_fit_is_refused_without_repeating_it(values: dict[str, Value]) -> None:
    with pytest.raises(LayoutError) as caught:
        encode("atendimento", values)
    assert not any(str(value) in str(caught.value) for value in values.values() if isinstance(value, str))


def test_a_pseudonym_has_sixteen_bytes() -> None:
    with pytest.raises(LayoutError):
        encode("pessoa", {"pessoa_chave": b"short"})


@pytest.mark.parametrize("blob", [b"", b"\x00" * 80, b"\x02" + b"\x00" * 79, b"\xff" * 80])
def test_unknown_dictionary_version_is_refused(blob: bytes) -> None:
    with pytest.raises(LayoutError, match="version"):
        decode("atendimento", blob)


@pytest.mark.parametrize("change", [lambda blob: blob[:-1], lambda blob: blob + b"\x00"])
def test_wrong_length_is_refused(change: "object") -> None:
    with pytest.raises(LayoutError, match="length"):
        decode("atendimento", change(encode("atendimento", {})))  # type: ignore[operator]


def test_a_number_without_a_code_is_refused() -> None:
    blob = bytearray(encode("pessoa", {"sexo": "F"}))
    blob[18] = 200
    with pytest.raises(LayoutError, match="without a code"):
        decode("pessoa", bytes(blob))


def test_ended_codes_still_read() -> None:
    assert codelist("perfil").get("OUTRO") is not None
    assert codelist("perfil").current(date(1900, 1, 1))
