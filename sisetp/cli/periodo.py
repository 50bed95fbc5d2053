"""`sisetp periodo …`: where each month of each unit stands; states only, never a number of records."""

import click

from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import NotFound, Refused
from sisetp.services import periodos
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


def _word(month: MesLinha | None) -> str:
    if month is None:
        return "-"
    if not month.terminou:
        return "em curso"
    return f"{month.situacao.lower()}{'!' if month.atrasado else ''}"
