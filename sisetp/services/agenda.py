"""The agenda of a unit: next steps, plan deadlines, referrals waiting and suspended cases without contact.

Referrals show plain columns only. A next step is there only for who reads the level of its evolution: nobody else
learns that there is one, nor its day.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.domain.agenda import Grupo, grupo_de, horizonte
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.services import prazos_da_unidade as prazos
from sisetp.services.evolucoes.providencias import known_to, next_steps
from sisetp.services.lembretes import Lembrete, contado
from sisetp.services.linhas_do_caso import names_of
from sisetp.services.sealing import open_codes

_LATE = "providências suas estão atrasadas."
UNIT, MINE = "unidade", "minha"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """Something due. `tipo`: providencia, plano, encaminhamento or suspenso; `alvo_id` is its row.

    `texto` is the step as written, or what may be said of it; `plano` is the code of the type of support.
    """

    tipo: str
    alvo_id: UUID
    prazo: date
    grupo: Grupo
    texto: str
    profissional: str
    caso_id: UUID | None = None
    caso: str = ""
    plano: str = ""
    pode_concluir: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is due until the horizon, by part and day; `cortada` when there is more than the page shows."""

    itens: tuple[AgendaItem, ...]
    hoje: date
    ate: date
    cortada: bool

    def do_grupo(self, grupo: Grupo) -> tuple[AgendaItem, ...]:
        """Items of one part, the oldest day first."""
        return tuple(item for item in self.itens if item.grupo is grupo)


def agenda(session: Session, actor: Actor, *, de_quem: str = MINE, clock: Clock) -> Agenda:
    """What is due for `minha`, `unidade` or one professional (user id in digits), opened and audited.

    «Minha» has what I wrote down and what hangs from the cases I am in charge of.
    Raises: AccessDenied, NotFound (no unit).
    """
    require(actor, Permission.AGENDA_VER, unidade_id=actor.unidade_id)
    hoje = _today(session, actor, clock)
    who = _who(actor, de_quem)
    found = prazos.due(session, actor.unidade_id or 0, who, hoje=hoje, ate=horizonte(hoje))
    # Opened texts leave only after this event is committed.
    details: dict[str, audit_chain.Detail] = {"quantidade": found.total, "profissional_id": who}
    audit_chain.append(session, actor, Action.VER_AGENDA, unidade_id=actor.unidade_id, detalhes=details)
    names = names_of(session, found.people())
    items = [*_steps(session, actor, found, names, hoje), *_others(session, found, names, hoje)]
    items.sort(key=lambda item: (item.prazo, item.caso, item.tipo))
    return Agenda(itens=tuple(items), hoje=hoje, ate=horizonte(hoje), cortada=found.cut)


def professionals(session: Session, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Ids and names of the people of the unit's teams, for the filter. Raises: AccessDenied."""
    require(actor, Permission.AGENDA_VER, unidade_id=actor.unidade_id)
    return prazos.team(session, actor.unidade_id or 0)


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """Reminders of next steps in my agenda, late and of today; none for who has no agenda."""
    if actor.unidade_id is None or not permits(actor, Permission.AGENDA_VER, unidade_id=actor.unidade_id):
        return ()
    hoje = _today(session, actor, clock)
    mine = prazos.my_steps(session, actor.unidade_id, actor.user_id, hoje)
    days = [row.proximo_data for row in known_to(session, actor, mine) if row.proximo_data is not None]
    late, today = sum(day < hoje for day in days), sum(day == hoje for day in days)
    return (
        *contado(late, "providência sua está atrasada.", _LATE, caminho="/agenda", urgente=True),
        *contado(today, "providência sua é para hoje.", "providências suas são para hoje.", caminho="/agenda"),
    )


def _steps(session: Session, actor: Actor, found: prazos.Due, names: dict[int, str], hoje: date) -> list[AgendaItem]:
    told = next_steps(session, actor, [row for row, _numero in found.steps])
    completes = permits(actor, Permission.EVOLUCAO_REGISTRAR, unidade_id=actor.unidade_id)
    items = []
    for row, numero in found.steps:
        step = told[row.id]
        if not (step.legivel or step.ilegivel):
            continue
        items.append(
            AgendaItem(
                tipo="providencia",
                alvo_id=row.id,
                prazo=row.proximo_data or hoje,
                grupo=grupo_de(row.proximo_data or hoje, hoje),
                texto="Providência que não pôde ser aberta" if step.ilegivel else step.texto,
                profissional=names.get(row.profissional_id, ""),
                caso_id=row.caso_id,
                caso=numero,
                pode_concluir=completes and step.legivel,
            )
        )
    return items


def _others(session: Session, found: prazos.Due, names: dict[int, str], hoje: date) -> list[AgendaItem]:
    plans = [
        AgendaItem(
            tipo="plano",
            alvo_id=row.id,
            prazo=row.prazo,
            grupo=grupo_de(row.prazo, hoje),
            texto="Prazo do plano de apoio",
            profissional=names.get(row.autor_id, ""),
            caso_id=row.caso_id,
            caso=numero,
            plano=str(open_codes(session, row)["tipo"] or ""),
        )
        for row, numero in found.plans
    ]
    referrals = [
        AgendaItem(
            tipo="encaminhamento",
            alvo_id=line.id,
            prazo=line.prazo,
            grupo=grupo_de(line.prazo, hoje),
            texto="Responder encaminhamento recebido" if line.recebido else "Cobrar resposta de encaminhamento",
            profissional="" if line.recebido else names.get(line.autor_id, ""),
        )
        for line in found.referrals
    ]
    silent = [
        AgendaItem(
            tipo="suspenso",
            alvo_id=line.caso_id,
            prazo=line.desde,
            grupo=Grupo.ATRASADO,
            texto="Caso suspenso: sem contato há mais de 30 dias",
            profissional=names.get(line.responsavel_id, ""),
            caso_id=line.caso_id,
            caso=line.numero,
        )
        for line in found.silent
    ]
    return [*plans, *referrals, *silent]


def _who(actor: Actor, de_quem: str) -> int | None:
    if de_quem == UNIT:
        return None
    return int(de_quem) if de_quem.isascii() and de_quem.isdigit() and len(de_quem) < 10 else actor.user_id


def _today(session: Session, actor: Actor, clock: Clock) -> date:
    if actor.unidade_id is None:
        raise NotFound
    return clock.today(session.get_one(Unidade, actor.unidade_id).fuso)
