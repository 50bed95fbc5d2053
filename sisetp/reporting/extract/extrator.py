"""Facts of one unit: records read and opened once, cut into months and years."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.db.models.unidade import Unidade
from sisetp.domain.errors import NotFound
from sisetp.domain.period import month
from sisetp.reporting.extract.activities import activity_facts
from sisetp.reporting.extract.calendar import Janela
from sisetp.reporting.extract.cases import case_facts
from sisetp.reporting.extract.contacts import Seguimentos, contact_facts, follow_ups
from sisetp.reporting.extract.records import Registros
from sisetp.reporting.extract.referrals import referral_facts
from sisetp.reporting.extract.seals import Pseudonym, live_pseudonym, strict_pseudonym
from sisetp.reporting.extract.victims import victim_facts
from sisetp.reporting.facts import Fatos, Tabela

MENSAIS = (Tabela.CONTATO, Tabela.CASO, Tabela.ENCAMINHAMENTO, Tabela.ATIVIDADE)
"""Kinds of fact that belong to a month."""

Year = Callable[[Session, int], Pseudonym]


class Extrator:
    """Facts of one unit in the months from `first` to `last` (days, both inside).

    `year` says how people are numbered: `strict_pseudonym` refuses a year without its key, `live_pseudonym` makes do.
    Raises: NotFound for an unknown unit; every method Unreadable, and Refused from `strict_pseudonym`.
    """

    def __init__(
        self, session: Session, unidade_id: int, first: date, last: date, *, year: Year = strict_pseudonym
    ) -> None:
        unidade = session.get(Unidade, unidade_id)
        if unidade is None:
            raise NotFound
        janela = Janela(first=first, last=last, zone=ZoneInfo(unidade.fuso))
        self._session = session
        self._year = year
        self._names: dict[int, NDArray[np.uint64]] = {}
        self._records = Registros(session, unidade_id, janela)

    def month(self, ano: int, mes: int) -> dict[Tabela, Fatos]:
        """Every monthly table of a month of the window."""
        names = self._names_of(ano)
        return {
            Tabela.CONTATO: contact_facts(self._records, self._follow_ups, names, ano, mes),
            Tabela.CASO: case_facts(self._records, ano, mes),
            Tabela.ENCAMINHAMENTO: referral_facts(self._records, names, ano, mes),
            Tabela.ATIVIDADE: activity_facts(self._records, ano, mes),
        }

    def victims(self, ano: int) -> Fatos:
        """VITIMA facts of a civil year that is whole in the window."""
        return victim_facts(self._records, self._follow_ups, self._names_of(ano), ano)

    @cached_property
    def _follow_ups(self) -> Seguimentos:
        return follow_ups(self._records)

    def _names_of(self, ano: int) -> NDArray[np.uint64]:
        if ano not in self._names:
            self._names[ano] = self._records.people.pseudonyms(self._year(self._session, ano))
        return self._names[ano]


def live_month(session: Session, unidade_id: int, ano: int, mes: int) -> Mapping[Tabela, Fatos]:
    """Every monthly table of one month of a unit, from its records as they are now.

    Raises: NotFound, Unreadable.
    """
    return live_months(session, unidade_id, ano, (mes,))[mes]


def live_months(
    session: Session, unidade_id: int, ano: int, meses: Iterable[int]
) -> Mapping[int, Mapping[Tabela, Fatos]]:
    """Every monthly table of some months of a year of a unit, by month, from its records as they are now.

    When the counting key of the year was destroyed, people get numbers that are good for this call alone.
    Raises: NotFound, Unreadable.
    """
    chosen = sorted(set(meses))
    first, last = month(ano, chosen[0]).inicio, month(ano, chosen[-1]).fim
    found = Extrator(session, unidade_id, first, last, year=live_pseudonym)
    return {mes: found.month(ano, mes) for mes in chosen}


def live_victims(session: Session, unidade_id: int, ano: int) -> Fatos:
    """VITIMA facts of a unit and civil year, from its records as they are now.

    Raises: NotFound, Unreadable.
    """
    first, last = month(ano, 1).inicio, month(ano, 12).fim
    return Extrator(session, unidade_id, first, last, year=live_pseudonym).victims(ano)
