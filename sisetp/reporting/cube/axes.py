"""Axes laid on facts: the categories there are, the category of each row, and the positions that a table prints."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from sisetp.domain.codelists import codelist
from sisetp.reporting.cube.rows import Inteiros, Linhas, Marcas, Par, Rede
from sisetp.reporting.definitions.dimensions import SEM_RESPOSTA, Dimensao, Natureza
from sisetp.reporting.definitions.groupings import REGIAO_DA_UF
from sisetp.reporting.definitions.model import Categoria, Eixo, Filtro
from sisetp.reporting.facts import ESQUEMAS, Campo

DESCONHECIDA, EXCLUIDA = -1, -2
"""Category of a row whose code no category has (a list grew), and of one that the definition leaves out."""

CATEGORIA, TOTAL, BASE = "categoria", "total", "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posicoes:
    """An axis with its categories settled. `tipos[i]` says what printed position i is."""

    eixo: Eixo
    categorias: tuple[Categoria, ...]

    @property
    def dimensao(self) -> Dimensao:
        """Dimension of the axis."""
        return self.eixo.dimensao

    @property
    def tipos(self) -> tuple[str, ...]:
        """What each printed position is: the categories, then the total, then the valid base."""
        last = [kind for kind, label in ((TOTAL, self.eixo.total), (BASE, self.eixo.base_valida)) if label]
        return (*(CATEGORIA for _ in self.categorias), *last)

    @property
    def somam(self) -> Marcas:
        """Which categories the total includes."""
        return np.array([category.soma for category in self.categorias], np.bool_)

    @property
    def chave(self) -> tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """What makes two axes put every row in the same place."""
        left_out = self.eixo.exclusao.codigos if self.eixo.exclusao else ()
        return (self.dimensao.nome, tuple(category.codigos for category in self.categorias), left_out)

    def existe(self, indice: int, rede: Rede) -> bool:
        """Tell whether there is a unit in the place that a printed position stands for; true when it is no place."""
        if self.tipos[indice] != CATEGORIA or self.dimensao.natureza is not Natureza.LUGAR:
            return True
        codes = self.categorias[indice].codigos
        return any(codigo_do_par(self.dimensao, Par(unit, 1, 1), rede) in codes for unit in rede)

    def tem_par(self, par: Par, codigos: Sequence[str], rede: Rede) -> bool:
        """Tell whether a segment is in some codes of this place or time; the closed year is in each of its months."""
        if par.mes == 0 and self.dimensao.nome in ("mes", "semestre"):
            return True
        return codigo_do_par(self.dimensao, par, rede) in codigos


def codigo_do_par(dimensao: Dimensao, par: Par, rede: Rede) -> str:
    """Code of a place or time dimension for one segment."""
    if dimensao.natureza is Natureza.LUGAR:
        lugar = rede[par.unidade_id]
        return {"unidade": lugar.codigo, "uf": lugar.uf, "regiao": REGIAO_DA_UF[lugar.uf]}[dimensao.nome]
    semester = f"S{1 if par.mes <= 6 else 2}"
    return {"mes": f"{par.mes:02d}", "semestre": semester, "ano": f"{par.ano:04d}"}[dimensao.nome]


def codigos_abertos(dimensao: Dimensao, linhas: Linhas, rede: Rede) -> tuple[str, ...]:
    """Codes of an open dimension: every unit that is expected, or the years that there are."""
    if dimensao.nome == "unidade":
        return tuple(sorted(place.codigo for place in rede.values()))
    return tuple(sorted({codigo_do_par(dimensao, par, rede) for par in linhas.pares}))


def do_segmento(dimensao: Dimensao, linhas: Linhas) -> bool:
    """Tell whether the code of a row comes from its segment and not from a column."""
    return dimensao.natureza in (Natureza.LUGAR, Natureza.TEMPO) and linhas.tabela not in dimensao.colunas


def categoria_das_linhas(posicoes: Posicoes, linhas: Linhas, rede: Rede) -> Inteiros:
    """Category number of each row, for dimensions with one code a row; negative when it has none."""
    return linhas.guardado(("categoria", posicoes.chave), lambda: _categoria(posicoes, linhas, rede))


def _categoria(posicoes: Posicoes, linhas: Linhas, rede: Rede) -> Inteiros:
    place = {code: n for n, category in enumerate(posicoes.categorias) for code in category.codigos}
    if posicoes.eixo.exclusao:
        place |= dict.fromkeys(posicoes.eixo.exclusao.codigos, EXCLUIDA)
    return _por_codigo(posicoes.dimensao, linhas, rede, lambda code: place.get(code, DESCONHECIDA))


def _por_codigo(dimensao: Dimensao, linhas: Linhas, rede: Rede, numero: Callable[[str], int]) -> Inteiros:
    """A number of the code, on each row."""
    if do_segmento(dimensao, linhas):
        return linhas.por_par(lambda par: numero(codigo_do_par(dimensao, par, rede)))
    table = np.full(_largura(dimensao, linhas), DESCONHECIDA, np.int64)
    for code in dimensao.codigos():
        for n in dimensao.numeros(code):
            table[n] = numero(code)
    numbered: Inteiros = table[linhas.coluna(dimensao.colunas[linhas.tabela])]
    return numbered


def _largura(dimensao: Dimensao, linhas: Linhas) -> int:
    field = _campo(dimensao, linhas)
    return 1 << min(field.bits, 16)


def _campo(dimensao: Dimensao, linhas: Linhas) -> Campo:
    name = dimensao.colunas[linhas.tabela]
    return next(field for field in ESQUEMAS[linhas.tabela] if field.nome == name)


def mascara(dimensao: Dimensao, codigos: Sequence[str]) -> tuple[np.uint64, bool]:
    """Bits of the codes of a set, and whether an empty answer is one of them."""
    numbers = {n for code in codigos for n in dimensao.numeros(code)}
    return np.uint64(sum(1 << (n - 1) for n in numbers if n)), 0 in numbers


def tem(valores: Inteiros, dimensao: Dimensao, codigos: Sequence[str]) -> Marcas:
    """Which sets (bit masks) hold any of the codes."""
    bits, empty = mascara(dimensao, codigos)
    found: Marcas = (valores & bits) != 0
    return found | (valores == 0) if empty else found


def sem_exclusivos(valores: Inteiros, dimensao: Dimensao) -> Inteiros:
    """Answers of several contacts together: «não informado» only where nothing was ever answered, «nenhum» and the
    like only where nothing else was.
    """
    for codes in ({dimensao.vazio} - {SEM_RESPOSTA}, codelist(dimensao.lista).exclusivos):
        alone, _ = mascara(dimensao, tuple(codes))
        others = valores & ~alone
        valores = np.where(others != 0, others, valores)
    return valores


@dataclass(frozen=True, slots=True)
class Selecao:
    """Which rows are counted (None: all), and a name for the choice, under which work on it is kept."""

    chave: tuple[Hashable, ...] = ()
    mascara: Marcas | None = None

    def e(self, chave: Hashable, mascara: Marcas) -> "Selecao":
        """The rows of this selection that are also in another."""
        return Selecao((*self.chave, chave), mascara if self.mascara is None else self.mascara & mascara)


def filtradas(filtros: Sequence[Filtro], linhas: Linhas, rede: Rede) -> Selecao:
    """Rows that pass every filter."""
    if not filtros:
        return Selecao()
    key = tuple((entry.dimensao.nome, entry.codigos) for entry in filtros)
    made = linhas.guardado(("filtro", key), lambda: todas([_passa(entry, linhas, rede) for entry in filtros]))
    return Selecao((key,), made)


def todas(mascaras: Sequence[Marcas]) -> Marcas:
    """Where every one of some masks (at least one) is true."""
    both: Marcas = np.logical_and.reduce(mascaras)
    return both


def _passa(filtro: Filtro, linhas: Linhas, rede: Rede) -> Marcas:
    dimension = filtro.dimensao
    if dimension.natureza is Natureza.CONJUNTO:
        return tem(linhas.coluna(dimension.colunas[linhas.tabela]).astype(np.uint64), dimension, filtro.codigos)
    wanted = frozenset(filtro.codigos)
    found: Marcas = _por_codigo(dimension, linhas, rede, lambda code: int(code in wanted)) == 1
    return found


def presentes(posicoes: Posicoes, indice: int, pares: Sequence[Par], rede: Rede) -> Marcas:
    """Which segments a printed position takes; all, for totals and for dimensions that segments do not have."""
    everything = np.ones(len(pares), np.bool_)
    dimension = posicoes.dimensao
    if posicoes.tipos[indice] != CATEGORIA or dimension.natureza not in (Natureza.LUGAR, Natureza.TEMPO):
        return everything
    codes = posicoes.categorias[indice].codigos
    return np.array([posicoes.tem_par(par, codes, rede) for par in pares], np.bool_)
