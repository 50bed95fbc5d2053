"""The base of first contacts: once in the year, where each person first came, whatever the order of the rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sisetp.reporting.disclosure.atoms import count
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.facts import Tabela
from sisetp.reporting.releases.atoms import Base, atoms_of
from sisetp.reporting.releases.base import Parte, Segmento, first_contacts, people, purposes, whole_year
from sisetp.reporting.releases.frame import Lugar
from tests.support.divulgacoes import facts

LUGARES = (Lugar(id=1, codigo="NETP-SP", uf="SP"), Lugar(id=2, codigo="NETP-PA", uf="PA"))
Contato = tuple[int, int, int, int, str]
"""Month, unit, day, person, sex."""


def segments(contatos: Sequence[Contato], tabela: Tabela = Tabela.CONTATO) -> list[Segmento]:
    """One segment for each unit and month of these contacts."""
    places = sorted({(mes, unit) for mes, unit, *_ in contatos})
    return [
        Segmento(
            n, "ab", facts(tabela, [_row(entry) for entry in contatos if entry[:2] == place], place[1], 2026, place[0])
        )
        for n, place in enumerate(places)
    ]


def _row(contato: Contato) -> dict[str, Any]:
    _mes, _unit, dia, pessoa, sexo = contato
    return {"pessoa": pessoa, "dia": dia, "sexo": sexo, "faixa_etaria": "F18_29", "nacionalidade": "BR"}


def months(contatos: Sequence[Contato], upto: int = 3) -> tuple[Parte, ...]:
    """Parts of the first months, each against those before."""
    parts: tuple[Parte, ...] = ()
    for mes in range(1, upto + 1):
        own = [entry for entry in segments(contatos) if entry.fatos.mes == mes]
        parts = (*parts, first_contacts(2026, mes, own, people(parts)))
    return parts


contacts = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 28), st.integers(1, 9), st.sampled_from("FM")),
    max_size=40,
)


@given(contacts, st.randoms(use_true_random=False))
def test_each_person_counts_once_where_she_first_came(contatos: list[Contato], shuffle: Any) -> None:
    parts = months(contatos)
    found = {
        int(person): (part.mes, int(unit))
        for part in parts
        for person, unit in zip(part.colunas["pessoa"], part.colunas["unidade"], strict=True)
    }
    first = {who: min(entry for entry in contatos if entry[3] == who) for who in {entry[3] for entry in contatos}}
    earliest = {who: min((m, d, u) for m, u, d, p, _ in contatos if p == who) for who in first}
    assert found == {who: (m, u) for who, (m, _d, u) in earliest.items()}
    assert sum(len(part.colunas["pessoa"]) for part in parts) == len(first)
    shuffle.shuffle(contatos)
    for one, two in zip(parts, months(contatos), strict=True):
        assert all((one.colunas[name] == two.colunas[name]).all() for name in one.colunas)


def test_a_month_that_is_fixed_does_not_change_with_what_comes_later() -> None:
    early: list[Contato] = [(2, 1, 5, 7, "F")]
    parts = months(early)
    late = [Segmento(9, "cd", facts(Tabela.CONTATO, [_row((1, 2, 3, 7, "M"))], 2, 2026, 1))]
    revised = whole_year(2026, 2, [*segments(early), *late])
    base = Base(ano=2026, meses=parts, revista=revised)
    moldura = base.moldura(LUGARES)
    universo, atomos = moldura.universo(), atoms_of(base, moldura)
    assert universo.tardios == {("01", "NETP-PA")}
    first = {"nasceu": ("1",)}
    assert count(universo, Forma.de({**first, "mes": ("02",), "lugar": ("NETP-SP",)}), atomos) == 1
    assert count(universo, Forma.de({**first, "mes": ("01",)}), atomos) == 0
    second = {"morreu": ("fim",)}
    assert count(universo, Forma.de({**second, "mes": ("02",)}), atomos) == 0
    assert count(universo, Forma.de({**second, "mes": ("01",), "sexo": ("M",)}), atomos) == 1


def test_one_purpose_for_each_person_the_surest_and_earliest_case_first() -> None:
    rows = [
        {"pessoa": 1, "mes": 3, "dia": 1, "status_vitima": "POSSIVEL", "finalidade": "SERVIDAO"},
        {"pessoa": 1, "mes": 5, "dia": 1, "status_vitima": "CONFIRMADA", "finalidade": "EXP_SEXUAL"},
        {"pessoa": 1, "mes": 6, "dia": 1, "status_vitima": "CONFIRMADA", "finalidade": "TRAB_ESCRAVO"},
        {"pessoa": 2, "mes": 1, "dia": 1, "status_vitima": "POSSIVEL"},
        {"pessoa": 3, "mes": 1, "dia": 1, "status_vitima": "DESCARTADA", "finalidade": "ADOCAO"},
    ]
    known = [row for row in rows if row["status_vitima"] != "DESCARTADA"]
    closing = purposes(2026, 1, [Segmento(1, "ab", facts(Tabela.VITIMA, known, 1, 2026, 0))])
    contatos: list[Contato] = [(1, 1, 1, who, "F") for who in (1, 2, 3)]
    base = Base(ano=2026, meses=months(contatos), finalidades=closing)
    moldura = base.moldura(LUGARES)
    atomos = atoms_of(base, moldura)
    counted = {
        code: count(moldura.universo(), Forma.de({"finalidade": (code,)}), atomos)
        for code in moldura.universo().codigos("finalidade")
    }
    assert {code: n for code, n in counted.items() if n} == {"FORA": 1, "EXP_SEXUAL": 1, "ND": 1}


def test_an_empty_month_is_a_part_too() -> None:
    part = first_contacts(2026, 1, [], np.zeros(0, np.uint64))
    assert (len(part.colunas["pessoa"]), part.pares, part.segmentos) == (0, (), ())
