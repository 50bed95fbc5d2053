"""The page of reports: every product with its period, level, audience and source, and what tables may be made of."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sisetp.cli.paginas.dicionario import table
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao, Natureza
from sisetp.reporting.definitions.model import Catalogo, Produto
from sisetp.reporting.definitions.reading import DEFINICOES, load
from sisetp.reporting.definitions.vocabulary import Nivel, TipoPeriodo
from sisetp.reporting.facts import Tabela
from sisetp.reporting.tables import Publico

_INTRO = """<!-- Página gerada por `make docs` a partir de reports/definicoes. Não edite: mude a definição. -->
# Relatórios

Cada linha é um arquivo de `reports/definicoes`; [como acrescentar um](../reports/README.md). Público: **unidade** é uso
interno da própria unidade, com números exatos; **restrito** é da CGETP, com números exatos e linhas agregadas;
**publicado** sai só pelo livro de publicações, com o sigilo estatístico. Modelo: **visto** segue o modelo oficial
palavra por palavra; **parcial** e **proposto** esperam confirmação da CGETP."""

_DIMENSIONS_INTRO = (
    "Só por estas respostas, lugares e tempos se conta alguma coisa. Nenhuma identifica uma pessoa, nenhum lugar é "
    "menor que a unidade e nenhum tempo é menor que o mês. «Publicada» diz quais podem entrar em boletins."
)
_PERIODOS = {TipoPeriodo.MES: "mês", TipoPeriodo.SEMESTRE: "semestre", TipoPeriodo.ANO: "ano"}
_NIVEIS = {Nivel.UNIDADE: "unidade", Nivel.UF: "UF", Nivel.REGIAO: "região", Nivel.BRASIL: "Brasil"}
_PUBLICOS = {Publico.UNIDADE: "unidade", Publico.RESTRITO: "restrito", Publico.PUBLICO: "publicado"}
_FATOS = {
    Tabela.CONTATO: "atendimentos e pessoas",
    Tabela.CASO: "casos",
    Tabela.ENCAMINHAMENTO: "encaminhamentos",
    Tabela.ATIVIDADE: "atividades",
    Tabela.VITIMA: "vítimas",
}


def reports_page(folder: Path = DEFINICOES) -> str:
    """Return the whole page as Markdown. Raises DefinitionError."""
    catalogue = load(folder)
    parts = [_INTRO, "## Produtos", _products(catalogue), "## Tabelas de cada produto", *_tables(catalogue)]
    parts += ["## Dimensões", _DIMENSIONS_INTRO, _dimensions()]
    return "\n\n".join(parts) + "\n"


def _products(catalogue: Catalogo) -> str:
    header = ("Código", "Título", "Período", "Nível", "Público", "Modelo", "Fonte")
    return table(header, (_product(entry) for entry in catalogue.listar()))


def _product(product: Produto) -> tuple[str, ...]:
    return (
        f"`{product.codigo}`",
        product.titulo,
        _words(_PERIODOS[entry] for entry in product.periodos),
        _words(_NIVEIS[entry] for entry in product.niveis),
        _words(_PUBLICOS[entry] for entry in product.publicos),
        product.status_oficial.value,
        product.fonte,
    )


def _tables(catalogue: Catalogo) -> Iterator[str]:
    for product in catalogue.listar():
        yield f"### `{product.codigo}` — {product.titulo}"
        yield " ".join((product.resumo, *product.avisos)).strip() or product.bloco
        if product.tabelas:
            rows = (
                (f"`{entry.codigo}`", entry.titulo, _words(axis.rotulo for axis in entry.eixos) or "só números")
                for entry in product.tabelas
            )
            yield table(("Tabela", "Título", "Cruza"), rows)
        if product.folhas:
            yield "Folhas: " + _words(sheet.nome for sheet in product.folhas) + "."
        if product.secoes:
            yield "Seções: " + _words(section.titulo for section in product.secoes) + "."


def _dimensions() -> str:
    header = ("Dimensão", "Rótulo", "De onde vem", "Conta", "Agrupamentos", "Publicada")
    return table(header, (_dimension(entry) for entry in DIMENSOES.values()))


def _dimension(dimension: Dimensao) -> tuple[str, ...]:
    everywhere = dimension.natureza in (Natureza.LUGAR, Natureza.TEMPO)
    return (
        f"`{dimension.nome}`",
        dimension.rotulo,
        _words(f"`{form}.{name}`" for form, name in dimension.campos) or "do sistema",
        "tudo" if everywhere else _words(_FATOS[fact] for fact in dimension.colunas),
        _words(f"`{entry.nome}`" for entry in dimension.agrupamentos),
        "sim" if dimension.publica else "",
    )


def _words(words: Iterable[str]) -> str:
    return ", ".join(words)
