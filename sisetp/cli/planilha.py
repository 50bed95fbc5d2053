"""`sisetp planilha-nacional`: the network in one workbook, restricted from frozen facts or public from the ledger."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from sisetp.access.actor import SystemActor
from sisetp.access.permissions import Permission
from sisetp.cli import saida
from sisetp.cli.idioma import Comando
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import Refused
from sisetp.reporting.national.delivery import FINALIDADES, PUBLICA, RESTRITA, PedirPlanilha, check, make, write_down
from sisetp.services.signin import Account, who_may

ESTATISTICA = SystemActor(name="estatistica", units=None)


@click.command("planilha-nacional", cls=Comando)
@click.argument("periodo")
@click.option("--variante", type=click.Choice([RESTRITA, PUBLICA]), required=True, help="Restrita ou pública.")
@click.option("--saida", "arquivo", type=click.Path(path_type=Path), help="Arquivo a gravar.")
@click.option(
    "--finalidade",
    type=click.Choice([item.code for item in codelist(FINALIDADES).items]),
    help="Para que vai ser usada; só na restrita.",
)
@click.option(
    "--destinatario",
    default="",
    help="Login de quem da gestão da CGETP vai receber; sai em cada folha da restrita e fica na auditoria.",
)
@click.option(
    "--senha-arquivo",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Arquivo com a senha da restrita; se não disser, a senha é pedida no terminal.",
)
@click.option("--substituir", is_flag=True, help="Troca o arquivo, se já existe.")
@click.pass_obj
def planilha_nacional(
    ligacao: Ligacao,
    periodo: str,
    variante: str,
    arquivo: Path | None,
    finalidade: str | None,
    destinatario: str,
    senha_arquivo: Path | None,
    substituir: bool,
) -> None:
    """Gera a planilha nacional de um período: 2026, 2026-S1 ou 2026-03.

    A restrita tem números exatos dos fatos congelados, finalidade, destinatário e senha; a pública tem só o que já foi
    divulgado. A entrega fica registrada na auditoria antes de o arquivo existir.
    """
    target = arquivo or Path(f"planilha-nacional-{periodo}-{variante}.xlsx")
    saida.conferir(target, substituir=substituir)
    restricted = variante == RESTRITA
    with ligacao.statistics():
        recipient = _destinatario(ligacao, destinatario) if restricted else None
        command = PedirPlanilha(
            periodo=periodo,
            variante=variante,
            finalidade=finalidade or "",
            destinatario=recipient.login if recipient else "",
            destinatario_id=recipient.id if recipient else None,
        )
        with unit_of_work(ESTATISTICA, read_only=True) as session:
            check(session, command, clock=ligacao.clock)
        if restricted:
            command = replace(command, senha=_senha(senha_arquivo))
        with unit_of_work(ESTATISTICA, read_only=True) as session:
            made = make(session, OPERATOR, command, clock=ligacao.clock)
        with unit_of_work(ESTATISTICA) as session:
            write_down(session, OPERATOR, command, made, clock=ligacao.clock)
        saida.gravar(target, made.conteudo, substituir=substituir)
    click.echo(f"Gravado: {target}")
    click.echo(f"{made.cobertura.em_palavras()}. SHA-256 do conteúdo: {made.hash}")


def _destinatario(ligacao: Ligacao, login: str) -> Account | None:
    """Who receives the restricted one: somebody who could have asked for it on the page. Raises: Refused."""
    if not login:
        return None
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        found = who_may(session, login, Permission.PLANILHA_RESTRITA, clock=ligacao.clock)
    if found is None:
        raise Refused("O destinatário precisa ser o login de quem pode receber a planilha: gestão da CGETP, em vigor.")
    return found


def _senha(path: Path | None) -> str:
    if path is None:
        if not sys.stdin.isatty():
            raise Refused("Não há terminal para digitar a senha: diga o arquivo dela com --senha-arquivo.")
        return str(click.prompt("Senha da planilha", hide_input=True, confirmation_prompt="Repita a senha"))
    try:
        return path.read_text(encoding="utf-8").splitlines()[0]
    except (OSError, UnicodeDecodeError, IndexError):
        raise Refused("O arquivo da senha não pôde ser lido, ou está vazio.") from None
