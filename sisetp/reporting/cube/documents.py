"""A report: every table of a product for a period and place, checked, with its rules, coverage, method and hash."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version

from sisetp.domain.codelists import codelist
from sisetp.reporting.cube import consistency
from sisetp.reporting.cube.sources import Fonte
from sisetp.reporting.cube.table import Contado, contado
from sisetp.reporting.definitions.model import Catalogo, Produto, Quadro
from sisetp.reporting.definitions.vocabulary import Nivel, RegraContagem
from sisetp.reporting.tables import Celula, Documento, Publico, Tabela, Trecho

VERSAO = version("sisetp")

_USO = {
    Publico.UNIDADE: "uso interno da unidade",
    Publico.RESTRITO: "uso restrito: não publique",
}
_REGRAS = {
    RegraContagem.ATENDIDA: "pessoa com atendimento ou acompanhamento no ano",
    RegraContagem.CASO_NOVO: "pessoa de caso aberto no ano",
}

_OBSERVACOES = "Descreva, sem nomes, o que as tabelas não dizem: por exemplo, a vítima em mais de uma finalidade."


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatorio:
    """A report as renderers get it, and what its cells are made of, in the order of its tables."""

    produto: Produto
    documento: Documento
    contados: tuple[Contado, ...]
    fonte: Fonte


def montar(catalogo: Catalogo, produto: Produto, fonte: Fonte, publico: Publico, nivel: Nivel) -> Relatorio:
    """Count every table of a report and put it together. The same inputs give the same hash: no clock is in it."""
    counted = {quadro.codigo: _contar(catalogo, quadro, fonte, publico, nivel) for quadro in produto.tabelas}
    others = dict(counted)
    for quadro in produto.tabelas:
        if quadro.confere_com and quadro.confere_com not in others:
            others[quadro.confere_com] = _contar(
                catalogo, catalogo.quadros[quadro.confere_com][1], fonte, publico, nivel
            )
    tables = tuple(_conferida(entry, others) for entry in counted.values())
    documento = Documento(
        produto=produto.codigo,
        titulo=produto.titulo,
        subtitulo=f"{fonte.lugar} · {_USO[publico]}",
        publico=publico,
        nivel=nivel.value,
        periodo=fonte.periodo.label,
        periodo_codigo=fonte.periodo.code,
        edicao=1,
        gerado_em=fonte.instante,
        versao=VERSAO,
        hash=resumo(produto, fonte, tables),
        cobertura=fonte.cobertura,
        tabelas=tables,
        metodo=tuple(_metodo(produto, fonte)),
        parametros=tuple(_parametros(produto, fonte)),
        demonstracao=fonte.demonstracao,
        modelo=" · ".join((produto.cabecalho, produto.bloco)) if produto.cabecalho else "",
        a_preencher=tuple(_a_preencher(produto)),
    )
    return Relatorio(produto=produto, documento=documento, contados=tuple(counted.values()), fonte=fonte)


def resumo(produto: Produto, fonte: Fonte, tabelas: tuple[Tabela, ...]) -> str:
    """Hexadecimal SHA-256 of the definition, the facts, the code version, the place, the period and every cell."""
    content = {
        "produto": [produto.codigo, produto.digest],
        "versao": VERSAO,
        "periodo": fonte.periodo.code,
        "lugar": fonte.lugar,
        "fatos": sorted([*_onde(fonte)]),
        "tabelas": [[table.codigo, table.linhas, table.colunas, _celulas(table)] for table in tabelas],
    }
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _contar(catalogo: Catalogo, quadro: Quadro, fonte: Fonte, publico: Publico, nivel: Nivel) -> Contado:
    """Count one table; its footnotes and status are those of the product that declares it."""
    return contado(fonte.cubo, catalogo.quadros[quadro.codigo][0], quadro, publico, nivel)


def _conferida(entry: Contado, others: dict[str, Contado]) -> Tabela:
    return replace(
        entry.tabela,
        regras=(*entry.tabela.regras, *consistency.ressalvas(entry, others)),
        avisos=(*entry.tabela.avisos, *consistency.avisos(entry, others)),
    )


def _a_preencher(produto: Produto) -> Iterator[Trecho]:
    for secao in produto.secoes:
        yield Trecho(titulo=secao.titulo, texto=secao.texto)
    if produto.observacoes:
        yield Trecho(titulo="Observações", texto=_OBSERVACOES)


def _onde(fonte: Fonte) -> Iterator[list[str]]:
    for part in fonte.segmentos:
        yield [part.unidade, f"{part.ano:04d}-{part.mes:02d}", part.tabela.value, part.digest]


def _celulas(table: Tabela) -> list[list[int | str]]:
    def shown(cell: Celula) -> int | str:
        return cell.marca.value if cell.valor is None else cell.valor

    return [[shown(cell) for cell in row] for row in table.celulas]


def _metodo(produto: Produto, fonte: Fonte) -> Iterator[str]:
    if fonte.vivo:
        yield "Números exatos dos registros da própria unidade no momento indicado; mudam com os registros."
    else:
        yield "Números exatos dos fatos congelados quando cada mês foi consolidado; não mudam com os registros."
    yield "As pessoas são contadas por um código do ano, que não permite saber quem são."
    yield "Totais de pessoas são contados, não somados: quem esteve em dois lugares conta uma vez no total."
    yield from produto.avisos


def _parametros(produto: Produto, fonte: Fonte) -> Iterator[tuple[str, str]]:
    victims = [table for table in produto.tabelas if table.status_contados]
    if victims:
        labels = codelist("status_vitima")
        codes = dict.fromkeys(code for table in victims for code in table.status_contados)
        yield "Situações contadas", ", ".join(labels.label(code) for code in codes)
        yield "Regra de contagem", "; ".join(dict.fromkeys(_REGRAS[table.regra_contagem] for table in victims))
    yield "Fonte do modelo", produto.fonte
    yield "Definição (SHA-256)", produto.digest
    yield "Dados", "registros da unidade" if fonte.vivo else f"{len(fonte.segmentos)} segmentos congelados"
