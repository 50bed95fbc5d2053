"""Reads one table of a definition."""

from dataclasses import dataclass

from sisetp.domain.codelists import codelist
from sisetp.reporting.definitions.axes import Restritos, read_axis, read_filters, read_measures
from sisetp.reporting.definitions.cursor import Cursor
from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.definitions.model import Filtro, Medida, Quadro
from sisetp.reporting.definitions.vocabulary import BASES, Conta, Degrau, Limiar, RegraContagem, StatusOficial

_ROTULOS = {
    Conta.PESSOAS: "Pessoas",
    Conta.ATENDIMENTOS: "Atendimentos",
    Conta.VITIMAS: "Vítimas",
    Conta.CASOS: "Casos",
    Conta.ENCAMINHAMENTOS: "Encaminhamentos",
    Conta.ATIVIDADES: "Atividades",
    Conta.ALCANCE: "Pessoas alcançadas",
}
_ANINHADAS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Padrao:
    """What a product says for all its tables; each of them may say otherwise."""

    status_oficial: StatusOficial
    base: Conta | None
    regra_contagem: RegraContagem
    status_contados: tuple[str, ...]


def read_defaults(cursor: Cursor) -> Padrao:
    """Return the defaults of a product. Raises DefinitionError."""
    return Padrao(
        status_oficial=cursor.escolha("status_oficial", StatusOficial),
        base=_base(cursor) if cursor.tem("base") else None,
        regra_contagem=cursor.escolha("regra_contagem", RegraContagem, RegraContagem.ATENDIDA),
        status_contados=_statuses(cursor, ()),
    )


def read_table(cursor: Cursor, padrao: Padrao) -> Quadro:
    """Return one table. Raises DefinitionError."""
    base = padrao.base if padrao.base and not cursor.tem("base") else _base(cursor)
    victims = base is Conta.VITIMAS
    statuses = _statuses(cursor, padrao.status_contados) if victims else ()
    if victims and not statuses:
        raise cursor.recusa("status_contados", "diga que situações contam como vítima")
    filters = read_filters(cursor.tabelas("filtro"))
    left = _left(filters, statuses)
    rows, columns = cursor.tabelas("linhas"), cursor.tabela("colunas")
    if len(rows) > _ANINHADAS:
        raise cursor.recusa("linhas", f"as linhas têm no máximo {_ANINHADAS} dimensões, uma dentro da outra")
    table = Quadro(
        codigo=cursor.texto("codigo"),
        titulo=cursor.texto("titulo"),
        base=base,
        linhas=tuple(read_axis(row, base, left) for row in rows),
        colunas=read_axis(columns, base, left) if columns else None,
        medidas=read_measures(cursor.tabelas("medidas")) or (Medida(conta=base, rotulo=_ROTULOS[base]),),
        filtro=filters,
        regra_contagem=(
            cursor.escolha("regra_contagem", RegraContagem, padrao.regra_contagem)
            if victims
            else RegraContagem.ATENDIDA
        ),
        status_contados=statuses,
        confere_com=cursor.texto("confere_com", ""),
        nota=cursor.inteiro("nota", 0),
        status_oficial=cursor.escolha("status_oficial", StatusOficial, padrao.status_oficial),
        limiar=cursor.escolha("limiar", Limiar) if cursor.tem("limiar") else None,
        escada=cursor.escolhas("escada", Degrau, ()),
    )
    cursor.fim()
    return table


def _base(cursor: Cursor) -> Conta:
    base = cursor.escolha("base", Conta)
    if base not in BASES:
        raise cursor.recusa("base", f"«{base}» só vale em «medidas»")
    return base


def _statuses(cursor: Cursor, padrao: tuple[str, ...]) -> tuple[str, ...]:
    statuses = cursor.textos("status_contados") if cursor.tem("status_contados") else padrao
    for index, code in enumerate(statuses):
        if code not in codelist("status_vitima"):
            raise cursor.recusa(f"status_contados[{index}]", f"«{code}» não está na lista de «status_vitima»")
    return statuses


def _left(filters: tuple[Filtro, ...], statuses: tuple[str, ...]) -> Restritos:
    """Codes that can still occur; a filter on a multiple answer leaves the other answers of the same row."""
    left = {
        entry.dimensao.nome: frozenset(entry.codigos)
        for entry in filters
        if entry.dimensao.natureza is not Natureza.CONJUNTO
    }
    return {**left, "status_vitima": frozenset(statuses)} if statuses else left
