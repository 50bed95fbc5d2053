"""The closed words of a definition: what a TOML file may say, and what each word means."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sisetp.reporting.facts import Tabela as Fato


class Tipo(StrEnum):
    """Kinds of product."""

    TABELAS = "tabelas"
    PLANILHA = "planilha"
    """A workbook made of sheets, each of them a table of another product or a page the system fills."""
    RELATORIO = "relatorio"
    """A text report of sections, some of them filled from the records."""
    CSV = "csv"
    """Open data: every published cell of other products, one per line."""
    BOLETIM = "boletim"
    """A public bulletin: tables that go through a release and into the ledger."""


class StatusOficial(StrEnum):
    """How much of the official model was seen."""

    VISTO = "visto"
    PARCIAL = "parcial"
    PROPOSTO = "proposto"


class TipoPeriodo(StrEnum):
    """Lengths of period; see `sisetp.domain.period`."""

    MES = "mes"
    SEMESTRE = "semestre"
    ANO = "ano"


class Nivel(StrEnum):
    """Places one output may be about."""

    UNIDADE = "unidade"
    UF = "uf"
    REGIAO = "regiao"
    BRASIL = "brasil"


class Conta(StrEnum):
    """What is counted. The first seven can be the `base` of a table; all can be a measure."""

    PESSOAS = "pessoas"
    """Distinct persons with a contact in the period, with the codes of their first contact among those filtered."""
    ATENDIMENTOS = "atendimentos"
    """Service contacts (form A or F): one row each."""
    VITIMAS = "vitimas"
    """Distinct persons of the year's `vitima` facts with a counted status; known only at the close of the year."""
    CASOS = "casos"
    """Cases open on some day: those at the start, plus the new, plus the reopened."""
    ENCAMINHAMENTOS = "encaminhamentos"
    ATIVIDADES = "atividades"
    """Activities: the sum of `primeira`; by public, one per public, so the rows do not add up."""
    ALCANCE = "alcance"
    """People reached by activities: the sum of `pessoas`."""
    PESSOAS_SOMA = "pessoas_soma_unidades"
    """Distinct persons of each unit, added over the units: beside `pessoas`, it shows how many were seen twice.
    Left out of an output about one unit."""
    ENCAMINHADAS = "pessoas_encaminhadas"
    """Distinct persons with a formal referral in the period."""
    CASOS_INICIO = "casos_inicio"
    """Open when the first month of the period began."""
    CASOS_NOVOS = "casos_novos"
    CASOS_REABERTOS = "casos_reabertos"
    CASOS_ENCERRADOS = "casos_encerrados"
    CASOS_FIM = "casos_fim"
    """Open at the end of the last month of the period."""
    CASOS_DIAS = "casos_dias"
    """Mean days from opening to closing of the cases closed in the period, rounded; nothing when none was closed."""


BASES = frozenset(tuple(Conta)[:7])

FATO_DA_CONTA: Mapping[Conta, Fato] = MappingProxyType(
    {
        Conta.PESSOAS: Fato.CONTATO,
        Conta.PESSOAS_SOMA: Fato.CONTATO,
        Conta.ATENDIMENTOS: Fato.CONTATO,
        Conta.VITIMAS: Fato.VITIMA,
        Conta.ENCAMINHAMENTOS: Fato.ENCAMINHAMENTO,
        Conta.ENCAMINHADAS: Fato.ENCAMINHAMENTO,
        Conta.ATIVIDADES: Fato.ATIVIDADE,
        Conta.ALCANCE: Fato.ATIVIDADE,
        **{conta: Fato.CASO for conta in Conta if conta.value.startswith("casos")},
    }
)

DISTINTAS = frozenset({Conta.PESSOAS, Conta.VITIMAS, Conta.ENCAMINHADAS})
"""Counts of persons: the same person counts once, wherever and whenever she came."""


class RegraContagem(StrEnum):
    """Which victims of the year count (`regra_contagem`)."""

    ATENDIDA = "atendida_no_periodo"
    CASO_NOVO = "caso_novo"


class Limiar(StrEnum):
    """Threshold class of a public table; the number of each class is in `reports/parametros.toml`."""

    PADRAO = "padrao"
    UNIDADE = "unidade"
    """Geography of one unit."""
    MENORES = "menores_finalidade"
    """Ages (people under 18 among them) by purpose."""
    NACIONALIDADE = "nacionalidade_uf"
    """Nationality by state or unit."""


class Degrau(StrEnum):
    """Steps of the ladder that coarsens a public table before anything is suppressed, in this order."""

    RARAS = "raras"
    """Merge categories that are small in the whole country into the next coarser group."""
    MAIORES = "maiores"
    """Nationality: the largest ones, then «Outras»."""
    FINALIDADE3 = "finalidade3"
    FAIXA3 = "faixa3"
    LUGAR = "lugar"
    """unidade → uf → regiao → brasil."""
    TEMPO = "tempo"
    """mes → semestre → ano."""


class Fora(StrEnum):
    """What is done with codes that no category of an official table has."""

    CATEGORIA = "categoria"
    """One more category, marked «fora do modelo»."""
    NOTA = "nota"
    """Left out of the table; their count is stated in a note."""
