"""Operator commands in Portuguese. Exit codes: 0 done, 1 refused (one line on standard error), 2 bad usage."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from sisetp.cli import (
    agenda,
    auditoria,
    chaves,
    demonstracao,
    divulgacao,
    documentos,
    encaminhamento,
    iniciar,
    migrar,
    periodo,
    planilha,
    relatorio,
    servir,
    unidade,
    usuario,
)
from sisetp.cli.idioma import CONTEXT, Grupo, bad_usage
from sisetp.cli.ligacao import AppFactory, Ligacao, ProviderFactory
from sisetp.domain.clock import Clock, SystemClock
from sisetp.domain.errors import AccessDenied, NotFound, Refused, RuleViolation, SisetpError

DONE, REFUSED, BAD_USAGE = 0, 1, 2
_PRIVATE = 0o077


@click.group("sisetp", cls=Grupo, context_settings=dict(CONTEXT))
def raiz() -> None:
    """SISETP: sistema de informação da rede de NETPs e PAAHMs.

    A pasta da instância é instance/ ou a que a variável SISETP_INSTANCE disser.
    """


for _command in (
    iniciar.iniciar,
    servir.servir,
    demonstracao.demonstracao,
    migrar.migrar,
    usuario.usuario,
    unidade.unidade,
    periodo.periodo,
    relatorio.relatorio,
    planilha.planilha_nacional,
    divulgacao.divulgacao,
    encaminhamento.encaminhamento,
    auditoria.auditoria,
    chaves.chaves,
    documentos.documentos,
):
    raiz.add_command(_command)
for _of_reports in (agenda.executar_agenda, agenda.fechar_ano):
    relatorio.relatorio.add_command(_of_reports)


def run(
    *,
    create_app: AppFactory,
    create_statistics_app: AppFactory,
    root_provider: ProviderFactory,
    harden: Callable[[Path], None],
    permissions: Callable[[Flask], str],
    args: Sequence[str] | None = None,
    environ: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> int:
    """Run one command line and return its exit code; expected errors become one line, never a traceback."""
    os.umask(_PRIVATE)
    wiring = Ligacao(
        create_app=create_app,
        create_statistics_app=create_statistics_app,
        root_provider=root_provider,
        harden=harden,
        permissions=permissions,
        environ=environ,
        clock=clock or SystemClock(),
    )
    try:
        result = raiz.main(args=args, prog_name="sisetp", standalone_mode=False, obj=wiring)
        return result if isinstance(result, int) else DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return BAD_USAGE
    except click.UsageError as error:
        place = error.ctx.command_path if error.ctx else "sisetp"
        click.echo(f"Uso incorreto: {bad_usage(error)}. Veja «{place} --ajuda».", err=True)
        return BAD_USAGE
    except click.exceptions.Abort:
        return _refused("Interrompido.")
    except SisetpError as error:
        return _refused(_cause(error))
    except DBAPIError:
        return _refused("O banco de dados não respondeu ou não está na versão deste programa (use «sisetp migrar»).")


def _refused(message: str) -> int:
    click.echo(" ".join(message.split()), err=True)
    return REFUSED


def _cause(error: SisetpError) -> str:
    if isinstance(error, Refused):
        return error.message
    if isinstance(error, RuleViolation):
        return " ".join(item.mensagem for item in error.messages)
    if isinstance(error, NotFound):
        return "Não encontrado."
    if isinstance(error, AccessDenied):
        return "Este comando não pode fazer isso."
    return "A operação foi recusada."
