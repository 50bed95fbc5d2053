"""What the rows that hang from a case share: its people, its unit's day, opening what can be opened."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict, NotFound, Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.sealing import TextsRow
from sisetp.services.versoes import AnsweredRow


class CaseRow(AnsweredRow, Protocol):
    """A versioned row of a case with codes and texts."""

    caso_id: Any


AnyRow = TypeVar("AnyRow", bound=CaseRow)
AnyTexts = TypeVar("AnyTexts", bound=TextsRow)


def zone_of(session: Session, caso: Caso) -> str:
    """IANA time zone of the unit of the case."""
    return session.get_one(Unidade, caso.unidade_id).fuso


def today_at(session: Session, caso: Caso, clock: Clock) -> date:
    """Today where the case is followed."""
    return clock.today(zone_of(session, caso))


def people_of(session: Session, caso: Caso) -> dict[UUID, str]:
    """Ids of the people of a case and what a form calls them: a number in the order in which they came, no name."""
    query = select(CasoPessoa.id).where(CasoPessoa.unidade_id == caso.unidade_id, CasoPessoa.caso_id == caso.id)
    found = session.scalars(query.order_by(CasoPessoa.created_at, CasoPessoa.id))
    return {key: f"Pessoa {number}" for number, key in enumerate(found, start=1)}


def row_of(session: Session, model: type[AnyRow], caso: Caso, key: UUID) -> AnyRow:
    """One row of a case. Raises: NotFound for a row of another case, too."""
    row = session.get(model, key)
    if row is None or row.caso_id != caso.id:
        raise NotFound
    return row


def check_version(row: CaseRow, versao: int) -> None:
    """Refuse a change that started from an older version. Raises: Conflict, without any value in it."""
    if row.versao != versao:
        raise Conflict(())


def open_what_can(session: Session, rows: Sequence[AnyTexts]) -> tuple[dict[UUID, dict[str, str]], frozenset[UUID]]:
    """Texts by row id, keys fetched at once, and the ids of the rows that could not be opened."""
    broken: set[UUID] = set()
    while True:
        wanted = [row for row in rows if row.id not in broken]
        try:
            return sealing.open_texts_of(session, wanted), frozenset(broken)
        except Unreadable as cause:
            broken.add(UUID(cause.record_id))


def names_of(session: Session, users: Iterable[int]) -> dict[int, str]:
    """Names of members of the teams by user id, in one query."""
    wanted = tuple(dict.fromkeys(users))
    if not wanted:
        return {}
    found = session.execute(select(Usuario.id, Usuario.nome).where(Usuario.id.in_(wanted)))
    return dict(found.all())


def link_of(codes: Mapping[str, Value]) -> UUID | None:
    """The person of the case that a row is about, from its sealed codes."""
    raw = codes.get("caso_pessoa_id")
    return UUID(bytes=raw) if isinstance(raw, bytes) else None


def linked(caso_pessoa_id: UUID | None) -> dict[str, Value]:
    """The sealed code of the person of the case that a row is about."""
    return {"caso_pessoa_id": caso_pessoa_id.bytes if caso_pessoa_id else None}
