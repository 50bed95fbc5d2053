"""`sisetp documentos`: rewrite the pages of docs/ that are generated from the code."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from sisetp.cli.comandos import commands_page
from sisetp.cli.idioma import Comando
from sisetp.cli.instalacao import create_installation
from sisetp.cli.ligacao import Ligacao
from sisetp.cli.paginas.dicionario import dictionary_page
from sisetp.cli.paginas.estados import states_page
from sisetp.cli.paginas.permissoes import permissions_page
from sisetp.cli.paginas.relatorios import reports_page
from sisetp.config import ROOT
from sisetp.domain.errors import Refused

COMMANDS_PAGE = Path("docs/operacao/comandos.md")
DICTIONARY_PAGE = Path("docs/dicionario-de-dados.md")
PERMISSIONS_PAGE = Path("docs/manual/permissoes.md")
REPORTS_PAGE = Path("docs/relatorios.md")
STATES_PAGE = Path("docs/estados.md")


@click.command("documentos", cls=Comando)
@click.pass_context
def documentos(context: click.Context) -> None:
    """Refaz as páginas de docs/ geradas a partir do código (comando de desenvolvimento)."""
    if not (ROOT / "setup.cfg").exists():
        raise Refused("As páginas só podem ser refeitas na pasta do código-fonte.")
    pages = {
        COMMANDS_PAGE: commands_page(context.find_root().command),
        DICTIONARY_PAGE: dictionary_page(),
        STATES_PAGE: states_page(),
        REPORTS_PAGE: reports_page(),
        PERMISSIONS_PAGE: permissions_page(_tables(context.ensure_object(Ligacao))),
    }
    for page, text in pages.items():
        target = ROOT / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        click.echo(f"Refeita: {page}")


def _tables(ligacao: Ligacao) -> str:
    """The matrix of permissions; the pages only exist in an application, so one is made and thrown away."""
    with TemporaryDirectory(prefix="sisetp-") as folder:
        draft = replace(ligacao, environ={"SISETP_INSTANCE": folder})
        create_installation(
            draft.settings(), ambiente="demonstracao", create_app=draft.create_app, root_provider=draft.root_provider
        )
        with draft.application() as app:
            return draft.permissions(app)
