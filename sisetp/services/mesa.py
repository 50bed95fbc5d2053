"""What a desk needs to open a ficha: the unit's time zone and its posts in use; and the event of a blank sheet."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.domain.audit import Action

FUSO_DE_BRASILIA = "America/Sao_Paulo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesa:
    """Settings of a unit's desk: IANA zone, and (id, name) of the posts in use, by name."""

    fuso: str = FUSO_DE_BRASILIA
    postos: tuple[tuple[int, str], ...] = ()


def desk_of(session: Session, actor: Actor) -> Mesa:
    """Desk of the unit being served; Brasília's time and no post for who serves none."""
    if actor.unidade_id is None:
        return Mesa()
    unidade = session.get_one(Unidade, actor.unidade_id)
    query = select(Posto).where(Posto.unidade_id == actor.unidade_id, Posto.fim.is_(None)).order_by(Posto.nome)
    return Mesa(fuso=unidade.fuso, postos=tuple((posto.id, posto.nome) for posto in session.scalars(query)))


def record_blank_sheet(session: Session, actor: Actor) -> None:
    """Append the event that a blank ficha was opened to be printed.

    Raises: AccessDenied.
    """
    require(actor, Permission.FICHA_BRANCO_IMPRIMIR, unidade_id=actor.unidade_id)
    audit_chain.append(
        session, actor, Action.IMPRIMIR_EM_BRANCO, unidade_id=actor.unidade_id, detalhes={"quantidade": 1}
    )
