"""CONTATO facts: atendimentos, and evolutions once for each person they concern.

An atendimento carries what its own ficha says (decision 16: the attributes known then); deficiency, which the ficha
does not ask, comes from the person's register. An evolution says nothing of the person, so it carries her register as
it was last sealed: the age band is the one of the last time the register was saved, because no birth date is sealed
with the codes. Its entry door is the one of the case. An evolution of a case without people concerns nobody: no row.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.extract import codes
from sisetp.reporting.extract.calendar import month_number
from sisetp.reporting.extract.columns import stacked, taken
from sisetp.reporting.extract.people import REGISTER
from sisetp.reporting.extract.records import Registros
from sisetp.reporting.facts import Fatos, Tabela

ATENDIMENTO, EVOLUCAO = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seguimentos:
    """One row for each person whom each evolution concerns: place of the evolution and of the person's link."""

    evolutions: NDArray[np.intp]
    links: NDArray[np.intp]


def follow_ups(registros: Registros) -> Seguimentos:
    """Pair each evolution of the window with those it concerns. Raises: Unreadable."""
    found = registros.evolutions
    pairs: list[tuple[int, int]] = []
    for place, row in enumerate(found.rows):
        named = codes.uuid_at(found.codes["caso_pessoa_id"], place)
        ano, mes = divmod(int(found.when.months[place]), 12)
        day = date(ano, mes + 1, int(found.when.days[place]))
        pairs += [(place, link) for link in registros.links.concerned(row.id, row.caso_id, named, day)]
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Seguimentos(evolutions=both[:, 0], links=both[:, 1])


def contact_facts(
    registros: Registros, seguimentos: Seguimentos, nomes: NDArray[np.uint64], ano: int, mes: int
) -> Fatos:
    """Facts of one month of the window; `nomes` are the pseudonyms of `registros.people` in that year."""
    number = month_number(ano, mes)
    desk, follow = _desk(registros, nomes, number), _follow(registros, seguimentos, nomes, number)
    return stacked(Tabela.CONTATO, registros.unidade_id, ano, mes, (desk, follow))


def _desk(registros: Registros, nomes: NDArray[np.uint64], number: int) -> dict[str, NDArray[Any]]:
    places = np.flatnonzero(registros.contact_days.months == number)
    people = registros.contact_people[places]
    return {
        **taken(registros.contact_codes, places),
        "pessoa": nomes[people],
        "dia": registros.contact_days.days[places],
        "deficiencia": registros.people.register["deficiencia"][people].astype(np.uint64),
        "acompanhamento": np.full(len(places), ATENDIMENTO, np.uint8),
    }


def _follow(
    registros: Registros, seguimentos: Seguimentos, nomes: NDArray[np.uint64], number: int
) -> dict[str, NDArray[Any]]:
    found = registros.evolutions
    inside = found.when.months[seguimentos.evolutions] == number
    rows, links = seguimentos.evolutions[inside], seguimentos.links[inside]
    people = registros.people.at(registros.links.items[link].pessoa_id for link in links)
    states = registros.states
    cases = np.array([states.place_of(found.rows[row].caso_id) for row in rows], dtype=np.intp)
    return {
        **{name: registros.people.register[name][people] for name in REGISTER},
        "pessoa": nomes[people],
        "dia": found.when.days[rows],
        "acompanhamento": np.full(len(rows), EVOLUCAO, np.uint8),
        "tipo_acompanhamento": found.codes["tipo"][rows],
        "necessidades": found.codes["necessidades"][rows],
        "porta_entrada": states.codes["porta_entrada"][cases],
    }
