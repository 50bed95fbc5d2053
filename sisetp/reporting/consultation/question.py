"""What may be asked: things counted, dimensions, times and filters; a question holds codes and never a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao, Natureza
from sisetp.reporting.definitions.vocabulary import BASES, FATO_DA_CONTA, Conta

CONTAS: Mapping[Conta, str] = MappingProxyType(
    {
        Conta.PESSOAS: "Pessoas distintas",
        Conta.ATENDIMENTOS: "Atendimentos e acompanhamentos",
        Conta.CASOS: "Casos",
        Conta.ENCAMINHAMENTOS: "Encaminhamentos",
        Conta.ATIVIDADES: "Atividades",
        Conta.ALCANCE: "Pessoas alcançadas por atividades",
        Conta.VITIMAS: "Vítimas (só de um ano inteiro)",
    }
)
"""Things that may be counted, in the order of the page."""

TODOS: Mapping[Conta, str] = MappingProxyType(
    {
        Conta.PESSOAS: "Todas as pessoas",
        Conta.ATENDIMENTOS: "Todos os contatos",
        Conta.CASOS: "Todos os casos",
        Conta.ENCAMINHAMENTOS: "Todos os encaminhamentos",
        Conta.ATIVIDADES: "Todas as atividades",
        Conta.ALCANCE: "Todas as pessoas alcançadas",
        Conta.VITIMAS: "Todas as vítimas",
    }
)
"""Label of the count of everything, under answers that do not add up."""

TEMPOS: Mapping[str, str] = MappingProxyType({"mes": "Mês a mês", "semestre": "Por semestre"})
"""Ways of splitting the period."""

COLUNA, LINHA, SEM = "coluna", "linha", "nao"
PERCENTUAIS: Mapping[str, str] = MappingProxyType(
    {COLUNA: "De cada coluna", LINHA: "De cada linha", SEM: "Não mostrar"}
)

_SEPARADOR = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pergunta:
    """A question as it was asked: codes, not yet known to exist.

    `por` are dimensions («sexo») or their groupings («faixa_etaria.faixa3»): the first goes in the rows, the second in
    the columns. `tempo` splits the period. `filtros` keep only the facts with one of the codes of each dimension.
    """

    conta: str = Conta.PESSOAS
    periodo: str = ""
    por: tuple[str, ...] = ()
    tempo: str = ""
    filtros: tuple[tuple[str, tuple[str, ...]], ...] = ()
    percentual: str = COLUNA

    def pares(self) -> tuple[tuple[str, str], ...]:
        """The question as fields of an address or of a form; `from_pairs` reads them back."""
        fixed = (("conta", self.conta), ("periodo", self.periodo), ("percentual", self.percentual))
        axes = zip(("linhas", "colunas"), self.por, strict=False)
        kept = tuple(("filtro", f"{name}:{code}") for name, codes in self.filtros for code in codes)
        return (*fixed, *axes, *((("tempo", self.tempo),) if self.tempo else ()), *kept)


def offered(conta: Conta) -> tuple[Dimensao, ...]:
    """Dimensions that one thing may be counted by in a unit: places are all the same place there."""
    fato = FATO_DA_CONTA[conta]
    return tuple(
        entry
        for entry in DIMENSOES.values()
        if entry.natureza not in (Natureza.LUGAR, Natureza.TEMPO) and entry.existe_em(fato)
    )


def dimension_of(texto: str) -> tuple[Dimensao, str] | None:
    """The dimension and grouping («» for none) that a word of a question names; None when there is no such thing."""
    name, _, grouping = texto.partition(_SEPARADOR)
    found = DIMENSOES.get(name)
    if found is None or (grouping and grouping not in {entry.nome for entry in found.agrupamentos}):
        return None
    return None if texto.endswith(_SEPARADOR) else (found, grouping)


def choices(conta: Conta) -> tuple[tuple[str, str], ...]:
    """Code and label of each dimension and grouping, in the order of the allow-list."""
    return tuple(pair for entry in offered(conta) for pair in _with_groupings(entry))


def known(conta: str) -> Conta | None:
    """The thing counted that a word names; None when it is none of them."""
    return Conta(conta) if conta in {base.value for base in BASES} else None


def _with_groupings(dimensao: Dimensao) -> tuple[tuple[str, str], ...]:
    groups = (
        (f"{dimensao.nome}{_SEPARADOR}{entry.nome}", f"{dimensao.rotulo}, em {len(entry.grupos)} grupos")
        for entry in dimensao.agrupamentos
    )
    return ((dimensao.nome, dimensao.rotulo), *groups)
