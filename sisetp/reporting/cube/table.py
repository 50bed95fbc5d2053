"""A definition and facts become one exact table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sisetp.reporting.cube.axes import CATEGORIA, Posicoes, presentes, todas
from sisetp.reporting.cube.counting import Contagem, contar
from sisetp.reporting.cube.layout import Lado, Lugar, lado
from sisetp.reporting.cube.opening import posicoes
from sisetp.reporting.cube.rows import Cubo, Marcas
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.model import Filtro, Medida, Produto, Quadro, com_nota
from sisetp.reporting.definitions.rules import adds_up, counting_rules, counting_words
from sisetp.reporting.definitions.vocabulary import Nivel, RegraContagem
from sisetp.reporting.tables import Celula, Marca, Publico, Tabela

_O_QUE, _QUANTIDADE = "O que se conta", "Quantidade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contado:
    """A table, and what each of its cells is made of: the axes and measures behind its rows and columns."""

    quadro: Quadro
    tabela: Tabela
    linhas: Lado
    colunas: Lado
    desconhecidas: int = 0

    def medida(self, i: int, j: int) -> Medida:
        """Measure of one cell."""
        found = (self.linhas.lugares[i].medida, self.colunas.lugares[j].medida)
        return self.quadro.medidas[next((n for n in found if n is not None), 0)]


def count(cubo: Cubo, produto: Produto, quadro: Quadro, publico: Publico, nivel: Nivel) -> Tabela:
    """Return one table of a product, exact."""
    return contado(cubo, produto, quadro, publico, nivel).tabela


def contado(cubo: Cubo, produto: Produto, quadro: Quadro, publico: Publico, nivel: Nivel) -> Contado:
    """Return one table of a product, exact, with what its cells are made of."""
    filters = filtros(quadro)
    axes = tuple(posicoes(cubo, eixo, quadro.medidas[0], filters) for eixo in quadro.eixos)
    counts = tuple(contar(cubo, measure, filters, axes) for measure in quadro.medidas)
    n = len(quadro.linhas)
    rows = lado(axes[:n], () if quadro.linhas else quadro.medidas)
    columns = lado(axes[n:], quadro.medidas if quadro.linhas and quadro.colunas is None else ())
    rows = rows.so_presentes(lambda place: _algum(counts, place, depois=len(axes) - n))
    columns = columns.so_presentes(lambda place: _algum(counts, place, antes=n))
    table = Tabela(
        codigo=quadro.codigo,
        titulo=com_nota(quadro.titulo, quadro.nota),
        conta=counting_words(quadro, publico),
        rotulo_linhas=rows.rotulo or _O_QUE,
        linhas=rows.rotulos,
        rotulo_colunas=columns.rotulo,
        colunas=tuple(label or _QUANTIDADE for label in columns.rotulos),
        celulas=_celulas(cubo, quadro, counts, rows, columns),
        total_linha=rows.total,
        total_coluna=columns.total,
        multipla=not all(adds_up(quadro, eixo, publico) for eixo in quadro.eixos),
        regras=(*counting_rules(quadro, publico, nivel), *_excluidas(quadro, counts[0].fora)),
        notas=tuple(note.impressa() for note in produto.notas_de(quadro)),
        status_oficial=quadro.status_oficial.value,
        avisos=_desconhecidas(sum(entry.desconhecidas for entry in counts)),
        linhas_uf=_ufs(rows),
    )
    strange = sum(entry.desconhecidas for entry in counts)
    return Contado(quadro=quadro, tabela=table, linhas=rows, colunas=columns, desconhecidas=strange)


def filtros(quadro: Quadro) -> tuple[Filtro, ...]:
    """Filters of a table, with those that its counting rule and its counted statuses stand for."""
    implied = []
    if quadro.status_contados:
        implied.append(Filtro(dimensao=DIMENSOES["status_vitima"], codigos=quadro.status_contados))
    if quadro.regra_contagem is RegraContagem.CASO_NOVO:
        implied.append(Filtro(dimensao=DIMENSOES["caso_novo"], codigos=("NOVO",)))
    return (*implied, *quadro.filtro)


def _algum(counts: Sequence[Contagem], place: Lugar, *, antes: int = 0, depois: int = 0) -> bool:
    """Tell whether a row or column has any number that is not zero."""
    chosen = counts if place.medida is None else (counts[place.medida],)
    index: tuple[int | slice, ...] = (*[slice(None)] * antes, *place.indice, *[slice(None)] * depois)
    return any(bool((entry.valores[index] > 0).any()) for entry in chosen)


def _excluidas(quadro: Quadro, fora: int) -> Iterator[str]:
    """What the definition leaves out, with how many."""
    return (eixo.exclusao.texto.format(n=fora) for eixo in quadro.eixos if eixo.exclusao)


def _desconhecidas(quantas: int) -> tuple[str, ...]:
    if not quantas:
        return ()
    return (f"{quantas} registro(s) com resposta que esta definição não conhece ficaram fora da tabela.",)


def _celulas(
    cubo: Cubo, quadro: Quadro, counts: Sequence[Contagem], rows: Lado, columns: Lado
) -> tuple[tuple[Celula, ...], ...]:
    axes = (*rows.eixos, *columns.eixos)
    sent = [_enviados(cubo, measure, axes) for measure in quadro.medidas]

    def cell(row: Lugar, column: Lugar) -> Celula:
        n = row.medida if row.medida is not None else column.medida or 0
        index = (*row.indice, *column.indice)
        if any(not axis.existe(k, cubo.rede) for axis, k in zip(axes, index, strict=True)):
            return Celula(None, Marca.IMPOSSIVEL)
        if not todas([segments[k] for segments, k in zip(sent[n], (0, *index), strict=True)]).any():
            return Celula(None, Marca.SEM_ENVIO)
        value = int(counts[n].valores[index])
        return Celula(value) if value >= 0 else Celula(None, Marca.IMPOSSIVEL)

    return tuple(tuple(cell(row, column) for column in columns.lugares) for row in rows.lugares)


def _enviados(cubo: Cubo, measure: Medida, axes: Sequence[Posicoes]) -> list[list[Marcas]]:
    """Segments that there are, then, for each axis, those that each of its positions takes."""
    pairs = cubo.linhas(measure.fato).pares
    everything = [np.ones(len(pairs), np.bool_)]
    return [everything, *([presentes(axis, n, pairs, cubo.rede) for n in range(len(axis.tipos))] for axis in axes)]


def _ufs(rows: Lado) -> tuple[str, ...]:
    """State of each row, when rows are the states of the units."""
    if len(rows.eixos) != 1 or rows.eixos[0].dimensao.nome != "uf" or rows.eixos[0].eixo.agrupamento:
        return ()
    axis = rows.eixos[0]
    return tuple(
        axis.categorias[place.indice[0]].codigo if axis.tipos[place.indice[0]] == CATEGORIA else ""
        for place in rows.lugares
    )
