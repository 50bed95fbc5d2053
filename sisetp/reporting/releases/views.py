"""Releases as the coordination sees them: what is out, what is prepared and what it waits for. No hidden number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import period_rows
from sisetp.db.models.publicacao import AlarmeSigilo, Divulgacao
from sisetp.db.models.usuario import Usuario
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.divulgacao import APROVADA, EM_PREPARO, MAQUINA, PRONTA, PUBLICADA
from sisetp.domain.errors import NotFound, Unreadable
from sisetp.domain.period import parse_period
from sisetp.reporting import snapshots
from sisetp.reporting.definitions.model import Catalogo
from sisetp.reporting.disclosure import risk
from sisetp.reporting.ledger import documents
from sisetp.reporting.releases import agenda, tasks
from sisetp.reporting.releases.checks import CORRIGIR, Impedimento, read_impediment
from sisetp.reporting.releases.store import Alvo, open_preparation, present
from sisetp.reporting.tables import Documento

_NOT_OPEN = "O que foi preparado não abre ou foi alterado: descarte e prepare de novo."


@dataclass(frozen=True, slots=True, kw_only=True)
class Linha:
    """One release in a list."""

    id: int
    produto: str
    titulo: str
    periodo: str
    periodo_rotulo: str
    edicao: int
    situacao: str
    situacao_rotulo: str
    numero: int | None
    publicada_em: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarme:
    """Something from elsewhere broke what was safe. `quebradas` counts groups, never people."""

    id: int
    ano: int
    quebradas: int
    quando: datetime
    visto_por: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Painel:
    """One year of releases, what is due now, work under way, alarms; `anos` newest first."""

    ano: int
    anos: tuple[int, ...]
    linhas: tuple[Linha, ...]
    devidas: tuple[agenda.Devida, ...]
    tarefas: tuple[tasks.TarefaLinha, ...]
    alarmes: tuple[Alarme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detalhe:
    """One release whole. `documento` is what is out, or what would come out; None while there is nothing to show.

    `pode_aprovar` False comes with `por_que_nao` when the person has the role and still may not.
    """

    linha: Linha
    versao: int
    preparada_por: str
    preparada_em: datetime
    aprovacoes: tuple[tuple[str, datetime], ...]
    documento: Documento | None
    degraus: tuple[tuple[str, tuple[str, ...]], ...]
    risco: risk.RelatorioDeRisco | None
    impedimento: Impedimento | None
    tarefa: tasks.TarefaLinha | None
    hash: str
    pode_aprovar: bool
    por_que_nao: str
    pode_descartar: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ano:
    """The close of one year: units closed, units with months missing, and where the revised edition stands."""

    ano: int
    fechadas: tuple[str, ...]
    faltam: tuple[tuple[str, int], ...]
    prontas: tuple[str, ...]
    revistas: int
    tarefas: tuple[tasks.TarefaLinha, ...]


def board(session: Session, actor: Actor, ano: int | None, catalogo: Catalogo, *, clock: Clock) -> Painel:
    """Releases of a year, this one by default. The session sees every unit. Raises: AccessDenied, NotFound."""
    require(actor, Permission.DIVULGACAO_VER)
    this = clock.today(period_rows.NATIONAL_ZONE).year
    years = {this, *period_rows.consolidated_years(session), *session.scalars(select(Divulgacao.ano).distinct())}
    chosen = this if ano is None else ano
    if chosen not in years:
        raise NotFound
    return Painel(
        ano=chosen,
        anos=tuple(sorted(years, reverse=True)),
        linhas=lines(session, catalogo, ano=chosen),
        devidas=agenda.due(session, catalogo, clock=clock),
        tarefas=(*tasks.running(session), *tasks.waiting(session)),
        alarmes=_alarms(session),
    )


def lines(session: Session, catalogo: Catalogo | None = None, *, ano: int | None = None) -> tuple[Linha, ...]:
    """Releases, the newest period first; of one year when asked."""
    query = select(Divulgacao).options(defer(Divulgacao.preparo))
    if ano is not None:
        query = query.where(Divulgacao.ano == ano)
    rows = session.scalars(query.order_by(Divulgacao.id.desc())).all()
    ordered = sorted(rows, key=lambda row: parse_period(row.periodo).fim, reverse=True)
    return tuple(_line(row, catalogo) for row in ordered)


def detail(session: Session, actor: Actor, divulgacao_id: int, catalogo: Catalogo) -> Detalhe:
    """One release. Raises: AccessDenied, NotFound. What does not open is an impediment."""
    require(actor, Permission.DIVULGACAO_VER)
    row = session.get(Divulgacao, divulgacao_id)
    if row is None:
        raise NotFound
    document, steps, broken = _opened(session, row)
    alvo = Alvo(row.produto, row.periodo, row.edicao)
    reason = _why_not(row, actor)
    return Detalhe(
        linha=_line(row, catalogo),
        versao=row.versao,
        preparada_por=row.preparada_por,
        preparada_em=row.preparada_em,
        aprovacoes=_approvals(session, row),
        documento=document,
        degraus=steps,
        risco=risk.from_json(row.risco) if row.risco and broken is None else None,
        impedimento=read_impediment(row.impedimento) or broken,
        tarefa=tasks.latest(session, tasks.PREPARAR, alvo.texto()),
        hash=row.hash or "",
        pode_aprovar=_approvable(row, actor) and not reason and broken is None,
        por_que_nao=reason,
        pode_descartar=row.situacao in EM_PREPARO and permits(actor, Permission.DIVULGACAO_PREPARAR),
    )


def year(session: Session, actor: Actor, ano: int, *, clock: Clock) -> Ano:
    """The close of a year. The session sees every unit. Raises: AccessDenied, NotFound for a year nobody owes."""
    require(actor, Permission.DIVULGACAO_VER)
    owed = period_rows.owed_in(session, ano, now=clock.now())
    if not owed:
        raise NotFound
    frozen = snapshots.frozen_months(session, ano)
    closed = tuple(unit.codigo for unit in owed if (unit.unidade_id, 0) in frozen)
    revised = {unit for unit, _mes in snapshots.frozen_months(session, ano, snapshots.REVISADA)}
    return Ano(
        ano=ano,
        fechadas=closed,
        faltam=tuple((unit.codigo, len(unit.faltam)) for unit in owed if unit.faltam),
        prontas=tuple(unit.codigo for unit in owed if not unit.faltam and unit.codigo not in closed),
        revistas=len(revised),
        tarefas=_present(tasks.latest(session, kind, str(ano)) for kind in (tasks.FECHAR, tasks.REVISAR)),
    )


def state(session: Session, divulgacao_id: int) -> str:
    """Situation of a release. Raises: NotFound."""
    found = session.scalar(select(Divulgacao.situacao).where(Divulgacao.id == divulgacao_id))
    if found is None:
        raise NotFound
    return found


def version(session: Session, divulgacao_id: int) -> int:
    """Version of a release, for a step that no page asked. Raises: NotFound."""
    found = session.scalar(select(Divulgacao.versao).where(Divulgacao.id == divulgacao_id))
    if found is None:
        raise NotFound
    return found


def find(session: Session, alvo: Alvo) -> int | None:
    """Id of the release of a target that was not discarded."""
    row = present(session, alvo)
    return row.id if row else None


def impediment(session: Session, alvo: Alvo) -> str:
    """Why a release is blocked, in one line; empty when it is not."""
    row = present(session, alvo)
    found = read_impediment(row.impedimento) if row else None
    return " ".join((found.motivo, *found.detalhes)) if found else ""


def revised_is_out(session: Session, ano: int) -> bool:
    """Tell whether a revised edition of a year was published."""
    query = select(Divulgacao.id).where(Divulgacao.ano == ano, Divulgacao.edicao == 2, Divulgacao.situacao == PUBLICADA)
    return session.scalars(query).first() is not None


def _line(row: Divulgacao, catalogo: Catalogo | None) -> Linha:
    produto = catalogo.produto(row.produto) if catalogo else None
    return Linha(
        id=row.id,
        produto=row.produto,
        titulo=produto.titulo if produto else row.produto,
        periodo=row.periodo,
        periodo_rotulo=parse_period(row.periodo).label,
        edicao=row.edicao,
        situacao=row.situacao,
        situacao_rotulo=codelist(MAQUINA.lista).label(row.situacao),
        numero=row.numero,
        publicada_em=row.publicada_em,
    )


def _opened(
    session: Session, row: Divulgacao
) -> tuple[Documento | None, tuple[tuple[str, tuple[str, ...]], ...], Impedimento | None]:
    """As `_shown`, and the impediment of a preparation that does not open: the page stays, to discard it."""
    try:
        return *_shown(session, row), None
    except Unreadable:
        return None, (), Impedimento(motivo=_NOT_OPEN, saida=CORRIGIR)


def _shown(session: Session, row: Divulgacao) -> tuple[Documento | None, tuple[tuple[str, tuple[str, ...]], ...]]:
    if row.situacao == PUBLICADA:
        return documents.build(session, row), ()
    if row.preparo is None:
        return None, ()
    preparo = open_preparation(session, row)
    steps = tuple((codigo, documents.steps(text)) for codigo, text in preparo.tabelas if documents.steps(text))
    return documents.foresee(session, row, preparo.previews()), steps


def _approvals(session: Session, row: Divulgacao) -> tuple[tuple[str, datetime], ...]:
    pairs = ((row.aprovador1_id, row.aprovada1_em), (row.aprovador2_id, row.publicada_em))
    keys = [key for key, _moment in pairs if key is not None]
    names = {user.id: user.nome for user in session.scalars(select(Usuario).where(Usuario.id.in_(keys)))}
    return tuple((names[key], moment) for key, moment in pairs if key is not None and moment is not None)


def _approvable(row: Divulgacao, actor: Actor) -> bool:
    return row.situacao in (PRONTA, APROVADA) and permits(actor, Permission.DIVULGACAO_APROVAR)


def _why_not(row: Divulgacao, actor: Actor) -> str:
    if row.situacao == APROVADA and row.aprovador1_id == actor.user_id:
        return "Você deu a primeira aprovação; a segunda é de outra pessoa da gestão da CGETP ou do encarregado."
    return ""


def _alarms(session: Session) -> tuple[Alarme, ...]:
    rows: Sequence[AlarmeSigilo] = session.scalars(select(AlarmeSigilo).order_by(AlarmeSigilo.id.desc())).all()
    keys = [row.visto_por_id for row in rows if row.visto_por_id is not None]
    names = {user.id: user.nome for user in session.scalars(select(Usuario).where(Usuario.id.in_(keys)))}
    return tuple(
        Alarme(
            id=row.id,
            ano=row.ano,
            quebradas=row.quebradas,
            quando=row.created_at,
            visto_por=names.get(row.visto_por_id or 0, ""),
        )
        for row in rows
    )


def _present(found: Iterable[tasks.TarefaLinha | None]) -> tuple[tasks.TarefaLinha, ...]:
    return tuple(task for task in found if task is not None)
