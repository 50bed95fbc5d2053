"""`sisetp demonstracao`: an invented network to look at and to train with."""

import click

from sisetp.access.actor import SystemActor
from sisetp.cli import demonstracao_divulgacoes
from sisetp.cli.idioma import Comando
from sisetp.cli.instalacao import create_installation
from sisetp.cli.ligacao import Ligacao
from sisetp.cli.migrar import bring_up_to_date
from sisetp.cli.periodo import freeze_all
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.reporting import snapshots
from sisetp.services import demonstracao as dados

_YEARS = 3  # of invented months


@click.command("demonstracao", cls=Comando)
@click.option("--pessoas", type=click.IntRange(1, 200_000), default=6000, show_default=True, help="Quantas pessoas.")
@click.option(
    "--semente",
    type=click.IntRange(0, 2**31 - 1),
    default=2026,
    show_default=True,
    help="Mesma semente, mesmas pessoas.",
)
@click.option(
    "--se-vazia", "--se-vazio", "se_vazia", is_flag=True, help="Se já houver dados, só atualiza e termina sem erro."
)
@click.pass_obj
def demonstracao(ligacao: Ligacao, pessoas: int, semente: int, se_vazia: bool) -> None:
    """Cria a rede de demonstração: 26 unidades, 60 usuários, pessoas, casos e encaminhamentos inventados.

    Inicia a instalação, se ainda não existe. Recusa instalação de produção e instalação que já tem dados.
    """
    settings = ligacao.settings()
    if settings.ambiente == "producao":
        raise Refused("Dados de demonstração não entram em instalação de produção.")
    if settings.initialised:
        bring_up_to_date(ligacao)
    else:
        create_installation(
            settings,
            ambiente="demonstracao",
            create_app=ligacao.create_app,
            root_provider=ligacao.root_provider,
            clock=ligacao.clock,
        )
    with ligacao.application():
        with unit_of_work(dados.ACTOR, read_only=True) as session:
            empty = dados.is_empty(session)
        if not empty and se_vazia:
            click.echo("A instalação já tem dados; nada a fazer.")
            return
        seeded = dados.seed(ambiente=ligacao.settings().ambiente, pessoas=pessoas, semente=semente, clock=ligacao.clock)
        _freeze(ligacao)
        released = demonstracao_divulgacoes.publish(ligacao, seeded.pessoas)
    click.echo(
        f"Demonstração pronta: {seeded.usuarios} usuários, {seeded.pessoas} pessoas, "
        f"{seeded.atendimentos} atendimentos, {seeded.casos} casos com {seeded.evolucoes} evoluções, "
        f"{seeded.encaminhamentos} encaminhamentos, {seeded.requisicoes} pedidos de titulares, "
        f"{seeded.atividades} atividades, {seeded.comites} comitês, {seeded.fluxos} fluxos, "
        f"{seeded.cartoes} endereços de unidades e {released} divulgações públicas (semente {semente})."
    )


def _freeze(ligacao: Ligacao) -> None:
    """Freeze the months that were written as consolidated, and close the years that are over."""
    freeze_all(ligacao)
    scope = SystemActor(name=snapshots.ACTOR_NAME, units=None)
    this_year = ligacao.clock.now().year
    for ano in range(this_year - _YEARS, this_year):
        with unit_of_work(scope) as session:
            snapshots.close_year(session, dados.ACTOR, ano, clock=ligacao.clock)
