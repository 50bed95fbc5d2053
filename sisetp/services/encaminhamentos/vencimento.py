"""The end by the clock of referrals without answer, run every day by the operator's scheduler."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.db import audit_chain
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.domain import encaminhamento as enc
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Unreadable
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.passos import step


def expire_all(session: Session, actor: SystemActor, *, clock: Clock) -> int:
    """End every referral past its `limite` as SEM_RETORNO and say in the installation's chain how many.

    The day is the one of the origin. Running again ends nothing more; what cannot be opened is left as it is.
    """
    rows = _past(session, clock)
    acesso.lock_units(session, {unit for row in rows for unit in acesso.units_of(row)})
    ended = 0
    for row in rows:
        session.refresh(row)
        if row.situacao in enc.ABERTOS and _readable(session, row):
            step(session, actor, row, enc.SEM_RETORNO, clock=clock)
            ended += 1
    audit_chain.append(session, actor, Action.VENCER_ENCAMINHAMENTOS, unidade_id=None, detalhes={"quantidade": ended})
    return ended


def _readable(session: Session, row: Encaminhamento) -> bool:
    try:
        sealing.open_codes(session, row)
        sealing.open_texts(session, row)
    except Unreadable:
        return False
    return True


def _past(session: Session, clock: Clock) -> list[Encaminhamento]:
    zones = {unit.id: unit.fuso for unit in session.scalars(select(Unidade))}
    today: dict[int, date] = {key: clock.today(zone) for key, zone in zones.items()}
    latest = max(today.values())
    query = select(Encaminhamento).where(Encaminhamento.situacao.in_(enc.ABERTOS), Encaminhamento.limite < latest)
    rows = session.scalars(query.order_by(Encaminhamento.created_at, Encaminhamento.id))
    return [row for row in rows if row.limite is not None and row.limite < today[row.unidade_origem_id]]
