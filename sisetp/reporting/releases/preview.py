"""What two people sign, as it will be: the files of a release that is prepared and not out, each marked as such.

They are made by the very renderers of the publication from the very document; only the mark tells them apart.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.divulgacao import APROVADA, PRONTA
from sisetp.domain.errors import NotFound
from sisetp.reporting.ledger import documents
from sisetp.reporting.releases import files
from sisetp.reporting.releases.approve import record
from sisetp.reporting.releases.store import open_preparation

MARCA = "PRÉVIA — não publicada"
FORMATOS = {entry.formato: entry for entry in files.RENDERIZADORES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Previa:
    """A marked file of a prepared release; `resumo` is the hash of the preparation that it shows."""

    divulgacao_id: int
    resumo: str
    arquivo: files.Arquivo


def make(session: Session, actor: Actor, divulgacao_id: int, formato: str) -> Previa:
    """Make one marked file; a session that only reads will do. It leaves once `write_down` is committed.

    Raises: AccessDenied, Refused; NotFound for an unknown format or a release with nothing to approve; Unreadable.
    """
    require(actor, Permission.DIVULGACAO_VER)
    row = session.get(Divulgacao, divulgacao_id)
    if row is None or row.situacao not in (PRONTA, APROVADA) or formato not in FORMATOS:
        raise NotFound
    preparo = open_preparation(session, row)
    documento = replace(documents.foresee(session, row, preparo.previews()), marca=MARCA)
    made = files.make_one(documento, FORMATOS[formato])
    return Previa(divulgacao_id=row.id, resumo=row.preparo_hash or "", arquivo=made)


def write_down(session: Session, actor: Actor, previa: Previa) -> None:
    """Write down that somebody takes what is not out yet. Raises: AccessDenied, NotFound."""
    require(actor, Permission.DIVULGACAO_VER)
    row = session.get(Divulgacao, previa.divulgacao_id)
    if row is None:
        raise NotFound
    formato, resumo = previa.arquivo.formato, previa.resumo
    record(session, actor, Action.ABRIR_PREVIA, row, edicao=row.edicao, formato=formato, resumo=resumo)
