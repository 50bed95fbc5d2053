"""Counts a table cell by cell in plain Python, straight from what the definition says: slow, and shares no code with
the cube. Facts become dicts of codes; nothing here is an array.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sisetp.domain.codelists import codelist
from sisetp.reporting.cube.rows import Rede
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao, Natureza
from sisetp.reporting.definitions.groupings import REGIAO_DA_UF
from sisetp.reporting.definitions.model import Eixo, Medida, Quadro
from sisetp.reporting.definitions.vocabulary import Conta, RegraContagem
from sisetp.reporting.facts import Fatos, Tabela

Linha = Mapping[str, Any]
Lugar = tuple[str, frozenset[str]]
"""Where a cell stands on one axis: kind of position («categoria», «total», «base») and the codes of the category."""

PESSOAS = {Conta.PESSOAS, Conta.VITIMAS, Conta.ENCAMINHADAS, Conta.PESSOAS_SOMA}


def linhas(fatos: Iterable[Fatos], tabela: Tabela, rede: Rede) -> list[Linha]:
    """Rows of one kind, in order of month, unit and segment, with unit and month in each."""
    found = sorted((part for part in fatos if part.tabela is tabela), key=lambda part: (part.mes, part.unidade_id))
    rows: list[Linha] = []
    for part in found:
        for n in range(len(part)):
            values = {name: int(column[n]) for name, column in part.colunas.items()}
            about = {"_unidade": part.unidade_id, "_mes": part.mes, "_ano": part.ano, "_lugar": rede[part.unidade_id]}
            rows.append(values | about | {"_n": len(rows)})
    return rows


def celula(rows: list[Linha], quadro: Quadro, medida: Medida, onde: list[tuple[Eixo, Lugar]]) -> int:
    """The number of one cell; -1 for a mean of nothing."""
    months = _meses(rows, onde)
    rows = [row for row in rows if all(_codigos(row, of) & codes for of, codes in _filtros(quadro, medida))]
    conta = medida.conta
    if conta is Conta.CASOS_DIAS:
        closed = [row["dias"] for row in _dentro(rows, onde) if row["encerrado_no_mes"]]
        return int(sum(closed) / len(closed) + 0.5) if closed else -1
    if conta is Conta.ATIVIDADES:
        by_public = any(eixo.dimensao.repetida and kind == "categoria" for eixo, (kind, _) in onde)
        return sum(1 if by_public else row["primeira"] for row in _dentro(rows, onde))
    if conta not in PESSOAS:
        return sum(_valor(row, conta, months) for row in _dentro(rows, onde))
    return sum(1 for group in _pessoas(rows, onde, conta) if _conta(group, onde, conta))


def _pessoas(rows: list[Linha], onde: list[tuple[Eixo, Lugar]], conta: Conta) -> Iterator[list[Linha]]:
    """Rows of each person in the places and months of the cell, first contact first."""
    for eixo, (kind, codes) in onde:
        if _volta(eixo, conta) and kind == "categoria":
            rows = [row for row in rows if _codigos(row, eixo.dimensao) & codes]
        if _volta(eixo, conta) and kind == "total":
            rows = [row for row in rows if not _codigos(row, eixo.dimensao) & _sem_total(eixo)]

    def who(row: Linha) -> tuple[int, int]:
        return (row["pessoa"], row["_unidade"] if conta is Conta.PESSOAS_SOMA else 0)

    def when(row: Linha) -> tuple[int, ...]:
        own = row["mes"] if conta is Conta.VITIMAS else 0
        return (row["_ano"], row["_mes"], own, row.get("dia", 0), row["_unidade"], row["_n"])

    for _, group in groupby(sorted(rows, key=lambda row: (who(row), when(row))), key=who):
        yield list(group)


def _conta(group: list[Linha], onde: list[tuple[Eixo, Lugar]], conta: Conta) -> bool:
    first = group[0]
    for eixo, (kind, codes) in onde:
        dimension = eixo.dimensao
        if dimension.natureza is Natureza.CONJUNTO:
            answers = {code for row in group for code in _codigos(row, dimension)}
            if kind == "categoria" and not _limpas(answers, dimension) & codes:
                return False
        elif not _volta(eixo, conta) and not _cabe(_codigos(first, dimension), eixo, kind, codes):
            return False
    return True


def _dentro(rows: list[Linha], onde: list[tuple[Eixo, Lugar]]) -> list[Linha]:
    return [row for row in rows if all(_cabe(_codigos(row, eixo.dimensao), eixo, *place) for eixo, place in onde)]


def _cabe(answers: frozenset[str], eixo: Eixo, kind: str, codes: frozenset[str]) -> bool:
    if kind == "categoria":
        return bool(answers & codes)
    return kind == "base" or eixo.dimensao.natureza is Natureza.CONJUNTO or not answers & _sem_total(eixo)


def _sem_total(eixo: Eixo) -> frozenset[str]:
    left = set(eixo.exclusao.codigos) if eixo.exclusao else set()
    return frozenset(left | {code for category in eixo.categorias if not category.soma for code in category.codigos})


def _volta(eixo: Eixo, conta: Conta) -> bool:
    nature = eixo.dimensao.natureza
    return nature is Natureza.LUGAR or (nature is Natureza.TEMPO and conta is not Conta.VITIMAS)


def _limpas(answers: set[str], dimension: Dimensao) -> set[str]:
    """Answers of several contacts together: «nenhum» only when nothing else was ever answered."""
    real = answers - {dimension.vazio}
    others = real - codelist(dimension.lista).exclusivos
    return others or real or answers


def _valor(row: Linha, conta: Conta, meses: list[int]) -> int:
    """What one row adds; `meses` are those that sent anything, of the cell."""
    first, last = row["_mes"] == min(meses), row["_mes"] == max(meses)
    flows = {
        Conta.CASOS_INICIO: row.get("aberto_antes", 0) * first,
        Conta.CASOS_NOVOS: row.get("aberto_no_mes", 0),
        Conta.CASOS_REABERTOS: row.get("reaberto_no_mes", 0),
        Conta.CASOS_ENCERRADOS: row.get("encerrado_no_mes", 0),
        Conta.CASOS_FIM: row.get("aberto_no_fim", 0) * last,
        Conta.ALCANCE: row.get("pessoas", 0),
    }
    flows[Conta.CASOS] = flows[Conta.CASOS_INICIO] + flows[Conta.CASOS_NOVOS] + flows[Conta.CASOS_REABERTOS]
    return int(flows.get(conta, 1))


def _meses(rows: list[Linha], onde: list[tuple[Eixo, Lugar]]) -> list[int]:
    """Months of the segments of the cell: every invented segment has rows."""
    times = [(eixo, place) for eixo, place in onde if eixo.dimensao.natureza is Natureza.TEMPO]
    return [
        row["_mes"] for row in rows if all(_cabe(_codigos(row, eixo.dimensao), eixo, *place) for eixo, place in times)
    ]


def _filtros(quadro: Quadro, medida: Medida) -> Iterator[tuple[Dimensao, frozenset[str]]]:
    if quadro.status_contados:
        yield DIMENSOES["status_vitima"], frozenset(quadro.status_contados)
    if quadro.regra_contagem is RegraContagem.CASO_NOVO:
        yield DIMENSOES["caso_novo"], frozenset({"NOVO"})
    yield from ((entry.dimensao, frozenset(entry.codigos)) for entry in (*quadro.filtro, *medida.filtro))


def _codigos(row: Linha, dimension: Dimensao) -> frozenset[str]:
    """Codes of a row in a dimension: one, or several for a set of answers."""
    name = dimension.nome
    if name in ("unidade", "uf", "regiao"):
        place = row["_lugar"]
        return frozenset({{"unidade": place.codigo, "uf": place.uf, "regiao": REGIAO_DA_UF[place.uf]}[name]})
    month = row["mes"] if "mes" in row else row["_mes"]
    if name in ("mes", "semestre", "ano"):
        return frozenset({{"mes": f"{month:02d}", "semestre": f"S{1 + (month > 6)}", "ano": str(row["_ano"])}[name]})
    value = row[name]
    if dimension.fixos:
        return frozenset(code for code, _, n in dimension.fixos if n == value)
    items = codelist(dimension.lista).items
    if dimension.natureza is Natureza.CONJUNTO:
        return frozenset(item.code for item in items if value >> (item.n - 1) & 1) or frozenset({dimension.vazio})
    return frozenset(item.code for item in items if item.n == value) or frozenset({dimension.vazio})
