"""Long work as rows: asked from a page or by the timer, done by another process, left and found again.

`mensagem` and `etapa` are written for people and never hold a number about people. One process of an installation
works at a time (the command holds a lock), so a task found in progress by another is of a process that died.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor, SystemActor
from sisetp.db.models.tarefa import Tarefa
from sisetp.db.models.usuario import Usuario
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.divulgacao import EM_CURSO, FALHOU, FEITA, NA_FILA, TAREFA
from sisetp.domain.errors import NotFound

PREPARAR, REVISAR, FECHAR = "PREPARAR", "REVISAR", "FECHAR_ANO"
"""Kinds of task: prepare a release (`Alvo.texto`), freeze the revised edition of a year, close a year (the year)."""

AGENDA = SystemActor(name="agenda", units=None)
"""The timer of the system."""

_WAITING = "Esperando a vez"
_RESUMED = "Retomada: o processo anterior parou no meio"
_TOO_LONG = 300
_STEP = 60
_ALIVE = (NA_FILA, EM_CURSO)


@dataclass(frozen=True, slots=True, kw_only=True)
class TarefaLinha:
    """One task as pages and commands show it; `parte` is how much is done, 0–100."""

    id: int
    tipo: str
    alvo: str
    situacao: str
    situacao_rotulo: str
    etapa: str
    parte: int
    mensagem: str
    pedida_por: str
    created_at: datetime
    updated_at: datetime
    nova: bool = False
    """True when it was put in the queue just now: somebody has to be told."""

    @property
    def viva(self) -> bool:
        """True while it waits or runs."""
        return self.situacao in _ALIVE


def enqueue(session: Session, actor: AnyActor, tipo: str, alvo: str, *, clock: Clock) -> TarefaLinha:
    """Put work in the queue; the same work that waits or runs already is not asked twice, and is not `nova`."""
    query = select(Tarefa).where(Tarefa.tipo == tipo, Tarefa.alvo == alvo, Tarefa.situacao.in_(_ALIVE))
    known = session.scalars(query).first()
    if known is not None:
        return _line(known)
    now = clock.now()
    row = Tarefa(
        tipo=tipo,
        alvo=alvo,
        situacao=NA_FILA,
        etapa=_WAITING,
        feito=0,
        total=0,
        pedida_por=actor.name,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return replace(_line(row), nova=True)


def read(session: Session, tarefa_id: int) -> TarefaLinha:
    """One task. Raises: NotFound."""
    row = session.get(Tarefa, tarefa_id)
    if row is None:
        raise NotFound
    return _line(row)


def asker(session: Session, tarefa_id: int) -> SystemActor:
    """Who a task is done for, as its events name them: the person who asked on a page, or the timer of the system.

    Raises: NotFound.
    """
    name = read(session, tarefa_id).pedida_por
    if name == AGENDA.name:
        return AGENDA
    person = session.scalar(select(Usuario.id).where(Usuario.login == name))
    return SystemActor(name=name, units=None, user_id=person)


def latest(session: Session, tipo: str, alvo: str) -> TarefaLinha | None:
    """The last task about something, however it ended."""
    query = select(Tarefa).where(Tarefa.tipo == tipo, Tarefa.alvo == alvo).order_by(Tarefa.id.desc())
    row = session.scalars(query).first()
    return _line(row) if row else None


def waiting(session: Session) -> tuple[TarefaLinha, ...]:
    """Tasks in the queue, oldest first."""
    query = select(Tarefa).where(Tarefa.situacao == NA_FILA).order_by(Tarefa.id)
    return tuple(_line(row) for row in session.scalars(query))


def running(session: Session) -> tuple[TarefaLinha, ...]:
    """Tasks that some process took and has not ended."""
    query = select(Tarefa).where(Tarefa.situacao == EM_CURSO).order_by(Tarefa.id)
    return tuple(_line(row) for row in session.scalars(query))


def start(session: Session, tarefa_id: int, *, clock: Clock) -> bool:
    """Take a task; False when another process has it or it is over. Raises: NotFound."""
    row = _row(session, tarefa_id)
    if row.situacao != NA_FILA:
        return False
    _move(row, EM_CURSO, clock)
    row.etapa = "Começando"
    session.flush()
    return True


def progress(session: Session, tarefa_id: int, etapa: str, feito: int, total: int, *, clock: Clock) -> None:
    """Say how far a task is. Raises: NotFound."""
    row = _row(session, tarefa_id)
    row.etapa, row.feito, row.total, row.updated_at = etapa[:_STEP], feito, total, clock.now()
    session.flush()


def finish(session: Session, tarefa_id: int, mensagem: str, *, failed: bool = False, clock: Clock) -> None:
    """End a task with one line for people. Raises: NotFound."""
    row = _row(session, tarefa_id)
    _move(row, FALHOU if failed else FEITA, clock)
    row.mensagem = mensagem[:_TOO_LONG]
    if not failed:
        row.feito = row.total
    session.flush()


def requeue_dead(session: Session, *, clock: Clock) -> tuple[TarefaLinha, ...]:
    """Put back in the queue what dead processes left, once; what died twice fails. Call only while holding the lock."""
    back = []
    for row in session.scalars(select(Tarefa).where(Tarefa.situacao == EM_CURSO).order_by(Tarefa.id)):
        again = row.mensagem == _RESUMED
        _move(row, FALHOU if again else NA_FILA, clock)
        row.mensagem = "O processo parou no meio duas vezes; peça de novo." if again else _RESUMED
        back.append(_line(row))
    session.flush()
    return tuple(back)


def _move(row: Tarefa, para: str, clock: Clock) -> None:
    TAREFA.exigir(row.situacao, para, "A tarefa não está nesse ponto.")
    row.situacao, row.updated_at = para, clock.now()


def _row(session: Session, tarefa_id: int) -> Tarefa:
    row = session.get(Tarefa, tarefa_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def _line(row: Tarefa) -> TarefaLinha:
    return TarefaLinha(
        id=row.id,
        tipo=row.tipo,
        alvo=row.alvo,
        situacao=row.situacao,
        situacao_rotulo=codelist(TAREFA.lista).label(row.situacao),
        etapa=row.etapa,
        parte=min(100, 100 * row.feito // row.total) if row.total else 0,
        mensagem=row.mensagem or "",
        pedida_por=row.pedida_por,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
