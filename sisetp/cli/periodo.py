"""`sisetp periodo …`: where each month of each unit stands; states only, never a number of records."""

import click

from sisetp.access.actor import SystemActor
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import NotFound, Refused
from sisetp.reporting import snapshots
from sisetp.services import periodos, unidades
from sisetp.services.periodos import MesLinha

_WIDTH = 13


@click.group("periodo", cls=Grupo)
def periodo() -> None:
    """Períodos das unidades."""


@periodo.command("situacao")
@click.option("--ano", type=int, help="Ano (AAAA); o corrente, se não disser.")
@click.pass_obj
def situacao(ligacao: Ligacao, ano: int | None) -> None:
    """Mostra a situação de cada mês de cada unidade. «!» marca prazo vencido; nenhum número de registros aparece."""
    with ligacao.application(), unit_of_work(OPERATOR, read_only=True) as session:
        try:
            board = periodos.board(session, OPERATOR, ano, clock=ligacao.clock)
        except NotFound:
            raise Refused("Não há períodos nesse ano.") from None
    click.echo(f"{board.ano:<15} " + "".join(f"{mes[:3]:<{_WIDTH}}" for mes in board.meses).rstrip())
    for line in board.linhas:
        cells = "".join(f"{_word(month):<{_WIDTH}}" for month in line.meses)
        click.echo(f"{line.codigo:<15} {cells}".rstrip())


@periodo.command("congelar")
@click.option("--ano", type=int, help="Ano (AAAA); todos, se não disser.")
@click.pass_obj
def congelar(ligacao: Ligacao, ano: int | None) -> None:
    """Congela os fatos dos meses já consolidados que ainda não os têm, como os registros estão agora.

    Um mês consolidado pela tela já sai congelado: isto é para meses consolidados por uma versão anterior do sistema.
    Repetir não muda nada.
    """
    with ligacao.application():
        frozen = freeze_all(ligacao, ano)
    if not frozen:
        click.echo("Todo mês consolidado já tem os fatos congelados; nada a fazer.")
        return
    done = "1 mês congelado" if frozen == 1 else f"{frozen} meses congelados"
    click.echo(f"{done}. Os fatos são os dos registros de agora, não os do dia da consolidação.")


def freeze_all(ligacao: Ligacao, ano: int | None = None) -> int:
    """Freeze the consolidated months without facts, a unit of work for each unit; returns how many months.

    Raises: Refused without a key; Unreadable.
    """
    with unit_of_work(OPERATOR, read_only=True) as session:
        units = [line.id for line in unidades.list_all(session)]
    frozen = 0
    for unidade_id in units:
        scope = SystemActor(name=snapshots.ACTOR_NAME, units=frozenset({unidade_id}))
        with unit_of_work(scope) as session:
            frozen += len(snapshots.catch_up(session, unidade_id, clock=ligacao.clock, ano=ano))
    return frozen


def _word(month: MesLinha | None) -> str:
    if month is None:
        return "-"
    if not month.terminou:
        return "em curso"
    return f"{month.situacao.lower()}{'!' if month.atrasado else ''}"
