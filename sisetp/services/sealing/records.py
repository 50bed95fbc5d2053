"""Seal and open the blobs of a row: codes under the unit's statistics key, the rest under the key of its owner."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import InstanceState, Session

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, KeyMissing
from sisetp.crypto.sealed import Sealer, WrappedKey
from sisetp.db.models.atendimento import Versao
from sisetp.db.runtime import DbRuntime
from sisetp.db.session import keep_key, pending_key
from sisetp.db.vault import VaultKey
from sisetp.domain import estat_layout
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import LayoutError, Value

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
BAD = (EnvelopeError, KeyMissing, LayoutError, ValueError, KeyError, TypeError)


class SealedRow(Protocol):
    """A versioned row of one unit; `owner_id` is whose key its narratives are sealed with."""

    id: Any
    versao: Any
    __tablename__: Any

    @property
    def unidade_id(self) -> Any: ...

    @property
    def owner_id(self) -> UUID: ...


class CodesRow(SealedRow, Protocol):
    """A sealed row with coded answers."""

    estat: Any


def sealer_of(session: Session) -> Sealer:
    """The sealer of the running application."""
    runtime: DbRuntime = session.info["runtime"]
    return cast(Sealer, runtime.keys)


def context_of(session: Session, row: SealedRow, classe: str, *, unidade: int | None = None) -> SealContext:
    """Context that binds a blob to its installation, unit, table, class, row and version."""
    return SealContext(
        instalacao=sealer_of(session).instalacao,
        unidade=row.unidade_id if unidade is None else unidade,
        tabela=row.__tablename__,
        classe=classe,
        registro=row.id.bytes,
        versao=row.versao,
    )


def seal_codes(session: Session, row: CodesRow, values: Mapping[str, Value]) -> None:
    """Seal the coded answers of a row into `estat` (suite 0x02, fixed length)."""
    payload = estat_layout.encode(row.__tablename__, values)
    row.estat = sealer_of(session).seal_codes(context_of(session, row, "estat"), payload)


def open_codes(session: Session, row: CodesRow) -> dict[str, Value]:
    """Coded answers of a row.

    Raises: Unreadable.
    """
    try:
        payload = sealer_of(session).open_codes(context_of(session, row, "estat"), row.estat)
        return estat_layout.decode(row.__tablename__, payload)
    except BAD as cause:
        raise Unreadable(str(row.id)) from cause


def seal_private(
    session: Session,
    row: SealedRow,
    owner: UUID,
    classe: str,
    content: Mapping[str, Any],
    *,
    unidade: int | None = None,
) -> bytes:
    """Seal JSON content of a row under the key (owner, class), made when there is none.

    `unidade` wraps the key for a unit other than the row's own: only the copies of a referral do that.
    """
    place = row.unidade_id if unidade is None else unidade
    new = owner == row.id and cast(InstanceState[Any], inspect(row)).transient
    key = (new_key if new else key_for)(session, owner, place, classe)  # a row never stored has no key to look for
    plaintext = ENCODE({"v": 1, **content}).encode()
    return sealer_of(session).seal_record(key, context_of(session, row, classe, unidade=unidade), plaintext)


def open_private(
    session: Session,
    rows: Sequence[tuple[SealedRow, bytes]],
    classe: str,
    *,
    owners: Mapping[UUID, UUID] | None = None,
    unidade: int | None = None,
) -> dict[UUID, dict[str, Any]]:
    """JSON content of several rows by row id, keys fetched at once; `owners` gives the owner of each row, by default
    the row itself.

    Raises: Unreadable for the first row that cannot be opened.
    """
    sealer = sealer_of(session)
    owner_of = {row.id: (owners or {}).get(row.id, row.id) for row, _blob in rows}
    keys = keys_of(session, [owner.bytes for owner in owner_of.values()], classe)
    opened: dict[UUID, dict[str, Any]] = {}
    for row, blob in rows:
        try:
            key = keys[owner_of[row.id].bytes]
            plain = sealer.open_record(key, context_of(session, row, classe, unidade=unidade), blob)
            opened[row.id] = json.loads(plain)
        except BAD as cause:
            raise Unreadable(str(row.id)) from cause
        opened[row.id].pop("v", None)
    return opened


def as_it_was(row: Versao, current: SealedRow) -> Any:
    """Detached copy of a row with the blobs and the version of one of its older versions, ready to be opened."""
    old = type(current)(id=current.id, unidade_id=current.unidade_id, versao=row.versao)  # type: ignore[call-arg]
    if hasattr(current, "caso_id"):
        old.caso_id = current.caso_id  # type: ignore[attr-defined]
    for classe in ("ident", "estat", "relato"):
        if hasattr(old, classe):
            setattr(old, classe, getattr(row, classe))
    return old


def keys_of(session: Session, owners: Iterable[bytes], classe: str) -> dict[bytes, WrappedKey]:
    """Newest key of each owner, those of this unit of work first; owners without one are absent."""
    runtime: DbRuntime = session.info["runtime"]
    wanted = list(dict.fromkeys(owners))
    found = {owner: pending_key(session, owner, classe) for owner in wanted}
    missing = [owner for owner, key in found.items() if key is None]
    stored = runtime.vault.fetch(missing, classe) if missing else {}
    return {owner: _wrapped(key) for owner, key in {**found, **stored}.items() if key is not None}


def key_for(session: Session, owner: UUID, unidade: int, classe: str) -> WrappedKey:
    """Key of an owner, made when there is none."""
    known = keys_of(session, [owner.bytes], classe).get(owner.bytes)
    return known or new_key(session, owner, unidade, classe)


def new_key(session: Session, owner: UUID, unidade: int, classe: str) -> WrappedKey:
    """Make a key for an owner and queue it for the vault."""
    key = sealer_of(session).new_key(unidade=unidade, owner=owner.bytes, classe=classe)
    keep_key(
        session,
        VaultKey(
            owner=key.owner,
            classe=key.classe,
            dek_version=key.dek_version,
            unidade=key.unidade,
            kek_id=key.kek_id,
            wrap=key.wrap,
        ),
    )
    return key


def _wrapped(key: VaultKey) -> WrappedKey:
    return WrappedKey(
        owner=key.owner,
        classe=key.classe,
        dek_version=key.dek_version,
        unidade=key.unidade,
        kek_id=key.kek_id,
        wrap=key.wrap,
    )
