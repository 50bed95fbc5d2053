"""Down the ladder until what is left can be published: coarsen, plan, look at what would be hidden, coarsen again.

Source: secrecy design, 5.1 («Ladder before suppression»): a table goes down while more than a share of its cells would
be hidden, or while it cannot stand beside what is already out; one that cannot go further down is not published.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.model import Quadro
from sisetp.reporting.disclosure.atoms import Atomos, counts, selected
from sisetp.reporting.disclosure.deadlock import Impasse
from sisetp.reporting.disclosure.plan import Estado, Plano
from sisetp.reporting.disclosure.request import Anterior, Externa, Parametros, Pedido, Protegida, Publicada
from sisetp.reporting.disclosure.virtuals import between_editions
from sisetp.reporting.releases import coarsening
from sisetp.reporting.releases.checks import ESPERAR, Impedida
from sisetp.reporting.releases.parameters import ParametrosSigilo
from sisetp.reporting.releases.selection import Recorte, form, of_codes, whole
from sisetp.reporting.releases.tables import Grade, lay_out, settle

Planejador = Callable[[Pedido], Plano]
Progresso = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and of how much."""

_ALWAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexto:
    """What a plan is made with. `unidades` are (code, label) pairs; `limiares` thresholds of forms already out;
    `protegidas` are forms that no table prints and that the audit found could be worked out. `anteriores`: a revised
    edition has the tables of the first one, and starts where they ended (steps by code of table). `comeco`: where the
    search for a plan starts."""

    recorte: Recorte
    atomos: Atomos
    parametros: ParametrosSigilo
    regras: Parametros
    publicadas: tuple[Publicada, ...]
    externas: tuple[Externa, ...]
    unidades: tuple[tuple[str, str], ...]
    limiares: dict[str, int]
    protegidas: tuple[Protegida, ...] = ()
    anteriores: Mapping[str, int] | None = None
    comeco: Anterior | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmDescida:
    """One table on its way: its definition now, and the steps taken, in words."""

    quadro: Quadro
    passos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Descida:
    """Where the descent ended: tables with their steps and cells, the plan over all of them, and tables given up."""

    tabelas: tuple[EmDescida, ...]
    grades: tuple[Grade, ...]
    plano: Plano
    protegidas: tuple[Protegida, ...]
    retiradas: tuple[str, ...]


def descend(quadros: Sequence[Quadro], contexto: Contexto, planejar: Planejador, progresso: Progresso) -> Descida:
    """Tables and plan that can be published together.

    Raises: Impedida when nothing is left, or when what is already out cannot be protected any more.
    """
    counted = _counter(contexto)
    tables, gone = _start(quadros, contexto, counted)
    rounds = 0
    while tables:
        grades = _grades(tables, contexto)
        worst = [grade.quadro.codigo for grade in grades if _too_small(grade, contexto)]
        if not worst:
            rounds += 1
            progresso("Procurando o que ocultar", rounds, rounds + 1)
            request = _request(grades, contexto)
            plan = planejar(request)
            _check_ledger(plan.impasses)
            worst = _refused(grades, plan, contexto.parametros)
            if not worst:
                return Descida(
                    tabelas=tuple(tables),
                    grades=grades,
                    plano=plan,
                    protegidas=request.protegidas,
                    retiradas=tuple(gone),
                )
        tables = _lower(tables, worst, gone, contexto, counted)
    raise Impedida("Nenhuma tabela pode sair: os grupos são pequenos demais neste período.", ESPERAR, gone)


def _start(
    quadros: Sequence[Quadro], contexto: Contexto, counted: Callable[[Quadro], coarsening.Contagem]
) -> tuple[list[EmDescida], list[str]]:
    """Tables at the top of their ladders, or where the first edition left them; and those that it did not have."""
    before = contexto.anteriores
    kept = [quadro for quadro in quadros if before is None or quadro.codigo in before]
    tables = [EmDescida(quadro=coarsening.settled(quadro, contexto.unidades, counted(quadro))) for quadro in kept]
    gone = [quadro.codigo for quadro in quadros if quadro not in kept]
    for _ in range(max((before or {}).values(), default=0)):
        due = [
            table.quadro.codigo for table in tables if len(table.passos) < (before or {}).get(table.quadro.codigo, 0)
        ]
        tables = _lower(tables, due, gone, contexto, counted)
    return tables, gone


def _grades(tables: Sequence[EmDescida], contexto: Contexto) -> tuple[Grade, ...]:
    laid = [lay_out(table.quadro, contexto.recorte, contexto.parametros) for table in tables]
    return settle(laid, contexto.limiares)


def _request(grades: Sequence[Grade], contexto: Contexto) -> Pedido:
    cells = tuple(cell for grade in grades for cell in grade.candidatas())
    return Pedido(
        universo=contexto.recorte.universo,
        atomos=contexto.atomos,
        candidatas=cells,
        publicadas=contexto.publicadas,
        externas=contexto.externas,
        protegidas=(*contexto.protegidas, *between_editions(contexto.recorte.universo, cells)),
        parametros=contexto.regras,
        anterior=contexto.comeco,
    )


def _too_small(grade: Grade, contexto: Contexto) -> bool:
    """Tell, without a plan, that more cells than allowed are under their thresholds."""
    houses = [casa for casa in grade.casas if casa.possivel]
    people = counts(contexto.recorte.universo, [casa.forma for casa in houses], contexto.atomos).tolist()
    small = sum(found < casa.limiar for casa, found in zip(houses, people, strict=True))
    return not houses or _too_many(small, len(houses), contexto.parametros)


def _too_many(hidden: int, cells: int, parametros: ParametrosSigilo) -> bool:
    """Tell whether too much of a table is hidden. In a small one two cells may be (hiding one takes another), as long
    as two are shown; in a larger one, the share of the parameters."""
    return hidden > max(_ALWAYS, cells * parametros.ocultas_maximo // 100) or cells - hidden < min(_ALWAYS, cells)


def _check_ledger(impasses: Sequence[Impasse]) -> None:
    if any(not found.tabela for found in impasses):
        raise Impedida(
            "O que já está publicado, com o que veio de fora, não se protege mais: nada novo pode sair deste ano.",
            ESPERAR,
            [found.motivo for found in impasses if not found.tabela],
        )


def _refused(grades: Sequence[Grade], plan: Plano, parametros: ParametrosSigilo) -> list[str]:
    """Tables that cannot stand beside the others, or of which too much would be hidden."""
    refused = {found.tabela for found in plan.impasses}
    states = iter(plan.estados)
    for grade in grades:
        own = [next(states) for casa in grade.casas if casa.possivel]
        hidden = sum(state is Estado.OCULTA for state in own)
        if not own or _too_many(hidden, len(own), parametros):
            refused.add(grade.quadro.codigo)
    return sorted(refused)


def _lower(
    tables: Sequence[EmDescida],
    worst: Sequence[str],
    gone: list[str],
    contexto: Contexto,
    counted: Callable[[Quadro], coarsening.Contagem],
) -> list[EmDescida]:
    kept = []
    for table in tables:
        if table.quadro.codigo not in worst:
            kept.append(table)
            continue
        step = coarsening.coarser(table.quadro, contexto.parametros.limiar(table.quadro.limiar), counted(table.quadro))
        if step is None:
            gone.append(table.quadro.codigo)
        else:
            kept.append(replace(table, quadro=step[1], passos=(*table.passos, step[0])))
    return kept


def _counter(contexto: Contexto) -> Callable[[Quadro], coarsening.Contagem]:
    """National counts by codes of one dimension, over what a table counts."""
    universo, atomos = contexto.recorte.universo, contexto.atomos

    def of_table(quadro: Quadro) -> coarsening.Contagem:
        everybody = form(contexto.recorte, whole(contexto.recorte, quadro.base))
        people = atomos.onde(selected(universo, everybody, atomos.codigos))

        def count(dimensao: Dimensao, codigos: Sequence[str]) -> int:
            mask = np.ones(len(people), bool)
            for name, codes in of_codes(contexto.recorte, dimensao, codigos).items():
                places = [place for place, code in enumerate(universo.codigos(name)) if code in codes]
                axis = [entry for entry, _ in universo.dimensoes].index(name)
                mask &= np.isin(people.codigos[:, axis], places)
            return int(people.contagens[mask].sum())

        return count

    return of_table
