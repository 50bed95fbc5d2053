"""The one door between rows and plaintext: seals what is written, opens what somebody may read.

Opening an identity or a narrative appends the audit event first and returns plaintext only inside a unit of work that
commits that event before any page is rendered (decision 12). What cannot be opened raises `Unreadable` with the record
id and nothing else; it is never shown as empty and never overwritten (decision 1; encryption design, 3.2).
"""

from sisetp.services.sealing.copies import open_received, open_sent, revoke_received, seal_copy
from sisetp.services.sealing.identity import open_identities, open_sought, seal_identity, seal_sought
from sisetp.services.sealing.links import Relacao, link_token
from sisetp.services.sealing.records import (
    CodesRow,
    SealedRow,
    as_it_was,
    context_of,
    open_codes,
    open_private,
    seal_codes,
    seal_private,
    sealer_of,
)
from sisetp.services.sealing.texts import TextsRow, open_reasons, open_texts, open_texts_of, seal_reason, seal_texts

__all__ = [
    "CodesRow",
    "Relacao",
    "SealedRow",
    "TextsRow",
    "as_it_was",
    "context_of",
    "link_token",
    "open_codes",
    "open_identities",
    "open_private",
    "open_reasons",
    "open_received",
    "open_sent",
    "open_sought",
    "open_texts",
    "open_texts_of",
    "revoke_received",
    "seal_codes",
    "seal_copy",
    "seal_identity",
    "seal_private",
    "seal_reason",
    "seal_sought",
    "seal_texts",
    "sealer_of",
]
