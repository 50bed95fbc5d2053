"""`sisetp documentos`: rewrite the pages of docs/ that are generated from the code."""

from pathlib import Path

import click

from sisetp.cli.comandos import commands_page
from sisetp.cli.idioma import Comando
from sisetp.config import ROOT
from sisetp.domain.errors import Refused

COMMANDS_PAGE = Path("docs/operacao/comandos.md")


@click.command("documentos", cls=Comando)
@click.pass_context
def documentos(context: click.Context) -> None:
    """Refaz as páginas de docs/ geradas a partir do código (comando de desenvolvimento)."""
    if not (ROOT / "setup.cfg").exists():
        raise Refused("As páginas só podem ser refeitas na pasta do código-fonte.")
    pages = {COMMANDS_PAGE: commands_page(context.find_root().command)}
    for page, text in pages.items():
        target = ROOT / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        click.echo(f"Refeita: {page}")
