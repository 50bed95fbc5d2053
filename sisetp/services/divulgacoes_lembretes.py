"""What the home page reminds of about releases: to approve, blocked, alarms; for the head of a unit, what is prepared,
what came out and which months were left out. No numbers about people: services and reporting meet in rows, and these
rows have none.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.periodo import Periodo
from sisetp.db.models.publicacao import AlarmeSigilo, BasePublica, Divulgacao
from sisetp.db.models.tarefa import Tarefa
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import APROVADA, BLOQUEADA, FALHOU, PRONTA, PUBLICADA
from sisetp.domain.periodo import CONSOLIDADO
from sisetp.services.lembretes import Lembrete, contado

_PAGE = "/divulgacoes"
_READY = ("divulgação espera a primeira aprovação.", "divulgações esperam a primeira aprovação.")
_SECOND = ("divulgação espera a sua aprovação, a segunda.", "divulgações esperam a sua aprovação, a segunda.")
_BLOCKED = ("divulgação está bloqueada: veja por quê.", "divulgações estão bloqueadas: veja por quê.")
_ALARMS = ("alarme de sigilo espera a sua ciência.", "alarmes de sigilo esperam a sua ciência.")
_FAILED = ("trabalho das divulgações não se concluiu.", "trabalhos das divulgações não se concluíram.")
_LATE = (
    "mês chegou depois do boletim e fica «sem envio» até a edição anual revisada.",
    "meses chegaram depois dos boletins e ficam «sem envio» até a edição anual revisada.",
)
_PREPARED = (
    "divulgação da rede está preparada: mês consolidado a partir de agora não entra nela.",
    "divulgações da rede estão preparadas: mês consolidado a partir de agora não entra nelas.",
)
_OUT = ("divulgação da rede saiu há pouco.", "divulgações da rede saíram há pouco.")
_NEWS = timedelta(days=15)


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """Reminders of who approves and prepares releases, and of the unit whose month came late."""
    return (*_to_decide(session, actor), *_to_look_at(session, actor), *_of_the_unit(session, actor, clock=clock))


def _to_decide(session: Session, actor: Actor) -> Iterator[Lembrete]:
    if not permits(actor, Permission.DIVULGACAO_APROVAR):
        return
    ready = session.scalar(select(func.count(Divulgacao.id)).where(Divulgacao.situacao == PRONTA)) or 0
    other = Divulgacao.aprovador1_id != actor.user_id
    second = session.scalar(select(func.count(Divulgacao.id)).where(Divulgacao.situacao == APROVADA, other)) or 0
    alarms = session.scalar(select(func.count(AlarmeSigilo.id)).where(AlarmeSigilo.visto_em.is_(None))) or 0
    yield from contado(alarms, *_ALARMS, caminho=_PAGE, urgente=True)
    yield from contado(ready, *_READY, caminho=_PAGE)
    yield from contado(second, *_SECOND, caminho=_PAGE)


def _to_look_at(session: Session, actor: Actor) -> Iterator[Lembrete]:
    if not permits(actor, Permission.DIVULGACAO_PREPARAR):
        return
    blocked = session.scalar(select(func.count(Divulgacao.id)).where(Divulgacao.situacao == BLOQUEADA)) or 0
    newest = select(func.max(Tarefa.id)).group_by(Tarefa.tipo, Tarefa.alvo)
    failed = select(func.count(Tarefa.id)).where(Tarefa.id.in_(newest), Tarefa.situacao == FALHOU)
    yield from contado(blocked, *_BLOCKED, caminho=_PAGE)
    yield from contado(session.scalar(failed) or 0, *_FAILED, caminho=_PAGE)


def _of_the_unit(session: Session, actor: Actor, *, clock: Clock) -> Iterator[Lembrete]:
    """What the head of a unit is told: prepared, out since little, and months that came late."""
    if not permits(actor, Permission.PERIODO_ENVIAR, unidade_id=actor.unidade_id):
        return
    prepared = select(func.count(Divulgacao.id)).where(Divulgacao.situacao.in_((PRONTA, APROVADA)))
    since = clock.now() - _NEWS
    out = select(func.count(Divulgacao.id)).where(Divulgacao.situacao == PUBLICADA, Divulgacao.publicada_em >= since)
    yield from contado(session.scalar(prepared) or 0, *_PREPARED, caminho="/periodos")
    yield from contado(session.scalar(out) or 0, *_OUT, caminho="/estatisticas/publicado")
    yield from _left_out(session, actor)


def _left_out(session: Session, actor: Actor) -> Iterator[Lembrete]:
    """Months of the unit that are consolidated and whose base had been fixed without them."""
    unit = session.get(Unidade, actor.unidade_id)
    fixed = select(BasePublica.ano * 100 + BasePublica.mes).where(BasePublica.edicao == 1)
    late = select(func.count(Periodo.id)).where(
        Periodo.unidade_id == (unit.id if unit else None),
        Periodo.situacao == CONSOLIDADO,
        (Periodo.ano * 100 + Periodo.mes).in_(fixed),
    )
    yield from contado(session.scalar(late) or 0, *_LATE, caminho="/periodos")
