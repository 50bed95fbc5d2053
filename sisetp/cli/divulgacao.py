"""`sisetp divulgacao …`: what is out, what is prepared, what others published, and the key of a year that is over."""

from pathlib import Path

import click

from sisetp.cli import chaves, trabalho, trava
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.domain.divulgacao import BLOQUEADA
from sisetp.domain.errors import Refused
from sisetp.domain.period import parse_period
from sisetp.reporting.releases import approve, external, verifying, views
from sisetp.reporting.releases.store import Alvo

_MOST_SHOWN = 20


@click.group("divulgacao", cls=Grupo)
def divulgacao() -> None:
    """Divulgações públicas."""


@divulgacao.command("listar")
@click.pass_obj
def listar(ligacao: Ligacao) -> None:
    """Lista as divulgações e onde estão; nenhum número aparece."""
    with ligacao.statistics(), unit_of_work(trabalho.ESTATISTICA, read_only=True) as session:
        lines = views.lines(session)
    for line in lines:
        click.echo(f"{line.id:>4}  {line.produto:<20} {line.periodo:<8} ed. {line.edicao}  {line.situacao_rotulo}")
    if not lines:
        click.echo("Nenhuma divulgação ainda.")


@divulgacao.command("preparar")
@click.argument("produto", metavar="PRODUTO")
@click.argument("periodo", metavar="PERÍODO")
@click.option("--edicao", type=click.IntRange(1, 2), default=1, show_default=True, help="2 é a anual revisada.")
@click.pass_obj
def preparar(ligacao: Ligacao, produto: str, periodo: str, edicao: int) -> None:
    """Prepara uma divulgação com os fatos congelados; termina com código 1 se ela ficar bloqueada.

    Publicar pede as duas aprovações, na página. Usa só as chaves da estatística.
    """
    settings = ligacao.initialised()
    try:
        parse_period(periodo)
    except ValueError:
        raise Refused("O período é AAAA-MM, AAAA-S1, AAAA-S2 ou AAAA.") from None
    with trava.hold(settings.instance) as mine, ligacao.statistics():
        if not mine:
            raise Refused("Outro processo já está preparando; espere que ele termine.")
        state = trabalho.prepare_release(settings, OPERATOR, Alvo(produto, periodo, edicao), _say, clock=ligacao.clock)
        with unit_of_work(trabalho.ESTATISTICA, read_only=True) as session:
            why = views.impediment(session, Alvo(produto, periodo, edicao))
    if state == BLOQUEADA:
        raise Refused(f"Bloqueada. {why}")
    click.echo("Pronta para aprovar.")


@divulgacao.command("descartar")
@click.argument("numero", type=int, metavar="NÚMERO")
@click.option("--motivo", required=True, help="ERRO_DADOS, ERRO_DEFINICAO, RISCO, REFAZER ou OUTRO.")
@click.pass_obj
def descartar(ligacao: Ligacao, numero: int, motivo: str) -> None:
    """Descarta uma divulgação que não saiu; o que se preparou é apagado."""
    with ligacao.statistics(), unit_of_work(trabalho.ESTATISTICA) as session:
        approve.discard(session, OPERATOR, numero, None, motivo)
    click.echo("Descartada.")


@divulgacao.command("externa")
@click.argument("arquivo", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="ARQUIVO")
@click.pass_obj
def externa(ligacao: Ligacao, arquivo: Path) -> None:
    """Registra números que outro órgão publicou, ou que vazaram, sobre as mesmas pessoas, e audita o ano de novo.

    O arquivo é TOML: ano, fonte e [[celulas]] com descricao, valor (ou minimo e maximo) e codigos por dimensão.
    """
    given = external.read(arquivo)
    with ligacao.statistics(), unit_of_work(trabalho.ESTATISTICA) as session:
        done = external.register(session, OPERATOR, given, clock=ligacao.clock)
    click.echo(f"Células registradas: {done.celulas}. O ano {given.ano} foi auditado de novo.")
    if done.quebradas:
        raise Refused(
            f"ALARME: {done.quebradas} grupos que estavam protegidos deixaram de estar. A CGETP vê o alarme na página "
            "de divulgações; a lista é sigilosa."
        )


@divulgacao.command("verificar")
@click.pass_obj
def verificar(ligacao: Ligacao) -> None:
    """Verifica o livro inteiro: corrente, células, provas, arquivos, fatos congelados e trilha; sem resolvedor.

    Termina com código 1 e diz o que não confere. A verificação fica anotada na trilha.
    """
    with ligacao.statistics():
        with unit_of_work(trabalho.ESTATISTICA, read_only=True, snapshot=True) as session:
            found = verifying.examine(session, OPERATOR)
        with unit_of_work(trabalho.ESTATISTICA) as session:
            verifying.write_down(session, OPERATOR, found)
    for problem in found.problemas[1:_MOST_SHOWN]:
        click.echo(f"também: {problem.em_palavras()}")
    if found.problemas:
        raise Refused(f"O livro NÃO confere. Primeiro erro: {found.problemas[0].em_palavras()}.")
    click.echo(f"O livro confere: {found.divulgacoes} divulgações, com as provas e a trilha.")


@divulgacao.command("revisar")
@click.argument("ano", type=click.IntRange(2000, 2099), metavar="ANO")
@click.pass_obj
def revisar(ligacao: Ligacao, ano: int) -> None:
    """Congela a edição revisada de um ano: relê os meses consolidados de todas as unidades, uma vez.

    Depois, prepare o boletim anual com «--edicao 2». Interrompido, pode ser repetido: continua de onde parou.
    """
    settings = ligacao.initialised()
    with trava.hold(settings.instance) as mine, ligacao.statistics():
        if not mine:
            raise Refused("Outro processo já está trabalhando; espere que ele termine.")
        units = trabalho.revise_year(OPERATOR, ano, _say, clock=ligacao.clock)
    click.echo(f"Edição revisada de {ano} congelada em {units} unidades.")


@divulgacao.command("destruir-chave")
@click.argument("ano", type=click.IntRange(2000, 2099), metavar="ANO")
@click.option("--sim", is_flag=True, help="Confirma: não há volta.")
@click.pass_obj
def destruir_chave(ligacao: Ligacao, ano: int, sim: bool) -> None:
    """Destrói a chave de contagem de um ano, depois de publicada a edição revisada: os anos não se ligam mais.

    Sem a chave, nenhum fato desse ano pode ser congelado de novo. O que foi publicado continua verificável.
    """
    with ligacao.statistics(), unit_of_work(trabalho.ESTATISTICA, read_only=True) as session:
        out = views.revised_is_out(session, ano)
    if not out:
        raise Refused(f"A edição revisada de {ano} ainda não foi publicada: a chave continua necessária.")
    if not sim:
        raise Refused("Isto não tem volta. Repita com --sim para confirmar.")
    chaves.destroy_year_key(ligacao, ano)
    click.echo(f"Chave de contagem de {ano} destruída. Copie o chaveiro de novo e destrua as cópias antigas.")


def _say(etapa: str, feito: int, total: int) -> None:
    click.echo(f"{etapa} ({feito} de {total})" if total else etapa, err=True)
