"""«De onde vem?»: for one number, what was counted, from which records, by which codes and in which months."""

from collections.abc import Iterator
from dataclasses import dataclass

from sisetp.domain.period import MESES
from sisetp.reporting.cube.axes import CATEGORIA
from sisetp.reporting.cube.counting import contar
from sisetp.reporting.cube.documents import Relatorio
from sisetp.reporting.cube.sources import Fonte
from sisetp.reporting.cube.table import Contado, filtros
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.model import Filtro
from sisetp.reporting.facts import Tabela as Fato
from sisetp.reporting.tables import Celula

_REGISTROS = {
    Fato.CONTATO: "atendimentos (ficha de acolhimento) e acompanhamentos de caso, um por pessoa",
    Fato.CASO: "casos abertos em algum dia de cada mês",
    Fato.ENCAMINHAMENTO: "encaminhamentos formais, pela data do envio",
    Fato.ATIVIDADE: "atividades, pelo dia em que começaram",
    Fato.VITIMA: "pessoas em casos, com contato no ano ou caso aberto no ano",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origem:
    """Where one number comes from. `condicoes` are (question, answers counted); `meses` the same number month by month.

    `fontes` names each segment with its digest, or says since when the records are. `somam` says whether the months add
    up to the number: people who came in two months are in both.
    """

    tabela: str
    linha: str
    coluna: str
    celula: Celula
    medida: str
    registros: str
    condicoes: tuple[tuple[str, str], ...]
    periodo: str
    lugar: str
    regras: tuple[str, ...]
    fontes: tuple[str, ...]
    meses: tuple[tuple[str, int], ...]
    somam: bool


def de_onde_vem(relatorio: Relatorio, tabela: int, linha: int, coluna: int) -> Origem | None:
    """Explain one cell of a report by the places of its table, row and column; None when there is no such cell."""
    if not (0 <= tabela < len(relatorio.contados)):
        return None
    entry, fonte = relatorio.contados[tabela], relatorio.fonte
    if not (0 <= linha < len(entry.tabela.linhas) and 0 <= coluna < len(entry.tabela.colunas)):
        return None
    measure = entry.medida(linha, coluna)
    cell = entry.tabela.celulas[linha][coluna]
    months = tuple(_por_mes(entry, fonte, linha, coluna)) if cell.valor is not None else ()
    return Origem(
        tabela=f"{entry.tabela.codigo} — {entry.tabela.titulo}",
        linha=entry.tabela.linhas[linha],
        coluna=entry.tabela.colunas[coluna],
        celula=cell,
        medida=measure.rotulo,
        registros=_REGISTROS[measure.fato],
        condicoes=tuple(_condicoes(entry, linha, coluna)),
        periodo=fonte.periodo.label,
        lugar=fonte.lugar,
        regras=entry.tabela.regras,
        fontes=tuple(_fontes(fonte, measure.fato)),
        meses=months,
        somam=sum(value for _, value in months) == cell.valor,
    )


def _condicoes(entry: Contado, linha: int, coluna: int) -> Iterator[tuple[str, str]]:
    for one in (*filtros(entry.quadro), *entry.medida(linha, coluna).filtro):
        yield one.dimensao.rotulo, _respostas(one.dimensao, one.codigos)
    sides = ((entry.linhas, linha), (entry.colunas, coluna))
    for side, place in sides:
        for axis, n in zip(side.eixos, side.lugares[place].indice, strict=True):
            if axis.tipos[n] == CATEGORIA:
                yield axis.dimensao.rotulo, _respostas(axis.dimensao, axis.categorias[n].codigos)
            elif axis.eixo.exclusao:
                left_out = _respostas(axis.dimensao, axis.eixo.exclusao.codigos)
                yield axis.dimensao.rotulo, f"todas, menos {left_out}"


def _respostas(dimension: Dimensao, codigos: tuple[str, ...]) -> str:
    """«Feminino (F)»: labels with the codes of the dictionary."""
    if dimension.aberta:
        return ", ".join(codigos)
    return ", ".join(f"{dimension.rotulo_de(code)} ({code})" for code in codigos)


def _fontes(fonte: Fonte, fato: Fato) -> Iterator[str]:
    if fonte.vivo:
        yield f"registros da unidade de {fonte.instante.strftime('%d/%m/%Y às %H:%M:%S')} (UTC)"
        return
    for part in fonte.segmentos:
        if part.tabela is fato:
            when = f"{MESES[part.mes - 1]} de {part.ano}" if part.mes else f"fechamento de {part.ano}"
            yield f"{part.unidade}, {when}: {part.digest}"


def _por_mes(entry: Contado, fonte: Fonte, linha: int, coluna: int) -> Iterator[tuple[str, int]]:
    """The number of one cell in each month that sent anything; of victims, by the month of the first contact."""
    measure = entry.medida(linha, coluna)
    rows = fonte.cubo.linhas(measure.fato)
    axes = (*entry.linhas.eixos, *entry.colunas.eixos)
    index = (*entry.linhas.lugares[linha].indice, *entry.colunas.lugares[coluna].indice)
    if any(axis.dimensao.nome == "mes" and axis.tipos[n] == CATEGORIA for axis, n in zip(axes, index, strict=True)):
        return
    months = sorted({par.mes for par in rows.pares} - {0}) or range(1, 13)
    for mes in months:
        one = Filtro(dimensao=DIMENSOES["mes"], codigos=(f"{mes:02d}",))
        victims = measure.fato is Fato.VITIMA
        cubo = fonte.cubo if victims else fonte.cubo.so_do_mes(mes)
        chosen = (*filtros(entry.quadro), *((one,) if victims else ()))
        value = int(contar(cubo, measure, chosen, axes).valores[index])
        if value >= 0:
            yield MESES[mes - 1], value
