"""Releases of a small year, made two ways: naively, and as SISETP makes them, jointly over everything published."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.auditor.attacks import attack
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Auditoria, LinhaAuditada
from sisetp.reporting.disclosure.auditor.virtuals import between_editions, leftovers
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.plan import planejar
from sisetp.reporting.disclosure.request import Candidata, Classe, Parametros, Pedido, Protegida, Publicada, duplas
from tests.unit.reporting.auditor.worlds import DIMENSOES, EDICAO_1, LIMIAR, UFS, Codes, Mundo, below, por, texto

MESES = dict(DIMENSOES)["mes"]
ESTADOS = por("lugar", {"AA": ("A1", "A2"), "BB": ("B1",), "CC": ("C1", "C2", "C3")})
UNIDADES = por("lugar", {unit: (unit,) for unit in UFS}, total=False)
SEXO = por("sexo", {"F": ("F",), "M": ("M",), "NI": ("NI",)})
IDADE = por("faixa", {band: (band,) for band in dict(DIMENSOES)["faixa"]})
IDADE_LARGA = por("faixa", {"0-17": ("0-11", "12-17"), "18-39": ("18-29", "30-39"), "40+": ("40-49", "50-59", "60+")})
BRASIL: dict[str, Codes] = {"Brasil": {}}


@dataclass(frozen=True)
class Quadro:
    """A cross table to publish; `vale` says which edition it counts."""

    tabela: str
    linhas: Mapping[str, Codes]
    colunas: Mapping[str, Codes]
    vale: Codes | None = None
    limiar: int = LIMIAR


def no_mes(quadro: Quadro, meses: Sequence[str]) -> Quadro:
    """The same table of some months only."""
    return replace(quadro, vale={**(quadro.vale or EDICAO_1), "mes": tuple(meses)})


def pessoas(seed: int, quantas: int) -> Mundo:
    """A year of invented people, few of them in small units, old ages and «NI»."""
    chance = Random(seed)
    world = Mundo()
    weights = {"lugar": (30, 12, 20, 25, 8, 5), "sexo": (60, 37, 3), "pais": (60, 20, 10, 6, 4)}
    for _ in range(quantas):
        codes = {
            name: chance.choices(values, weights.get(name, range(len(values), 0, -1)))[0]
            for name, values in DIMENSOES
            if name not in ("nasceu", "morreu", "mes")
        }
        world.chegam(1, mes=chance.choice(MESES), **codes)
    return world


def ingenua(world: Mundo, divulgacao: str, *quadros: Quadro, hidden: Callable[[int], bool] = below) -> Mundo:
    """Publish every table hiding only what `hidden` says, each cell by itself."""
    for quadro in quadros:
        world.tabela(
            divulgacao,
            quadro.tabela,
            quadro.linhas,
            quadro.colunas,
            hidden=hidden,
            vale=quadro.vale,
            limiar=quadro.limiar,
        )
    return world


def protegida(
    world: Mundo,
    divulgacao: str,
    *quadros: Quadro,
    livro: bool = True,
    vizinhos: Parametros | None = None,
) -> Mundo:
    """Publish what the planner allows beside everything published before; a table that it refuses does not go out.

    `livro` False forgets what was published before: each release protected by itself. `vizinhos`: other rules
    about units that know their own records.
    """
    wanted = list(quadros)
    while wanted:
        cells = [
            (quadro, row, column, {**(quadro.vale or EDICAO_1), **quadro.linhas[row], **quadro.colunas[column]})
            for quadro in wanted
            for row in quadro.linhas
            for column in quadro.colunas
        ]
        request = _request(world, cells, world.linhas if livro else [])
        plan = planejar(request if vizinhos is None else replace(request, parametros=vizinhos))
        if plan.publicavel:
            for (quadro, row, column, form), state, value in zip(cells, plan.estados, plan.valores, strict=True):
                hidden = _hidden(quadro, row, column, form)
                world.linhas.append(replace(hidden, divulgacao=divulgacao, situacao=state.value, valor=value))
            return world
        refused = {deadlock.tabela for deadlock in plan.impasses}
        wanted = [quadro for quadro in wanted if quadro.tabela not in refused] if "" not in refused else []
    return world


def ambas(quantas: int, *quadros: Quadro) -> tuple[Mundo, Mundo]:
    """The same people and tables, one release each, published naively and as SISETP does."""
    naive, safe = pessoas(quantas, quantas), pessoas(quantas, quantas)
    for order, quadro in enumerate(quadros, start=1):
        ingenua(naive, f"R{order}", quadro)
        protegida(safe, f"R{order}", quadro)
    return naive, safe


def recuperados(world: Mundo, codigo: str) -> int:
    """Small groups that an attack gives away."""
    return attack(world.caso(), codigo).recuperados


def only_naive_leaks(naive: Mundo, safe: Mundo, codigo: str) -> None:
    """An attack works on the naive output and not on the protected one, which has the same tables with numbers: where
    nothing is out there is nothing to attack."""
    assert recuperados(naive, codigo) > 0
    assert recuperados(safe, codigo) == 0
    assert auditada(safe).aprovada
    assert out(naive) == out(safe)


def auditada(world: Mundo, *, detentor: bool = True) -> Auditoria:
    """The audit of everything published."""
    return audit(world.caso(detentor=detentor))


def publicadas(world: Mundo) -> int:
    """Cells with a number."""
    return sum(line.situacao == "P" for line in world.linhas)


def out(world: Mundo) -> set[tuple[str, str]]:
    """Releases and tables with any number."""
    return {(line.divulgacao, line.tabela) for line in world.linhas if line.situacao == "P"}


Celula = tuple[Quadro, str, str, Codes]


def _request(world: Mundo, cells: Sequence[Celula], before: Sequence[LinhaAuditada]) -> Pedido:
    frame = world.moldura()
    lines = [*before, *(_hidden(*cell) for cell in cells)]
    virtual = (*between_editions(lines, frame), *leftovers(lines, frame))
    universe = Universo(ano=frame.ano, dimensoes=frame.dimensoes, pares=frame.pares)
    return Pedido(
        universo=universe,
        atomos=Atomos.de(universe, world.pessoas.items()),
        candidatas=tuple(
            Candidata(
                tabela=quadro.tabela,
                linha=list(quadro.linhas).index(row),
                coluna=list(quadro.colunas).index(column),
                forma=Forma.de(form),
                limiar=quadro.limiar,
                classe=_class(row, column),
            )
            for quadro, row, column, form in cells
        ),
        publicadas=tuple(
            Publicada(forma=Forma.de(json.loads(line.forma_json)), valor=line.valor, limiar=line.limiar)
            for line in before
            if line.situacao != "-"
        ),
        protegidas=tuple(Protegida(forma=Forma.de(json.loads(v.forma_json)), limiar=v.limiar) for v in virtual),
        parametros=Parametros(duplas=duplas(universe, UFS), lugares=True),
    )


def _hidden(quadro: Quadro, row: str, column: str, form: Codes) -> LinhaAuditada:
    return LinhaAuditada(
        divulgacao="",
        tabela=quadro.tabela,
        linha=row,
        coluna=column,
        forma_json=texto(form),
        situacao="X",
        valor=None,
        limiar=quadro.limiar,
    )


def _class(row: str, column: str) -> Classe:
    totals = (row in ("Total", "Brasil")) + (column in ("Total", "Brasil"))
    return (Classe.CRUZAMENTO, Classe.MARGEM, Classe.TOTAL)[totals]
