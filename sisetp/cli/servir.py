"""`sisetp servir`: the application on this machine, behind waitress."""

import errno

import click
from waitress import create_server  # type: ignore[import-untyped]  # publishes no types

from sisetp.cli.idioma import Comando
from sisetp.cli.ligacao import Ligacao
from sisetp.config import Settings
from sisetp.db.migrate import require_current
from sisetp.domain.errors import Refused
from sisetp.services import demonstracao as dados

LOOPBACK = "127.0.0.1"
_THREADS = 8
_CAUSES = {errno.EADDRINUSE: "a porta já está em uso", errno.EACCES: "sem permissão para esta porta"}
_UNKNOWN = "endereço inválido ou fora desta máquina"


@click.command("servir", cls=Comando)
@click.option(
    "--porta",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    envvar="PORT",
    help="Porta; também pela variável PORT.",
)
@click.option(
    "--endereco",
    default=LOOPBACK,
    show_default=True,
    help="Endereço de escuta. Fora desta máquina, só atrás de um proxy com TLS.",
)
@click.pass_obj
def servir(ligacao: Ligacao, porta: int, endereco: str) -> None:
    """Abre o sistema nesta máquina."""
    settings = ligacao.initialised()
    ligacao.harden(settings.instance)
    app = ligacao.create_app(settings, clock=ligacao.clock)
    require_current(app)
    try:
        server = create_server(app, host=endereco, port=porta, threads=_THREADS)
    except OSError as cause:
        raise Refused(
            f"Não foi possível abrir {endereco}:{porta}: {_CAUSES.get(cause.errno or 0, _UNKNOWN)}."
        ) from cause
    announce(settings, f"http://{endereco}:{porta}/")
    server.run()


def announce(settings: Settings, url: str) -> None:
    """Print where the system is and, in a demonstration, one login for each role."""
    click.echo(f"SISETP em {url} (Ctrl+C encerra)")
    if settings.ambiente != "demonstracao":
        return
    click.echo(f"\nDemonstração, com pessoas inventadas. Senha de todos: {dados.SENHA}\n")
    for user in dados.one_per_role():
        click.echo(f"  {user.papel.label:<26} {user.login:<20} {user.unidade or 'CGETP'}")
    click.echo("")
