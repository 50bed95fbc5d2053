"""The blobs of a case together: opened whole before a change and sealed whole under its next version."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import Caso
from sisetp.domain.clock import Clock
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.versoes import keep

_IDENT, _PROCESSO, RESUMO = "ident", "n_processo", "resumo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conteudo:
    """Everything sealed of a case: codes, texts by name and the numbers of its legal processes."""

    codigos: Mapping[str, Value]
    textos: Mapping[str, str]
    n_processo: str = ""


def opened(session: Session, row: Caso) -> Conteudo:
    """Whole content of a case, to be sealed again: what cannot be opened is never overwritten. Raises: Unreadable."""
    return Conteudo(
        codigos=sealing.open_codes(session, row),
        textos=sealing.open_texts(session, row),
        n_processo=open_process(session, row),
    )


def open_process(session: Session, row: Caso) -> str:
    """Process numbers of a case; the caller has appended the event that this opening is. Raises: Unreadable."""
    if row.ident is None:
        return ""
    return str(sealing.open_private(session, [(row, row.ident)], _IDENT)[row.id].get(_PROCESSO, ""))


def seal(session: Session, row: Caso, content: Conteudo) -> None:
    """Seal the whole content under the version the row has now."""
    sealing.seal_codes(session, row, content.codigos)
    sealing.seal_texts(session, row, content.textos)
    row.ident = None
    if content.n_processo:
        row.ident = sealing.seal_private(session, row, row.id, _IDENT, {_PROCESSO: content.n_processo})


def advance(
    session: Session, actor: Actor, row: Caso, content: Conteudo, motivo: str, justificativa: str, *, clock: Clock
) -> dict[str, str]:
    """Seal the next version of a case whose older one is still `row`; the caller changes plain columns after this.

    Returns the digests of the blobs of both versions, for the event of the change.
    """
    old = keep(session, actor, row, motivo, justificativa, clock=clock)
    row.versao += 1
    row.updated_at = clock.now()
    seal(session, row, content)
    return {**row_seals(old), **row_seals(row)}
