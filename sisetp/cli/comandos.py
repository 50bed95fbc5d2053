"""The page docs/operacao/comandos.md: every command, from its own help."""

from collections.abc import Iterator

import click

_INTRO = """<!-- Página gerada por `make docs` a partir da ajuda dos comandos. Não edite. -->
# Comandos

`sisetp` e `python -m sisetp` são o mesmo programa. Códigos de saída: **0** feito, **1** recusado (a causa fica em uma
linha da saída de erro), **2** uso incorreto. A pasta da instância é `instance/` ou a da variável `SISETP_INSTANCE`.
"""


def commands_page(root: click.Command) -> str:
    """Return the page of every command: what it does and its options, in the order of the help."""
    return _INTRO + "".join(f"\n{section}" for section in _sections(root, "sisetp"))


def _sections(command: click.Command, path: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, child in sorted(command.commands.items()):
            yield from _sections(child, f"{path} {name}")
        return
    parts = [f"## `{path}`\n\n{_paragraphs(command)}\n"]
    rows = [_row(option) for option in command.params]
    if rows:
        parts.append("\n| Opção | Para quê | Padrão |\n| --- | --- | --- |\n" + "".join(rows))
    yield "".join(parts)


def _paragraphs(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _row(param: click.Parameter) -> str:
    if not isinstance(param, click.Option):
        return f"| `{param.human_readable_name}` | {'obrigatório' if param.required else 'opcional'} | |\n"
    shown = isinstance(param.default, str | int) and not (param.is_flag or param.required)
    default = f"`{param.default}`" if shown else ""
    return f"| {', '.join(f'`{name}`' for name in param.opts)} | {param.help} | {default} |\n"
