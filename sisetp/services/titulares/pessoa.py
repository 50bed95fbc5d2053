"""The person somebody asks about, reached from a ficha or from a case, and the event of what is done for her.

From a case the event names the row of the case and never the pessoa: the two would be linked in clear (decision 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import Detail
from sisetp.db.models.caso import CasoPessoa
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.errors import NotFound
from sisetp.services import sealing
from sisetp.services.atendimentos import find as find_ficha


class Origem(StrEnum):
    """Kind of record from which the person was reached."""

    FICHA = "atendimento"
    CASO = "caso_pessoa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Titular:
    """The person the data is about, inside one unit, and the record that led to her."""

    origem: Origem
    registro_id: UUID
    unidade_id: int
    pessoa_id: UUID
    caso_id: UUID | None = None


def find(session: Session, actor: Actor, permission: Permission, origem: Origem, registro_id: UUID) -> Titular:
    """Person of a ficha, or person of a case.

    Raises: NotFound before AccessDenied, for a row of another unit as for none; Unreadable.
    """
    if origem is Origem.FICHA:
        ficha, _pessoa = find_ficha(session, actor, permission, registro_id)
        return Titular(origem=origem, registro_id=ficha.id, unidade_id=ficha.unidade_id, pessoa_id=ficha.pessoa_id)
    require(actor, permission)
    row = session.get(CasoPessoa, registro_id)
    if row is None or row.unidade_id != actor.unidade_id:
        raise NotFound
    require(actor, Permission.CASO_VER, unidade_id=row.unidade_id)
    pessoa_id = sealing.open_codes(session, row).get("pessoa_id")
    pessoa = session.get(Pessoa, UUID(bytes=pessoa_id)) if isinstance(pessoa_id, bytes) else None
    if pessoa is None:
        raise NotFound
    return Titular(
        origem=origem, registro_id=row.id, unidade_id=row.unidade_id, pessoa_id=pessoa.id, caso_id=row.caso_id
    )


def record(session: Session, actor: Actor, action: Action, titular: Titular, detalhes: Mapping[str, Detail]) -> None:
    """Append the event of something done for this person to the chain of the unit."""
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=titular.unidade_id,
        alvo_tipo=titular.origem.value,
        alvo_id=titular.registro_id,
        pessoa_id=titular.pessoa_id if titular.origem is Origem.FICHA else None,
        detalhes=detalhes,
    )
