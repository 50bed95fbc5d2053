"""What a public product must also be (decisions 16, 17, 20, 21; secrecy design 5.1): one person, one place, one year.

Only bulletins make releases. The open data file and the public workbook show what bulletins published.
"""

from collections.abc import Iterator

from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.definitions.model import Eixo, Produto, Quadro
from sisetp.reporting.definitions.vocabulary import Conta, Degrau, Limiar, Nivel, RegraContagem, Tipo, TipoPeriodo
from sisetp.reporting.tables import Publico

Achado = tuple[str, str]
_MENSAIS = {"regiao", "sexo", "faixa_etaria"}
_LIMIARES = {
    Limiar.UNIDADE: {"unidade"},
    Limiar.MENORES: {"faixa_etaria", "finalidade"},
    Limiar.NACIONALIDADE: {"nacionalidade", "uf"},
}
_NO_TITULO = "pela primeira vez no ano"


def check_public(product: Produto) -> Iterator[Achado]:
    """Yield (key path, reason) for what keeps a product from being public."""
    public = Publico.PUBLICO in product.publicos
    if public and product.tipo is Tipo.TABELAS:
        yield "publicos", "só boletins, planilhas e dados abertos são públicos"
    if product.tipo is Tipo.BOLETIM and product.publicos != (Publico.PUBLICO,):
        yield "publicos", "um boletim é público e mais nada"
    if product.tipo is not Tipo.BOLETIM:
        for index, table in enumerate(product.tabelas):
            if table.escada or table.limiar:
                name = "escada" if table.escada else "limiar"
                yield f"tabelas[{index}].{name}", "só as tabelas de boletim têm escada e limiar"
        return
    if len(product.periodos) > 1:
        yield "periodos", "um boletim tem uma duração só"
    if product.niveis != (Nivel.BRASIL,):
        yield "niveis", "um boletim é do Brasil; os lugares vão nas linhas"
    victims = {(table.status_contados, table.regra_contagem) for table in product.tabelas if table.status_contados}
    if len(victims) > 1:
        yield "tabelas", "as tabelas de um boletim contam as mesmas vítimas: a mesma regra e as mesmas situações"
    for index, table in enumerate(product.tabelas):
        yield from _table(product, table, f"tabelas[{index}]")


def thresholds(table: Quadro) -> tuple[Limiar, ...]:
    """Return the threshold classes that what a table crosses, filters included, belongs to; at least one."""
    names = {dimension.nome for dimension in table.dimensoes}
    return tuple(limiar for limiar, crossed in _LIMIARES.items() if crossed <= names) or (Limiar.PADRAO,)


def _table(product: Produto, table: Quadro, key: str) -> Iterator[Achado]:
    if table.base not in (Conta.PESSOAS, Conta.VITIMAS) or {item.conta for item in table.medidas} != {table.base}:
        yield f"{key}.base", "em público só se contam pessoas, uma vez por ano"
    if table.regra_contagem is not RegraContagem.ATENDIDA:
        yield f"{key}.regra_contagem", "em público contam as vítimas atendidas no ano"
    if len(table.medidas) > 1 or any(measure.filtro for measure in table.medidas):
        yield f"{key}.medidas", "uma tabela pública tem uma medida só, sem filtro próprio"
    if _NO_TITULO not in table.titulo:
        yield f"{key}.titulo", f"o título de uma tabela pública diz «{_NO_TITULO}»"
    if not table.linhas:
        yield f"{key}.linhas", "uma tabela pública tem linhas"
    for dimension in table.dimensoes:
        if not dimension.publica:
            yield f"{key}.linhas", f"«{dimension.nome}» não entra em publicações"
    names = {dimension.nome for dimension in table.dimensoes}
    if {"unidade", "nacionalidade"} <= names:
        yield f"{key}.linhas", "unidade e nacionalidade não se cruzam em público"
    if TipoPeriodo.MES in product.periodos:
        yield from _monthly(table, key)
    for name, axis in _axes(table):
        yield from _axis(axis, f"{key}{name}")
    yield from _protection(table, key)


def _monthly(table: Quadro, key: str) -> Iterator[Achado]:
    if len(table.eixos) > 1 or any(dimension.nome not in _MENSAIS for dimension in table.dimensoes):
        yield f"{key}.linhas", "o boletim mensal só tem tabelas de uma entrada: região, sexo ou idade em três grupos"
    for axis in table.eixos:
        if axis.dimensao.nome == "faixa_etaria" and axis.agrupamento != "faixa3":
            yield f"{key}.linhas", 'no boletim mensal a idade vai em três grupos (agrupamento = "faixa3")'


def _axis(axis: Eixo, key: str) -> Iterator[Achado]:
    if axis.exclusao:
        yield f"{key}.fora", "em público o que fica de fora é uma categoria, protegida como as outras, e não uma nota"
    if axis.so_presentes:
        yield f"{key}.so_presentes", "em público as categorias vazias aparecem: a falta delas diria que são zero"
    if axis.dimensao.nome == "nacionalidade" and not (axis.maiores or axis.agrupamento):
        yield f"{key}.maiores", "em público a nacionalidade vai pelas maiores ou agrupada"


def _protection(table: Quadro, key: str) -> Iterator[Achado]:
    if not table.escada:
        yield f"{key}.escada", "falta a escada: diga como a tabela pode ser engrossada antes de esconder"
    if list(table.escada) != [step for step in Degrau if step in table.escada]:
        yield f"{key}.escada", f"os degraus vão nesta ordem: {', '.join(Degrau)}"
    for index, step in enumerate(table.escada):
        if not _applies(step, table):
            yield f"{key}.escada[{index}]", f"o degrau «{step}» não serve a esta tabela"
    wanted = thresholds(table)
    if len(wanted) > 1:
        yield f"{key}.limiar", f"a tabela cruza demais: pediria {' e '.join(wanted)}"
    if table.limiar is not wanted[0]:
        yield f"{key}.limiar", f'o que esta tabela cruza pede limiar = "{wanted[0]}"'


def _applies(step: Degrau, table: Quadro) -> bool:
    coarse = {axis.dimensao.nome: axis.agrupamento for axis in table.eixos}
    natures = {axis.dimensao.natureza for axis in table.eixos}
    match step:
        case Degrau.MAIORES:
            return any(axis.maiores for axis in table.eixos)
        case Degrau.FINALIDADE3:
            return coarse.get("finalidade") == ""
        case Degrau.FAIXA3:
            return coarse.get("faixa_etaria") == ""
        case Degrau.LUGAR:
            return Natureza.LUGAR in natures
        case Degrau.TEMPO:
            return Natureza.TEMPO in natures
        case Degrau.RARAS:
            return True


def _axes(table: Quadro) -> Iterator[tuple[str, Eixo]]:
    for index, axis in enumerate(table.linhas):
        yield f".linhas[{index}]", axis
    if table.colunas:
        yield ".colunas", table.colunas
