"""What the home page reminds of: months to send for the unit that signs, months to check for the coordination."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.periodo import Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.periodo import DEVOLVIDO, ENVIADO
from sisetp.services.lembretes import Lembrete, contado
from sisetp.services.periodos.meses import MesLinha
from sisetp.services.periodos.unidade import waiting_months

_NAMED = 3


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """Reminders of who signs for a unit and of who checks for the network; nothing for anybody else."""
    return (*_to_send(session, actor, clock), *_to_check(session, actor))


def _to_send(session: Session, actor: Actor, clock: Clock) -> Iterator[Lembrete]:
    if not permits(actor, Permission.PERIODO_ENVIAR, unidade_id=actor.unidade_id):
        return
    waiting = waiting_months(session, session.get_one(Unidade, actor.unidade_id), clock=clock)
    for line in waiting[:_NAMED]:
        caminho = f"/periodos/{line.ano}/{line.mes}"
        yield Lembrete(texto=_sentence(line), caminho=caminho, urgente=line.atrasado)
    if len(waiting) > _NAMED:
        more = len(waiting) - _NAMED
        yield from contado(more, "outro mês por enviar.", "outros meses por enviar.", caminho="/periodos", urgente=True)


def _sentence(line: MesLinha) -> str:
    if line.situacao == DEVOLVIDO:
        return f"A CGETP devolveu {line.rotulo}: corrija e envie de novo ({line.palavras})."
    return f"Falta enviar {line.rotulo} ({line.palavras})."


def _to_check(session: Session, actor: Actor) -> Iterator[Lembrete]:
    if not permits(actor, Permission.PERIODO_CONFERIR):
        return
    waiting = session.scalar(select(func.count(Periodo.id)).where(Periodo.situacao == ENVIADO)) or 0
    yield from contado(
        waiting, "mês enviado espera conferência.", "meses enviados esperam conferência.", caminho="/quadro"
    )
