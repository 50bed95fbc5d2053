"""Read the activities of the unit: the list of one year with its totals, one activity, names of campaigns."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.domain.atividade import ATIVA, DadosAtividade
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.services import atividades

PAGE_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AtividadeLine:
    """One line of the list. `tipo` is a code, `municipio` the IBGE code, `pessoas` those reached."""

    id: UUID
    tipo: str
    data_inicio: date
    data_fim: date | None
    tema: str
    campanha: str
    municipio: str
    pessoas: int
    ativa: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalDoTipo:
    """Activities of one type in the year, cancelled ones left out, and the people they reached."""

    tipo: str
    atividades: int
    pessoas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtividadesPage:
    """One page of a year; `totais` are of the whole year, of every type, in the order of the list of types."""

    lines: tuple[AtividadeLine, ...]
    number: int
    pages: int
    total: int
    ano: int
    anos: tuple[int, ...]
    tipo: str
    totais: tuple[TotalDoTipo, ...]
    grava: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtividadeDetail:
    """One activity and who wrote it last."""

    id: UUID
    versao: int
    dados: DadosAtividade
    ativa: bool
    motivo_cancelamento: str
    autor: str
    grava: bool


def list_page(
    session: Session, actor: Actor, *, ano: int | None, tipo: str, number: int, clock: Clock
) -> AtividadesPage:
    """Activities that began in a year (None or an impossible one: this year), newest first, of one type or of all ("").

    Raises: AccessDenied.
    """
    require(actor, Permission.ATIVIDADE_LISTAR, unidade_id=actor.unidade_id)
    today = clock.today(session.get_one(Unidade, actor.unidade_id).fuso)
    oldest = select(Atividade.data_inicio).where(Atividade.unidade_id == actor.unidade_id)
    first = session.scalar(oldest.order_by(Atividade.data_inicio).limit(1))
    anos = tuple(range(today.year, min(first or today, today).year - 1, -1))
    ano = ano if ano in anos else today.year
    rows = _of_year(session, actor, ano)
    chosen = [line for line in rows if tipo in ("", line.tipo)]
    pages = max(1, -(-len(chosen) // PAGE_LINES))
    number = min(max(number, 1), pages)
    return AtividadesPage(
        lines=tuple(chosen[(number - 1) * PAGE_LINES : number * PAGE_LINES]),
        number=number,
        pages=pages,
        total=len(chosen),
        ano=ano,
        anos=anos,
        tipo=tipo,
        totais=_totals(rows),
        grava=permits(actor, Permission.ATIVIDADE_GRAVAR),
    )


def detail(session: Session, actor: Actor, atividade_id: UUID) -> AtividadeDetail:
    """One activity of the unit.

    Raises: AccessDenied, NotFound.
    """
    found = atividades.find(session, actor, Permission.ATIVIDADE_LISTAR, atividade_id)
    row = found.row
    return AtividadeDetail(
        id=row.id,
        versao=row.versao,
        dados=atividades.stored(found),
        ativa=row.situacao == ATIVA,
        motivo_cancelamento=row.motivo_cancelamento or "",
        autor=session.get_one(Usuario, row.autor_id).nome,
        grava=permits(actor, Permission.ATIVIDADE_GRAVAR),
    )


def campaigns(session: Session, actor: Actor) -> tuple[str, ...]:
    """Names of campaigns that the unit used before, in alphabetical order.

    Raises: AccessDenied.
    """
    require(actor, Permission.ATIVIDADE_LISTAR, unidade_id=actor.unidade_id)
    query = select(Atividade.campanha).where(Atividade.unidade_id == actor.unidade_id, Atividade.campanha != "")
    return tuple(sorted(set(session.scalars(query))))


def today_of(session: Session, actor: Actor, *, clock: Clock) -> date:
    """Today in the actor's unit."""
    return clock.today(session.get_one(Unidade, actor.unidade_id).fuso)


def _of_year(session: Session, actor: Actor, ano: int) -> list[AtividadeLine]:
    year = (
        Atividade.unidade_id == actor.unidade_id,
        Atividade.data_inicio.between(date(ano, 1, 1), date(ano, 12, 31)),
    )
    reached = select(Atividade.id, Alcance.pessoas).join(Alcance, Alcance.atividade_id == Atividade.id)
    people: Counter[UUID] = Counter()
    for key, pessoas in session.execute(reached.where(*year, Alcance.unidade_id == actor.unidade_id)):
        people[key] += pessoas
    rows = session.scalars(select(Atividade).where(*year).order_by(Atividade.data_inicio.desc(), Atividade.id))
    return [_line(row, people[row.id]) for row in rows]


def _line(row: Atividade, pessoas: int) -> AtividadeLine:
    return AtividadeLine(
        id=row.id,
        tipo=row.tipo,
        data_inicio=row.data_inicio,
        data_fim=row.data_fim,
        tema=row.tema,
        campanha=row.campanha,
        municipio=str(row.municipio),
        pessoas=pessoas,
        ativa=row.situacao == ATIVA,
    )


def _totals(rows: list[AtividadeLine]) -> tuple[TotalDoTipo, ...]:
    made: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for line in rows:
        if line.ativa:
            made[line.tipo] += 1
            reached[line.tipo] += line.pessoas
    return tuple(
        TotalDoTipo(tipo=item.code, atividades=made[item.code], pessoas=reached[item.code])
        for item in codelist("atividade").items
        if made[item.code]
    )
