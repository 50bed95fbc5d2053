"""The sealed search segment of each unit: built on the first search, caught up before each one (decision 7).

Other workers save people too: the unit's high-water mark (`marca_segmento`) says whether anything changed, and people
marked after the one known are read again. A build opens every identity of the unit into sealed memory, shows none, and
is one system event.
"""

import threading
from collections.abc import Iterator, Sequence
from time import perf_counter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.db import audit_chain
from sisetp.db.models.pessoa import MarcaSegmento, Pessoa
from sisetp.db.runtime import DbRuntime
from sisetp.domain.audit import Action
from sisetp.domain.errors import Unreadable
from sisetp.domain.names import normalise
from sisetp.domain.pessoa import Identidade
from sisetp.services import sealing
from sisetp.services.indice_nomes import NamedPerson, NameIndex

BUILDER = "segmento"
_KEY = "segmentos"
_BATCH = 500
_REGISTRY_LOCK = threading.Lock()


class UnitSegment:
    """Name index of one unit with the mark up to which it knows, the people it could not open and its unsaid build."""

    def __init__(self, unidade_id: int) -> None:
        self.unidade_id = unidade_id
        self.names = NameIndex(unidade_id)
        self.mark = -1
        self.unreadable: set[UUID] = set()
        self.build: dict[str, int] | None = None
        self.lock = threading.Lock()


def prepare(session: Session, unidade_id: int) -> UnitSegment:
    """Bring the segment of a unit up to date without writing, so that a long build may run in a read-only session."""
    segment = _segment(session, unidade_id)
    with segment.lock:
        _catch_up(session, segment)
    return segment


def ready(session: Session, unidade_id: int) -> UnitSegment:
    """Up-to-date segment of a unit; the event of its build is appended here if it was not yet."""
    segment = prepare(session, unidade_id)
    with segment.lock:
        build, segment.build = segment.build, None
    if build is not None:
        audit_chain.append(
            session,
            SystemActor(name=BUILDER, units=frozenset({unidade_id})),
            Action.MONTAR_SEGMENTO,
            unidade_id=unidade_id,
            detalhes={"quantidade": build["quantidade"], "duracao_ms": build["duracao_ms"]},
        )
    return segment


def query_words(name: str) -> list[str]:
    """Normalised words of a name without particles and without repetition, as both sides of a search use them."""
    return [word for word in dict.fromkeys(normalise(name).split()) if word not in PARTICLES]


PARTICLES = frozenset({"da", "das", "de", "del", "do", "dos", "e", "la", "y"})


def _segment(session: Session, unidade_id: int) -> UnitSegment:
    runtime: DbRuntime = session.info["runtime"]
    with _REGISTRY_LOCK:
        known = runtime.memory.setdefault(_KEY, {})
        assert isinstance(known, dict)
        segment = known.setdefault(unidade_id, UnitSegment(unidade_id))
        assert isinstance(segment, UnitSegment)
        return segment


def _catch_up(session: Session, segment: UnitSegment) -> None:
    query = select(MarcaSegmento.valor).where(MarcaSegmento.unidade_id == segment.unidade_id)
    mark = session.scalar(query) or 0
    if mark <= segment.mark:
        return
    started = perf_counter()
    for rows in _changed(session, segment):
        _index(session, segment, rows)
    if segment.mark < 0:
        duration = int((perf_counter() - started) * 1000)
        segment.build = {"quantidade": len(segment.names), "duracao_ms": duration}
    segment.mark = mark


def _changed(session: Session, segment: UnitSegment) -> Iterator[Sequence[Pessoa]]:
    query = select(Pessoa).where(Pessoa.unidade_id == segment.unidade_id, Pessoa.marca > segment.mark)
    for rows in session.scalars(query.execution_options(yield_per=_BATCH)).partitions():
        yield rows
        for row in rows:
            session.expunge(row)


def _index(session: Session, segment: UnitSegment, rows: Sequence[Pessoa]) -> None:
    opened = _open(session, segment, rows)
    segment.names.remove(row.id.bytes for row in rows if row.id not in opened)
    segment.names.put(
        NamedPerson(
            id=key.bytes,
            words=frozenset(query_words(f"{known.nome_social} {known.nome_civil}")),
            year=known.nascimento.year if known.nascimento else 0,
        )
        for key, known in opened.items()
    )


def _open(session: Session, segment: UnitSegment, rows: Sequence[Pessoa]) -> dict[UUID, Identidade]:
    """Identities of the rows; a row that cannot be opened is kept apart, so that one bad row does not stop a unit."""
    try:
        opened = sealing.open_identities(session, rows)
        segment.unreadable.difference_update(row.id for row in rows)
        return opened
    except Unreadable:
        if len(rows) == 1:
            segment.unreadable.add(rows[0].id)
            return {}
        half = len(rows) // 2
        return _open(session, segment, rows[:half]) | _open(session, segment, rows[half:])
