"""Risk assessments of a case (form L): dated, never amended; the newest gives the case its risk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import AvaliacaoRisco, Caso
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.plano import AvaliarRisco, check_risco
from sisetp.services import envios, sealing
from sisetp.services.casos import acesso
from sisetp.services.linhas_do_caso import link_of, linked, names_of, open_what_can, people_of, today_at
from sisetp.services.reavaliacao import is_latest_assessment, reassess


@dataclass(frozen=True, slots=True, kw_only=True)
class RiscoItem:
    """One assessment: its day, code of the risk, the three texts, who made it and about whom."""

    id: UUID
    data: date
    risco: str
    textos: Mapping[str, str]
    pessoa: str
    autor: str
    ilegivel: bool


def of_case(session: Session, actor: Actor, caso_id: UUID) -> tuple[RiscoItem, ...]:
    """Assessments of a case, newest first, opened and audited. Raises: AccessDenied, NotFound, Unreadable (codes)."""
    caso = acesso.find(session, actor, Permission.CASO_VER, caso_id)
    query = select(AvaliacaoRisco).where(
        AvaliacaoRisco.unidade_id == caso.unidade_id, AvaliacaoRisco.caso_id == caso.id
    )
    rows = list(session.scalars(query.order_by(AvaliacaoRisco.data.desc(), AvaliacaoRisco.created_at.desc())))
    if rows:
        acesso.record(session, actor, Action.ABRIR_APOIO, caso, {"tipo": "risco", "quantidade": len(rows)})
    texts, broken = open_what_can(session, rows)
    names = names_of(session, [row.autor_id for row in rows])
    people = people_of(session, caso) if rows else {}
    items = []
    for row in rows:
        codes = sealing.open_codes(session, row)
        about = link_of(codes)
        items.append(
            RiscoItem(
                id=row.id,
                data=row.data,
                risco=str(codes["risco"] or ""),
                textos=texts.get(row.id, {}),
                pessoa=people.get(about, "") if about else "",
                autor=names.get(row.autor_id, ""),
                ilegivel=row.id in broken,
            )
        )
    return tuple(items)


def assess(session: Session, actor: Actor, command: AvaliarRisco, *, chave: str = "", clock: Clock) -> UUID:
    """Record an assessment and return its id; when none is later, its risk becomes the risk of the case.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso = acesso.find(session, actor, Permission.PLANO_GRAVAR, command.caso_id)
    key = envios.id_of(actor, f"{AvaliacaoRisco.__tablename__}:{caso.id}", chave)
    if session.get(AvaliacaoRisco, key) is not None:
        return key
    check_risco(
        command,
        hoje=today_at(session, caso, clock),
        abertura=caso.abertura,
        situacao=caso.situacao,
        pessoas=frozenset(people_of(session, caso)),
    )
    row = _new(session, actor, caso, command, key=key, clock=clock)
    details: dict[str, Detail] = {"versao": row.versao, SEALS_KEY: row_seals(row)}
    acesso.record(session, actor, Action.AVALIAR_RISCO, caso, details, alvo_tipo="avaliacao_risco", alvo_id=row.id)
    if is_latest_assessment(session, caso, row.data):
        reassess(session, actor, caso, str(command.respostas["risco"]), clock=clock)
    return row.id


def _new(
    session: Session, actor: Actor, caso: Caso, command: AvaliarRisco, *, key: UUID, clock: Clock
) -> AvaliacaoRisco:
    row = AvaliacaoRisco(
        id=key,
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        data=command.data,
        versao=1,
        autor_id=actor.user_id,
        created_at=clock.now(),
    )
    sealing.seal_codes(session, row, {**command.respostas, **linked(command.caso_pessoa_id)})
    sealing.seal_texts(session, row, command.textos)
    session.add(row)
    session.flush()
    return row
