"""What the national spreadsheet holds, before it is a file: sheets of tables, long rows by unit, dictionary, marks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.model import Quadro
from sisetp.reporting.definitions.vocabulary import Conta
from sisetp.reporting.tables import Documento, Marca, Publico, Tabela

CABECALHO_LONGO = ("Unidade", "UF", "Período", "Tabela", "Título", "Linha", "Coluna", "Valor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folha:
    """One sheet of tables, one under the other."""

    nome: str
    tabelas: tuple[Tabela, ...]


@dataclass(frozen=True, slots=True)
class LinhaLonga:
    """One number of one unit; `valor` None with the mark that stands for it. Aggregate rows only, never a person's."""

    unidade: str
    uf: str
    periodo: str
    tabela: str
    titulo: str
    linha: str
    coluna: str
    valor: int | None
    marca: Marca = Marca.NUMERO


@dataclass(frozen=True, slots=True)
class Verbete:
    """One line of the dictionary: a dimension, one of its codes and what it means."""

    dimensao: str
    codigo: str
    rotulo: str


@dataclass(frozen=True, slots=True)
class Oculta:
    """Where a number is not published: table, row and column. Never the number."""

    tabela: str
    linha: str
    coluna: str


@dataclass(frozen=True, slots=True)
class Envio:
    """One unit and what it sent: for each month of the period True, False, or None where it owes nothing."""

    unidade: str
    uf: str
    meses: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanilhaNacional:
    """The spreadsheet of one period. `documento` has the cover and no tables.

    `longas` and `envios` (with the names of their months) are empty in the public one; `supressoes` in the restricted.
    """

    documento: Documento
    folhas: tuple[Folha, ...]
    longas: tuple[LinhaLonga, ...]
    dicionario: tuple[Verbete, ...]
    supressoes: tuple[Oculta, ...]
    meses: tuple[str, ...] = ()
    envios: tuple[Envio, ...] = ()

    @property
    def restrita(self) -> bool:
        """Tell whether the numbers are exact and must not be published."""
        return self.documento.publico is Publico.RESTRITO


def numeros(tabelas: Iterable[Tabela], *, unidade: str, uf: str, periodo: str) -> Iterator[LinhaLonga]:
    """Long rows of some tables of one unit."""
    for tabela in tabelas:
        for label, cells in zip(tabela.linhas, tabela.celulas, strict=True):
            for coluna, cell in zip(tabela.colunas, cells, strict=True):
                yield LinhaLonga(
                    unidade, uf, periodo, tabela.codigo, tabela.titulo, label, coluna, cell.valor, cell.marca
                )


def dicionario(quadros: Iterable[Quadro]) -> tuple[Verbete, ...]:
    """What is counted and the dimensions of some tables with their codes, each once, in the order they appear."""
    quadros = tuple(quadros)
    used = {dimension.nome: dimension for quadro in quadros for dimension in quadro.dimensoes}
    lines = [
        Verbete(DIMENSOES[nome].rotulo, code, dimension.rotulo_de(code))
        for nome, dimension in used.items()
        if not dimension.aberta
        for code in dimension.codigos()
    ]
    counted = {measure.conta for quadro in quadros for measure in quadro.medidas}
    return (
        *(Verbete("Unidade de contagem", conta.value, _CONTAS[conta]) for conta in Conta if conta in counted),
        *lines,
    )


def supressoes(folhas: Iterable[Folha]) -> tuple[Oculta, ...]:
    """Which cells are hidden, in the order of the sheets."""
    return tuple(
        Oculta(tabela.codigo, label, coluna)
        for folha in folhas
        for tabela in folha.tabelas
        for label, cells in zip(tabela.linhas, tabela.celulas, strict=True)
        for coluna, cell in zip(tabela.colunas, cells, strict=True)
        if cell.marca is Marca.OCULTA
    )


def resumo(partes: Iterable[str]) -> str:
    """Hexadecimal SHA-256 of the hashes that the spreadsheet is made of (decision 21)."""
    return sha256("\n".join(partes).encode()).hexdigest()


_CONTAS = {
    Conta.PESSOAS: "Pessoas distintas no período e no lugar; quem não se identificou conta uma vez por ficha.",
    Conta.PESSOAS_SOMA: "Pessoas distintas de cada unidade, somadas: quem esteve em duas conta duas vezes.",
    Conta.ATENDIMENTOS: "Contatos de serviço: fichas e acompanhamentos.",
    Conta.VITIMAS: "Pessoas distintas com situação contada, com a finalidade do fechamento do ano.",
    Conta.CASOS: "Casos abertos em algum dia do período.",
    Conta.CASOS_INICIO: "Casos abertos quando o período começou.",
    Conta.CASOS_NOVOS: "Casos abertos no período.",
    Conta.CASOS_REABERTOS: "Casos reabertos no período.",
    Conta.CASOS_ENCERRADOS: "Casos encerrados no período.",
    Conta.CASOS_FIM: "Casos abertos quando o período terminou.",
    Conta.CASOS_DIAS: "Média de dias entre abertura e encerramento dos casos encerrados no período.",
    Conta.ENCAMINHAMENTOS: "Encaminhamentos formais do período, um por destino.",
    Conta.ENCAMINHADAS: "Pessoas distintas com encaminhamento formal no período.",
    Conta.ATIVIDADES: "Atividades institucionais do período.",
    Conta.ALCANCE: "Pessoas alcançadas por atividades; uma pessoa pode estar em mais de uma.",
}
