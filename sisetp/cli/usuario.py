"""`sisetp usuario …`: create, deactivate and reset users from the machine; readers wait for a page."""

import click

from sisetp.access.roles import Role
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.services import unidades, users
from sisetp.services.users import CreateUser, GrantPosting, NewUser

_ZONE = "America/Sao_Paulo"


@click.group("usuario", cls=Grupo)
def usuario() -> None:
    """Usuários."""


@usuario.command("criar")
@click.argument("login")
@click.option("--nome", required=True, help="Nome completo.")
@click.option("--profissao", help="PSI, AS, ADV, AGENTE, GUARDA, COORD ou OUTRA.")
@click.option("--papel", type=click.Choice([role.value for role in Role]), help="Papel a conceder.")
@click.option("--unidade", help="Código da unidade, para papéis de unidade.")
@click.pass_obj
def criar(
    ligacao: Ligacao, login: str, nome: str, profissao: str | None, papel: str | None, unidade: str | None
) -> None:
    """Cria um usuário e mostra, uma única vez, a senha temporária.

    Papel que abre identidades ou administra só vale depois que uma segunda pessoa confirma na página de acessos.
    """
    waits = False
    with ligacao.application(), unit_of_work(OPERATOR) as session:
        new = users.create_user(
            session, OPERATOR, CreateUser(login=login, nome=nome, profissao=profissao), clock=ligacao.clock
        )
        if papel is not None:
            unit = unidades.find(session, unidade).id if unidade else None
            command = GrantPosting(
                usuario_id=new.id, papel=Role(papel), unidade_id=unit, inicio=ligacao.clock.today(_ZONE)
            )
            waits = users.grant_posting(session, OPERATOR, command, clock=ligacao.clock)
    print_password(new)
    if waits:
        click.echo("O papel fica pendente até que uma segunda pessoa confirme na página de acessos.")


@usuario.command("desativar")
@click.argument("login")
@click.pass_obj
def desativar(ligacao: Ligacao, login: str) -> None:
    """Desativa um usuário e encerra as sessões dele."""
    with ligacao.application(), unit_of_work(OPERATOR) as session:
        users.deactivate_user(session, OPERATOR, users.find_user_id(session, login), clock=ligacao.clock)
    click.echo(f"Usuário {login} desativado.")


@usuario.command("redefinir")
@click.argument("login")
@click.pass_obj
def redefinir(ligacao: Ligacao, login: str) -> None:
    """Redefine a senha de um usuário e mostra a temporária.

    Para quem abre identidades ou administra, a senha antiga vale até outra pessoa confirmar o pedido na página.
    """
    with ligacao.application(), unit_of_work(OPERATOR) as session:
        new = users.reset_password(session, OPERATOR, users.find_user_id(session, login), clock=ligacao.clock)
    print_password(new)


def print_password(new: NewUser) -> None:
    """Show a temporary password, the only time it exists in clear."""
    click.echo(f"Login: {new.login}")
    click.echo(f"Senha temporária: {new.senha}  (mostrada só agora; troca obrigatória na primeira entrada)")
    if new.pendente:
        click.echo("A senha antiga continua valendo até outra pessoa confirmar este pedido em «Acessos».")
