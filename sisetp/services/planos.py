"""The support plan of a case (form K): lines with type, objective and dates, ended with an outcome, versions kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import Caso, PlanoApoio
from sisetp.domain.audit import Action
from sisetp.domain.caso import ABERTOS
from sisetp.domain.clock import Clock
from sisetp.domain.estat_layout import Value
from sisetp.domain.plano import GravarPlano, LinhaDePlano, check_plano
from sisetp.services import envios, sealing
from sisetp.services.casos import acesso
from sisetp.services.linhas_do_caso import (
    check_version,
    link_of,
    linked,
    names_of,
    open_what_can,
    people_of,
    row_of,
    today_at,
)
from sisetp.services.versoes import keep, reseal

NEW = "NOVO"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanoItem:
    """One line of the plan. `respostas` and `textos` are those of form K; `vencido`: still open after its day."""

    id: UUID
    versao: int
    inicio: date
    prazo: date
    encerrado_em: date | None
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]
    pessoa: str
    autor: str
    vencido: bool
    ilegivel: bool
    pode_alterar: bool


def of_case(session: Session, actor: Actor, caso_id: UUID, *, clock: Clock) -> tuple[PlanoItem, ...]:
    """Lines of the plan of a case, open ones first by their day; their texts are opened and audited.

    Raises: AccessDenied, NotFound, Unreadable (codes).
    """
    caso = acesso.find(session, actor, Permission.CASO_VER, caso_id)
    query = select(PlanoApoio).where(PlanoApoio.unidade_id == caso.unidade_id, PlanoApoio.caso_id == caso.id)
    rows = list(session.scalars(query.order_by(PlanoApoio.prazo, PlanoApoio.created_at)))
    if rows:
        acesso.record(session, actor, Action.ABRIR_APOIO, caso, {"tipo": "plano", "quantidade": len(rows)})
    texts, broken = open_what_can(session, rows)
    names = names_of(session, [row.autor_id for row in rows])
    people = people_of(session, caso) if rows else {}
    today = today_at(session, caso, clock)
    items = []
    for row in sorted(rows, key=lambda line: line.encerrado_em is not None):
        codes = sealing.open_codes(session, row)
        about = link_of(codes)
        items.append(
            PlanoItem(
                id=row.id,
                versao=row.versao,
                inicio=row.inicio,
                prazo=row.prazo,
                encerrado_em=row.encerrado_em,
                respostas={name: codes[name] for name in ("tipo", "desfecho")},
                textos=texts.get(row.id, {}),
                pessoa=people.get(about, "") if about else "",
                autor=names.get(row.autor_id, ""),
                vencido=row.encerrado_em is None and row.prazo < today,
                ilegivel=row.id in broken,
                pode_alterar=may_write(actor, caso),
            )
        )
    return tuple(items)


def open_sheet(session: Session, actor: Actor, caso_id: UUID, plano_id: UUID) -> tuple[LinhaDePlano, int]:
    """The stored state a change starts from and its version, audited. Raises: AccessDenied, NotFound, Unreadable."""
    caso = acesso.find(session, actor, Permission.PLANO_GRAVAR, caso_id)
    row = row_of(session, PlanoApoio, caso, plano_id)
    acesso.record(session, actor, Action.ABRIR_APOIO, caso, {"tipo": "plano", "quantidade": 1})
    codes = sealing.open_codes(session, row)
    stored = LinhaDePlano(
        inicio=row.inicio,
        prazo=row.prazo,
        encerrado_em=row.encerrado_em,
        respostas={name: codes[name] or "" for name in ("tipo", "desfecho")},  # type: ignore[misc]  # both are codes
        textos=sealing.open_texts(session, row),
        caso_pessoa_id=link_of(codes),
    )
    return stored, row.versao


def save(session: Session, actor: Actor, command: GravarPlano, *, chave: str = "", clock: Clock) -> UUID:
    """Write a line of the plan, new or changed, and return its id; the version before is kept sealed.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso = acesso.find(session, actor, Permission.PLANO_GRAVAR, command.caso_id)
    row = row_of(session, PlanoApoio, caso, command.plano_id) if command.plano_id else None
    key = envios.id_of(actor, f"{PlanoApoio.__tablename__}:{caso.id}", chave)
    if row is not None:
        check_version(row, command.versao)
    elif session.get(PlanoApoio, key) is not None:
        return key
    pessoas = frozenset(people_of(session, caso))
    check_plano(command, hoje=today_at(session, caso, clock), situacao=caso.situacao, pessoas=pessoas)
    linha = command.linha
    assert linha.inicio is not None
    assert linha.prazo is not None
    codes: dict[str, Value] = {**linha.respostas, **linked(linha.caso_pessoa_id)}
    seals: dict[str, str] = {}
    if row is None:
        row = _new(session, actor, caso, linha, codes, key=key, clock=clock)
    else:
        sealing.open_codes(session, row)
        sealing.open_texts(session, row)  # what cannot be opened is never overwritten
        seals = row_seals(keep(session, actor, row, command.motivo, command.justificativa, clock=clock))
        row.inicio, row.prazo, row.encerrado_em = linha.inicio, linha.prazo, linha.encerrado_em
        reseal(session, row, codes, linha.textos, clock=clock)
    details: dict[str, Detail] = {
        "motivo": command.motivo or NEW,
        "versao": row.versao,
        SEALS_KEY: {**seals, **row_seals(row)},
    }
    acesso.record(session, actor, Action.GRAVAR_PLANO, caso, details, alvo_tipo="plano_apoio", alvo_id=row.id)
    return row.id


def may_write(actor: Actor, caso: Caso) -> bool:
    """Tell whether the actor may write plan, risks and others involved of this case now."""
    return caso.situacao in ABERTOS and permits(actor, Permission.PLANO_GRAVAR, unidade_id=caso.unidade_id)


def _new(
    session: Session,
    actor: Actor,
    caso: Caso,
    linha: LinhaDePlano,
    codes: Mapping[str, Value],
    *,
    key: UUID,
    clock: Clock,
) -> PlanoApoio:
    now = clock.now()
    row = PlanoApoio(
        id=key,
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        inicio=linha.inicio,
        prazo=linha.prazo,
        encerrado_em=linha.encerrado_em,
        versao=1,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    sealing.seal_codes(session, row, codes)
    sealing.seal_texts(session, row, linha.textos)
    session.add(row)
    session.flush()
    return row
