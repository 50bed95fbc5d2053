"""The risk of a case follows its newest contact or assessment; the version before is kept."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.models.caso import AvaliacaoRisco, Caso, Evolucao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services import sealing
from sisetp.services.casos import acesso, lacre
from sisetp.services.versoes import ACTIVE


def current_risk(session: Session, caso: Caso) -> str:
    """Code of the risk the case has now. Raises: Unreadable."""
    return str(sealing.open_codes(session, caso)["risco"] or "")


def reassess(session: Session, actor: Actor, caso: Caso, risco: str, *, clock: Clock) -> None:
    """Make this the risk of the case, under its next version; nothing happens when it already is.

    Every blob is opened first, since each is bound to the version: what cannot be opened is never overwritten.
    Raises: Unreadable.
    """
    content = lacre.opened(session, caso)
    if content.codigos["risco"] == risco:
        return
    changed = replace(content, codigos={**content.codigos, "risco": risco})
    seals = lacre.advance(session, actor, caso, changed, "SITUACAO", "", clock=clock)
    session.flush()
    details: dict[str, Detail] = {"motivo": "SITUACAO", "campos": 1, "versao": caso.versao, SEALS_KEY: seals}
    acesso.record(session, actor, Action.ALTERAR_CASO, caso, details)


def is_latest_contact(session: Session, row: Evolucao) -> bool:
    """Tell whether no other evolution in force of the case is later than this one."""
    later = select(Evolucao.id).where(
        Evolucao.unidade_id == row.unidade_id,
        Evolucao.caso_id == row.caso_id,
        Evolucao.data > row.data,
        Evolucao.situacao == ACTIVE,
        Evolucao.id != row.id,
    )
    return session.scalars(later.limit(1)).first() is None


def is_latest_assessment(session: Session, caso: Caso, day: date) -> bool:
    """Tell whether no assessment of the case is of a later day."""
    later = select(AvaliacaoRisco.id).where(
        AvaliacaoRisco.unidade_id == caso.unidade_id, AvaliacaoRisco.caso_id == caso.id, AvaliacaoRisco.data > day
    )
    return session.scalars(later.limit(1)).first() is None
