"""Numbers and marks in Portuguese, the same on pages, drawings and paper. Only what a cell shows is ever read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sisetp.reporting.tables import Celula, Marca, Publico, Tabela

MEANING: Mapping[Marca, str] = MappingProxyType(
    {
        Marca.OCULTA: "número não publicado, para que ninguém seja reconhecido; pode ser qualquer um, inclusive zero",
        Marca.IMPOSSIVEL: "combinação que não existe, ou lugar sem unidade da rede",
        Marca.SEM_ENVIO: "a unidade não enviou o mês; não é zero",
    }
)
"""What each mark stands for, for the legend under a table."""

AVISO: Mapping[Publico, str] = MappingProxyType(
    {
        Publico.UNIDADE: "USO INTERNO DA UNIDADE — números exatos; não divulgar.",
        Publico.RESTRITO: "RESTRITO — números exatos para a coordenação nacional; não divulgar.",
        Publico.PUBLICO: "",
    }
)
"""What a file says first of who it is for; what is published says nothing."""

SPOKEN: Mapping[Marca, str] = MappingProxyType(
    {Marca.OCULTA: "não publicado", Marca.IMPOSSIVEL: "não se aplica", Marca.SEM_ENVIO: "sem envio"}
)
"""How a screen reader says each mark."""

FORMATOS: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": "Boletim em PDF, acessível",
        "text/csv": "Dados em CSV",
        "application/zip": "Pacote de dados abertos, com dicionário",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Planilha XLSX",
    }
)
"""What each kind of file is, by media type without its parameters."""


STATUS: Mapping[str, str] = MappingProxyType({"visto": "modelo oficial", "parcial": "modelo oficial, visto em parte"})
"""How the status of a table is said; a proposed one has none to say, an adapted one says how."""

_REUNE = ("categorias reunidas em", "em uma categoria")


def status(tabela: Tabela) -> str:
    """What a table is beside the official model; empty for one that has no model."""
    if tabela.degraus:
        return f"adaptada para proteger as pessoas ({'; '.join(steps(tabela.degraus))})"
    return STATUS.get(tabela.status_oficial, "")


def steps(degraus: Iterable[str]) -> tuple[str, ...]:
    """Steps that a table took, as they are still seen in it: a later one that regroups or drops an axis replaces those
    that joined categories of it before."""
    told: list[str] = []
    for step in degraus:
        axis, _, what = step.partition(": ")
        if not any(words in what for words in _REUNE):
            told = [other for other in told if not other.startswith(f"{axis}: ")]
        told.append(step)
    return tuple(told)


def bare(label: str) -> str:
    """A label without the number of its footnote: «Sexo³» → «Sexo»."""
    return label.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: int) -> str:
    """An integer as Brazilian readers write it: 1234567 → «1.234.567»."""
    return f"{value:,}".replace(",", ".")


def percent(part: int, whole: int) -> str:
    """A share with one decimal: (1, 3) → «33,3%». Raises: ZeroDivisionError."""
    return f"{100 * part / whole:.1f}%".replace(".", ",")


def cell(celula: Celula) -> str:
    """What a cell shows: its number, or its mark."""
    return celula.marca.value if celula.valor is None else number(celula.valor)


def rules(tabelas: Iterable[Tabela]) -> tuple[str, ...]:
    """Counting rules of some tables, each once, in the order they appear."""
    return tuple(dict.fromkeys(rule for tabela in tabelas for rule in tabela.regras))


def marks(tabelas: Iterable[Tabela]) -> tuple[Marca, ...]:
    """Marks that stand in these tables, in the order of the legend."""
    found = {celula.marca for tabela in tabelas for row in tabela.celulas for celula in row}
    return tuple(mark for mark in MEANING if mark in found)


def legend(tabelas: Iterable[Tabela]) -> tuple[tuple[str, str], ...]:
    """Pairs of mark and meaning for the marks that stand in these tables."""
    return tuple((mark.value, MEANING[mark]) for mark in marks(tabelas))
