"""Coarsening before suppression: each table climbs until few of its cells are hidden, or is left out, with the reason.

Order of section 5.1: rare categories merged, nationality top-k, then the levels of each dimension in the order given
(purpose, age, place, month). Dimension groupings come from the caller; nothing here knows a code list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sisetp.reporting.disclosure.atoms import count
from sisetp.reporting.disclosure.frames import Quadro, cells, coarser, merge_rare
from sisetp.reporting.disclosure.plan import Estado, Plano, planejar
from sisetp.reporting.disclosure.request import Candidata, Pedido
from sisetp.reporting.disclosure.virtuals import between_editions, complements

ORDEM = ("pais", "finalidade", "faixa", "lugar", "mes")
TETO = 0.30
"""Largest share of hidden cells of a table that is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passo:
    """One step of the ladder, in words for the log and the reader; no number about people is in it."""

    tabela: str
    texto: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subida:
    """Where the ladder ended: the plan, the request it answers, the tables as they are published, the steps taken.

    `retiradas`: tables left out. `escolhas`: what stands alone in each top-k dimension, to be kept all year.
    """

    plano: Plano
    pedido: Pedido
    quadros: tuple[Quadro, ...]
    retiradas: tuple[str, ...]
    passos: tuple[Passo, ...]
    escolhas: Mapping[str, tuple[str, ...]]


def climb(
    pedido: Pedido,
    quadros: Sequence[Quadro],
    *,
    escolhas: Mapping[str, tuple[str, ...]],
    ordem: tuple[str, ...] = ORDEM,
    teto: float = TETO,
) -> Subida:
    """Plan these tables, coarser and fewer until each hides at most `teto` of its cells.

    `pedido` comes without candidates; `escolhas` is what earlier releases of the year decided. The plan may still
    have an impasse when the ledger itself is broken (`Impasse.tabela` empty). Raises as `planejar`.
    """
    chosen = dict(escolhas)
    steps: list[Passo] = []
    tables = [merge_rare(pedido.universo, pedido.atomos, table, chosen) for table in quadros]
    for before, after in zip(quadros, tables, strict=True):
        if before != after:
            steps.append(Passo(tabela=after.codigo, texto="categorias raras reunidas em um grupo"))
    gone: list[str] = []
    while any(_small(pedido, table) > teto for table in tables):
        bad = {table.codigo for table in tables if _small(pedido, table) > teto}
        tables = _step(tables, bad, ordem, steps, gone)
    while True:
        asked = _ask(pedido, tables)
        plan = planejar(asked)
        bad = _hidden_too_much(asked, plan, teto) | {found.tabela for found in plan.impasses if found.tabela}
        if not bad:
            break
        tables = _step(tables, bad, ordem, steps, gone)
    return Subida(
        plano=plan,
        pedido=asked,
        quadros=tuple(tables),
        retiradas=tuple(gone),
        passos=tuple(steps),
        escolhas=chosen,
    )


def _step(
    tables: list[Quadro], bad: set[str], ordem: tuple[str, ...], steps: list[Passo], gone: list[str]
) -> list[Quadro]:
    """One step up for the tables named, or out when there is no step left."""
    kept = []
    for table in tables:
        if table.codigo not in bad:
            kept.append(table)
            continue
        up = coarser(table, ordem)
        if up is None:
            gone.append(table.codigo)
            steps.append(Passo(tabela=table.codigo, texto="retirada: mesmo agrupada, teria células ocultas demais"))
        else:
            kept.append(up[0])
            steps.append(Passo(tabela=table.codigo, texto=f"de {up[1]} para {up[2]}"))
    return kept


def _small(pedido: Pedido, quadro: Quadro) -> float:
    """Share of cells below the threshold: a lower bound of what a plan would hide."""
    possible = [cell for cell in cells(quadro) if cell.forma.possivel(pedido.universo)]
    small = sum(count(pedido.universo, cell.forma, pedido.atomos) < cell.limiar for cell in possible)
    return small / max(1, len(possible))


def _ask(pedido: Pedido, tables: Sequence[Quadro]) -> Pedido:
    asked: tuple[Candidata, ...] = tuple(cell for table in tables for cell in cells(table))
    virtual = complements(pedido.universo, asked) + between_editions(pedido.universo, asked)
    return replace(pedido, candidatas=asked, protegidas=pedido.protegidas + virtual)


def _hidden_too_much(pedido: Pedido, plano: Plano, teto: float) -> set[str]:
    hidden: dict[str, list[bool]] = {}
    for cell, state in zip(pedido.candidatas, plano.estados, strict=True):
        if state is not Estado.IMPOSSIVEL:
            hidden.setdefault(cell.tabela, []).append(state is Estado.OCULTA)
    return {table for table, marks in hidden.items() if sum(marks) > teto * len(marks)}
