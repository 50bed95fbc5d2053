"""The only keys that statistics hold: opens codes, seals and opens frozen bytes, makes the year's pseudonyms."""

import os
from collections.abc import Callable, Iterable
from hmac import digest
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, KeyMissing
from sisetp.crypto.sealed import YEAR_PSEUDONYM_BYTES, Sealer
from sisetp.db.estat_rows import Rows
from sisetp.db.runtime import DbRuntime
from sisetp.domain.errors import Refused, Unreadable

Pseudonym = Callable[[bytes], int]
"""Gives the number (u64) under which a counting key (16 bytes) is counted once in one civil year."""

_ESTAT = "estat"


def sealer_of(session: Session) -> Sealer:
    """The sealer of this process, with the planes it was given."""
    runtime: DbRuntime = session.info["runtime"]
    return cast(Sealer, runtime.keys)


def open_codes(session: Session, tabela: str, unidade_id: int, rows: Rows) -> list[bytes]:
    """Open the `estat` of rows that have `id`, `versao` and `estat`, in their order.

    Raises: Unreadable with the id of the first row that cannot be opened; none is ever skipped.
    """
    sealer = sealer_of(session)
    opened = []
    for row in rows:
        place = SealContext(
            instalacao=sealer.instalacao,
            unidade=unidade_id,
            tabela=tabela,
            classe=_ESTAT,
            registro=row.id.bytes,
            versao=row.versao,
        )
        try:
            opened.append(sealer.open_codes(place, row.estat))
        except (EnvelopeError, KeyMissing) as cause:
            raise Unreadable(str(row.id)) from cause
    return opened


def seal_bytes(
    session: Session, *, unidade_id: int, tabela: str, classe: str, registro: str, versao: int, payload: bytes
) -> bytes:
    """Seal frozen facts, a prepared release or a certificate (suite 0x03, any length) bound to its place.

    `unidade_id` 0 is national. Raises: Refused when this process has no key of frozen facts.
    """
    context = _place(session, unidade_id, tabela, classe, registro, versao)
    try:
        return sealer_of(session).seal_snapshot(context, payload)
    except KeyMissing as cause:
        raise Refused("Falta a chave dos fatos congelados: peça à operação para executar «sisetp migrar».") from cause


def open_bytes(
    session: Session, *, unidade_id: int, tabela: str, classe: str, registro: str, versao: int, blob: bytes
) -> bytes:
    """Open what `seal_bytes` sealed for the same place. Raises: Unreadable with `registro`."""
    context = _place(session, unidade_id, tabela, classe, registro, versao)
    try:
        return sealer_of(session).open_snapshot(context, blob)
    except (EnvelopeError, KeyMissing) as cause:
        raise Unreadable(registro) from cause


def strict_pseudonym(session: Session, ano: int) -> Pseudonym:
    """Pseudonyms of the year, for facts to be frozen. Raises: Refused when the year has no key."""
    sealer = sealer_of(session)
    try:
        sealer.year_pseudonym(ano, bytes(16))
    except KeyMissing as cause:
        raise Refused(
            f"Falta a chave de contagem do ano {ano}: peça à operação para executar «sisetp migrar»."
        ) from cause
    return lambda chave: sealer.year_pseudonym(ano, chave)


def live_pseudonym(session: Session, ano: int) -> Pseudonym:
    """Pseudonyms of the year, or of this call alone when the year's key is gone: people of one call still count once.

    Numbers of two calls under random keys cannot be joined, so ask for every month of an output in one call.
    """
    try:
        return strict_pseudonym(session, ano)
    except Refused:
        key = os.urandom(32)
        return lambda chave: int.from_bytes(digest(key, chave, "sha256")[:YEAR_PSEUDONYM_BYTES], "big")


def pseudonyms(pseudonym: Pseudonym, chaves: Iterable[bytes]) -> NDArray[np.uint64]:
    """Pseudonyms of several counting keys, in their order."""
    return np.array([pseudonym(chave) for chave in chaves], dtype=np.uint64)


def _place(session: Session, unidade_id: int, tabela: str, classe: str, registro: str, versao: int) -> SealContext:
    return SealContext(
        instalacao=sealer_of(session).instalacao,
        unidade=unidade_id,
        tabela=tabela,
        classe=classe,
        registro=registro.encode(),
        versao=versao,
    )
