"""What a definition must also be, once every word of it is known: countable, additive where it says so, complete."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sisetp.reporting.definitions.checks_public import check_public
from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.definitions.errors import DefinitionError
from sisetp.reporting.definitions.model import Eixo, Folha, Produto, Quadro
from sisetp.reporting.definitions.vocabulary import FATO_DA_CONTA, Conta, Nivel, Tipo, TipoPeriodo
from sisetp.reporting.tables import Publico

Achado = tuple[str, str]
"""Key path and reason."""
_COM_PERIODO = 3
_PARTES = {Tipo.PLANILHA: "folhas", Tipo.RELATORIO: "secoes", Tipo.CSV: "csv"}


def check_product(product: Produto) -> Iterator[DefinitionError]:
    """Yield what is wrong with a product by itself."""
    found: Iterable[Achado] = chain(
        _parts(product),
        _notes(product),
        *(_table(product, table, f"tabelas[{index}]") for index, table in enumerate(product.tabelas)),
        check_public(product),
    )
    yield from (DefinitionError(product.arquivo, key, motive) for key, motive in found)


def check_catalogue(products: Sequence[Produto]) -> list[DefinitionError]:
    """Return what is wrong among products: repeated codes, and names of products and tables that do not exist."""
    repeated = [
        DefinitionError(product.arquivo, key, motive)
        for index, product in enumerate(products)
        for key, motive in _repeated(product, products[:index])
    ]
    return repeated or [
        DefinitionError(product.arquivo, key, motive)
        for product in products
        for key, motive in _references(product, products)
    ]


def _parts(product: Produto) -> Iterator[Achado]:
    has = {"folhas": bool(product.folhas), "secoes": bool(product.secoes), "csv": product.csv is not None}
    wanted = _PARTES.get(product.tipo)
    if wanted is None and not product.tabelas:
        yield "tabelas", "o produto não tem nenhuma tabela"
    if wanted is not None and not has[wanted]:
        yield wanted, f"um produto do tipo «{product.tipo}» precisa desta chave"
    for name, there in has.items():
        if there and name != wanted:
            yield name, f"um produto do tipo «{product.tipo}» não tem esta chave"
    codes = [table.codigo for table in product.tabelas]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield f"tabelas[{index}].codigo", f"a tabela «{code}» já existe"


def _notes(product: Produto) -> Iterator[Achado]:
    known = {note.numero for note in product.notas}
    used: set[int] = set()
    for index, table in enumerate(product.tabelas):
        for key, number in _note_numbers(table):
            used.add(number)
            if number not in known:
                yield f"tabelas[{index}]{key}.nota", f"a nota {number} não tem texto em «notas»"
    for index, note in enumerate(product.notas):
        if note.numero not in used:
            yield f"notas[{index}].numero", f"ninguém remete à nota {note.numero}"


def _note_numbers(table: Quadro) -> Iterator[tuple[str, int]]:
    numbers = [("", table.nota)]
    numbers += [(f".medidas[{index}]", measure.nota) for index, measure in enumerate(table.medidas)]
    for key, axis in _axes(table):
        numbers.append((key, axis.nota))
        numbers += [(f"{key}.categorias[{index}]", item.nota) for index, item in enumerate(axis.categorias)]
    return ((key, number) for key, number in numbers if number)


def _axes(table: Quadro) -> Iterator[tuple[str, Eixo]]:
    for index, axis in enumerate(table.linhas):
        yield f".linhas[{index}]", axis
    if table.colunas:
        yield ".colunas", table.colunas


def _table(product: Produto, table: Quadro, key: str) -> Iterator[Achado]:
    dimensions = [axis.dimensao for axis in table.eixos]
    natures = [dimension.natureza for dimension in dimensions]
    if len(dimensions) + (Natureza.TEMPO not in natures) > _COM_PERIODO:
        yield f"{key}.linhas", f"uma tabela cruza no máximo {_COM_PERIODO} dimensões, contando o período"
    for index, dimension in enumerate(dimensions):
        if dimension in dimensions[:index]:
            yield f"{key}.linhas", f"«{dimension.nome}» aparece duas vezes"
    for nature, word in ((Natureza.LUGAR, "lugar"), (Natureza.TEMPO, "tempo")):
        if natures.count(nature) > 1:
            yield f"{key}.linhas", f"uma tabela tem no máximo uma dimensão de {word}"
    if table.linhas and table.colunas and len(table.medidas) > 1:
        yield f"{key}.medidas", "com linhas e colunas a tabela tem uma medida só"
    if Natureza.LUGAR in natures and Nivel.UNIDADE in product.niveis:
        yield f"{key}.linhas", "um produto da unidade não compara lugares; tire «unidade» de «niveis»"
    if table.base is Conta.VITIMAS and product.periodos != (TipoPeriodo.ANO,):
        yield f"{key}.base", 'vítimas só se conhecem no fechamento do ano; use periodos = ["ano"]'
    yield from _countable(table, key)
    yield from _nested(table, key)


def _countable(table: Quadro, key: str) -> Iterator[Achado]:
    for index, measure in enumerate(table.medidas):
        filters = (*table.filtro, *measure.filtro)
        for dimension in (*(axis.dimensao for axis in table.eixos), *(entry.dimensao for entry in filters)):
            if not dimension.existe_em(FATO_DA_CONTA[measure.conta]):
                motive = f"«{measure.conta}» não se conta por «{dimension.nome}»"
                yield f"{key}.medidas[{index}].conta", motive


def _nested(table: Quadro, key: str) -> Iterator[Achado]:
    """Every category is inside a group of the hierarchy, or made of whole groups."""
    for name, axis in _axes(table):
        groups = [
            frozenset(group.codigos)
            for entry in axis.dimensao.agrupamentos
            if entry.hierarquia
            for group in axis.dimensao.agrupamento(entry.nome).grupos
        ]
        for index, category in enumerate(axis.categorias):
            codes = frozenset(category.codigos)
            if any(codes & group and not codes <= group and not group <= codes for group in groups):
                motive = f"«{category.rotulo}» não se encaixa nos grupos oficiais de «{axis.dimensao.nome}»"
                yield f"{key}{name}.categorias[{index}].codigos", motive


def _repeated(product: Produto, before: Sequence[Produto]) -> Iterator[Achado]:
    for other in before:
        if other.codigo == product.codigo:
            yield "codigo", f"«{product.codigo}» já está em {other.arquivo}"
        known = {table.codigo for table in other.tabelas}
        for index, table in enumerate(product.tabelas):
            if table.codigo in known:
                yield f"tabelas[{index}].codigo", f"a tabela «{table.codigo}» já está em {other.arquivo}"


def _references(product: Produto, products: Sequence[Produto]) -> Iterator[Achado]:
    tables = {table.codigo: (owner, table) for owner in products for table in owner.tabelas}
    for index, table in enumerate(product.tabelas):
        if table.confere_com:
            yield from _same_rows(table, tables.get(table.confere_com), f"tabelas[{index}].confere_com")
    for index, sheet in enumerate(product.folhas):
        yield from _sheet(sheet, tables, f"folhas[{index}]")
    for index, section in enumerate(product.secoes):
        yield from _unknown_tables(section.tabelas, tables, f"secoes[{index}].tabelas")
    if product.csv:
        public = {other.codigo for other in products if other.tipo is Tipo.BOLETIM}
        for index, code in enumerate(product.csv.produtos):
            if code not in public:
                yield f"csv.produtos[{index}]", f"não existe o boletim «{code}»"


def _same_rows(table: Quadro, other: tuple[Produto, Quadro] | None, key: str) -> Iterator[Achado]:
    if other is None:
        yield key, f"não existe a tabela «{table.confere_com}»"
        return
    rows = [[category.codigos for category in axis.categorias] for axis in table.linhas]
    if rows != [[category.codigos for category in axis.categorias] for axis in other[1].linhas]:
        yield key, f"as linhas de «{table.confere_com}» são outras"


def _sheet(sheet: Folha, tables: dict[str, tuple[Produto, Quadro]], key: str) -> Iterator[Achado]:
    yield from _unknown_tables(sheet.restrita, tables, f"{key}.restrita")
    yield from _unknown_tables(sheet.publica, tables, f"{key}.publica")
    for index, code in enumerate(sheet.restrita):
        if code in tables and Publico.RESTRITO not in tables[code][0].publicos:
            yield f"{key}.restrita[{index}]", f"a tabela «{code}» não é do público «restrito»"
    for index, code in enumerate(sheet.publica):
        if code in tables and tables[code][0].tipo is not Tipo.BOLETIM:
            yield f"{key}.publica[{index}]", f"a tabela «{code}» não é de um boletim, e só boletins são publicados"


def _unknown_tables(codes: tuple[str, ...], tables: dict[str, tuple[Produto, Quadro]], key: str) -> Iterator[Achado]:
    for index, code in enumerate(codes):
        if code not in tables:
            yield f"{key}[{index}]", f"não existe a tabela «{code}»"
