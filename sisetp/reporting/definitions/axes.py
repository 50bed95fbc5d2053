"""Reads the axes, filters and measures of one table, and settles which codes each category holds."""

from collections.abc import Mapping, Sequence

from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.cursor import Cursor
from sisetp.reporting.definitions.dimensions import Agrupamento, Dimensao
from sisetp.reporting.definitions.model import Categoria, Eixo, Exclusao, Filtro, Medida
from sisetp.reporting.definitions.vocabulary import Conta, Fora

Restritos = Mapping[str, frozenset[str]]
"""Codes that the filters of a table leave, by dimension; a dimension without a filter is absent."""


def read_dimension(cursor: Cursor) -> Dimensao:
    """Return the dimension named by the key `dimensao`. Raises DefinitionError."""
    name = cursor.texto("dimensao")
    if name not in DIMENSOES:
        raise cursor.recusa(
            "dimensao", f"«{name}» não é uma dimensão permitida; use uma destas: {', '.join(DIMENSOES)}"
        )
    return DIMENSOES[name]


def read_filters(cursors: Sequence[Cursor]) -> tuple[Filtro, ...]:
    """Return filters by code. Raises DefinitionError."""
    return tuple(_filter(cursor) for cursor in cursors)


def read_measures(cursors: Sequence[Cursor]) -> tuple[Medida, ...]:
    """Return the measures of a table. Raises DefinitionError."""
    return tuple(_measure(cursor) for cursor in cursors)


def read_axis(cursor: Cursor, base: Conta, restritos: Restritos) -> Eixo:
    """Return one axis with its categories settled. Raises DefinitionError."""
    dimension = read_dimension(cursor)
    left = restritos.get(dimension.nome, frozenset(dimension.codigos()))
    grouping = _grouping(cursor, dimension, "categorias")
    multiple = dimension.multipla(base)
    largest = cursor.inteiro("maiores", 0)
    if largest and not dimension.lista:
        raise cursor.recusa("maiores", "só vale para respostas de lista")
    categories = () if largest else _categories(cursor, dimension, grouping, left)
    categories, exclusion = _leftover(cursor, dimension, categories, left)
    axis = Eixo(
        dimensao=dimension,
        rotulo=cursor.texto("rotulo", dimension.rotulo),
        categorias=categories,
        agrupamento=grouping,
        total=_total(cursor, dimension, multiple),
        base_valida=cursor.texto("base_valida", "") if multiple else "",
        nota=cursor.inteiro("nota", 0),
        maiores=largest,
        demais=cursor.texto("demais", None) if largest else "",
        so_presentes=cursor.logico("so_presentes", False),
        exclusao=exclusion,
    )
    cursor.fim()
    return axis


def _filter(cursor: Cursor) -> Filtro:
    dimension = read_dimension(cursor)
    grouping = _grouping(cursor, dimension, "codigos")
    codes = _of_groups(cursor, dimension.agrupamento(grouping)) if grouping else cursor.textos("codigos")
    _known(cursor, dimension, codes)
    cursor.fim()
    return Filtro(dimensao=dimension, codigos=codes)


def _of_groups(cursor: Cursor, grouping: Agrupamento) -> tuple[str, ...]:
    groups = {group.codigo: group for group in grouping.grupos}
    names = cursor.textos("grupos")
    for index, name in enumerate(names):
        if name not in groups:
            raise cursor.recusa(f"grupos[{index}]", f"«{name}» não existe em «{grouping.nome}»: {', '.join(groups)}")
    return tuple(code for name in names for code in groups[name].codigos)


def _measure(cursor: Cursor) -> Medida:
    measure = Medida(
        conta=cursor.escolha("conta", Conta),
        rotulo=cursor.texto("rotulo"),
        nota=cursor.inteiro("nota", 0),
        filtro=read_filters(cursor.tabelas("filtro")),
    )
    cursor.fim()
    return measure


def _known(cursor: Cursor, dimension: Dimensao, codes: tuple[str, ...]) -> None:
    known = set(dimension.codigos())
    for index, code in enumerate(codes):
        if not dimension.aberta and code not in known:
            raise cursor.recusa(f"codigos[{index}]", f"«{code}» não está na lista de «{dimension.nome}»")


def _grouping(cursor: Cursor, dimension: Dimensao, instead: str) -> str:
    name = cursor.texto("agrupamento", "")
    names = [entry.nome for entry in dimension.agrupamentos]
    if name and name not in names:
        known = ", ".join(names) or "nenhum"
        raise cursor.recusa("agrupamento", f"«{name}» não existe para «{dimension.nome}»; existem: {known}")
    if name and cursor.tem(instead):
        raise cursor.recusa(instead, f"use agrupamento ou {instead}, não os dois")
    return name


def _categories(cursor: Cursor, dimension: Dimensao, grouping: str, left: frozenset[str]) -> tuple[Categoria, ...]:
    if cursor.tem("categorias"):
        return _explicit(cursor, dimension)
    if grouping:
        groups = dimension.agrupamento(grouping).grupos
        return tuple(
            Categoria(codigo=group.codigo, rotulo=group.rotulo, codigos=group.codigos)
            for group in groups
            if left.intersection(group.codigos)
        )
    return tuple(
        Categoria(codigo=code, rotulo=dimension.rotulo_de(code), codigos=(code,))
        for code in dimension.codigos()
        if code in left
    )


def _explicit(cursor: Cursor, dimension: Dimensao) -> tuple[Categoria, ...]:
    cursors = cursor.tabelas("categorias")
    if not cursors:
        raise cursor.recusa("categorias", "a lista está vazia")
    if dimension.aberta:
        raise cursor.recusa("categorias", f"«{dimension.nome}» não tem lista de códigos")
    categories: list[Categoria] = []
    for item in cursors:
        category = _category(item, dimension)
        for other in categories:
            if category.rotulo == other.rotulo:
                raise item.recusa("rotulo", f"«{category.rotulo}» aparece duas vezes")
            common = [code for code in category.codigos if code in other.codigos]
            if common:
                raise item.recusa("codigos", f"«{common[0]}» já está em «{other.rotulo}»")
        categories.append(category)
    return tuple(categories)


def _category(cursor: Cursor, dimension: Dimensao) -> Categoria:
    codes = cursor.textos("codigos")
    _known(cursor, dimension, codes)
    category = Categoria(
        codigo="+".join(codes), rotulo=cursor.texto("rotulo"), codigos=codes, nota=cursor.inteiro("nota", 0)
    )
    cursor.fim()
    return category


def _leftover(
    cursor: Cursor, dimension: Dimensao, categories: tuple[Categoria, ...], left: frozenset[str]
) -> tuple[tuple[Categoria, ...], Exclusao | None]:
    """Say what becomes of the codes that no category holds: nothing is lost without a word."""
    held = {code for category in categories for code in category.codigos}
    rest = tuple(code for code in dimension.codigos() if code in left and code not in held) if categories else ()
    outside = cursor.tabela("fora")
    if outside is None:
        if rest:
            missing = ", ".join(rest)
            raise cursor.recusa("categorias", f"nenhuma categoria tem {missing}; diga em «fora» o que fazer com isso")
        return categories, None
    if not rest:
        raise outside.recusa("", "não sobra código nenhum fora das categorias")
    if outside.escolha("modo", Fora) is Fora.NOTA:
        exclusion = Exclusao(codigos=rest, texto=outside.texto("texto"))
        if "{n}" not in exclusion.texto:
            raise outside.recusa("texto", "o texto deve ter {n}, o número do que ficou de fora")
        outside.fim()
        return categories, exclusion
    extra = Categoria(
        codigo="FORA",
        rotulo=outside.texto("rotulo"),
        codigos=rest,
        nota=outside.inteiro("nota", 0),
        fora_do_modelo=True,
        soma=outside.logico("soma", True),
    )
    outside.fim()
    return (*categories, extra), None


def _total(cursor: Cursor, dimension: Dimensao, multiple: bool) -> str:
    """`total` is said always: a label, or `false`. A multiple answer never has one."""
    if multiple:
        if cursor.tem("total"):
            motive = f"«{dimension.nome}» é de resposta múltipla e não soma; tire o total ou use «base_valida»"
            raise cursor.recusa("total", motive)
        return ""
    if cursor.tem("total") and cursor.e_falso("total"):
        return ""
    if not cursor.tem("total"):
        raise cursor.recusa("total", "falta o rótulo do total; escreva false se a tabela não tem total")
    return cursor.texto("total")
