"""Public tables as cells: the definition of a table, with every category settled, becomes linear forms row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.model import Eixo, Nota, Quadro, com_nota
from sisetp.reporting.definitions.rules import counting_rules, counting_words
from sisetp.reporting.definitions.vocabulary import Conta, Limiar, Nivel
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.disclosure.request import Candidata, Classe
from sisetp.reporting.releases.parameters import ParametrosSigilo
from sisetp.reporting.releases.rare import gives_way
from sisetp.reporting.releases.selection import Recorte, Selecao, both, either, form, of_codes, possible, whole
from sisetp.reporting.tables import ADAPTADO, Celula, Marca, Publico, Tabela

SEPARADOR = " · "
_PESSOAS = "Pessoas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lugar:
    """One printed row or column: label, who it takes, which dimensions it narrows, and whether it is a total; `cede`:
    it takes in who did not say, and is hidden before the others."""

    rotulo: str
    selecao: Selecao
    estreita: frozenset[str] = frozenset()
    total: bool = False
    uf: str = ""
    cede: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Casa:
    """One cell before protection. `possivel` False: nobody can be there; `sem_envio`: because no unit there sent."""

    linha: int
    coluna: int
    forma: Forma
    hash: str
    limiar: int
    classe: Classe
    possivel: bool
    sem_envio: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A table laid out: its definition (coarsened or not), rows, columns and cells in order."""

    quadro: Quadro
    linhas: tuple[Lugar, ...]
    colunas: tuple[Lugar, ...]
    casas: tuple[Casa, ...]

    def candidatas(self) -> tuple[Candidata, ...]:
        """Cells for the planner: the ones where somebody can be."""
        return tuple(
            Candidata(
                tabela=self.quadro.codigo,
                linha=casa.linha,
                coluna=casa.coluna,
                forma=casa.forma,
                limiar=casa.limiar,
                classe=casa.classe,
            )
            for casa in self.casas
            if casa.possivel
        )


def lay_out(quadro: Quadro, recorte: Recorte, parametros: ParametrosSigilo) -> Grade:
    """Rows × columns of a table with every category settled."""
    linhas = _side(quadro.linhas, recorte) or (Lugar(rotulo="Brasil", selecao={}, total=True),)
    colunas = (
        _side((quadro.colunas,), recorte)
        if quadro.colunas
        else (Lugar(rotulo=_counted(quadro), selecao={}, total=True),)
    )
    base = whole(recorte, quadro.base)
    for entry in quadro.filtro:
        base = both(base, of_codes(recorte, entry.dimensao, entry.codigos))
    casas = [
        _house((i, row), (j, column), base, quadro, recorte, parametros)
        for i, row in enumerate(linhas)
        for j, column in enumerate(colunas)
    ]
    return Grade(quadro=quadro, linhas=linhas, colunas=colunas, casas=tuple(casas))


def labels(grade: Grade, notas: Sequence[Nota], passos: Sequence[str]) -> Tabela:
    """The table without its numbers: everything that the ledger keeps in words. Cells are all marked as hidden.

    With steps of the ladder it no longer has the status of its model.
    """
    quadro = grade.quadro
    blank = tuple(tuple(Celula(None, Marca.OCULTA) for _ in grade.colunas) for _ in grade.linhas)
    return Tabela(
        codigo=quadro.codigo,
        titulo=com_nota(quadro.titulo, quadro.nota),
        conta=counting_words(quadro, Publico.PUBLICO),
        rotulo_linhas=SEPARADOR.join(com_nota(axis.rotulo, axis.nota) for axis in quadro.linhas) or "Lugar",
        linhas=tuple(place.rotulo for place in grade.linhas),
        rotulo_colunas=com_nota(quadro.colunas.rotulo, quadro.colunas.nota) if quadro.colunas else "",
        colunas=tuple(place.rotulo for place in grade.colunas),
        celulas=blank,
        total_linha=grade.linhas[-1].total and len(grade.linhas) > 1,
        total_coluna=grade.colunas[-1].total and len(grade.colunas) > 1,
        multipla=quadro.multipla,
        regras=counting_rules(quadro, Publico.PUBLICO, Nivel.BRASIL),
        notas=tuple(nota.impressa() for nota in notas),
        status_oficial=ADAPTADO if passos else quadro.status_oficial.value,
        degraus=tuple(passos),
        linhas_uf=tuple(place.uf for place in grade.linhas) if any(place.uf for place in grade.linhas) else (),
    )


def _side(axes: Sequence[Eixo], recorte: Recorte) -> tuple[Lugar, ...]:
    places: list[Lugar] = [Lugar(rotulo="", selecao={}, total=True)]
    for axis in axes:
        own = _positions(axis, recorte)
        places = [_inside(outer, inner) for outer in places for inner in own]
    return tuple(places) if axes else ()


def _inside(outer: Lugar, inner: Lugar) -> Lugar:
    return Lugar(
        rotulo=SEPARADOR.join(filter(None, (outer.rotulo, inner.rotulo))),
        selecao=both(outer.selecao, inner.selecao),
        estreita=outer.estreita | inner.estreita,
        total=outer.total and inner.total,
        uf=outer.uf or inner.uf,
        cede=outer.cede or inner.cede,
    )


def _positions(axis: Eixo, recorte: Recorte) -> list[Lugar]:
    """Categories of an axis that the period can have, then its total."""
    found = []
    parts: list[Selecao] = []
    for category in axis.categorias:
        chosen = of_codes(recorte, axis.dimensao, category.codigos)
        if "mes" in chosen and not chosen["mes"] & recorte.meses:
            continue
        if category.soma:
            parts.append(chosen)
        uf = category.codigos[0] if axis.dimensao.nome == "uf" and len(category.codigos) == 1 else ""
        narrow = frozenset({axis.dimensao.nome})
        label = com_nota(category.rotulo, category.nota)
        found.append(Lugar(rotulo=label, selecao=chosen, estreita=narrow, uf=uf, cede=gives_way(axis, category)))
    if axis.total:
        found.append(Lugar(rotulo=axis.total, selecao=_sum(axis.dimensao, parts, recorte), total=True))
    return found


def _sum(dimensao: Dimensao, parts: Sequence[Selecao], recorte: Recorte) -> Selecao:
    """Who a total takes: every code of the summed categories; everybody when those are all there are."""
    if not parts:
        return {}
    joined = either(parts)
    every = {"lugar": frozenset(place.codigo for place in recorte.moldura.lugares), "mes": recorte.meses}
    return {
        name: codes
        for name, codes in joined.items()
        if not codes >= every.get(name, frozenset(recorte.universo.codigos(name)))
    }


def _house(
    line: tuple[int, Lugar],
    place: tuple[int, Lugar],
    base: Selecao,
    quadro: Quadro,
    recorte: Recorte,
    parametros: ParametrosSigilo,
) -> Casa:
    (i, row), (j, column) = line, place
    chosen = both(both(base, row.selecao), column.selecao)
    counted = form(recorte, chosen)
    can = possible(recorte, chosen)
    return Casa(
        linha=i,
        coluna=j,
        forma=counted,
        hash=counted.hash(recorte.universo),
        limiar=parametros.limiar(_class(quadro, row.estreita | column.estreita)),
        classe=_kind(row, column),
        possivel=can,
        sem_envio=not can and all(chosen.values()),
    )


def _class(quadro: Quadro, narrow: frozenset[str]) -> Limiar:
    """Class of one cell: the strict thresholds are of cells that cross what is sensitive, not of their margins.

    What a filter of the table takes is crossed with every cell.
    """
    crossed = narrow | {entry.dimensao.nome for entry in quadro.filtro}
    strict = {
        Limiar.UNIDADE: frozenset({"unidade"}),
        Limiar.MENORES: frozenset({"faixa_etaria", "finalidade"}),
        Limiar.NACIONALIDADE: frozenset({"nacionalidade", "uf"}),
    }
    return next((entry for entry, names in strict.items() if names <= crossed), Limiar.PADRAO)


def _kind(row: Lugar, column: Lugar) -> Classe:
    """How dear a cell is. Where who did not say is hidden, another number of its row is too: the one that `cede`."""
    if row.total and column.total:
        return Classe.TOTAL
    dear = (row.total or column.total) and not (row.cede or column.cede)
    return Classe.MARGEM if dear else Classe.CRUZAMENTO


def _counted(quadro: Quadro) -> str:
    if quadro.medidas:
        return com_nota(quadro.medidas[0].rotulo, quadro.medidas[0].nota)
    return _PESSOAS


def settle(grades: Sequence[Grade], limiares: Mapping[str, int]) -> tuple[Grade, ...]:
    """One threshold for each form in every table, that of the ledger (`limiares`) or else the strictest asked; and the
    grand total of the first table is the headline wherever it is printed."""
    strictest = dict(limiares)
    for casa in (casa for grade in grades for casa in grade.casas if casa.hash not in limiares):
        strictest[casa.hash] = max(casa.limiar, strictest.get(casa.hash, 0))
    headline = next((casa.hash for casa in grades[0].casas if casa.classe is Classe.TOTAL), "") if grades else ""

    def settled(casa: Casa) -> Casa:
        classe = Classe.DESTAQUE if casa.hash == headline else casa.classe
        return replace(casa, classe=classe, limiar=strictest[casa.hash])

    return tuple(replace(grade, casas=tuple(settled(casa) for casa in grade.casas)) for grade in grades)


def is_about_victims(quadro: Quadro) -> bool:
    """Tell whether a table counts victims, who are only known at the close of the year."""
    return quadro.base is Conta.VITIMAS or any(entry.nome == "finalidade" for entry in quadro.dimensoes)
