"""`sisetp relatorio …`: the restricted reports of the national coordination, from frozen facts only (P1)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from pathlib import Path

import click

from sisetp.access.actor import SystemActor
from sisetp.cli import saida
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.reporting import deliveries
from sisetp.reporting.cube import reports
from sisetp.reporting.cube.families import relatorios
from sisetp.reporting.definitions.model import Produto
from sisetp.reporting.definitions.reading import examine
from sisetp.reporting.definitions.vocabulary import Nivel, Tipo
from sisetp.reporting.render import csv, html, xlsx
from sisetp.reporting.tables import Documento, Publico

FORMATOS: Mapping[str, Callable[[Documento], bytes]] = {
    "xlsx": xlsx.render_xlsx,
    "csv": csv.render_csv,
    "html": html.page,
}
ESTATISTICA = SystemActor(name="estatistica", units=None)
FINALIDADE = "OPERADOR"
_FEITO_POR = {
    Tipo.BOLETIM: "é público, e se prepara com «sisetp divulgacao preparar»",
    Tipo.CSV: "sai com cada boletim publicado, para baixar em /numeros",
    Tipo.PLANILHA: "se faz com «sisetp planilha-nacional»",
}
_PERIODOS = {"ano": "AAAA", "semestre": "AAAA-S1", "mes": "AAAA-MM"}
_LUGAR = {Nivel.UNIDADE: "--unidade", Nivel.UF: "--uf", Nivel.REGIAO: "--regiao"}


@click.group("relatorio", cls=Grupo)
def relatorio() -> None:
    """Relatórios com números exatos, de uso restrito, feitos dos fatos congelados."""


@relatorio.command("listar")
def listar() -> None:
    """Lista os relatórios que existem, os períodos e os níveis de cada um, e o que é feito por outro comando."""
    for entry in relatorios(reports.catalogo(), Publico.RESTRITO):
        periods = " ".join(_PERIODOS[kind] for kind in entry.periodos)
        levels = ", ".join(level.value for level in entry.niveis)
        click.echo(f"{entry.codigo:<6} {periods:<8} {entry.titulo} ({levels})")
        click.echo(f"{'':<15} tabelas: {', '.join(table.codigo for table in entry.tabelas)}")
    for entry in _outros():
        click.echo(f"{entry.codigo}: {entry.titulo}; {_FEITO_POR[entry.tipo]}")


@relatorio.command("verificar")
@click.option("--pasta", type=click.Path(path_type=Path), help="Pasta das definições; a do sistema, se não disser.")
def verificar(pasta: Path | None) -> None:
    """Verifica as definições dos relatórios e diz, de cada erro, o arquivo, a chave e o motivo."""
    folder = pasta or reports.DEFINICOES
    if not folder.is_dir():
        raise Refused(f"A pasta {folder} não existe.")
    catalogue, errors = examine(folder)
    for error in errors:
        click.echo(error.message)
    if errors:
        raise Refused(f"{len(errors)} erro(s) nas definições; nenhum relatório pode ser feito com elas.")
    click.echo(f"{len(catalogue.produtos)} definições, {len(catalogue.quadros)} tabelas: tudo certo.")


@relatorio.command("gerar")
@click.argument("produto")
@click.argument("periodo")
@click.option("--nivel", type=click.Choice([level.value for level in Nivel]), help="brasil, se não disser o lugar.")
@click.option("--unidade", help="Código da unidade, por exemplo NETP-MG.")
@click.option("--uf", help="Sigla da UF.")
@click.option("--regiao", help="N, NE, SE, S ou CO.")
@click.option(
    "--formato", type=click.Choice(list(FORMATOS)), default="xlsx", show_default=True, help="Formato do arquivo."
)
@click.option("--saida", "arquivo", type=click.Path(path_type=Path), help="Arquivo a gravar.")
@click.option("--substituir", is_flag=True, help="Troca o arquivo, se já existe.")
@click.pass_obj
def gerar(
    ligacao: Ligacao,
    produto: str,
    periodo: str,
    nivel: str | None,
    unidade: str | None,
    uf: str | None,
    regiao: str | None,
    formato: str,
    arquivo: Path | None,
    substituir: bool,
) -> None:
    """Gera um relatório (RAD, RSA, RM, RAI ou uma tabela, como RAD-1) de um período: 2026, 2026-S1 ou 2026-03.

    Usa só os fatos congelados; o uso é restrito e a geração fica registrada na auditoria antes de o arquivo existir.

    O CSV leva os números, com o aviso na primeira linha; as regras de contagem, o método e o resumo vão no XLSX.
    """
    for other in _outros():
        if produto.lower() == other.codigo:
            raise Refused(f"«{other.codigo}» não se gera aqui: {_FEITO_POR[other.tipo]}.")
    places = {Nivel.UNIDADE: unidade, Nivel.UF: uf, Nivel.REGIAO: regiao}
    level, place = _lugar(nivel, {key: value for key, value in places.items() if value})
    product, period = reports.pedido(produto, periodo, level)
    target = arquivo or Path(_nome(product.codigo, period.code, place, formato))
    saida.conferir(target, substituir=substituir)
    with ligacao.statistics():
        with unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
            made = reports.restrito(session, produto, periodo, level, place, clock=ligacao.clock)
        content = FORMATOS[formato](made.documento)
        with unit_of_work(ESTATISTICA) as session:
            reports.registrar_entrega(
                session, OPERATOR, made, formato, content, unidade_id=None, finalidade=FINALIDADE, clock=ligacao.clock
            )
        saida.gravar(target, content, substituir=substituir)
    click.echo(f"Gravado: {target}")
    click.echo(f"{made.documento.cobertura.em_palavras()}. Uso restrito. SHA-256 do conteúdo: {made.documento.hash}")


@relatorio.command("conferir")
@click.argument("arquivo", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--resumo", help="Em vez do arquivo, o resumo do conteúdo (SHA-256) que está impresso nele.")
@click.pass_obj
def conferir(ligacao: Ligacao, arquivo: Path | None, resumo: str | None) -> None:
    """Diz de que entrega é um arquivo: relatório, consulta ou planilha nacional, exatamente como saiu.

    Termina com código 1 se nenhuma entrega o tem. Um arquivo aberto e salvo de novo já não é o que saiu: o resumo
    impresso nele diz em que entregas saiu um conteúdo com esse resumo, mas não que os números dele são os mesmos.
    """
    if (arquivo is None) == (resumo is None):
        raise Refused("Diga o arquivo, ou o resumo com --resumo.")
    with ligacao.statistics(), unit_of_work(ESTATISTICA, read_only=True) as session:
        if arquivo is not None:
            found = deliveries.of_file(session, _lido(arquivo))
        else:
            found = deliveries.of_content(session, (resumo or "").strip().lower())
    if not found:
        raise Refused("Nenhuma entrega registrada tem este arquivo ou resumo.")
    if not all(entry.confere for entry in found):
        raise Refused("O registro da entrega foi alterado na auditoria; rode «sisetp auditoria verificar».")
    what = "Este arquivo é o da" if arquivo is not None else "Este conteúdo saiu na"
    click.echo(f"{what} {'; '.join(map(_entrega, found))}.")


def _outros() -> Iterator[Produto]:
    """Products that another command makes."""
    return (entry for entry in reports.catalogo().listar() if entry.tipo in _FEITO_POR)


def _lido(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(f"O arquivo {path} não pôde ser lido.") from None


def _entrega(found: deliveries.Achada) -> str:
    """«entrega 12: RAD 2026, restrito, xlsx, em 20/07/2026 10:11 UTC, para ana.gestao, feita por operador»."""
    when = found.quando.astimezone(UTC).strftime("%d/%m/%Y %H:%M UTC")
    to = f", para {found.destinatario}" if found.destinatario else ""
    what = f"{found.produto} {found.periodo}, {found.variante}, {found.formato}"
    return f"entrega {found.numero}: {what}, em {when}{to}, feita por {found.ator}"


def _lugar(nivel: str | None, places: Mapping[Nivel, str]) -> tuple[Nivel, str]:
    """The level asked for and the code of its place, when the options agree. Raises: Refused."""
    if len(places) > 1:
        raise Refused("Diga um lugar só: --unidade, --uf ou --regiao.")
    said = next(iter(places), Nivel.BRASIL)
    level = Nivel(nivel) if nivel else said
    if level is not Nivel.BRASIL and level not in places:
        raise Refused(f"Para o nível «{level.value}», diga qual com {_LUGAR[level]}.")
    if said is not level:
        raise Refused(f"O nível «{level.value}» e {_LUGAR[said]} não combinam.")
    return level, places.get(level, "").upper()


def _nome(codigo: str, periodo: str, lugar: str, formato: str) -> str:
    """«RAD-2026-restrito.xlsx», «RM-2026-03-NETP-MG-restrito.csv»."""
    return "-".join(filter(None, (codigo, periodo, lugar, "restrito"))) + f".{formato}"
