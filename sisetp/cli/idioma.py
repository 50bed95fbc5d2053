"""Click in Portuguese: help headings, the help option and the texts of bad usage."""

from collections.abc import Mapping
from typing import Any

import click
from click.exceptions import (
    BadParameter,
    MissingParameter,
    NoSuchCommand,
    NoSuchOption,
    UsageError,
)

CONTEXT: Mapping[str, Any] = {"help_option_names": ["--ajuda", "--help", "-h"], "max_content_width": 100}
_HEADINGS = {"Options": "Opções", "Commands": "Comandos"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        args = args.replace("[OPTIONS]", "[OPÇÕES]").replace("COMMAND [ARGS]...", "COMANDO [ARGUMENTOS]…")
        super().write_usage(prog, args, prefix="Uso: ")

    def write_heading(self, heading: str) -> None:
        """Write one heading."""
        super().write_heading(_HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class _Portugues(click.Command):
    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with its text in Portuguese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Mostra esta ajuda e sai."
        return option


class Comando(_Portugues):
    """A command whose help is Portuguese."""


class Grupo(_Portugues, click.Group):
    """A group whose help is Portuguese, and whose commands are too."""

    command_class = Comando
    group_class = type


def bad_usage(error: UsageError) -> str:
    """Return what is wrong with the command line, in one Portuguese line."""
    if isinstance(error, NoSuchCommand):
        return f"comando desconhecido: «{error.command_name}»"
    if isinstance(error, NoSuchOption):
        return f"opção desconhecida: «{error.option_name}»"
    if isinstance(error, MissingParameter):
        return f"falta informar {_name(error.param)}"
    if isinstance(error, BadParameter):
        return f"valor inválido para {_name(error.param)}{_choices(error.param)}"
    return "falta um comando" if "command" in error.format_message().lower() else "linha de comando inválida"


def _choices(param: click.Parameter | None) -> str:
    """«; use um destes: brasil, uf», of an option that takes one of a list."""
    kind = param.type if param is not None else None
    return f"; use um destes: {', '.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "um argumento"
    return f"«{param.opts[0]}»" if isinstance(param, click.Option) else f"«{param.human_readable_name}»"
