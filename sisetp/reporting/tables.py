"""Tables of numbers as renderers and pages receive them: labels, cells, notes, and how people were counted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Publico(StrEnum):
    """Audience of an output (secrecy design 5.1, decision 20)."""

    UNIDADE = "unidade"
    """P0: the unit's own exact numbers, «uso interno»."""
    RESTRITO = "restrito"
    """P1: exact aggregate rows for the national coordination, named recipient, never published."""
    PUBLICO = "publico"
    """P3: what was published, read from the ledger and from nothing else."""


class Marca(StrEnum):
    """What stands in a cell instead of a number."""

    NUMERO = ""
    OCULTA = "x"
    """Hidden by disclosure control, primary and secondary alike."""
    IMPOSSIVEL = "-"
    """A combination that cannot exist."""
    SEM_ENVIO = "sem envio"
    """The unit has not sent the month: never shown as zero."""


ADAPTADO = "adaptado"
"""Status of a table that the ladder coarsened: it is no longer the one of the official model."""


@dataclass(frozen=True, slots=True)
class Celula:
    """One cell: a number, or a mark. `forma` is the hash of its linear form in the ledger, empty outside it."""

    valor: int | None
    marca: Marca = Marca.NUMERO
    forma: str = ""

    def __post_init__(self) -> None:
        if (self.valor is None) is (self.marca is Marca.NUMERO):
            raise ValueError("a cell has a number or a mark, never both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabela:
    """One table: `celulas[i][j]` belongs to `linhas[i]` and `colunas[j]`.

    `total_linha`/`total_coluna` say that the last row/column is a total. `multipla` says that a person may be in
    several rows, so they do not add up. `conta` is the counting unit in words («pessoas distintas no período»).
    `regras` are the counting rules printed under the table, `notas` its numbered footnotes, in order.
    """

    codigo: str
    titulo: str
    conta: str
    rotulo_linhas: str
    linhas: tuple[str, ...]
    rotulo_colunas: str
    colunas: tuple[str, ...]
    celulas: tuple[tuple[Celula, ...], ...]
    total_linha: bool = False
    total_coluna: bool = False
    multipla: bool = False
    regras: tuple[str, ...] = ()
    notas: tuple[str, ...] = ()
    status_oficial: str = "proposto"
    avisos: tuple[str, ...] = ()
    """Failed consistency checks in words; shown in the output."""
    linhas_uf: tuple[str, ...] = ()
    """UF of each row when rows are states (for the map); empty otherwise."""
    degraus: tuple[str, ...] = ()
    """Steps of the ladder that a public table took, in words, each beginning with the label of its axis and «: »."""

    def __post_init__(self) -> None:
        if len(self.celulas) != len(self.linhas) or any(len(row) != len(self.colunas) for row in self.celulas):
            raise ValueError(f"table {self.codigo}: cells do not fit the labels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cobertura:
    """Units that an output is made of: sent, expected, and the codes of those that are missing."""

    enviaram: int
    esperadas: int
    faltam: tuple[str, ...] = ()

    def em_palavras(self) -> str:
        """«18 de 22 unidades enviaram», «1 de 2 unidades enviou»."""
        units = "unidade" if self.esperadas == 1 else "unidades"
        verb = "enviou" if 1 in (self.enviaram, self.esperadas) else "enviaram"
        return f"{self.enviaram} de {self.esperadas} {units} {verb}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trecho:
    """A part of the official form that the unit writes: what is asked, and (name, value) of what the system knows."""

    titulo: str
    texto: str
    linhas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Documento:
    """Everything a renderer may know about one output. Two equal documents give two equal files, byte by byte.

    `periodo` is a label («março de 2026»), `periodo_codigo` its code. `hash` is the hexadecimal SHA-256 of the content
    before encryption and watermark (decision 21). `gerado_em` is the instant of the data in UTC, not of the rendering.
    A document made of several releases has edition 0 and expects no unit: each of them has its own.
    """

    produto: str
    titulo: str
    subtitulo: str
    publico: Publico
    nivel: str
    periodo: str
    periodo_codigo: str
    edicao: int
    gerado_em: datetime
    versao: str
    hash: str
    cobertura: Cobertura
    tabelas: tuple[Tabela, ...]
    metodo: tuple[str, ...] = ()
    parametros: tuple[tuple[str, str], ...] = ()
    destaques: tuple[str, ...] = ()
    """Findings in one sentence each, made from published cells only; the first is the title of the bulletin."""
    mudancas: tuple[str, ...] = ()
    """What changed since the last edition."""
    marca: str = ""
    """Printed over every page of a copy that is not the thing itself; nothing else of a file depends on it."""
    demonstracao: str = ""
    """Printed on every page of every file of an installation whose people are invented; empty in any other."""
    modelo: str = ""
    """Header and block of the official form, as it words them; empty for what has none."""
    a_preencher: tuple[Trecho, ...] = ()
    """What the form asks besides tables; of internal outputs only, and in no hash: the system keeps none of it."""
    periodos: tuple[tuple[str, str], ...] = ()
    """In a document of series, the label of each period that rows are of, and its code; empty in any other."""
