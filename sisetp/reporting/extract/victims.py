"""VITIMA facts: one row for each person in each case with a contact in the year, or whose case was opened in it.

A contact is any atendimento of the unit, or any evolution that concerns her, of her record or of one linked to it.
Who was taken out of the case is left out; somebody in two cases has two rows. Status, purpose and forms are those of
now: the close of the year is what freezes them (decision 17). The person's attributes are those of her register.
Without a contact, `mes` and `dia` are those of the opening of the case.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.extract.calendar import month_number
from sisetp.reporting.extract.columns import facts, taken
from sisetp.reporting.extract.contacts import Seguimentos
from sisetp.reporting.extract.people import REGISTER
from sisetp.reporting.extract.records import Registros
from sisetp.reporting.facts import Fatos, Tabela

_DAYS = 32


def victim_facts(registros: Registros, seguimentos: Seguimentos, nomes: NDArray[np.uint64], ano: int) -> Fatos:
    """Facts of one civil year of the window; `nomes` are the pseudonyms of `registros.people` in it.

    Raises: Unreadable.
    """
    links, people = registros.links, registros.people
    first = first_contacts(registros, seguimentos, nomes, ano)
    opened = {row.id: row.abertura for row in registros.case_rows}
    chosen: list[tuple[int, int, int, int, int]] = []
    for place, link in enumerate(links.items):
        abertura = opened.get(link.caso_id)
        if link.ate is not None or abertura is None:
            continue
        new = abertura.year == ano
        person = people.place(link.pessoa_id)
        contact = first.get(int(nomes[person]))
        if contact is not None:
            chosen.append((place, person, int(new), *contact))
        elif new:
            chosen.append((place, person, 1, abertura.month, abertura.day))
    table = np.array(chosen, dtype=np.int64).reshape(-1, 5)
    who = table[:, 1]
    values: dict[str, NDArray[Any]] = {
        **taken({name: people.register[name] for name in REGISTER}, who),
        **taken(links.codes, table[:, 0]),
        "pessoa": nomes[who],
        "caso_novo": table[:, 2],
        "mes": table[:, 3],
        "dia": table[:, 4],
    }
    return facts(Tabela.VITIMA, registros.unidade_id, ano, 0, values, len(chosen))


def first_contacts(
    registros: Registros, seguimentos: Seguimentos, nomes: NDArray[np.uint64], ano: int
) -> dict[int, tuple[int, int]]:
    """Month (1–12) and day of the first contact of each pseudonym in the year, in this unit."""
    begin, found = month_number(ano, 1), registros.evolutions
    concerned = (registros.links.items[link].pessoa_id for link in seguimentos.links)
    people = np.concatenate([registros.contact_people, registros.people.at(concerned)])
    months = np.concatenate([registros.contact_days.months, found.when.months[seguimentos.evolutions]]) - begin
    days = np.concatenate([registros.contact_days.days, found.when.days[seguimentos.evolutions]])
    inside = (months >= 0) & (months < 12)
    when = months[inside] * _DAYS + days[inside]
    return _earliest(zip(nomes[people[inside]].tolist(), when.tolist(), strict=True))


def _earliest(contacts: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    first: dict[int, int] = {}
    for person, when in contacts:
        first[person] = min(when, first.get(person, when))
    return {person: (when // _DAYS + 1, when % _DAYS) for person, when in first.items()}
