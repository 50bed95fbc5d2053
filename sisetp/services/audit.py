"""Read and verify the audit trail. Reading it is an event too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import INSTALLATION, SEALS_KEY, Breach, verify_chains
from sisetp.db.audit_records import codes_of, people_of
from sisetp.db.audit_seals import verify_seals
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.caso import Caso
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.db.runtime import DbRuntime
from sisetp.db.snapshot import hold_snapshot
from sisetp.domain.audit import ACTIONS, Action
from sisetp.services.audit_details import Detail, describe, target
from sisetp.services.postings import NATIONAL_ZONE

PAGE_SIZE = 50
_BY_ID = frozenset({"caso", "caso_pessoa", "evolucao", "encaminhamento", "plano_apoio", "requisicao"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """What to show; empty means everything. `registro` is the code of an atendimento or the id of a record or person.

    `inicio` and `fim` are local dates, both included.
    """

    login: str = ""
    registro: str = ""
    acao: str = ""
    inicio: date | None = None
    fim: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One event in words. `quando` is aware, in UTC; `registro` is what the filter of records takes, or empty."""

    cadeia: str
    seq: int
    quando: datetime
    ator: str
    unidade: str
    acao: str
    alvo: str
    registro: str
    detalhes: tuple[Detail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """One page of events, newest first; `total` counts all that the filter finds."""

    lines: tuple[AuditLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Outcome of a verification: how much was read and what is wrong, first breach of each chain first."""

    cadeias: int
    eventos: int
    breaches: tuple[Breach, ...]


def list_events(session: Session, actor: Actor, asked: AuditFilter, *, number: int, configuration: bool) -> AuditPage:
    """Events that the actor may read: own unit, or all; with `configuration`, those of users, units and keys only.

    Raises: AccessDenied.
    """
    require(actor, Permission.CONFIGURACAO_AUDITAR if configuration else Permission.AUDITORIA_LER)
    conditions = _conditions(session, actor, asked, configuration=configuration)
    total = session.scalar(select(func.count(AuditEvent.id)).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    query = select(AuditEvent).where(*conditions).order_by(AuditEvent.quando.desc(), AuditEvent.id.desc())
    rows = list(session.scalars(query.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)))
    lines = _lines(session, rows)
    _record_reading(session, actor, asked, number=number, shown=len(lines))
    return AuditPage(lines=lines, number=number, pages=pages, total=total)


def verify(session: Session) -> Verification:
    """Check order, hashes and MACs of every chain, its head in the vault, and every sealed blob against its event.

    Needs a session that sees every unit, opened `read_only` so that nobody waits.
    """
    hold_snapshot(session)
    runtime: DbRuntime = session.info["runtime"]
    breaches = (*verify_chains(session, runtime), *verify_seals(session))
    return Verification(
        cadeias=session.scalar(select(func.count(func.distinct(AuditEvent.cadeia)))) or 0,
        eventos=session.scalar(select(func.count(AuditEvent.id))) or 0,
        breaches=breaches,
    )


def record_verification(session: Session, actor: AnyActor, found: Verification) -> None:
    """Append the event of a verification, so that the home of the encarregado can show the last one."""
    detalhes: dict[str, audit_chain.Detail] = {
        "cadeias": found.cadeias,
        "eventos": found.eventos,
        "resultado": "COM_FALHA" if found.breaches else "SEM_FALHA",
    }
    if found.breaches:
        detalhes["primeiro_erro"] = f"{found.breaches[0].cadeia}:{found.breaches[0].seq}"
    audit_chain.append(session, actor, Action.VERIFICAR_AUDITORIA, unidade_id=None, detalhes=detalhes)


def record_key_reading(session: Session, actor: AnyActor, *, keys: int) -> None:
    """Append the event that somebody looked at the state of the keys."""
    audit_chain.append(session, actor, Action.LER_CHAVES, unidade_id=None, detalhes={"quantidade": keys})


def record_year_key_destroyed(session: Session, actor: AnyActor, *, ano: int) -> None:
    """Append the event that the counting key of a year was destroyed."""
    audit_chain.append(session, actor, Action.DESTRUIR_CHAVE_ANO, unidade_id=None, detalhes={"ano": ano})


def _conditions(
    session: Session, actor: Actor, asked: AuditFilter, *, configuration: bool
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if configuration:
        found.append(AuditEvent.cadeia == INSTALLATION)
    if asked.login:
        found.append(AuditEvent.ator == asked.login)
    if asked.acao:
        found.append(AuditEvent.acao == asked.acao)
    if asked.registro:
        found.append(_about(session, asked.registro.strip()))
    unit = session.get(Unidade, actor.unidade_id) if actor.unidade_id is not None else None
    zone = ZoneInfo(unit.fuso if unit else NATIONAL_ZONE)
    if asked.inicio is not None:
        found.append(
            AuditEvent.quando >= datetime(asked.inicio.year, asked.inicio.month, asked.inicio.day, tzinfo=zone)
        )
    if asked.fim is not None and asked.fim < date.max:  # nothing is after the last day there is
        after = asked.fim + timedelta(days=1)
        found.append(AuditEvent.quando < datetime(after.year, after.month, after.day, tzinfo=zone))
    return found


def _about(session: Session, registro: str) -> ColumnElement[bool]:
    """Events about one person: by the id of a record or of the person, or by the code of one of the atendimentos."""
    try:
        wanted = UUID(registro)
    except ValueError:
        people = people_of(session, registro.upper())
        return or_(AuditEvent.pessoa_id.in_(people), AuditEvent.alvo_id.in_([str(key) for key in people]))
    return or_(AuditEvent.pessoa_id == wanted, AuditEvent.alvo_id == str(wanted))


def _case_numbers(session: Session, rows: Sequence[AuditEvent]) -> dict[str, str]:
    """Numbers of the cases of the reader's own unit: a number never leaves it, so national roles read the row's id."""
    about = {UUID(row.alvo_id) for row in rows if row.alvo_tipo == "caso" and row.alvo_id}
    found = session.execute(select(Caso.id, Caso.numero).where(Caso.id.in_(about))) if about else ()
    return {str(key): numero for key, numero in found}


def _record(row: AuditEvent, codes: Mapping[str, str]) -> str:
    """What the filter of records takes to show everything about the target of an event."""
    about = row.alvo_id or ""
    if row.alvo_tipo == "atendimento" and about in codes:
        return codes[about]
    return about if row.alvo_tipo in _BY_ID and row.pessoa_id is None else str(row.pessoa_id or "")


def _lines(session: Session, rows: Sequence[AuditEvent]) -> tuple[AuditLine, ...]:
    about = {UUID(row.alvo_id) for row in rows if row.alvo_tipo == "atendimento" and row.alvo_id}
    codes = {str(key): code for key, code in codes_of(session, about).items()} | _case_numbers(session, rows)
    units = {row.id: row.codigo for row in session.scalars(select(Unidade))}
    return tuple(
        AuditLine(
            cadeia=row.cadeia,
            seq=row.seq,
            quando=row.quando,
            ator=row.ator,
            unidade=units.get(row.unidade_id or 0, ""),
            acao=ACTIONS[Action(row.acao)].label if row.acao in set(Action) else row.acao,
            alvo=target(row.alvo_tipo, row.alvo_id, codes),
            registro=_record(row, codes),
            detalhes=describe({key: item for key, item in json.loads(row.detalhes).items() if key != SEALS_KEY}),
        )
        for row in rows
    )


def _record_reading(session: Session, actor: Actor, asked: AuditFilter, *, number: int, shown: int) -> None:
    user = session.scalars(select(Usuario.id).where(Usuario.login == asked.login)).first() if asked.login else None
    detalhes: dict[str, audit_chain.Detail] = {
        "quantidade": shown,
        "pagina": number,
        "acao": asked.acao or None,
        "inicio": asked.inicio.isoformat() if asked.inicio else None,
        "fim": asked.fim.isoformat() if asked.fim else None,
        "usuario_id": user,
        "alvo_id": _known_id(asked.registro),
    }
    audit_chain.append(
        session,
        actor,
        Action.LER_AUDITORIA,
        unidade_id=actor.unidade_id,
        detalhes={key: item for key, item in detalhes.items() if item is not None},
    )


def _known_id(registro: str) -> str | None:
    """Keep a record id or code in the event only when it has the shape of one: a name typed there is not kept."""
    text = registro.strip()
    try:
        return str(UUID(text))
    except ValueError:
        return text.upper() if len(text) == 8 and text[3] == "-" and text.replace("-", "").isalnum() else None
