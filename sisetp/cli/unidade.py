"""`sisetp unidade …`: list, create and close units of the network."""

from datetime import datetime

import click

from sisetp.cli import chaves
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.services import encerramento, postos, unidades
from sisetp.services.unidades import CloseReason, CloseUnidade, NewUnidade

_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group("unidade", cls=Grupo)
def unidade() -> None:
    """Unidades da rede."""


@unidade.command("listar")
@click.pass_obj
def listar(ligacao: Ligacao) -> None:
    """Lista as unidades, abertas e encerradas."""
    with ligacao.application(), unit_of_work(OPERATOR, read_only=True) as session:
        lines = unidades.list_all(session)
    for line in lines:
        end = f"encerrada em {line.fim:%d/%m/%Y}" if line.fim else "aberta"
        click.echo(f"{line.codigo:<15} {line.uf}  {line.nome:<28} {line.municipio:<20} {end}")


@unidade.command("criar")
@click.argument("codigo", metavar="CÓDIGO")
@click.option("--nome", required=True, help="Nome por extenso.")
@click.option("--tipo", required=True, help="NETP_E, NETP_M, PAAHM ou CGETP.")
@click.option("--ambiente", required=True, help="AEROPORTO, RODOVIARIA, PORTO, FRONTEIRA, SEDE ou OUTRO.")
@click.option("--municipio", required=True, help="Código IBGE do município, sete algarismos.")
@click.option("--inicio", type=_DAY, help="Primeiro dia (AAAA-MM-DD); hoje, se não disser.")
@click.pass_obj
def criar(
    ligacao: Ligacao, codigo: str, nome: str, tipo: str, ambiente: str, municipio: str, inicio: datetime | None
) -> None:
    """Cria uma unidade e as chaves dela."""
    settings = ligacao.initialised()
    command = NewUnidade(
        codigo=codigo,
        nome=nome,
        tipo=tipo,
        ambiente=ambiente,
        municipio=municipio,
        inicio=(inicio or ligacao.clock.now()).date(),
    )
    with ligacao.application(), unit_of_work(OPERATOR) as session:
        line = unidades.create(session, OPERATOR, command)
    chaves.add_unit_keys(settings, ligacao.root_provider(settings), [line.id])
    click.echo(f"Unidade {line.codigo} criada, com chaves próprias.")


@unidade.command("encerrar")
@click.argument("codigo", metavar="CÓDIGO")
@click.option("--fim", type=_DAY, required=True, help="Último dia (AAAA-MM-DD), até hoje.")
@click.option(
    "--motivo", type=click.Choice([reason.value for reason in CloseReason]), required=True, help="Por que termina."
)
@click.pass_obj
def encerrar(ligacao: Ligacao, codigo: str, fim: datetime, motivo: str) -> None:
    """Encerra uma unidade: nada novo se registra nela; o que existe fica."""
    with ligacao.application():
        with unit_of_work(OPERATOR, read_only=True) as session:
            unidade_id = unidades.find(session, codigo).id
        with unit_of_work(encerramento.watcher(unidade_id), read_only=True) as session:
            left = encerramento.pending(session, unidade_id, clock=ligacao.clock)
        command = CloseUnidade(unidade_id=unidade_id, fim=fim.date(), motivo=motivo)
        with unit_of_work(OPERATOR) as session:
            unidades.close(session, OPERATOR, command, pendencias=left, clock=ligacao.clock)
    click.echo(f"Unidade {codigo} encerrada em {fim:%d/%m/%Y}.")


@unidade.command("postos")
@click.argument("codigo", metavar="CÓDIGO")
@click.option("--criar", "novo", metavar="NOME", help="Acrescenta um guichê ou turno.")
@click.option("--encerrar", "velho", metavar="NOME", help="Tira de uso um guichê ou turno.")
@click.pass_obj
def dos_postos(ligacao: Ligacao, codigo: str, novo: str | None, velho: str | None) -> None:
    """Lista, cria e encerra os guichês ou turnos que a ficha oferece."""
    with ligacao.application(), unit_of_work(OPERATOR) as session:
        unidade_id = unidades.find(session, codigo).id
        if novo is not None:
            postos.add(session, OPERATOR, unidade_id, novo)
        if velho is not None:
            postos.end(session, OPERATOR, unidade_id, velho, clock=ligacao.clock)
        for nome in postos.names(session, unidade_id):
            click.echo(nome)
