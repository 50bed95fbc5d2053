"""Read atendimentos of the unit: the list without names, and one record with its answers, identity still closed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.atendimento import Atendimento, PessoaProcurada, Versao
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain.atendimento import PessoaNaFicha, sugestoes
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound, Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing, trilha
from sisetp.services.duplicidades.ligacoes import linked_ids
from sisetp.services.results import Amendment, AtendimentoDetail, AtendimentoLine, ListFilter, Page, TimelineItem

PAGE_LINES = 50
PROFILE_MONTHS = timedelta(days=365)
_TIMELINE = 50


def list_page(session: Session, actor: Actor, asked: ListFilter, *, number: int, clock: Clock) -> Page:
    """One page of the unit's atendimentos, newest first, without names; profiles of the last 12 months are opened.

    Raises: AccessDenied.
    """
    require(actor, Permission.ATENDIMENTO_LISTAR, unidade_id=actor.unidade_id)
    unidade = _unit(session, actor)
    total = session.scalar(_filtered(select(func.count(Atendimento.inicio)), asked, unidade)) or 0
    pages = max(1, -(-total // PAGE_LINES))
    number = min(max(number, 1), pages)
    newest_first = (Atendimento.inicio.desc(), Atendimento.id.desc())
    # The page is chosen inside an index; only its rows are read.
    chosen = _filtered(select(Atendimento.id), asked, unidade).order_by(*newest_first)
    chosen = chosen.limit(PAGE_LINES).offset((number - 1) * PAGE_LINES)
    page = chosen.subquery()
    rows = session.execute(
        select(Atendimento, Usuario.nome)
        .join(page, page.c.id == Atendimento.id)
        .join(Usuario, Usuario.id == Atendimento.autor_id)
        .order_by(*newest_first)
    ).all()
    audit_chain.append(
        session,
        actor,
        Action.LISTAR,
        unidade_id=unidade.id,
        detalhes={
            "tipo": "atendimento",
            "pagina": number,
            "quantidade": len(rows),
            "inicio": asked.inicio.isoformat(),
            "fim": asked.fim.isoformat(),
            "atendente_id": asked.autor_id,
        },
    )
    oldest = clock.now() - PROFILE_MONTHS
    return Page(
        lines=tuple(_line(session, row, autor, oldest) for row, autor in rows), number=number, pages=pages, total=total
    )


def officers(session: Session, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Ids and names of the people posted in the actor's unit, now or before, for the list's filter."""
    require(actor, Permission.ATENDIMENTO_LISTAR, unidade_id=actor.unidade_id)
    query = select(Usuario.id, Usuario.nome).join(Lotacao, Lotacao.usuario_id == Usuario.id)
    query = query.where(Lotacao.unidade_id == actor.unidade_id).distinct().order_by(Usuario.nome)
    return tuple((key, nome) for key, nome in session.execute(query))


def zone_of(session: Session, actor: Actor) -> str:
    """IANA time zone of the actor's unit, in which its days begin and its times are shown."""
    return _unit(session, actor).fuso


def detail(
    session: Session, actor: Actor, atendimento_id: UUID, *, clock: Clock, reason_after_days: int
) -> AtendimentoDetail:
    """One atendimento with its coded answers, opened and audited; identity and texts stay closed.

    Raises: AccessDenied; NotFound for a row that does not exist or is of another unit; Unreadable.
    """
    row, pessoa = find(session, actor, Permission.ATENDIMENTO_VER, atendimento_id)
    trilha.record(session, actor, Action.ABRIR_FICHA, row)
    return describe(session, actor, row, pessoa, clock=clock, reason_after_days=reason_after_days)


def find(
    session: Session, actor: Actor, permission: Permission, atendimento_id: UUID, *, own: bool = False
) -> tuple[Atendimento, Pessoa]:
    """Row of an atendimento and its pessoa; `own` also asks the permission about the author.

    Raises: NotFound before AccessDenied, so that a row of another unit is never told apart from none.
    """
    require(actor, permission)
    query = select(Atendimento, Pessoa).join(Pessoa, Pessoa.id == Atendimento.pessoa_id)
    found = session.execute(query.where(Atendimento.id == atendimento_id)).one_or_none()
    if found is None or found[0].unidade_id != actor.unidade_id:
        raise NotFound
    row, pessoa = found
    require(actor, permission, unidade_id=row.unidade_id, autor_id=row.autor_id if own else None)
    return row, pessoa


def needs_reason(row: Atendimento, *, clock: Clock, reason_after_days: int) -> bool:
    """Tell whether opening the identity of this record asks a reason (decision 11): older records do, for everybody."""
    return clock.now() - row.inicio > timedelta(days=reason_after_days)


def describe(
    session: Session, actor: Actor, row: Atendimento, pessoa: Pessoa, *, clock: Clock, reason_after_days: int
) -> AtendimentoDetail:
    """Everything a page shows of a row that the caller has audited as opened.

    Raises: Unreadable.
    """
    answers = sealing.open_codes(session, row)
    autor = session.get_one(Usuario, row.autor_id)
    posto = session.get(Posto, row.posto_id) if row.posto_id is not None else None
    sought = session.scalar(select(func.count(PessoaProcurada.id)).where(PessoaProcurada.atendimento_id == row.id))
    return AtendimentoDetail(
        id=row.id,
        codigo=row.codigo,
        unidade_id=row.unidade_id,
        pessoa_id=row.pessoa_id,
        inicio=row.inicio,
        created_at=row.created_at,
        updated_at=row.updated_at,
        autor=autor.nome,
        autor_id=row.autor_id,
        posto=posto.nome if posto else None,
        situacao=row.situacao,
        versao=row.versao,
        pessoa_versao=pessoa.versao,
        respostas=answers,
        has_identity=pessoa.ident is not None,
        has_texts=row.relato is not None,
        has_sought=bool(sought),
        may_open_texts=permits(actor, Permission.RELATO_ABRIR, unidade_id=row.unidade_id, autor_id=row.autor_id),
        grupo=_group(session, row),
        timeline=_timeline(session, row, clock.now() - PROFILE_MONTHS),
        amendments=_amendments(session, row),
        reason_required=needs_reason(row, clock=clock, reason_after_days=reason_after_days),
        sugestoes=_suggestions(session, actor, row, answers),
    )


def _unit(session: Session, actor: Actor) -> Unidade:
    if actor.unidade_id is None:
        raise NotFound
    return session.get_one(Unidade, actor.unidade_id)


def _filtered(query: Select[*tuple[Any, ...]], asked: ListFilter, unidade: Unidade) -> Select[*tuple[Any, ...]]:
    zone = ZoneInfo(unidade.fuso)
    query = query.where(
        Atendimento.inicio >= _midnight(asked.inicio, zone),
        Atendimento.inicio < _midnight(asked.fim + timedelta(days=1), zone),
    )
    if asked.codigo:
        query = query.where(Atendimento.codigo == asked.codigo)
    if asked.autor_id is not None:
        query = query.where(Atendimento.autor_id == asked.autor_id)
    return query.where(Atendimento.situacao == asked.situacao) if asked.situacao else query


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _line(session: Session, row: Atendimento, autor: str, oldest: datetime) -> AtendimentoLine:
    answers, readable = _recent_answers(session, row, oldest)
    return AtendimentoLine(
        id=row.id,
        codigo=row.codigo,
        inicio=row.inicio,
        autor=autor,
        situacao=row.situacao,
        perfil=_code(answers.get("perfil")),
        grupo=row.grupo_id is not None,
        modo_ident=_code(answers.get("modo_ident")),
        unreadable=not readable,
    )


def _recent_answers(session: Session, row: Atendimento, oldest: datetime) -> tuple[Mapping[str, Value], bool]:
    """Answers of a record of the last 12 months and whether they could be read; one bad record does not stop a list."""
    if row.inicio < oldest:
        return {}, True
    try:
        return sealing.open_codes(session, row), True
    except Unreadable:
        return {}, False


def _code(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _group(session: Session, row: Atendimento) -> tuple[tuple[UUID, str], ...]:
    if row.grupo_id is None:
        return ()
    query = select(Atendimento.id, Atendimento.codigo).where(Atendimento.grupo_id == row.grupo_id)
    found = session.execute(query.where(Atendimento.id != row.id).order_by(Atendimento.codigo))
    return tuple((key, codigo) for key, codigo in found)


def _timeline(session: Session, row: Atendimento, oldest: datetime) -> tuple[TimelineItem, ...]:
    query = select(Atendimento).where(Atendimento.pessoa_id.in_(linked_ids(session, row.pessoa_id)))
    items = []
    for item in session.scalars(query.order_by(Atendimento.inicio.desc()).limit(_TIMELINE)):
        answers, readable = _recent_answers(session, item, oldest)
        items.append(
            TimelineItem(
                id=item.id,
                codigo=item.codigo,
                inicio=item.inicio,
                perfil=_code(answers.get("perfil")),
                situacao=item.situacao,
                current=item.id == row.id,
                linked=item.pessoa_id != row.pessoa_id,
                unreadable=not readable,
            )
        )
    return tuple(items)


def _amendments(session: Session, row: Atendimento) -> tuple[Amendment, ...]:
    query = select(Versao, Usuario.nome).join(Usuario, Usuario.id == Versao.autor_id)
    query = query.where(Versao.registro_id.in_((row.id, row.pessoa_id))).order_by(Versao.created_at.desc(), Versao.id)
    return tuple(
        Amendment(
            id=old.id,
            versao=old.versao,
            created_at=old.created_at,
            autor=autor,
            motivo=old.motivo,
            tabela=old.tabela,
        )
        for old, autor in session.execute(query)
    )


def _suggestions(session: Session, actor: Actor, row: Atendimento, answers: Mapping[str, Value]) -> tuple[str, ...]:
    given = {name: value for name, value in answers.items() if not isinstance(value, bytes)}
    person = PessoaNaFicha(modo_ident=str(given.get("modo_ident") or ""), respostas=given)
    day = row.inicio.astimezone(ZoneInfo(_unit(session, actor).fuso)).date()
    return sugestoes(person, on=day).encaminhamentos
