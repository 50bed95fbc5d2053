"""Do the long work of releases: each piece reads, works without a database, and writes; a task says how far it is."""

from collections.abc import Callable

from sisetp.access.actor import AnyActor, SystemActor
from sisetp.cli import falhas
from sisetp.config import Settings
from sisetp.db import period_rows
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import BLOQUEADA
from sisetp.domain.errors import Refused, RuleViolation, SisetpError, Unreadable
from sisetp.reporting import snapshots
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import checks, parameters, prepare, tasks
from sisetp.reporting.releases.checks import Impedida, Impedimento
from sisetp.reporting.releases.descent import Progresso
from sisetp.reporting.releases.store import Alvo

ESTATISTICA = SystemActor(name=snapshots.ACTOR_NAME, units=None)
AGENDA = tasks.AGENDA

_FEITO = {BLOQUEADA: "Bloqueada: veja por quê na página dela."}


def run_task(settings: Settings, tarefa_id: int, *, clock: Clock) -> tasks.TarefaLinha:
    """Do one task of the queue and return how it ended; what cannot be done ends it with one line for people."""
    with unit_of_work(AGENDA) as session:
        if not tasks.start(session, tarefa_id, clock=clock):
            return tasks.read(session, tarefa_id)
        task, asked = tasks.read(session, tarefa_id), tasks.asker(session, tarefa_id)
    ended, failed = falhas.MENSAGEM, True
    try:
        with falhas.logged("tarefa", tarefa_id=tarefa_id):
            ended = _WORK[task.tipo](settings, task, asked, clock)
        failed = False
    except SisetpError as cause:
        ended = in_words(cause)
    finally:
        with unit_of_work(AGENDA) as session:
            tasks.finish(session, tarefa_id, ended, failed=failed, clock=clock)
    with unit_of_work(AGENDA, read_only=True) as session:
        return tasks.read(session, tarefa_id)


def prepare_release(settings: Settings, actor: AnyActor, alvo: Alvo, progresso: Progresso, *, clock: Clock) -> str:
    """Prepare one release from the frozen facts; returns where it stands (ready or blocked).

    Raises: NotFound for an unknown product; RuleViolation when it is out already; Refused for wrong definitions.
    """
    catalogue, rules = reading.load(), parameters.load(settings.instance / parameters.OVERLAY)
    with unit_of_work(ESTATISTICA) as session:
        key = prepare.begin(session, actor, alvo, catalogue, rules, clock=clock)
    blocked: Impedimento | None = Impedimento(motivo=falhas.MENSAGEM, saida=checks.CORRIGIR)
    try:
        progresso("Lendo os fatos congelados", 0, 0)
        with unit_of_work(ESTATISTICA, read_only=True) as session:
            given = prepare.collect(session, alvo, catalogue, rules, clock=clock)
        made = prepare.compute(given, progresso)
        progresso("Gravando o preparo lacrado", 0, 0)
        with unit_of_work(ESTATISTICA) as session:
            blocked = None
            return prepare.store(session, actor, key, given, made, clock=clock)
    except Impedida as cause:
        blocked = cause.impedimento
        return BLOQUEADA
    finally:
        if blocked is not None:
            with unit_of_work(ESTATISTICA) as session:
                prepare.block(session, actor, key, blocked, clock=clock)


def close_year(actor: AnyActor, ano: int, *, clock: Clock) -> snapshots.Fechamento:
    """Freeze the victims of a year in every unit that is ready. Raises: Refused, Unreadable."""
    with unit_of_work(ESTATISTICA) as session:
        return snapshots.close_year(session, actor, ano, clock=clock)


def revise_year(actor: AnyActor, ano: int, progresso: Progresso, *, clock: Clock) -> int:
    """Freeze again every consolidated month of a year, one unit at a time; returns how many units. Taken up where it
    stopped; `actor` is who the events name. Raises: Refused, Unreadable."""
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        done = {unit for unit, _mes in snapshots.frozen_months(session, ano, snapshots.REVISADA)}
        months = period_rows.consolidated(session, ano)
    waiting = sorted({unit for unit, _mes in months} - done)
    for place, unit in enumerate(waiting):
        progresso("Relendo os registros das unidades", place, len(waiting))
        with unit_of_work(SystemActor(name=snapshots.ACTOR_NAME, units=frozenset({unit}))) as session:
            own = [mes for owner, mes in months if owner == unit]
            snapshots.freeze_revision(session, unit, ano, own, clock=clock, actor=actor)
    return len(waiting) + len(done)


def in_words(cause: SisetpError) -> str:
    """One line in Portuguese of an expected error."""
    if isinstance(cause, Refused):
        return cause.message
    if isinstance(cause, RuleViolation):
        return " ".join(message.mensagem for message in cause.messages)
    if isinstance(cause, Unreadable):
        return f"Não foi possível abrir um registro lacrado: {cause.record_id}."
    return "Não foi possível concluir."


def _teller(tarefa_id: int, clock: Clock) -> Progresso:
    """Writes the progress of a task in a unit of work of its own."""

    def tell(etapa: str, feito: int, total: int) -> None:
        with unit_of_work(AGENDA) as session:
            tasks.progress(session, tarefa_id, etapa, feito, total, clock=clock)

    return tell


def _prepare(settings: Settings, task: tasks.TarefaLinha, asked: SystemActor, clock: Clock) -> str:
    state = prepare_release(settings, asked, Alvo.de(task.alvo), _teller(task.id, clock), clock=clock)
    return _FEITO.get(state, "Pronta para aprovar.")


def _close(settings: Settings, task: tasks.TarefaLinha, asked: SystemActor, clock: Clock) -> str:
    return words_of(close_year(asked, int(task.alvo), clock=clock))


def _revise(settings: Settings, task: tasks.TarefaLinha, asked: SystemActor, clock: Clock) -> str:
    units = revise_year(asked, int(task.alvo), _teller(task.id, clock), clock=clock)
    return f"Edição revisada congelada em {units} unidades; já se pode preparar a divulgação."


def words_of(done: snapshots.Fechamento) -> str:
    """What closing a year did, in one line."""
    missing = ", ".join(f"{codigo} ({len(months)})" for codigo, months in done.faltam.items())
    words = f"Ano {done.ano}: {len(done.fechadas)} unidades fechadas agora, {len(done.antes)} antes."
    return f"{words} Com meses por consolidar: {missing}." if missing else f"{words} Nenhuma falta."


_WORK: dict[str, Callable[[Settings, tasks.TarefaLinha, SystemActor, Clock], str]] = {
    tasks.PREPARAR: _prepare,
    tasks.FECHAR: _close,
    tasks.REVISAR: _revise,
}
