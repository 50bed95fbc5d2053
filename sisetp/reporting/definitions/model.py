"""Products as frozen data, checked: what a TOML file of `reports/definicoes` says once it has been read.

How counts are read from facts:

- Rows are filtered first (`filtro` of the table, then of the measure; within a filter, any of its codes).
- `pessoas`: each person once, with the codes of the first contact among those rows; for a set of codes, everything
  answered in them. `vitimas`: each person once, the row of the earliest first contact; see `RegraContagem`.
- An axis splits what is counted; two row axes are nested, the second inside the first.
- An open axis (units, years, nationalities with `maiores`) has no categories here: they come from the data.
"""

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from sisetp.domain.period import Period
from sisetp.reporting.definitions.dimensions import SEM_RESPOSTA, Dimensao
from sisetp.reporting.definitions.vocabulary import (
    FATO_DA_CONTA,
    Conta,
    Degrau,
    Limiar,
    Nivel,
    RegraContagem,
    StatusOficial,
    Tipo,
    TipoPeriodo,
)
from sisetp.reporting.facts import Tabela as Fato
from sisetp.reporting.tables import Publico

_EXPOENTES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def com_nota(rotulo: str, nota: int) -> str:
    """Return a label followed by the number of its footnote («Finalidade¹»); unchanged when it has none (0)."""
    return f"{rotulo}{str(nota).translate(_EXPOENTES)}" if nota else rotulo


def tipo_do_periodo(periodo: Period) -> TipoPeriodo:
    """Return the length of a period."""
    if "-S" in periodo.code:
        return TipoPeriodo.SEMESTRE
    return TipoPeriodo.MES if "-" in periodo.code else TipoPeriodo.ANO


@dataclass(frozen=True, slots=True, kw_only=True)
class Categoria:
    """One row or column: a label and the codes it holds. `codigo` is stable: cells are linked by it.

    `fora_do_modelo` marks the extra category of codes that the official table has no place for; `soma` says whether
    the total of the axis includes it.
    """

    codigo: str
    rotulo: str
    codigos: tuple[str, ...]
    nota: int = 0
    fora_do_modelo: bool = False
    soma: bool = True

    @property
    def so_presente(self) -> bool:
        """Tell whether it is left out of exact tables when nothing is counted in it: an empty answer."""
        return self.codigos == (SEM_RESPOSTA,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusao:
    """Codes left out of a table and out of its totals. `texto` has `{n}`, the count of what was left out."""

    codigos: tuple[str, ...]
    texto: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Eixo:
    """Rows or columns of a table: one dimension, its categories in order and the label of the total.

    `categorias` partitions the codes of the dimension (but for `exclusao`), in the order printed; it is empty when
    they come from the data: `maiores` keeps that many of the largest codes and folds the others into `demais`
    («não informado» stays apart). `total` is the label of the sum, empty for none; a multiple answer has none, and
    `base_valida` instead: the count of all that the rows were taken from. `so_presentes` drops empty categories.
    """

    dimensao: Dimensao
    rotulo: str
    categorias: tuple[Categoria, ...]
    agrupamento: str = ""
    total: str = ""
    base_valida: str = ""
    nota: int = 0
    maiores: int = 0
    demais: str = ""
    so_presentes: bool = False
    exclusao: Exclusao | None = None

    @property
    def aberto(self) -> bool:
        """Tell whether the categories come from the data."""
        return not self.categorias


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtro:
    """Only the facts with one of these codes."""

    dimensao: Dimensao
    codigos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medida:
    """One number: what is counted, its label and its own filter."""

    conta: Conta
    rotulo: str
    nota: int = 0
    filtro: tuple[Filtro, ...] = ()

    @property
    def fato(self) -> Fato:
        """Kind of fact it is counted from."""
        return FATO_DA_CONTA[self.conta]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadro:
    """One table. Without `colunas` the columns are the measures; without `linhas` the rows are.

    `linhas` has at most two axes, nested; with `colunas` there is exactly one measure. `confere_com` is the code of a
    table with the same rows whose row totals and grand total must be equal to the totals of this one. The public
    ones have `limiar` and the steps that the ladder may take, in order (`escada`).
    """

    codigo: str
    titulo: str
    base: Conta
    linhas: tuple[Eixo, ...]
    colunas: Eixo | None
    medidas: tuple[Medida, ...]
    filtro: tuple[Filtro, ...] = ()
    regra_contagem: RegraContagem = RegraContagem.ATENDIDA
    status_contados: tuple[str, ...] = ()
    confere_com: str = ""
    nota: int = 0
    status_oficial: StatusOficial = StatusOficial.PROPOSTO
    limiar: Limiar | None = None
    escada: tuple[Degrau, ...] = ()

    @property
    def eixos(self) -> tuple[Eixo, ...]:
        """Row axes, then the column axis."""
        return self.linhas if self.colunas is None else (*self.linhas, self.colunas)

    @property
    def dimensoes(self) -> tuple[Dimensao, ...]:
        """Dimensions of the axes and of every filter, each once."""
        filters = (*self.filtro, *(entry for measure in self.medidas for entry in measure.filtro))
        used = (*(eixo.dimensao for eixo in self.eixos), *(entry.dimensao for entry in filters))
        return tuple({dimension.nome: dimension for dimension in used}.values())

    @property
    def multipla(self) -> bool:
        """Tell whether one row of facts may be in several categories of an axis."""
        return any(eixo.dimensao.multipla(self.base) for eixo in self.eixos)


@dataclass(frozen=True, slots=True)
class Nota:
    """One numbered footnote."""

    numero: int
    texto: str

    def impressa(self) -> str:
        """The note with its number in superscript."""
        return f"{com_nota('', self.numero)} {self.texto}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folha:
    """One sheet of a workbook: a page the system fills (`pagina`), or tables by code, for each variant.

    Of the tables, the sheet has those whose product accepts the period; a sheet left without any is not written.
    `variantes` says in which workbooks a page is; a sheet of tables is where it has tables.
    """

    nome: str
    pagina: str = ""
    variantes: tuple[Publico, ...] = ()
    restrita: tuple[str, ...] = ()
    publica: tuple[str, ...] = ()

    def tabelas(self, publico: Publico) -> tuple[str, ...]:
        """Codes of the tables of the sheet in one variant."""
        return self.publica if publico is Publico.PUBLICO else self.restrita


@dataclass(frozen=True, slots=True, kw_only=True)
class Secao:
    """One section of a text report: a question for the unit (`texto`), or what the records fill in.

    `preenche` is what the system knows («equipe»: people on duty by role; «periodos»: months sent), `tabelas` are
    codes of tables.
    """

    titulo: str
    texto: str = ""
    preenche: str = ""
    tabelas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Csv:
    """An open data file: column names, separator and the public products whose cells it lists."""

    colunas: tuple[str, ...]
    separador: str
    produtos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Produto:
    """One product. `digest` is the hexadecimal SHA-256 of the file it was read from."""

    codigo: str
    titulo: str
    arquivo: str
    digest: str
    tipo: Tipo
    bloco: str
    status_oficial: StatusOficial
    fonte: str
    periodos: tuple[TipoPeriodo, ...]
    niveis: tuple[Nivel, ...]
    publicos: tuple[Publico, ...]
    resumo: str = ""
    cabecalho: str = ""
    observacoes: bool = False
    tabelas: tuple[Quadro, ...] = ()
    folhas: tuple[Folha, ...] = ()
    secoes: tuple[Secao, ...] = ()
    csv: Csv | None = None
    notas: tuple[Nota, ...] = ()
    avisos: tuple[str, ...] = ()

    def aceita(self, periodo: Period) -> bool:
        """Tell whether the product exists for a period of this length."""
        return tipo_do_periodo(periodo) in self.periodos

    def notas_de(self, quadro: Quadro) -> tuple[Nota, ...]:
        """Footnotes that a table of this product refers to, in order of number."""
        categories = (category.nota for eixo in quadro.eixos for category in eixo.categorias)
        axes = (eixo.nota for eixo in quadro.eixos)
        used = {quadro.nota, *axes, *categories, *(measure.nota for measure in quadro.medidas)}
        return tuple(note for note in self.notas if note.numero in used)


@dataclass(frozen=True)
class Catalogo:
    """Every product by code, in the order of the files. `load` gives it whole or not at all."""

    produtos: MappingProxyType[str, Produto] = field(default_factory=lambda: MappingProxyType({}))

    def produto(self, codigo: str) -> Produto | None:
        """One product, or None."""
        return self.produtos.get(codigo)

    def listar(self) -> tuple[Produto, ...]:
        """Every product, in the order of the files."""
        return tuple(self.produtos.values())

    def para(self, publico: Publico, periodo: Period | None = None) -> tuple[Produto, ...]:
        """Products of an audience, and of periods of one length when a period is given."""
        return tuple(
            entry
            for entry in self.produtos.values()
            if publico in entry.publicos and (periodo is None or entry.aceita(periodo))
        )

    @cached_property
    def quadros(self) -> MappingProxyType[str, tuple[Produto, Quadro]]:
        """Every table by its code, with its product."""
        return MappingProxyType(
            {quadro.codigo: (produto, quadro) for produto in self.produtos.values() for quadro in produto.tabelas}
        )
