"""The calendar of deadlines: the rule month by month, the days that depart from it, and marking one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.periodo import Prazo
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.period import month
from sisetp.domain.periodo import mes_de
from sisetp.domain.prazos import ETAPAS, UF_NACIONAL, MarcarPrazo, check_prazo, prazo
from sisetp.services.periodos import meses
from sisetp.services.postings import NATIONAL_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PrazosDoMes:
    """Deadlines of one month for the whole network, in the order of the stages (capital's holidays)."""

    rotulo: str
    dias: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marcado:
    """One deadline marked: for which month and stage, for whom (a unit's code, or empty for all), why and by whom."""

    mes: str
    etapa: str
    unidade: str
    data: date
    motivo: str
    autor: str
    quando: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendario:
    """Deadlines of a year. `unidades` are ids and codes of the open units, for the form."""

    ano: int
    anos: tuple[int, ...]
    etapas: tuple[str, ...]
    linhas: tuple[PrazosDoMes, ...]
    marcados: tuple[Marcado, ...]
    unidades: tuple[tuple[int, str], ...]


def calendar(session: Session, actor: Actor, ano: int | None, *, clock: Clock) -> Calendario:
    """Deadlines of the months of a year, this one by default.

    Raises: AccessDenied, NotFound for a year before the system or after the next one.
    """
    require(actor, Permission.PRAZO_ADMINISTRAR)
    today, start = clock.today(NATIONAL_ZONE), meses.network_start(session, clock.now())
    anos = tuple(range(today.year + 1, start.year - 1, -1))
    chosen = today.year if ano is None else ano
    if chosen not in anos:
        raise NotFound
    marked, lista = meses.marks(session, chosen), codelist("etapa_periodo")
    days = {
        number: tuple(prazo(etapa, chosen, number, marked, unidade_id=None, uf=UF_NACIONAL) for etapa in ETAPAS)
        for number in range(1, 13)
    }
    units = session.execute(select(Unidade.id, Unidade.codigo).where(Unidade.fim.is_(None)).order_by(Unidade.codigo))
    return Calendario(
        ano=chosen,
        anos=anos,
        etapas=tuple(lista.label(etapa) for etapa in ETAPAS),
        linhas=tuple(PrazosDoMes(rotulo=month(chosen, number).label, dias=found) for number, found in days.items()),
        marcados=_marked(session, chosen),
        unidades=tuple((key, codigo) for key, codigo in units),
    )


def mark(session: Session, actor: Actor, command: MarcarPrazo, *, clock: Clock) -> None:
    """Mark or extend a deadline; earlier marks stay in the table and the last one counts.

    Raises: AccessDenied; NotFound for an unknown month or unit; RuleViolation on `etapa`, `motivo`, `data` or
    `unidade_id`.
    """
    require(actor, Permission.PRAZO_ADMINISTRAR)
    audit_chain.lock(session, None)
    mes, today = mes_de(command.ano, command.mes), clock.today(NATIONAL_ZONE)
    uf = _uf_of(session, command.unidade_id)
    _check_codes(command, today)
    present = prazo(
        command.etapa,
        command.ano,
        command.mes,
        meses.marks(session, command.ano),
        unidade_id=command.unidade_id,
        uf=uf,
    )
    check_prazo(mes, command, present, hoje=today)
    session.add(
        Prazo(
            ano=command.ano,
            mes=command.mes,
            etapa=command.etapa,
            unidade_id=command.unidade_id,
            data=command.data,
            motivo=command.motivo,
            autor_id=actor.user_id,
            created_at=clock.now(),
        )
    )
    session.flush()
    _record(session, actor, command)


def _record(session: Session, actor: Actor, command: MarcarPrazo) -> None:
    audit_chain.append(
        session,
        actor,
        Action.MARCAR_PRAZO,
        unidade_id=None,
        alvo_tipo="prazo",
        detalhes={
            "ano": command.ano,
            "mes": command.mes,
            "etapa": command.etapa,
            "data": command.data.isoformat(),
            "unidade_destino": command.unidade_id,
            "motivo": command.motivo,
        },
    )


def _check_codes(command: MarcarPrazo, today: date) -> None:
    messages = []
    if command.etapa not in ETAPAS:
        messages.append(FieldMessage("etapa", "Escolha a etapa."))
    if command.motivo not in {item.code for item in codelist("motivo_prorrogacao").current(today)}:
        messages.append(FieldMessage("motivo", "Escolha o motivo."))
    if messages:
        raise RuleViolation(tuple(messages))


def _uf_of(session: Session, unidade_id: int | None) -> str:
    if unidade_id is None:
        return UF_NACIONAL
    unidade = session.get(Unidade, unidade_id)
    if unidade is None or unidade.fim is not None:
        raise NotFound
    return unidade.uf


def _marked(session: Session, ano: int) -> tuple[Marcado, ...]:
    query = select(Prazo, Unidade.codigo, Usuario.nome).outerjoin(Unidade, Unidade.id == Prazo.unidade_id)
    query = query.join(Usuario, Usuario.id == Prazo.autor_id).where(Prazo.ano == ano).order_by(Prazo.id.desc())
    stages, reasons = codelist("etapa_periodo"), codelist("motivo_prorrogacao")
    return tuple(
        Marcado(
            mes=month(row.ano, row.mes).label,
            etapa=stages.label(row.etapa),
            unidade=codigo or "",
            data=row.data,
            motivo=reasons.label(row.motivo),
            autor=nome,
            quando=row.created_at,
        )
        for row, codigo, nome in session.execute(query)
    )
