"""The copies of a referral: one under the origin's key, one wrapped for the unit that receives it (decision 14)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.db.models.encaminhamento import Copia
from sisetp.db.session import doom_key
from sisetp.services.sealing.records import open_private, seal_private

# Both blobs belong to the copy's own id; the class tells their two keys apart in the vault.
_SENT, _RECEIVED = "relato", "ident"


def seal_copy(session: Session, copia: Copia, content: Mapping[str, Any]) -> None:
    """Seal what is shared, twice: for the record of the origin and, inside the network, for the unit it goes to."""
    copia.enviado = seal_private(session, copia, copia.id, _SENT, content)
    copia.recebido = None
    if copia.unidade_destino_id is not None:
        destino = copia.unidade_destino_id
        copia.recebido = seal_private(session, copia, copia.id, _RECEIVED, content, unidade=destino)


def open_sent(session: Session, copies: Sequence[Copia]) -> dict[UUID, dict[str, Any]]:
    """What the origin shared, by copy id; the caller has appended the event that this opening is.

    Raises: Unreadable.
    """
    return open_private(session, [(copia, copia.enviado) for copia in copies], _SENT)


def open_received(session: Session, copies: Sequence[Copia]) -> dict[UUID, dict[str, Any]]:
    """What the destination received and was not revoked, by copy id; the caller has appended the event.

    Raises: Unreadable.
    """
    opened: dict[UUID, dict[str, Any]] = {}
    for copia in copies:
        if copia.recebido is not None and copia.revogada_em is None:
            blob = [(copia, copia.recebido)]
            opened |= open_private(session, blob, _RECEIVED, unidade=copia.unidade_destino_id)
    return opened


def revoke_received(session: Session, copia: Copia) -> None:
    """Destroy, once this unit of work is committed, the key that lets the destination read its copy."""
    doom_key(session, copia.id.bytes, _RECEIVED)
