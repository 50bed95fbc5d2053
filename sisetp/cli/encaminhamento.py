"""`sisetp encaminhamento vencer`: end, every day, what nobody answered."""

import click

from sisetp.access.actor import SystemActor
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import Ligacao
from sisetp.db.session import unit_of_work
from sisetp.services import encaminhamentos

EXPIRER = SystemActor(name="encaminhamento-vencer", units=None)


@click.group("encaminhamento", cls=Grupo)
def encaminhamento() -> None:
    """Encaminhamentos entre unidades e a serviços."""


@encaminhamento.command("vencer")
@click.pass_obj
def vencer(ligacao: Ligacao) -> None:
    """Encerra como «sem retorno» os encaminhamentos que passaram do limite sem resposta.

    Pode rodar todo dia, pelo agendador do sistema: rodar de novo não encerra mais nada. Fica anotado na trilha.
    """
    with ligacao.application(), unit_of_work(EXPIRER) as session:
        ended = encaminhamentos.expire_all(session, EXPIRER, clock=ligacao.clock)
    click.echo(f"Encaminhamentos encerrados sem retorno: {ended}.")
