"""Server-side sessions: rows keyed by the hash of a random id, ended by time, by the user or by an administrator."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.models.sessao import Sessao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound

TOUCH_EVERY = timedelta(minutes=1)
ANONYMOUS_LIFE = timedelta(hours=2)
_MARK_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """How long a session lives without being used, and in all."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """One live session as the web layer reads it."""

    id_hash: bytes
    user_id: int | None
    created_at: datetime
    seen_at: datetime
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """One live session as its owner sees it; `mark` names it in pages and events."""

    mark: str
    created_at: datetime
    seen_at: datetime
    current: bool


def hash_id(session_id: str) -> bytes:
    """What the table keeps of a session id."""
    return sha256(session_id.encode("ascii", "replace")).digest()


def mark_of(id_hash: bytes) -> str:
    """Short name of a session, safe to show and to audit: nothing can be signed in with it."""
    return id_hash.hex()[:_MARK_LENGTH]


def load(session: Session, id_hash: bytes, *, life: Lifetime, clock: Clock) -> StoredSession | None:
    """The live session with this hash; None when unknown, ended, idle for too long or too old."""
    row = session.get(Sessao, id_hash)
    if row is None or not _alive(row, life, clock.now()):
        return None
    return StoredSession(
        id_hash=row.id_hash,
        user_id=row.usuario_id,
        created_at=row.created_at,
        seen_at=row.seen_at,
        data=json.loads(row.data),
    )


def store(
    session: Session,
    id_hash: bytes,
    *,
    user_id: int | None,
    data: Mapping[str, object],
    life: Lifetime,
    clock: Clock,
    began: datetime | None = None,
) -> None:
    """Create or overwrite a session; creating one for a user clears away rows too old to matter.

    `began` is when a session that goes on under a new id began: its absolute life does not start again.
    """
    payload = json.dumps(dict(data), sort_keys=True).encode()
    now = clock.now()
    row = session.get(Sessao, id_hash)
    if row is None:
        if user_id is not None:
            _clear_old(session, life, now)
        session.add(Sessao(id_hash=id_hash, usuario_id=user_id, created_at=began or now, seen_at=now, data=payload))
    else:
        row.data, row.usuario_id, row.seen_at = payload, user_id, now
    session.flush()


def touch(session: Session, id_hash: bytes, *, clock: Clock) -> None:
    """Note that a session was used."""
    row = session.get(Sessao, id_hash)
    if row is not None:
        row.seen_at = clock.now()


def end(session: Session, id_hash: bytes, *, clock: Clock) -> None:
    """End one session; nothing happens when it has ended already."""
    row = session.get(Sessao, id_hash)
    if row is not None and row.revoked_at is None:
        row.revoked_at = clock.now()
        session.flush()


def end_all(session: Session, user_id: int, *, clock: Clock, keep: bytes | None = None) -> int:
    """End every session of a user but the one to keep; returns how many were ended."""
    query = update(Sessao).where(Sessao.usuario_id == user_id, Sessao.revoked_at.is_(None))
    if keep is not None:
        query = query.where(Sessao.id_hash != keep)
    ended = session.execute(query.values(revoked_at=clock.now()).execution_options(synchronize_session=False))
    return int(getattr(ended, "rowcount", 0))


def list_open(
    session: Session, user_id: int, *, life: Lifetime, clock: Clock, current: bytes | None
) -> tuple[OpenSession, ...]:
    """Live sessions of a user, newest first."""
    rows = session.scalars(select(Sessao).where(Sessao.usuario_id == user_id).order_by(Sessao.seen_at.desc()))
    return tuple(
        OpenSession(
            mark=mark_of(row.id_hash),
            created_at=row.created_at,
            seen_at=row.seen_at,
            current=row.id_hash == current,
        )
        for row in rows
        if _alive(row, life, clock.now())
    )


def end_marked(session: Session, actor: AnyActor, user_id: int, mark: str, *, clock: Clock) -> None:
    """End one of the user's own sessions, by its mark, with an event.

    Raises: NotFound.
    """
    rows = session.scalars(select(Sessao).where(Sessao.usuario_id == user_id, Sessao.revoked_at.is_(None)))
    found = next((row for row in rows if mark_of(row.id_hash) == mark), None)
    if found is None:
        raise NotFound
    found.revoked_at = clock.now()
    record_end(session, actor, user_id, quantidade=1, motivo="PROPRIA", mark=mark)


def record_end(
    session: Session, actor: AnyActor, user_id: int, *, quantidade: int, motivo: str, mark: str | None = None
) -> None:
    """Event that sessions of a user were ended: PROPRIA, SENHA, DESATIVADO or LOTACAO."""
    details: dict[str, audit_chain.Detail] = {"quantidade": quantidade, "motivo": motivo}
    if mark is not None:
        details["sessao"] = mark
    audit_chain.append(
        session,
        actor,
        Action.ENCERRAR_SESSAO,
        unidade_id=None,
        alvo_tipo="usuario",
        alvo_id=str(user_id),
        detalhes=details,
    )


def _alive(row: Sessao, life: Lifetime, now: datetime) -> bool:
    if row.revoked_at is not None or now - row.seen_at > life.idle:
        return False
    return now - row.created_at <= (life.absolute if row.usuario_id is not None else ANONYMOUS_LIFE)


def _clear_old(session: Session, life: Lifetime, now: datetime) -> None:
    session.execute(delete(Sessao).where(Sessao.created_at < now - life.absolute - life.idle))
    session.execute(delete(Sessao).where(Sessao.usuario_id.is_(None), Sessao.created_at < now - ANONYMOUS_LIFE))
