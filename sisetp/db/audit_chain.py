"""Append to and verify the audit chains: hash chained per unit, MACed, heads kept in the vault (decision 12).

Whoever holds both databases and the keyring can still rewrite a chain; the outside copies that close this come later.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db.audit_heads import GENESIS, Growth, heads_to_move, is_authentic
from sisetp.db.models.audit_event import AuditChain, AuditEvent
from sisetp.db.runtime import DbRuntime
from sisetp.db.vault import Head
from sisetp.domain.audit import Action, check_details

INSTALLATION = "INSTALACAO"
PENDING_HEADS = "sisetp.pending_heads"
SEALS_KEY = "selos"  # digests of the blobs a write left behind; every action may carry it

Detail = str | int | bool | None | list[str] | list[int] | dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """First thing wrong in a chain: which chain, which event (0 = the chain itself) and what, in Portuguese."""

    cadeia: str
    seq: int
    mensagem: str


def chain_name(unidade_id: int | None) -> str:
    """Name of the chain of a unit, or of the installation."""
    return INSTALLATION if unidade_id is None else f"UNIDADE-{unidade_id}"


def append(
    session: Session,
    actor: AnyActor,
    action: Action,
    *,
    unidade_id: int | None,
    alvo_tipo: str | None = None,
    alvo_id: str | UUID | None = None,
    pessoa_id: UUID | None = None,
    detalhes: Mapping[str, Detail] | None = None,
    installation: bool = False,
    flush: bool = True,
) -> AuditEvent:
    """Add one event to the chain of the unit (or of the installation) inside the session's transaction.

    `installation` puts an event about a unit (a role given, a unit closed) in the installation chain. A batch that
    appends many events says `flush=False` and flushes once.

    Raises: ValueError when a detail key is not declared for the action.
    """
    details = dict(detalhes or {})
    check_details(action, frozenset(details) - {SEALS_KEY})
    runtime: DbRuntime = session.info["runtime"]
    chain = _locked_chain(session, INSTALLATION if installation else chain_name(unidade_id))
    event = AuditEvent(
        cadeia=chain.cadeia,
        seq=chain.seq + 1,
        quando=runtime.clock.now().replace(microsecond=0),
        ator=actor.name,
        usuario_id=actor.user_id,
        unidade_id=unidade_id,
        acao=action.value,
        alvo_tipo=alvo_tipo,
        alvo_id=str(alvo_id) if alvo_id is not None else None,
        pessoa_id=pessoa_id,
        detalhes=json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        prev_hash=chain.hash,
    )
    event.hash = _digest(event)
    event.mac = runtime.audit_mac(event.hash)
    chain.seq, chain.hash = event.seq, event.hash
    session.add(event)
    if flush:
        session.flush()
    _note_growth(session, event)
    return event


def lock(session: Session, unidade_id: int | None) -> None:
    """Take the row lock of a chain early, so that what is read next is what the previous writer committed."""
    _locked_chain(session, chain_name(unidade_id))


def pending_heads(session: Session) -> list[Head]:
    """Heads to write to the vault once the session has committed; clears the list."""
    growths: dict[str, Growth] = session.info.pop(PENDING_HEADS, {})
    return heads_to_move(session, [growths[name] for name in sorted(growths)])


def is_genuine(session: Session, event: AuditEvent) -> bool:
    """Tell whether one event is as it was written; its place in the chain is not looked at."""
    return _problem_of(event, event.prev_hash, event.seq, session.info["runtime"]) is None


def verify_chains(session: Session, runtime: DbRuntime) -> Iterator[Breach]:
    """First breach of each chain: edit, deletion, reorder, insertion, truncation, forged or missing head."""
    heads = runtime.vault.heads()
    ends = {chain.cadeia: chain for chain in session.scalars(select(AuditChain))}
    names = set(heads) | set(ends) | set(session.scalars(select(AuditEvent.cadeia).distinct()))
    for name in sorted(names):
        breach = _verify_chain(session, runtime, name, heads.get(name), ends.get(name))
        if breach is not None:
            yield breach


def verify_chain(session: Session, runtime: DbRuntime, name: str) -> Breach | None:
    """First breach of one chain, None when it is whole; an empty chain that nobody knows of is whole."""
    return _verify_chain(session, runtime, name, runtime.vault.heads().get(name), session.get(AuditChain, name))


def _verify_chain(
    session: Session, runtime: DbRuntime, name: str, head: Head | None, end: AuditChain | None
) -> Breach | None:
    if head is not None and not is_authentic(head, runtime):
        return Breach(cadeia=name, seq=0, mensagem="a cabeça guardada no cofre não confere com a chave de auditoria")
    previous, seq = GENESIS, 0
    query = select(AuditEvent).where(AuditEvent.cadeia == name).order_by(AuditEvent.seq)
    with session.scalars(query.execution_options(yield_per=1000)) as events:
        for event in events:
            problem = _problem_of(event, previous, seq + 1, runtime)
            if problem is None and head is not None and event.seq == head.seq and event.hash != head.hash:
                problem = "o evento não é o que o cofre guardou"
            if problem is not None:
                return Breach(cadeia=name, seq=seq + 1, mensagem=problem)
            previous, seq = event.hash, event.seq
            session.expunge(event)
    if head is not None and seq < head.seq:
        return Breach(cadeia=name, seq=seq + 1, mensagem=f"faltam eventos no fim: o cofre conhece até o {head.seq}")
    if head is None and seq:
        return Breach(cadeia=name, seq=seq, mensagem="o cofre não guarda a cabeça desta cadeia")
    if end is None and seq == 0:
        return None
    if end is None or end.seq != seq or end.hash != previous:
        return Breach(cadeia=name, seq=seq, mensagem="o fim da cadeia não confere com o último evento")
    return None


def _problem_of(event: AuditEvent, previous: bytes, seq: int, runtime: DbRuntime) -> str | None:
    if event.seq != seq:
        return f"falta o evento {seq} (o seguinte é o {event.seq})"
    if not compare_digest(event.prev_hash, previous):
        return "o evento não se liga ao anterior"
    if not compare_digest(event.hash, _digest(event)):
        return "o conteúdo do evento foi alterado"
    if not compare_digest(event.mac, runtime.audit_mac(event.hash)):
        return "a autenticação do evento não confere"
    return None


def _note_growth(session: Session, event: AuditEvent) -> None:
    growths: dict[str, Growth] = session.info.setdefault(PENDING_HEADS, {})
    known = growths.get(event.cadeia)
    if known is None:
        growths[event.cadeia] = Growth(
            cadeia=event.cadeia, base_seq=event.seq - 1, base_hash=event.prev_hash, seq=event.seq, hash=event.hash
        )
    else:
        known.seq, known.hash = event.seq, event.hash


def _locked_chain(session: Session, name: str) -> AuditChain:
    if name in session.info.get(PENDING_HEADS, {}):
        return session.get_one(AuditChain, name)  # this transaction holds the row lock since its first event
    chain = session.get(AuditChain, name, with_for_update=True, populate_existing=True)
    return chain or _new_chain(session, name)


def _new_chain(session: Session, name: str) -> AuditChain:
    """Begin a chain, or take the one that another transaction began at the same moment."""
    chain = AuditChain(cadeia=name, seq=0, hash=GENESIS)
    try:
        with session.begin_nested():
            session.add(chain)
            session.flush()
    except IntegrityError:
        return session.get_one(AuditChain, name, with_for_update=True, populate_existing=True)
    return chain


def _digest(event: AuditEvent) -> bytes:
    moment: datetime = event.quando
    fields = [
        event.cadeia,
        event.seq,
        moment.isoformat(timespec="seconds"),
        event.ator,
        event.usuario_id,
        event.unidade_id,
        event.acao,
        event.alvo_tipo,
        event.alvo_id,
        str(event.pessoa_id) if event.pessoa_id is not None else None,
        event.detalhes,
    ]
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return sha256(event.prev_hash + canonical).digest()
