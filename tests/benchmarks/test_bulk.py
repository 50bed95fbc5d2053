"""Insert many people and look one up by document: sealed against the same tables in plaintext, same indexes."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from sisetp.crypto.sealed import Sealer, WrappedKey
from sisetp.db.vault import VaultKey, chave
from tests.benchmarks.board import Board
from tests.benchmarks.crowd import Somebody, crowd
from tests.benchmarks.rounds import best_of, cpu
from tests.benchmarks.rows import context, index_inputs, plain_person, sealed_person
from tests.benchmarks.stores import (
    PLACE,
    PLAIN_INDEX,
    PLAIN_PEOPLE,
    SEALED_INDEX,
    SEALED_PEOPLE,
    Stores,
    open_stores,
)

PEOPLE = 100_000
CHUNK = 2_000
LOOKUPS = 300
INSERT_AIM, LOOKUP_AIM = 2.7, 1.35
PEER = "mesmas tabelas em claro"
Part = Sequence[tuple[int, Somebody]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A document somebody asks for: kind and input of the index, and the number that must come back."""

    kind: str
    value: bytes
    number: str


@pytest.fixture(scope="module")
def people(enabled: bool) -> Sequence[Somebody]:
    """Who is inserted."""
    return list(crowd(PEOPLE if enabled else CHUNK, seed=1))


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, people: Sequence[Somebody], sealer: Sealer, board: Board
) -> Iterator[Stores]:
    """Both stores with everybody in; reports the insert ratio, summed over chunks that take turns."""
    with open_stores(tmp_path_factory.mktemp("carga")) as stores:
        ours = peer = 0.0
        for start in range(0, len(people), CHUNK):
            part = list(enumerate(people[start : start + CHUNK], start=start + 1))
            ours += cpu(lambda part=part: _insert_sealed(stores, sealer, part))  # type: ignore[misc]
            peer += cpu(lambda part=part: _insert_plain(stores, part))  # type: ignore[misc]
        count = len(people)
        name = f"inserir {count} pessoas com cofre e índices"
        board.ratio(name, ours / count, peer / count, per="pessoa", of=PEER, aim=INSERT_AIM)
        yield stores


def test_lookup_by_document(
    filled: Stores, people: Sequence[Somebody], sealer: Sealer, board: Board, enabled: bool
) -> None:
    asked = [_asked(who) for who in people[:: max(1, len(people) // LOOKUPS)]]

    def ours() -> None:
        for document in asked:
            assert _find_sealed(filled, sealer, document) == document.number

    def peer() -> None:
        for document in asked:
            assert _find_plain(filled, document) == document.number

    times = best_of({"ours": ours, "peer": peer}, rounds=7 if enabled else 1, items=len(asked))
    name = f"achar por documento entre {len(people)}, com abertura"
    board.ratio(name, times["ours"], times["peer"], per="busca", of=PEER, aim=LOOKUP_AIM)


def _insert_sealed(stores: Stores, sealer: Sealer, part: Part) -> None:
    made = [sealed_person(sealer, who, PLACE, marca=marca) for marca, who in part]
    with stores.vault.engine.begin() as connection:
        connection.execute(insert(chave), [person.chave for person in made])
    with stores.sealed.begin() as connection:
        connection.execute(insert(SEALED_PEOPLE), [person.pessoa for person in made])
        connection.execute(insert(SEALED_INDEX), [row for person in made for row in person.tokens])


def _insert_plain(stores: Stores, part: Part) -> None:
    made = [plain_person(who, PLACE, marca=marca, pessoa_chave=os.urandom(16)) for marca, who in part]
    with stores.plain.begin() as connection:
        connection.execute(insert(PLAIN_PEOPLE), [row for row, _tokens in made])
        connection.execute(insert(PLAIN_INDEX), [token for _row, tokens in made for token in tokens])


def _asked(who: Somebody) -> Asked:
    kind, value = index_inputs(who)[0]
    return Asked(kind, value, who.identidade.doc_numero)


def _find_sealed(stores: Stores, sealer: Sealer, asked: Asked) -> str:
    token = sealer.index_token(PLACE.unidade, asked.kind, asked.value)
    index = SEALED_INDEX
    query = (
        select(SEALED_PEOPLE.c.id, SEALED_PEOPLE.c.ident)
        .join(index, index.c.pessoa_id == SEALED_PEOPLE.c.id)
        .where(index.c.unidade_id == PLACE.unidade, index.c.tipo == asked.kind, index.c.token == token)
    )
    with stores.sealed.connect() as connection:
        rows = [(row.id, row.ident) for row in connection.execute(query)]
    keys = stores.vault.fetch([key.bytes for key, _blob in rows], "ident")
    opened = (_open(sealer, keys[key.bytes], key, blob) for key, blob in rows)
    return next(found for found in opened if found == asked.number)


def _open(sealer: Sealer, known: VaultKey, key: UUID, blob: bytes) -> str:
    wrapped = WrappedKey(
        owner=known.owner,
        classe=known.classe,
        dek_version=known.dek_version,
        unidade=known.unidade,
        kek_id=known.kek_id,
        wrap=known.wrap,
    )
    plain = sealer.open_record(wrapped, context(sealer, PLACE.unidade, "pessoa", "ident", key), blob)
    return str(json.loads(plain)["doc_numero"])


def _find_plain(stores: Stores, asked: Asked) -> str:
    index = PLAIN_INDEX
    query = (
        select(PLAIN_PEOPLE)
        .join(index, index.c.pessoa_id == PLAIN_PEOPLE.c.id)
        .where(index.c.unidade_id == PLACE.unidade, index.c.tipo == asked.kind, index.c.token == asked.value)
    )
    with stores.plain.connect() as connection:
        return next(str(row.doc_numero) for row in connection.execute(query))
