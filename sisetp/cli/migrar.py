"""`sisetp migrar`: bring an existing installation to this version."""

import click

from sisetp.access.actor import SystemActor
from sisetp.cli import chaves
from sisetp.cli.idioma import Comando
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.migrate import upgrade_all
from sisetp.db.session import unit_of_work
from sisetp.reporting import snapshots
from sisetp.services import unidades


@click.command("migrar", cls=Comando)
@click.pass_obj
def migrar(ligacao: Ligacao) -> None:
    """Atualiza os bancos de dados e as chaves para esta versão. Pode ser repetido."""
    bring_up_to_date(ligacao)
    click.echo("Instalação atualizada.")
    with (
        ligacao.application(),
        unit_of_work(SystemActor(name=snapshots.ACTOR_NAME, units=None), read_only=True) as session,
    ):
        missing = len(snapshots.unfrozen(session))
    if missing:
        click.echo(f"Meses consolidados ainda sem fatos congelados: {missing}. Use «sisetp periodo congelar».")


def bring_up_to_date(ligacao: Ligacao) -> None:
    """Apply pending migrations and create the keys that a unit lacks.

    Raises: Refused.
    """
    settings = ligacao.initialised()
    with ligacao.application():
        upgrade_all()
        with unit_of_work(OPERATOR, read_only=True) as session:
            ids = [line.id for line in unidades.list_all(session)]
    provider = ligacao.root_provider(settings)
    chaves.add_unit_keys(settings, provider, ids)
    chaves.add_national_keys(settings, provider, ano=ligacao.clock.now().year)
