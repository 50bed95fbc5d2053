"""Read cases of the unit: the list without names, one case for its page, and the case opened from an atendimento."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.caso import Caso
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.domain.caso import ABERTOS, ATENDIMENTO
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Unreadable
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.casos.equipe import team
from sisetp.services.casos.historico import history
from sisetp.services.casos.leitura import CasoDetail, sheet
from sisetp.services.casos.pendencias import pending
from sisetp.services.casos.proximos import next_steps
from sisetp.services.sealing import Relacao

PAGE_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FiltroCasos:
    """What a list asks. No status is every one; `numero` is a whole case number, "" for any."""

    situacoes: tuple[str, ...] = ABERTOS
    responsavel_id: int | None = None
    numero: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoLine:
    """One line of the list; `risco` is a code, None when the case could not be opened."""

    id: UUID
    numero: str
    abertura: date
    situacao: str
    responsavel: str
    risco: str | None
    proximo: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaginaCasos:
    """One page of the list; `total` counts all that the filter finds."""

    lines: tuple[CasoLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoRef:
    """A case by id, number and status."""

    id: UUID
    numero: str
    situacao: str


def list_page(session: Session, actor: Actor, asked: FiltroCasos, *, number: int) -> PaginaCasos:
    """One page of the unit's cases, newest first, without names. Raises: AccessDenied."""
    require(actor, Permission.CASO_LISTAR, unidade_id=actor.unidade_id)
    total = session.scalar(_filtered(select(func.count(Caso.situacao)), actor, asked)) or 0
    pages = max(1, -(-total // PAGE_LINES))
    number = min(max(number, 1), pages)
    newest_first = (Caso.abertura.desc(), Caso.id.desc())
    chosen = _filtered(select(Caso.id), actor, asked).order_by(*newest_first)
    page = chosen.limit(PAGE_LINES).offset((number - 1) * PAGE_LINES).subquery()
    query = select(Caso, Usuario.nome).join(page, page.c.id == Caso.id).join(Usuario, Usuario.id == Caso.responsavel_id)
    rows = [(row, nome) for row, nome in session.execute(query.order_by(*newest_first))]
    steps = next_steps(session, actor, [row.id for row, _nome in rows])
    details: dict[str, audit_chain.Detail] = {"tipo": "caso", "pagina": number, "quantidade": len(rows)}
    audit_chain.append(session, actor, Action.LISTAR, unidade_id=actor.unidade_id, detalhes=details)
    lines = tuple(_line(session, row, nome, steps.get(row.id)) for row, nome in rows)
    return PaginaCasos(lines=lines, number=number, pages=pages, total=total)


def detail(session: Session, actor: Actor, caso_id: UUID, *, clock: Clock, with_process: bool = False) -> CasoDetail:
    """One case for its page; its openings are events. `with_process` also opens the numbers of legal processes.

    Raises: AccessDenied, NotFound for a case that does not exist or is of another unit, Unreadable.
    """
    row = acesso.find(session, actor, Permission.CASO_VER, caso_id)
    return describe(session, actor, row, clock=clock, with_process=with_process)


def closed(session: Session, actor: Actor, caso_id: UUID, *, clock: Clock) -> CasoDetail:
    """One case with its texts and history left closed: what a page that only acts on it needs.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row = acesso.find(session, actor, Permission.CASO_VER, caso_id)
    return describe(session, actor, row, clock=clock, with_texts=False)


def describe(
    session: Session, actor: Actor, row: Caso, *, clock: Clock, with_texts: bool = True, with_process: bool = False
) -> CasoDetail:
    """What the pages and the paper of a case show of the case itself. Raises: Unreadable."""
    folha = sheet(session, actor, row, with_texts=with_texts, with_process=with_process)
    people = select(Usuario.id, Usuario.nome).where(Usuario.id.in_((row.responsavel_id, row.autor_id)))
    names = {user.id: user.nome for user in session.execute(people)}
    return CasoDetail(
        folha=folha,
        responsavel=names[row.responsavel_id],
        responsavel_em_atividade=row.responsavel_id in {item.id for item in team(session, actor, clock=clock)},
        aberto_por=names[row.autor_id],
        created_at=row.created_at,
        proximo=next_steps(session, actor, [row.id]).get(row.id),
        origem=_origin_of(session, row),
        pendencias=pending(session, row),
        historico=history(session, actor, row) if with_texts else (),
    )


def of_origin(session: Session, actor: Actor, origem_id: UUID) -> CasoRef | None:
    """The newest case opened from an atendimento or referral of the unit; None for who may not know of cases."""
    if actor.unidade_id is None or not permits(actor, Permission.CASO_LISTAR, unidade_id=actor.unidade_id):
        return None
    token = sealing.link_token(session, actor.unidade_id, Relacao.CASO_ORIGEM, origem_id)
    query = select(Caso).where(Caso.unidade_id == actor.unidade_id, Caso.origem_token == token)
    rows = sorted(session.scalars(query), key=lambda row: row.created_at)
    return CasoRef(id=rows[-1].id, numero=rows[-1].numero, situacao=rows[-1].situacao) if rows else None


def _filtered(query: Select[*tuple[Any, ...]], actor: Actor, asked: FiltroCasos) -> Select[*tuple[Any, ...]]:
    query = query.where(Caso.unidade_id == actor.unidade_id)
    if asked.numero:
        return query.where(Caso.numero == asked.numero)
    if asked.responsavel_id is not None:
        query = query.where(Caso.responsavel_id == asked.responsavel_id)
    return query.where(Caso.situacao.in_(asked.situacoes)) if asked.situacoes else query


def _line(session: Session, row: Caso, nome: str, proximo: date | None) -> CasoLine:
    return CasoLine(
        id=row.id,
        numero=row.numero,
        abertura=row.abertura,
        situacao=row.situacao,
        responsavel=nome,
        risco=_risk(session, row),
        proximo=proximo,
    )


def _risk(session: Session, row: Caso) -> str | None:
    """Risk of a case; one that cannot be opened does not stop a list."""
    try:
        risk = sealing.open_codes(session, row).get("risco")
    except Unreadable:
        return None
    return risk if isinstance(risk, str) else None


def _origin_of(session: Session, row: Caso) -> UUID | None:
    codes = sealing.open_codes(session, row)
    key = codes.get("origem_id")
    return UUID(bytes=key) if codes.get("origem_tipo") == ATENDIMENTO and isinstance(key, bytes) else None
