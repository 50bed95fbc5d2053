"""Fixed-length layouts of the statistics seal: a row of codes becomes bytes whose length says nothing.

One layout per (table, dictionary version). First byte = dictionary version; then the slots in order, big endian.
0 means «empty» in a slot of codes; the largest number of its width means «empty» in a slot of integers.
A layout is never edited once used: a change of fields is a new version, and old versions stay readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from struct import Struct
from types import MappingProxyType

from sisetp.domain.codelists import CodeList, codelist
from sisetp.domain.errors import SisetpError

Value = str | int | tuple[str, ...] | bytes | None


class LayoutError(SisetpError):
    """A value or a blob does not fit the layout. The text names table and field, never the value."""


class Slot(Enum):
    """Width and meaning of one slot; the value is the struct format of the slot."""

    CODE8 = "B"
    CODE16 = "H"
    CODE32 = "I"
    INT8 = "b+"
    INT16 = "h+"
    MASK4 = "4s"
    MASK6 = "6s"
    MASK8 = "8s"
    RAW16 = "16s"


_FORMAT = {Slot.INT8: "B", Slot.INT16: "H"}
_EMPTY_INT = {Slot.INT8: 0xFF, Slot.INT16: 0xFFFF}
_MAX_CODE = {Slot.CODE8: 0xFF, Slot.CODE16: 0xFFFF, Slot.CODE32: 0xFFFFFFFF}
_MASK_BYTES = {Slot.MASK4: 4, Slot.MASK6: 6, Slot.MASK8: 8}


@dataclass(frozen=True, slots=True)
class Column:
    """One slot of a layout: field name, width, code list (None for integers and raw bytes)."""

    name: str
    slot: Slot
    codelist: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Layout of one table in one dictionary version. `size` is the blob length in bytes, version byte included."""

    table: str
    version: int
    columns: tuple[Column, ...]
    packer: Struct = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len({column.name for column in self.columns}) != len(self.columns):
            raise ValueError(f"layout {self.table}: repeated column")
        formats = "".join(_FORMAT.get(column.slot, column.slot.value) for column in self.columns)
        object.__setattr__(self, "packer", Struct(">B" + formats))

    @property
    def size(self) -> int:
        """Blob length in bytes."""
        return self.packer.size

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in slot order."""
        return tuple(column.name for column in self.columns)


def _code(name: str, lista: str = "") -> Column:
    return Column(name, Slot.CODE8, lista or name)


def _country(name: str) -> Column:
    return Column(name, Slot.CODE16, "paises")


_ATENDIMENTO_1 = (
    Column("duracao_s", Slot.INT16),
    _code("canal"),
    Column("qtd_pessoas", Slot.INT8),
    _code("acompanhado"),
    _code("modo_ident"),
    Column("idade", Slot.INT8),
    _code("faixa_etaria"),
    _code("sexo"),
    _code("identidade_genero"),
    _code("raca_cor"),
    _code("fonte_raca"),
    _country("nacionalidade"),
    _country("nacionalidade_2"),
    Column("idioma", Slot.CODE16, "idiomas"),
    _code("doc_tipo", "tipo_documento"),
    _code("perfil"),
    Column("perfis_adic", Slot.MASK6, "perfil"),
    _country("pais_procedencia"),
    _code("uf_procedencia", "ufs"),
    _code("destino_uf", "ufs"),
    Column("destino_municipio", Slot.CODE32, "municipios"),
    _code("transporte"),
    _code("porta_entrada"),
    Column("necessidades", Slot.MASK6, "necessidade"),
    Column("encaminhamentos", Slot.MASK8, "encaminhamento"),
    Column("indicios", Slot.MASK4, "indicio"),
    Column("vulner", Slot.MASK4, "vulner"),
    _code("ciencia", "ciencia_resposta"),
    _code("ciencia_versao"),
    _code("motivo_retorno"),
    _code("tempo_exterior"),
    _country("local_exterior_pais"),
    _code("atividade_ext", "setor"),
    _code("jornada"),
    _code("detencao", "sim_nao_ni"),
    Column("detencao_dias", Slot.INT16),
    Column("violencia_retorno", Slot.MASK4, "violencia_retorno"),
    _code("moradia_destino"),
    Column("intencao", Slot.MASK4, "intencao"),
    _code("escolaridade"),
)

_PESSOA_1 = (
    Column("pessoa_chave", Slot.RAW16),
    _code("modo_ident"),
    _code("sexo"),
    _code("identidade_genero"),
    _code("raca_cor"),
    _code("fonte_raca"),
    _code("faixa_etaria"),
    Column("idade", Slot.INT8),
    _country("nacionalidade"),
    _country("nacionalidade_2"),
    Column("idioma", Slot.CODE16, "idiomas"),
    _code("escolaridade"),
    _code("doc_tipo", "tipo_documento"),
)

VERSIONS: Mapping[tuple[str, int], Layout] = MappingProxyType(
    {
        ("atendimento", 1): Layout("atendimento", 1, _ATENDIMENTO_1),
        ("pessoa", 1): Layout("pessoa", 1, _PESSOA_1),
    }
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.table: layout for layout in sorted(VERSIONS.values(), key=lambda layout: layout.version)}
)


def encode(table: str, values: Mapping[str, Value]) -> bytes:
    """Encode values by field name with the table's newest layout; a missing field is empty.

    Raises LayoutError for an unknown field or code, a number out of range, or a value of the wrong shape.
    """
    layout = LAYOUTS[table]
    if unknown := values.keys() - set(layout.names):
        raise LayoutError(f"{table}: {len(unknown)} field(s) outside the layout")
    numbers = [_pack(table, column, values.get(column.name)) for column in layout.columns]
    return layout.packer.pack(layout.version, *numbers)


def decode(table: str, data: bytes) -> dict[str, Value]:
    """Decode a blob into every field of its layout; empty fields are None (an empty tuple for multiple answers).

    Raises LayoutError for an unknown dictionary version, a wrong length, or a number without a code.
    """
    layout = VERSIONS.get((table, data[0] if data else 0))
    if layout is None:
        raise LayoutError(f"{table}: unknown dictionary version")
    if len(data) != layout.size:
        raise LayoutError(f"{table}: wrong length")
    numbers = layout.packer.unpack(data)[1:]
    return {column.name: _unpack(table, column, raw) for column, raw in zip(layout.columns, numbers, strict=True)}


def _pack(table: str, column: Column, value: Value) -> int | bytes:
    slot = column.slot
    if slot in _MASK_BYTES:
        return _pack_mask(table, column, value)
    if slot is Slot.RAW16:
        if value is None:
            return bytes(16)
        if isinstance(value, bytes) and len(value) == 16:
            return value
    elif slot in _EMPTY_INT:
        empty = _EMPTY_INT[slot]
        if value is None:
            return empty
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < empty:
            return value
    elif value is None or value == "":
        return 0
    elif isinstance(value, str):
        return _number(table, column, value, _MAX_CODE[slot])
    raise LayoutError(f"{table}.{column.name}: value does not fit")


def _pack_mask(table: str, column: Column, value: Value) -> bytes:
    size = _MASK_BYTES[column.slot]
    if value is None:
        value = ()
    if not isinstance(value, tuple):
        raise LayoutError(f"{table}.{column.name}: value does not fit")
    mask = 0
    for code in value:
        mask |= 1 << (_number(table, column, code, size * 8) - 1)
    return mask.to_bytes(size, "big")


def _number(table: str, column: Column, code: str, largest: int) -> int:
    known = _list(column).get(code)
    if known is None or known.n > largest:
        raise LayoutError(f"{table}.{column.name}: unknown code")
    return known.n


def _unpack(table: str, column: Column, raw: int | bytes) -> Value:
    if isinstance(raw, bytes):
        if column.slot is Slot.RAW16:
            return raw if any(raw) else None
        mask = int.from_bytes(raw, "big")
        return tuple(_by_number(table, column, n) for n in range(1, len(raw) * 8 + 1) if mask >> (n - 1) & 1)
    if column.slot in _EMPTY_INT:
        return None if raw == _EMPTY_INT[column.slot] else raw
    return None if raw == 0 else _by_number(table, column, raw)


def _by_number(table: str, column: Column, n: int) -> str:
    try:
        return _list(column).by_number(n).code
    except KeyError:
        raise LayoutError(f"{table}.{column.name}: number without a code") from None


def _list(column: Column) -> CodeList:
    assert column.codelist is not None
    return codelist(column.codelist)
