"""`sisetp relatorio executar-agenda|fechar-ano`: what the timer of the system runs, and what it may run again."""

import click

from sisetp.cli import falhas, trabalho, trava
from sisetp.cli.idioma import Comando
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.config import Settings
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import FALHOU
from sisetp.domain.errors import Refused
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import agenda, parameters, tasks

_WAIT_S = 120.0


@click.command("executar-agenda", cls=Comando)
@click.option("--tarefa", type=int, help="Número da tarefa pedida na página; sem ele, prepara também o que vence.")
@click.pass_obj
def executar_agenda(ligacao: Ligacao, tarefa: int | None) -> None:
    """Prepara as divulgações que vencem e faz as tarefas da fila. Nada é publicado sem as duas aprovações.

    Pode rodar de hora em hora, pelo agendador do sistema: rodar de novo não repete o que está feito. Escreve uma linha
    por ação e termina com código 1 se alguma tarefa falhou. Usa só as chaves da estatística.
    """
    settings = ligacao.initialised()
    with trava.hold(settings.instance, wait_s=_WAIT_S if tarefa else 0) as mine:
        if not mine:
            click.echo("Outro processo já está trabalhando; nada a fazer.")
            return
        with ligacao.statistics(), falhas.logged("agenda"):
            for line in _resume(ligacao.clock):
                click.echo(line)
            if tarefa is None:
                for line in _enqueue_due(settings, ligacao.clock):
                    click.echo(line)
            failed = _run_queue(ligacao)
    if failed:
        raise Refused(f"Tarefas que não se concluíram: {failed}.")


@click.command("fechar-ano", cls=Comando)
@click.argument("ano", type=click.IntRange(2000, 2099), metavar="ANO")
@click.pass_obj
def fechar_ano(ligacao: Ligacao, ano: int) -> None:
    """Fecha o ano: congela a situação e a finalidade das vítimas das unidades com todos os meses consolidados.

    Pode ser repetido: quem já fechou não muda. Usa só as chaves da estatística.
    """
    with ligacao.statistics():
        click.echo(trabalho.words_of(trabalho.close_year(OPERATOR, ano, clock=ligacao.clock)))


def _resume(clock: Clock) -> list[str]:
    with unit_of_work(trabalho.AGENDA) as session:
        back = tasks.requeue_dead(session, clock=clock)
    return [f"tarefa {task.id} ({task.alvo}): {task.mensagem}" for task in back]


def _enqueue_due(settings: Settings, clock: Clock) -> list[str]:
    lines = []
    catalogue, rules = reading.load(), parameters.load(settings.instance / parameters.OVERLAY)
    with unit_of_work(trabalho.ESTATISTICA) as session:
        for alvo in agenda.unblocked(session, catalogue, rules, clock=clock):
            task = tasks.enqueue(session, trabalho.AGENDA, tasks.PREPARAR, alvo.texto(), clock=clock)
            lines.append(f"{alvo.texto()}: já não está impedida, tarefa {task.id}")
        for entry in agenda.due(session, catalogue, clock=clock):
            if entry.espera:
                lines.append(f"{entry.alvo.texto()}: espera, {entry.espera}")
                continue
            task = tasks.enqueue(session, trabalho.AGENDA, tasks.PREPARAR, entry.alvo.texto(), clock=clock)
            lines.append(f"{entry.alvo.texto()}: vence, tarefa {task.id}")
    return lines


def _run_queue(ligacao: Ligacao) -> int:
    """Do every task that waits, also those that come meanwhile; returns how many failed."""
    failed = 0
    while True:
        with unit_of_work(trabalho.AGENDA, read_only=True) as session:
            queue = tasks.waiting(session)
        if not queue:
            return failed
        ended = trabalho.run_task(ligacao.settings(), queue[0].id, clock=ligacao.clock)
        click.echo(f"{ended.alvo}: {ended.situacao_rotulo.lower()}. {ended.mensagem}")
        failed += ended.situacao == FALHOU
