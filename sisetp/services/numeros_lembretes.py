"""What the home page of who works with the numbers shows: the last release, and which month closes next. No numbers."""

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.publicacao import Divulgacao
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.domain.period import parse_period
from sisetp.services.periodos.meses import MesLinha
from sisetp.services.periodos.unidade import waiting_months


@dataclass(frozen=True, slots=True, kw_only=True)
class UltimaDivulgacao:
    """The release that went out last: what it is called and where it is read."""

    titulo: str
    periodo: str
    quando: datetime
    caminho: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeros:
    """For who works with the numbers of a unit; `fecha` is the oldest month that the unit has still to send."""

    ultima: UltimaDivulgacao | None
    fecha: MesLinha | None


def numeros(session: Session, actor: Actor, *, clock: Clock) -> Numeros | None:
    """What there is to say about numbers; None for who does not consult those of a unit."""
    if not permits(actor, Permission.ESTATISTICA_UNIDADE, unidade_id=actor.unidade_id):
        return None
    unidade = session.get_one(Unidade, actor.unidade_id)
    waiting = waiting_months(session, unidade, clock=clock)
    return Numeros(ultima=_last(session, unidade.fuso), fecha=waiting[0] if waiting else None)


def _last(session: Session, fuso: str) -> UltimaDivulgacao | None:
    query = select(Divulgacao).where(Divulgacao.situacao == PUBLICADA).order_by(Divulgacao.numero.desc()).limit(1)
    row = session.scalar(query)
    if row is None or row.publicada_em is None:
        return None
    return UltimaDivulgacao(
        titulo=json.loads(row.capa or "{}").get("titulo", row.produto),
        periodo=parse_period(row.periodo).label,
        quando=row.publicada_em.astimezone(ZoneInfo(fuso)),
        caminho=f"/numeros/{row.id}",
    )
