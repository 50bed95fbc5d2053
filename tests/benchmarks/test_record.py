"""Write and open one identity record of 12 fields: ours against encryption field by field."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy.dialects import sqlite
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, FernetEngine, StringEncryptedType

from sisetp.crypto.context import SealContext
from sisetp.crypto.dek_cache import MAX_ENTRIES
from sisetp.crypto.sealed import Sealer, WrappedKey
from tests.benchmarks.board import Board
from tests.benchmarks.rounds import best_of

AIM = 0.13
RECORDS = 3 * MAX_ENTRIES  # more than the cache of record keys holds: every opening unwraps its key
UNIT = 1
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_DIALECT = sqlite.dialect()

Record = Mapping[str, str]
Codec = tuple[Callable[[], object], Callable[[], object]]


def record(index: int) -> dict[str, str]:
    """Twelve fields of identity, about 300 bytes of values."""
    return {
        "nome_social": f"Aurora Demonstração da Conceição {index:05d}",
        "nome_civil": f"Maria Aurora Demonstração da Conceição Albuquerque {index:05d}",
        "nome_mae": "Joana Demonstração Albuquerque da Conceição",
        "nascimento": f"19{60 + index % 40}-{1 + index % 12:02d}-{1 + index % 28:02d}",
        "naturalidade": "Governador Valadares",
        "doc_tipo": "PASSAPORTE",
        "doc_numero": f"ZZ{index:06d}",
        "doc_orgao": "Polícia Federal",
        "contato": f"+55 11 90000-{index % 10_000:04d}",
        "contato_2": f"contato{index}@exemplo.invalid",
        "contato_seguro": "S",
        "endereco": "Rua das Demonstrações, 100, apartamento 12, Guarulhos",
    }


@dataclass(frozen=True, slots=True)
class _Sealed:
    wrapped: WrappedKey
    context: SealContext
    blob: bytes


def _seal(sealer: Sealer, owner: bytes, fields: Record) -> _Sealed:
    wrapped = sealer.new_key(unidade=UNIT, owner=owner, classe="ident")
    context = SealContext(
        instalacao=sealer.instalacao, unidade=UNIT, tabela="pessoa", classe="ident", registro=owner, versao=1
    )
    return _Sealed(wrapped, context, sealer.seal_record(wrapped, context, _ENCODE(fields).encode()))


def _ours(sealer: Sealer, records: list[Record]) -> Codec:
    owned = [(uuid4().bytes, fields) for fields in records]
    sealed = [_seal(sealer, owner, fields) for owner, fields in owned]

    def write() -> None:
        for owner, fields in owned:
            _seal(sealer, owner, fields)

    def open_all() -> None:
        for item in sealed:
            json.loads(sealer.open_record(item.wrapped, item.context, item.blob))

    return write, open_all


def _fernet(records: list[Record]) -> Codec:
    box = Fernet(Fernet.generate_key())
    sealed = [{name: box.encrypt(value.encode()) for name, value in fields.items()} for fields in records]

    def write() -> None:
        for fields in records:
            {name: box.encrypt(value.encode()) for name, value in fields.items()}

    def open_all() -> None:
        for item in sealed:
            {name: box.decrypt(value).decode() for name, value in item.items()}

    return write, open_all


def _column_type(engine: type, records: list[Record]) -> Codec:
    column = StringEncryptedType(key="chave de comparação", engine=engine)
    sealed = [
        {name: column.process_bind_param(value, _DIALECT) for name, value in fields.items()} for fields in records
    ]

    def write() -> None:
        for fields in records:
            {name: column.process_bind_param(value, _DIALECT) for name, value in fields.items()}

    def open_all() -> None:
        for item in sealed:
            {name: column.process_result_value(value, _DIALECT) for name, value in item.items()}

    return write, open_all


def _codecs(sealer: Sealer, records: list[Record]) -> dict[str, Codec]:
    return {
        "SISETP": _ours(sealer, records),
        "Fernet por campo": _fernet(records),
        "StringEncryptedType (AesGcm)": _column_type(AesGcmEngine, records),
        "StringEncryptedType (Fernet)": _column_type(FernetEngine, records),
    }


@pytest.mark.parametrize(("step", "name"), [(0, "gravar"), (1, "abrir")])
def test_record_against_field_by_field(sealer: Sealer, board: Board, enabled: bool, step: int, name: str) -> None:
    size = RECORDS if enabled else 8
    codecs = _codecs(sealer, [record(index) for index in range(size)])
    times = best_of({peer: codec[step] for peer, codec in codecs.items()}, rounds=9 if enabled else 1, items=size)
    ours = times.pop("SISETP")
    for peer, seconds in times.items():
        aim = AIM if peer == "Fernet por campo" else None
        board.ratio(f"{name} registro de 12 campos", ours, seconds, per="registro", of=peer, aim=aim)
    assert ours > 0


def test_what_each_of_them_opens_is_what_was_written(sealer: Sealer) -> None:
    fields = record(7)
    sealed = _seal(sealer, uuid4().bytes, fields)
    assert json.loads(sealer.open_record(sealed.wrapped, sealed.context, sealed.blob)) == fields
    column = StringEncryptedType(key="chave de comparação", engine=AesGcmEngine)
    kept = column.process_bind_param(fields["nome_civil"], _DIALECT)
    assert column.process_result_value(kept, _DIALECT) == fields["nome_civil"]


def test_write_one_record(sealer: Sealer, benchmark: BenchmarkFixture) -> None:
    benchmark(_seal, sealer, uuid4().bytes, record(1))


def test_open_one_record_with_a_cold_key(sealer: Sealer, benchmark: BenchmarkFixture) -> None:
    items = cycle(_seal(sealer, uuid4().bytes, record(index)) for index in range(RECORDS))
    list(islice(items, RECORDS))

    def open_next() -> object:
        item = next(items)
        return json.loads(sealer.open_record(item.wrapped, item.context, item.blob))

    assert "nome_civil" in benchmark(open_next)
