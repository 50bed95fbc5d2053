"""The audit: bounds of every sensitive form over the union of all releases, what is given away, by whom, the way out.

Two readers are tried: the public, who keeps every file, and each unit of a state with exactly two units, who also
knows its own records. Sources: secrecy design 2 («Auditor»), 5.2, 5.3 (`regra_detentor`) and 8.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from sisetp.reporting.disclosure.auditor.bounds import Sistema
from sisetp.reporting.disclosure.auditor.causes import Conhecido, contradictions, known, violation
from sisetp.reporting.disclosure.auditor.integers import whole_bounds
from sisetp.reporting.disclosure.auditor.model import PAR, Auditoria, Caso, Limite, Medidas, Situacao, Violacao
from sisetp.reporting.disclosure.auditor.search import Busca
from sisetp.reporting.disclosure.auditor.space import Espaco, Indices, Pessoas, Reais, build, located
from sisetp.reporting.disclosure.auditor.starts import nearby
from sisetp.reporting.disclosure.auditor.targets import Alvo, Detentor, insiders, narrowed, sensitive, targets


@dataclass(slots=True)
class _Resultado:
    limites: list[Limite] = field(default_factory=list)
    violacoes: list[Violacao] = field(default_factory=list)
    duvidosos: list[Alvo] = field(default_factory=list)
    por_ponto: int = 0
    programas: int = 0
    atomos: int = 0
    inteiros: int = 0


def audit(caso: Caso) -> Auditoria:
    """Bounds of every sensitive form given everything published, and what is given away.

    Raises: RuleViolation for a form that the year's frame does not have; Refused when the published numbers are of no
    population.
    """
    started = perf_counter()
    wide, neighbours = targets(caso), insiders(caso) if caso.detentor else ()
    first = build(caso.moldura, _texts(caso, wide, neighbours))
    people = located(caso.moldura, caso.suporte)
    _, _, truth = first.count(people)
    wrong = contradictions(caso.linhas, first, truth)
    small, neighbours = sensitive(wide, first, truth), narrowed(neighbours, first, truth)
    space = build(caso.moldura, _texts(caso, small, neighbours))
    found = _search_all(caso, space, people, small, neighbours)
    measures = Medidas(
        divulgacoes=len({line.divulgacao for line in caso.linhas}),
        celulas=len(caso.linhas),
        formas=len({first.linha[line.forma_json] for line in caso.linhas}),
        sensiveis=len(small),
        virtuais=sum(not target.tabela for target in small),
        detentores=len(neighbours),
        limites=2 * len(found.limites),
        provados_por_ponto=found.por_ponto,
        programas=found.programas,
        atomos=found.atomos,
        atomos_possiveis=space.possiveis,
        inteiros=found.inteiros,
        segundos=perf_counter() - started,
    )
    return Auditoria(limites=tuple(found.limites), violacoes=(*wrong, *found.violacoes), medidas=measures)


def retroactive_alarm(before: Caso, after: Caso) -> tuple[Violacao, ...]:
    """Forms that were safe and that what came from outside has broken: violations of `after` that `before` lacks."""
    safe = {(limit.forma_json, limit.detentor) for limit in audit(before).limites if limit.tipo is None}
    return tuple(broken for broken in audit(after).violacoes if (broken.forma_json, broken.detentor) in safe)


def _search_all(
    caso: Caso, space: Espaco, pessoas: Pessoas, small: tuple[Alvo, ...], neighbours: tuple[Detentor, ...]
) -> _Resultado:
    atoms, people, truth = space.count(pessoas)
    reader = known(caso, space, truth)
    rows = np.array([space.linha[target.forma_json] for target in small], np.intp)
    extras = nearby(space, atoms, rows, caso.semente)
    system = Sistema(space, reader.baixo, reader.alto, atoms, people, extras)
    found = _Resultado()
    _search(found, system, small, truth, reader, "")
    _search_whole(found, caso, space, pessoas)
    for neighbour in neighbours:
        system.fix(_classes_of(space, neighbour.unidade))
        _search(found, system, neighbour.alvos, truth, reader, neighbour.unidade)
    found.programas, found.atomos = system.programas, len(system.atomos)
    return found


def _search(
    found: _Resultado, system: Sistema, small: tuple[Alvo, ...], truth: Reais, reader: Conhecido, insider: str
) -> None:
    rows = np.array([system.espaco.linha[target.forma_json] for target in small], np.intp)
    search = Busca(system, rows, np.array([target.limiar for target in small], float), truth)
    for bounds, target in zip(search.run(), small, strict=True):
        limit = _limit(target, bounds.minimo, bounds.maximo, insider)
        found.limites.append(limit)
        found.inteiros += bounds.inteiro
        if limit.tipo is not None:
            causes = reader.causes(bounds.provas)
            printed = bounds.provas == (bounds.linha,)
            found.violacoes.append(violation(limit.tipo, target, insider, causes, printed=printed))
        elif not bounds.inteiro and not insider:
            found.duvidosos.append(target)
    found.por_ponto += search.por_ponto


def _search_whole(found: _Resultado, caso: Caso, space: Espaco, pessoas: Pessoas) -> None:
    for bounds in whole_bounds(caso, found.duvidosos, space, pessoas):
        limit = _limit(bounds.alvo, bounds.minimo, bounds.maximo, "")
        found.inteiros += 1
        if limit.tipo is not None:
            found.limites[[each.forma_json for each in found.limites].index(limit.forma_json)] = limit
            found.violacoes.append(violation(limit.tipo, bounds.alvo, "", bounds.causas, printed=False))


def _limit(target: Alvo, lowest: int, highest: int, insider: str) -> Limite:
    return Limite(
        descricao=target.descricao,
        forma_json=target.forma_json,
        limiar=target.limiar,
        minimo=lowest,
        maximo=highest,
        detentor=insider,
    )


def _texts(caso: Caso, wanted: Iterable[Alvo], neighbours: Iterable[Detentor]) -> Iterable[str]:
    """Forms that somebody knows, forms to bound, and one per insider so that no class mixes its people with others'."""
    yield from (line.forma_json for line in caso.linhas if line.situacao != Situacao.OCULTA)
    yield from (outside.forma_json for outside in caso.externas)
    yield from (target.forma_json for target in wanted)
    for neighbour in neighbours:
        yield json.dumps({"lugar": [neighbour.unidade]})
        yield from (target.forma_json for target in neighbour.alvos)


def _classes_of(space: Espaco, unit: str) -> Indices:
    place = PAR.index("lugar")
    own = [code[place] == unit for code in space.eixos[0].codigos]
    return np.unique(space.classe[0][np.array(own)])
