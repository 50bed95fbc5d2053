"""What of a table is drawn: its categories and series without totals, read from the cells a reader also sees."""

from dataclasses import dataclass

from sisetp.reporting.render.words import bare, cell
from sisetp.reporting.tables import Celula, Tabela

_TIME = frozenset({"mês", "meses", "ano", "anos", "semestre", "trimestre", "período"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """Cells of one series, one for each category."""

    nome: str
    celulas: tuple[Celula, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadro:
    """Categories along the longer side of a table, series along the shorter one, no totals."""

    codigo: str
    titulo: str
    categorias: tuple[str, ...]
    series: tuple[Serie, ...]
    no_tempo: bool
    multipla: bool

    @property
    def maior(self) -> int:
        """The largest number shown, at least 1: the scale of the drawing."""
        return max((c.valor or 0 for serie in self.series for c in serie.celulas), default=0) or 1

    @property
    def completo(self) -> bool:
        """True when every cell shows a number."""
        return all(c.valor is not None for serie in self.series for c in serie.celulas)

    def em_palavras(self) -> str:
        """Every cell in words, for who does not see the drawing."""
        said = []
        for serie in self.series:
            pairs = zip(self.categorias, serie.celulas, strict=True)
            start = f"{serie.nome}: " if len(self.series) > 1 else ""
            said.append(start + ", ".join(f"{name} {cell(value)}" for name, value in pairs))
        return ". ".join(said) + "."


def quadro(tabela: Tabela) -> Quadro | None:
    """Turn a table into categories and series; None when there is nothing to draw."""
    linhas = tabela.linhas[:-1] if tabela.total_linha else tabela.linhas
    colunas = tabela.colunas[:-1] if tabela.total_coluna and len(tabela.colunas) > 1 else tabela.colunas
    if not linhas or not colunas:
        return None
    rows = [row[: len(colunas)] for row in tabela.celulas[: len(linhas)]]
    columns = [tuple(row[j] for row in rows) for j in range(len(colunas))]
    across = len(colunas) > len(linhas) and not _is_time(tabela.rotulo_linhas)
    categorias, nomes = (colunas, linhas) if across else (linhas, colunas)
    sides = rows if across else columns
    return Quadro(
        codigo=tabela.codigo,
        titulo=tabela.titulo,
        categorias=categorias,
        series=tuple(Serie(nome=nome, celulas=tuple(side)) for nome, side in zip(nomes, sides, strict=True)),
        no_tempo=_is_time(tabela.rotulo_colunas if across else tabela.rotulo_linhas),
        multipla=tabela.multipla,
    )


def _is_time(label: str) -> bool:
    return bare(next(iter(label.lower().replace(",", " ").split()), "")) in _TIME
