"""Heads of the audit chains in the vault: born with the chain, moved only when what they keep is still there.

A head that was moved without looking would hide a truncated tail as soon as the chain had grown past it again.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.runtime import DbRuntime
from sisetp.db.vault import Head

GENESIS = b"\0" * 32


@dataclass(slots=True, kw_only=True)
class Growth:
    """What one unit of work added to a chain: end before (`base_*`) and end after."""

    cadeia: str
    base_seq: int
    base_hash: bytes
    seq: int
    hash: bytes


def head_payload(cadeia: str, seq: int, digest: bytes) -> bytes:
    """Bytes under the MAC of a head: name length and name, seq (u64), hash."""
    name = cadeia.encode()
    return struct.pack(">H", len(name)) + name + struct.pack(">Q", seq) + digest


def is_authentic(head: Head, runtime: DbRuntime) -> bool:
    """Tell whether the vault's head carries the MAC of the audit key."""
    return compare_digest(head.mac, runtime.head_mac(head_payload(head.cadeia, head.seq, head.hash)))


def heads_to_move(session: Session, growths: Iterable[Growth]) -> list[Head]:
    """Heads to write to the vault once the session has committed; call just before the commit.

    A new chain gets its head, at zero, right now: a crash before the next step must not look like a head taken away.
    A head that disagrees with the chain stays where it is, as evidence for the verification.
    """
    runtime: DbRuntime = session.info["runtime"]
    grown = list(growths)
    if not grown:
        return []
    known = runtime.vault.heads()
    born = [growth.cadeia for growth in grown if growth.base_seq == 0 and growth.cadeia not in known]
    runtime.vault.advance([_head(runtime, cadeia, 0, GENESIS) for cadeia in born])
    return [
        _head(runtime, growth.cadeia, growth.seq, growth.hash)
        for growth in grown
        if growth.cadeia in born or _agrees(session, runtime, growth, known.get(growth.cadeia))
    ]


def _agrees(session: Session, runtime: DbRuntime, growth: Growth, head: Head | None) -> bool:
    if head is None or not is_authentic(head, runtime) or head.seq > growth.base_seq:
        return False
    if head.seq == growth.base_seq:
        return head.hash == growth.base_hash
    return head.hash == _stored_hash(session, growth.cadeia, head.seq)


def _stored_hash(session: Session, cadeia: str, seq: int) -> bytes | None:
    """Hash of one event, whoever is acting: this is the chain looking at itself, not a person reading it."""
    if seq == 0:
        return GENESIS
    table = AuditEvent.__table__
    query = select(table.c.hash).where(table.c.cadeia == cadeia, table.c.seq == seq)
    found: bytes | None = session.connection().scalar(query)
    return found


def _head(runtime: DbRuntime, cadeia: str, seq: int, digest: bytes) -> Head:
    return Head(cadeia=cadeia, seq=seq, hash=digest, mac=runtime.head_mac(head_payload(cadeia, seq, digest)))
