"""The one door between rows and plaintext: seals what is written, opens what somebody may read.

Opening an identity or a narrative appends the audit event first and returns plaintext only inside a unit of work that
commits that event before any page is rendered (decision 12). What cannot be opened raises `Unreadable` with the record
id and nothing else; it is never shown as empty and never overwritten (decision 1; encryption design, 3.2).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import InstanceState, Session

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, KeyMissing
from sisetp.crypto.sealed import Sealer, WrappedKey
from sisetp.db.models.atendimento import Atendimento, PessoaProcurada, Versao
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.runtime import DbRuntime
from sisetp.db.session import keep_key, pending_key
from sisetp.db.vault import VaultKey
from sisetp.domain import atendimento as ficha
from sisetp.domain import estat_layout
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import LayoutError, Value
from sisetp.domain.pessoa import Identidade

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BAD = (EnvelopeError, KeyMissing, LayoutError, ValueError, KeyError, TypeError)

SealedRow = Pessoa | Atendimento | PessoaProcurada


def sealer_of(session: Session) -> Sealer:
    """The sealer of the running application."""
    runtime: DbRuntime = session.info["runtime"]
    return cast(Sealer, runtime.keys)


def context_of(session: Session, row: SealedRow, classe: str) -> SealContext:
    """Context that binds a blob to its installation, unit, table, class, row and version."""
    return SealContext(
        instalacao=sealer_of(session).instalacao,
        unidade=row.unidade_id,
        tabela=row.__tablename__,
        classe=classe,
        registro=row.id.bytes,
        versao=row.versao,
    )


def seal_codes(session: Session, row: Pessoa | Atendimento, values: Mapping[str, Value]) -> None:
    """Seal the coded answers of a row into `estat` (suite 0x02, fixed length)."""
    payload = estat_layout.encode(row.__tablename__, values)
    row.estat = sealer_of(session).seal_codes(context_of(session, row, "estat"), payload)


def open_codes(session: Session, row: Pessoa | Atendimento) -> dict[str, Value]:
    """Coded answers of a row.

    Raises: Unreadable.
    """
    try:
        payload = sealer_of(session).open_codes(context_of(session, row, "estat"), row.estat)
        return estat_layout.decode(row.__tablename__, payload)
    except _BAD as cause:
        raise Unreadable(str(row.id)) from cause


def seal_identity(session: Session, pessoa: Pessoa, identidade: Identidade | None) -> None:
    """Seal an identity under the key of the pessoa, or leave the row without one."""
    pessoa.ident = None
    if identidade is not None:
        pessoa.ident = _seal(session, pessoa, pessoa.id, "ident", _plain(asdict(identidade)))


def open_identities(session: Session, rows: Sequence[Pessoa]) -> dict[UUID, Identidade]:
    """Identities by pessoa id; people without one are absent. The caller has appended the event that this opening is.

    Raises: Unreadable for the first row that cannot be opened.
    """
    opened = _open_many(session, [(row, row.ident) for row in rows if row.ident is not None], "ident")
    return {key: _identity(key, value) for key, value in opened.items()}


def seal_texts(session: Session, row: Atendimento, texts: Mapping[str, str]) -> None:
    """Seal the free texts of an atendimento under its own key, or leave the row without any."""
    said = {name: text for name, text in texts.items() if text}
    row.relato = _seal(session, row, row.id, "relato", said) if said else None


def open_texts(session: Session, row: Atendimento) -> dict[str, str]:
    """Free texts of an atendimento; the caller has appended the event that this opening is.

    Raises: Unreadable.
    """
    if row.relato is None:
        return {}
    opened = _open_many(session, [(row, row.relato)], "relato")[row.id]
    opened.pop("v", None)
    return cast(dict[str, str], opened)


def seal_sought(session: Session, row: PessoaProcurada, sought: ficha.PessoaProcurada) -> None:
    """Seal what is known of a missing person under a key of its own, apart from the person attended."""
    row.ident = _seal(session, row, row.id, "ident", _plain(asdict(sought)))


def open_sought(session: Session, row: PessoaProcurada) -> ficha.PessoaProcurada:
    """What is known of a missing person; the caller has appended the event that this opening is.

    Raises: Unreadable.
    """
    opened = _open_many(session, [(row, row.ident)], "ident")[row.id]
    opened.pop("v", None)
    born = opened.pop("nascimento", None)
    try:
        empty = ficha.PessoaProcurada(nome="", relacao="", contato_solicitante="")
        return replace(empty, **opened, nascimento=date.fromisoformat(born) if born else None)
    except (TypeError, ValueError) as cause:
        raise Unreadable(str(row.id)) from cause


def seal_reason(session: Session, versao: Versao, text: str) -> None:
    """Seal the written reason of an amendment under the key of the amended row (class `relato`)."""
    versao.justificativa = None
    if text:
        key = _key_for(session, versao.registro_id, versao.unidade_id, "relato")
        plaintext = _ENCODE({"v": 1, "texto": text}).encode()
        versao.justificativa = sealer_of(session).seal_record(key, _reason_context(session, versao), plaintext)


def open_reasons(session: Session, rows: Sequence[Versao]) -> dict[int, str]:
    """Written reasons by id of the version row; rows without one are absent. The caller has appended the event.

    Raises: Unreadable.
    """
    written = [row for row in rows if row.justificativa is not None]
    keys = _keys_of(session, [row.registro_id.bytes for row in written], "relato")
    texts: dict[int, str] = {}
    for row in written:
        try:
            blob = cast(bytes, row.justificativa)
            plain = sealer_of(session).open_record(keys[row.registro_id.bytes], _reason_context(session, row), blob)
            texts[row.id] = json.loads(plain)["texto"]
        except _BAD as cause:
            raise Unreadable(str(row.registro_id)) from cause
    return texts


def as_it_was(row: Versao, current: SealedRow) -> SealedRow:
    """Detached copy of a row with the blobs and the version of one of its older versions, ready to be opened."""
    old = type(current)(id=current.id, unidade_id=current.unidade_id, versao=row.versao)
    for classe in ("ident", "estat", "relato"):
        if hasattr(old, classe):
            setattr(old, classe, getattr(row, classe))
    return old


def _reason_context(session: Session, row: Versao) -> SealContext:
    return SealContext(
        instalacao=sealer_of(session).instalacao,
        unidade=row.unidade_id,
        tabela=f"versao.{row.tabela}",
        classe="relato",
        registro=row.registro_id.bytes,
        versao=row.versao,
    )


def _seal(session: Session, row: SealedRow, owner: UUID, classe: str, content: Mapping[str, Any]) -> bytes:
    new = cast(InstanceState[Any], inspect(row)).transient  # a row never stored has no key: the vault is not asked
    key = (_new_key if new else _key_for)(session, owner, row.unidade_id, classe)
    plaintext = _ENCODE({"v": 1, **content}).encode()
    return sealer_of(session).seal_record(key, context_of(session, row, classe), plaintext)


def _open_many(session: Session, rows: Sequence[tuple[SealedRow, bytes]], classe: str) -> dict[UUID, dict[str, Any]]:
    sealer = sealer_of(session)
    keys = _keys_of(session, [row.id.bytes for row, _blob in rows], classe)
    opened: dict[UUID, dict[str, Any]] = {}
    for row, blob in rows:
        try:
            plain = sealer.open_record(keys[row.id.bytes], context_of(session, row, classe), blob)
            opened[row.id] = json.loads(plain)
        except _BAD as cause:
            raise Unreadable(str(row.id)) from cause
    return opened


def _keys_of(session: Session, owners: Iterable[bytes], classe: str) -> dict[bytes, WrappedKey]:
    runtime: DbRuntime = session.info["runtime"]
    wanted = list(owners)
    found = {owner: pending_key(session, owner, classe) for owner in wanted}
    missing = [owner for owner, key in found.items() if key is None]
    stored = runtime.vault.fetch(missing, classe) if missing else {}
    return {owner: _wrapped(key) for owner, key in {**found, **stored}.items() if key is not None}


def _key_for(session: Session, owner: UUID, unidade: int, classe: str) -> WrappedKey:
    known = _keys_of(session, [owner.bytes], classe).get(owner.bytes)
    return known or _new_key(session, owner, unidade, classe)


def _new_key(session: Session, owner: UUID, unidade: int, classe: str) -> WrappedKey:
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


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in (None, "")
    }


def _identity(record: UUID, content: Mapping[str, Any]) -> Identidade:
    values = {name: value for name, value in content.items() if name != "v"}
    try:
        born = values.pop("nascimento", None)
        empty = Identidade()
        return replace(empty, **values, nascimento=date.fromisoformat(born) if born else None)
    except (TypeError, ValueError) as cause:
        raise Unreadable(str(record)) from cause
