"""`sisetp iniciar`: keys, databases, network and the first administrator."""

import click

from sisetp.cli.idioma import Comando
from sisetp.cli.instalacao import AMBIENTES, create_installation
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.cli.usuario import print_password
from sisetp.db.session import unit_of_work
from sisetp.services import users


@click.command("iniciar", cls=Comando)
@click.option(
    "--ambiente",
    type=click.Choice(AMBIENTES),
    default="producao",
    show_default=True,
    help="Produção ou demonstração; não muda depois.",
)
@click.option("--login", default="admin.cgetp", show_default=True, help="Login do primeiro administrador.")
@click.option("--nome", default="Administração CGETP", show_default=True, help="Nome do primeiro administrador.")
@click.pass_obj
def iniciar(ligacao: Ligacao, ambiente: str, login: str, nome: str) -> None:
    """Inicia uma instalação: chaves, bancos de dados, rede e primeiro administrador.

    Recusa se a instalação já existe. Interrompido, pode ser repetido: continua de onde parou.
    """
    shown: list[users.NewUser] = []

    def first_administrator() -> None:
        with unit_of_work(OPERATOR) as session:
            shown.append(users.create_first_admin(session, OPERATOR, login=login, nome=nome, clock=ligacao.clock))

    settings = create_installation(
        ligacao.settings(),
        ambiente=ambiente,
        create_app=ligacao.create_app,
        root_provider=ligacao.root_provider,
        clock=ligacao.clock,
        first=first_administrator,
    )
    click.echo(f"Instalação iniciada em {settings.instance} (ambiente: {ambiente}).")
    click.echo("Guarde cópia da pasta chaves/ fora desta máquina e separada das cópias dos bancos.")
    print_password(shown[0])
