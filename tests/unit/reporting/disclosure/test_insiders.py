"""Whoever works in one of two units takes its own records out of a number of both; the plan does not let her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from sisetp.reporting.disclosure.atoms import Atomos, count
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.plan import planejar
from sisetp.reporting.disclosure.request import Candidata, Parametros, Pedido, duplas
from sisetp.reporting.disclosure.verify import verify
from tests.unit.reporting.disclosure.attacker import Attacker
from tests.unit.reporting.disclosure.small import EDICAO_1, MESES, UF, UFS, UNIDADES, UNIVERSO, published, seen, table

ANO = {"mes": MESES, **EDICAO_1}
MARCO = {"mes": ("03",), **EDICAO_1}
STATES = duplas(UNIVERSO, UF)
REGIOES = {"Sul e Centro-Oeste": ("GO1", "PR1"), "Nordeste": ("BA1", "BA2", "CE1")}
NO_LUGARES: dict[str, Mapping[str, tuple[str, ...]]] = {}
MARCO_DE_DUAS = replace(
    UNIVERSO, pares=frozenset(pair for pair in UNIVERSO.pares if pair[0] != "03" or pair[1] < "BA3")
)


@dataclass(frozen=True)
class Caso:
    """A table, what a unit wants to know of its partner, and the rules with and without its protection."""

    celulas: Sequence[Candidata]
    detentor: str
    parceira: Forma
    sem: Parametros
    com: Parametros
    universo: Universo = UNIVERSO


CASOS = {
    "state": Caso(
        table("uf", ANO, {"lugar": UFS}),
        "BA1",
        Forma.de({**ANO, "lugar": ("BA2",)}),
        Parametros(),
        Parametros(duplas=STATES),
    ),
    "region": Caso(
        table("região", ANO, {"lugar": REGIOES}),
        "GO1",
        Forma.de({**ANO, "lugar": ("PR1",)}),
        Parametros(duplas=STATES),
        Parametros(duplas=STATES, lugares=True),
    ),
    "month that two sent": Caso(
        table("março", MARCO, NO_LUGARES),
        "BA1",
        Forma.de({**MARCO, "lugar": ("BA2",)}),
        Parametros(),
        Parametros(lugares=True),
        MARCO_DE_DUAS,
    ),
    "state in a month that two sent": Caso(
        table("março por UF", MARCO, {"lugar": {"todas": ("BA1", "BA2", "CE1")}}),
        "BA2",
        Forma.de({**MARCO, "lugar": ("BA1",)}),
        Parametros(),
        Parametros(lugares=True),
        MARCO_DE_DUAS,
    ),
}


def people(caso: Caso) -> Atomos:
    """Two dozen women in every unit and month, and three people in the partner's group."""
    (few,) = caso.parceira.codigos("lugar") or frozenset("?")
    months = caso.parceira.codigos("mes") or frozenset()
    atoms = {
        (mes, unit, "F", "18+", "1", "fim"): 24 for mes, unit in caso.universo.pares if unit != few or mes not in months
    }
    return Atomos.de(caso.universo, [*atoms.items(), ((max(months), few, "M", "18+", "1", "fim"), 3)])


def own(caso: Caso, atomos: Atomos) -> dict[tuple[str, ...], int]:
    """What the insider knows: its own people, atom by atom."""
    lists = [codes for _, codes in caso.universo.dimensoes]
    named = [tuple(codes[code] for codes, code in zip(lists, atom, strict=True)) for atom in atomos.codigos.tolist()]
    return {
        atom: people for atom, people in zip(named, atomos.contagens.tolist(), strict=True) if atom[1] == caso.detentor
    }


@pytest.mark.parametrize("caso", CASOS.values(), ids=CASOS)
def test_an_insider_learns_nothing_about_its_partner(caso: Caso) -> None:
    atomos = people(caso)
    assert count(caso.universo, caso.parceira, atomos) == 3
    learned = []
    for rules in (caso.sem, caso.com):
        pedido = Pedido(universo=caso.universo, atomos=atomos, candidatas=tuple(caso.celulas), parametros=rules)
        plano = planejar(pedido)
        assert plano.publicavel
        ledger = published(pedido, plano)
        reader = Attacker(caso.universo, seen(ledger), insider=caso.detentor, own=own(caso, atomos))
        learned.append(reader.learns(caso.parceira, 5))
        assert verify(replace(pedido, candidatas=(), publicadas=ledger), plano.provas) == ()
        unproven = verify(replace(pedido, candidatas=(), publicadas=ledger, parametros=caso.com), plano.provas)
        assert bool(unproven) is (rules == caso.sem)
    assert learned == [True, False]


def test_pairs_are_those_of_states_with_exactly_two() -> None:
    assert STATES == (("BA1", "BA2"),)
    assert {UF[unit] for unit in UNIDADES} == set(UFS)
