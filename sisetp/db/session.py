"""The unit of work and the row scope: no statement without an actor, no row of another unit.

The three holes named by the architecture are closed here: Core selects on scoped tables are refused, bulk UPDATE and
DELETE of scoped tables are refused (loader criteria do not reach them), and a session without a scope raises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ClauseElement, ColumnElement, Connection, Table, TextClause, event, false, or_
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors

from sisetp.access.actor import AnyActor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import Scope, scope_of
from sisetp.db import audit_chain
from sisetp.db.base import Base, BetweenUnits, GuardedSession, UnitScoped, db
from sisetp.db.engine import transaction
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.runtime import current_runtime
from sisetp.db.vault import VaultKey

_PENDING_KEYS = "sisetp.pending_keys"
_DOOMED_KEYS = "sisetp.doomed_keys"


class ScopeMissing(RuntimeError):
    """A statement was run outside `unit_of_work`."""


class UnscopedStatement(RuntimeError):
    """A statement would reach rows of other units: bulk change or Core select of a scoped table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScope:
    """Units whose rows a session sees; `None` means all, and is only ever given to maintenance and to the audit."""

    units: frozenset[int] | None
    audit_units: frozenset[int] | None
    audit_installation: bool


def row_scope(actor: AnyActor) -> RowScope:
    """Rows that the actor's sessions see. National roles see no row about a person at all."""
    if isinstance(actor, SystemActor):
        return RowScope(units=actor.units, audit_units=actor.units, audit_installation=True)
    own = frozenset() if actor.unidade_id is None else frozenset({actor.unidade_id})
    national = scope_of(actor, Permission.AUDITORIA_LER) is Scope.NATIONAL
    return RowScope(
        units=own,
        audit_units=None if national else own,
        audit_installation=scope_of(actor, Permission.CONFIGURACAO_AUDITAR) is not None,
    )


@contextmanager
def unit_of_work(actor: AnyActor, *, read_only: bool = False, snapshot: bool = False) -> Iterator[Session]:
    """Open the session of this thread for one actor; commit the vault, then the main database, then the heads.

    Keys to be destroyed go last, when the main database says so for good. Nothing is committed when the block raises.
    `read_only` takes no write lock and refuses to flush; with `snapshot` all that it reads is of one moment, whatever
    others commit meanwhile. Long work reads so, and writes what came of it in a short unit of its own.
    Raises: RuntimeError when a unit of work is already open.
    """
    runtime = current_runtime()
    session = db.session()
    if "scope" in session.info:
        raise RuntimeError("a unit of work is already open")
    session.info.update(
        actor=actor,
        scope=row_scope(actor),
        runtime=runtime,
        read_only=read_only,
        **{_PENDING_KEYS: [], _DOOMED_KEYS: []},
    )
    try:
        session.connection(execution_options=transaction(db.engine, read_only=read_only, snapshot=snapshot))
        yield session
        session.flush()
        runtime.vault.store(session.info[_PENDING_KEYS])
        heads, doomed = audit_chain.pending_heads(session), session.info[_DOOMED_KEYS]
        session.commit()
        runtime.vault.advance(heads)
        runtime.vault.destroy(doomed)
    finally:
        session.rollback()
        session.info.clear()
        db.session.remove()


def keep_key(session: Session, key: VaultKey) -> None:
    """Queue a new wrapped key: it is committed to the vault just before the session commits."""
    session.info[_PENDING_KEYS].append(key)


def pending_key(session: Session, owner: bytes, classe: str) -> VaultKey | None:
    """Newest key queued in this unit of work for an owner and class, not yet in the vault."""
    for key in reversed(session.info[_PENDING_KEYS]):
        if key.owner == owner and key.classe == classe:
            found: VaultKey = key
            return found
    return None


def doom_key(session: Session, owner: bytes, classe: str) -> None:
    """Queue a wrapped key for destruction: the vault erases it right after the session has committed.

    A crash between the two leaves a key that the rows no longer let anybody use; asking again erases it.
    """
    session.info[_DOOMED_KEYS].append((owner, classe))


def _scope_of(session: Session) -> RowScope:
    scope = session.info.get("scope")
    if not isinstance(scope, RowScope):
        raise ScopeMissing("statement outside unit_of_work")
    return scope


@cache
def _guarded_tables() -> frozenset[str]:
    scoped = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, UnitScoped | BetweenUnits) and isinstance(mapper.local_table, Table)
    }
    return frozenset(scoped | {AuditEvent.__tablename__})


@event.listens_for(GuardedSession, "do_orm_execute")
def _guard_statement(state: ORMExecuteState) -> None:
    scope = _scope_of(state.session)
    statement = cast(ClauseElement, state.statement)
    if isinstance(statement, TextClause):
        raise UnscopedStatement("textual SQL")
    tables = {element.name for element in visitors.iterate(statement) if isinstance(element, Table)}
    reached = tables & _guarded_tables()
    if not reached:
        return
    if not state.is_select:
        if state.is_update or state.is_delete:
            raise UnscopedStatement("bulk change of a scoped table")
        return
    mapped = {mapper.local_table.name for mapper in state.all_mappers if isinstance(mapper.local_table, Table)}
    if reached - mapped:
        raise UnscopedStatement("Core select of a scoped table")
    if scope.units is not None:
        units = tuple(sorted(scope.units))
        state.statement = state.statement.options(
            with_loader_criteria(UnitScoped, lambda cls: cls.unidade_id.in_(units), include_aliases=True),
            with_loader_criteria(
                BetweenUnits,
                lambda cls: or_(cls.unidade_origem_id.in_(units), cls.unidade_destino_id.in_(units)),
                include_aliases=True,
            ),
        )
    if AuditEvent.__tablename__ in reached and scope.audit_units is not None:
        state.statement = state.statement.options(
            with_loader_criteria(AuditEvent, _audit_filter(scope), include_aliases=True)
        )


def _audit_filter(scope: RowScope) -> ColumnElement[bool]:
    own: Any = AuditEvent.unidade_id.in_(tuple(sorted(scope.audit_units or ())))
    return or_(own, AuditEvent.cadeia == audit_chain.INSTALLATION if scope.audit_installation else false())


@event.listens_for(GuardedSession, "before_flush")
def _guard_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    scope = _scope_of(session)
    if session.info.get("read_only"):
        raise UnscopedStatement("flush in a read-only unit of work")
    if scope.units is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, UnitScoped) and row.unidade_id not in scope.units:
            raise UnscopedStatement("write to a row of another unit")
        if isinstance(row, BetweenUnits) and not {row.unidade_origem_id, row.unidade_destino_id} & scope.units:
            raise UnscopedStatement("write to a row between two other units")


@event.listens_for(GuardedSession, "after_begin")
def _guard_begin(session: Session, _transaction: object, _connection: Connection) -> None:
    _scope_of(session)
