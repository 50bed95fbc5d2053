"""The clocks of the requests: per unit for who answers, of the whole network for the encarregado, without content."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.titular import Requisicao
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.titular import ABERTA, PERTO_DIAS
from sisetp.services.lembretes import Lembrete, contado
from sisetp.services.postings import NATIONAL_ZONE

_LAST = 200
# How each reminder reads after «1» and after a larger number.
_LATE = ("pedido de titular passou do prazo de resposta.", "pedidos de titulares passaram do prazo de resposta.")
_NEAR = (
    f"pedido de titular vence em até {PERTO_DIAS} dias.",
    f"pedidos de titulares vencem em até {PERTO_DIAS} dias.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relogio:
    """One clock. `dias` are the days left, negative when late, None once closed; `protocolo` is read aloud."""

    id: UUID
    unidade: str
    recebida_em: date
    prazo: date
    situacao: str
    respondida_em: date | None
    dias: int | None

    @property
    def protocolo(self) -> str:
        """Short code of the request, the same on paper and on screen."""
        return self.id.hex[:8].upper()

    @property
    def atrasada(self) -> bool:
        """True when the last day has gone by without an answer."""
        return self.dias is not None and self.dias < 0

    @property
    def perto(self) -> bool:
        """True when the last day is near."""
        return self.dias is not None and 0 <= self.dias <= PERTO_DIAS


def of_unit(session: Session, actor: Actor, *, clock: Clock) -> tuple[Relogio, ...]:
    """Clocks of the actor's unit, those running first, the nearest last day on top.

    Raises: AccessDenied.
    """
    require(actor, Permission.TITULAR_REGISTRAR, unidade_id=actor.unidade_id)
    rows = session.scalars(_newest().where(Requisicao.unidade_id == actor.unidade_id))
    return _listed(session, actor, list(rows), clock)


def of_network(session: Session, actor: Actor, *, clock: Clock) -> tuple[Relogio, ...]:
    """Clocks of every unit: unit, dates and status, nothing of what was asked nor of whom.

    Raises: AccessDenied.
    """
    require(actor, Permission.TITULAR_RELOGIO)
    return _listed(session, actor, list(session.scalars(_newest())), clock)


def clock_of(row: Requisicao, today: date, unidade: str = "") -> Relogio:
    """The clock of one row, seen on a local day."""
    return Relogio(
        id=row.id,
        unidade=unidade,
        recebida_em=row.recebida_em,
        prazo=row.prazo,
        situacao=row.situacao,
        respondida_em=row.respondida_em,
        dias=(row.prazo - today).days if row.situacao == ABERTA else None,
    )


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """What is late or near its last day: for who answers, of the unit; for the encarregado, of the network."""
    query = select(Requisicao.prazo, Requisicao.unidade_id).where(Requisicao.situacao == ABERTA)
    if permits(actor, Permission.TITULAR_RELOGIO):
        path, zone = "/titulares/prazos", NATIONAL_ZONE
    elif permits(actor, Permission.TITULAR_RESPONDER) and actor.unidade_id is not None:
        query = query.where(Requisicao.unidade_id == actor.unidade_id)
        path, zone = "/titulares", session.get_one(Unidade, actor.unidade_id).fuso
    else:
        return ()
    days = [(prazo - clock.today(zone)).days for prazo, _unit in session.execute(query)]
    late, near = sum(day < 0 for day in days), sum(0 <= day <= PERTO_DIAS for day in days)
    return (
        *contado(late, *_LATE, caminho=path, urgente=True),
        *contado(near, *_NEAR, caminho=path),
    )


def _newest() -> Select[Requisicao]:
    return select(Requisicao).order_by(Requisicao.situacao != ABERTA, Requisicao.prazo.desc()).limit(_LAST)


def _listed(session: Session, actor: Actor, rows: list[Requisicao], clock: Clock) -> tuple[Relogio, ...]:
    units = {unit.id: unit for unit in session.scalars(select(Unidade))}
    audit_chain.append(
        session,
        actor,
        Action.LISTAR,
        unidade_id=actor.unidade_id,
        detalhes={"tipo": "requisicao", "quantidade": len(rows)},
    )
    found = [clock_of(row, clock.today(units[row.unidade_id].fuso), units[row.unidade_id].codigo) for row in rows]
    running = sorted((item for item in found if item.dias is not None), key=lambda item: item.prazo)
    return (*running, *(item for item in found if item.dias is None))
