"""Free texts and the written reasons of amendments, under the narrative key of the record or of its case."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.crypto.context import SealContext
from sisetp.db.models.atendimento import Versao
from sisetp.domain.errors import Unreadable
from sisetp.services.sealing.records import (
    BAD,
    ENCODE,
    SealedRow,
    key_for,
    keys_of,
    open_private,
    seal_private,
    sealer_of,
)

RELATO = "relato"


class TextsRow(SealedRow, Protocol):
    """A sealed row with free texts."""

    relato: Any


def seal_texts(session: Session, row: TextsRow, texts: Mapping[str, str]) -> None:
    """Seal the free texts of a row under the key of its owner, or leave the row without any."""
    said = {name: text for name, text in texts.items() if text}
    row.relato = seal_private(session, row, row.owner_id, RELATO, said) if said else None


def open_texts(session: Session, row: TextsRow) -> dict[str, str]:
    """Free texts of a row; the caller has appended the event that this opening is.

    Raises: Unreadable.
    """
    return open_texts_of(session, [row]).get(row.id, {})


def open_texts_of(session: Session, rows: Sequence[TextsRow]) -> dict[UUID, dict[str, str]]:
    """Free texts of several rows by id, keys fetched at once; rows without any are absent.

    Raises: Unreadable for the first row that cannot be opened.
    """
    written = [row for row in rows if row.relato is not None]
    owners = {row.id: row.owner_id for row in written}
    opened = open_private(session, [(row, row.relato) for row in written], RELATO, owners=owners)
    return cast(dict[UUID, dict[str, str]], opened)


def seal_reason(session: Session, versao: Versao, text: str, *, owner: UUID | None = None) -> None:
    """Seal the written reason of an amendment under the key of the amended row, or of `owner`, its case."""
    versao.justificativa = None
    if text:
        key = key_for(session, owner or versao.registro_id, versao.unidade_id, RELATO)
        plaintext = ENCODE({"v": 1, "texto": text}).encode()
        versao.justificativa = sealer_of(session).seal_record(key, _reason_context(session, versao), plaintext)


def open_reasons(session: Session, rows: Sequence[Versao], *, owner: UUID | None = None) -> dict[int, str]:
    """Written reasons by id of the version row; rows without one are absent. The caller has appended the event.

    Raises: Unreadable.
    """
    written = [row for row in rows if row.justificativa is not None]
    keys = keys_of(session, [(owner or row.registro_id).bytes for row in written], RELATO)
    texts: dict[int, str] = {}
    for row in written:
        try:
            blob, key = cast(bytes, row.justificativa), keys[(owner or row.registro_id).bytes]
            texts[row.id] = json.loads(sealer_of(session).open_record(key, _reason_context(session, row), blob))[
                "texto"
            ]
        except BAD as cause:
            raise Unreadable(str(row.registro_id)) from cause
    return texts


def _reason_context(session: Session, row: Versao) -> SealContext:
    return SealContext(
        instalacao=sealer_of(session).instalacao,
        unidade=row.unidade_id,
        tabela=f"versao.{row.tabela}",
        classe=RELATO,
        registro=row.registro_id.bytes,
        versao=row.versao,
    )
