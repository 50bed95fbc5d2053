"""Records of one unit in a window of days: read once, opened once, then cut into months and years."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.db import estat_rows
from sisetp.db.estat_rows import Rows
from sisetp.domain.errors import Unreadable
from sisetp.reporting.extract import codes, seals
from sisetp.reporting.extract.calendar import Days, Janela, days_of, days_of_dates
from sisetp.reporting.extract.codes import Columns
from sisetp.reporting.extract.involved import Vinculos, read_links
from sisetp.reporting.extract.life import Aberto, openings
from sisetp.reporting.extract.people import Pessoas, read_people

FICHA = (
    "modo_ident",
    "canal",
    "perfil",
    "perfis_adic",
    "porta_entrada",
    "sexo",
    "identidade_genero",
    "faixa_etaria",
    "raca_cor",
    "escolaridade",
    "nacionalidade",
    "idioma",
    "pais_procedencia",
    "uf_procedencia",
    "destino_uf",
    "acompanhado",
    "motivo_retorno",
    "necessidades",
    "encaminhamentos",
    "indicios",
    "vulner",
)
"""Coded answers of a ficha that facts carry."""
CASO = ("porta_entrada", "risco", "encerramento_motivo")
EVOLUCAO = ("tipo", "necessidades", "caso_pessoa_id")
ENCAMINHAMENTO = ("destino", "motivo", "desfecho", "pessoa_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abertos:
    """Rows of one table with their opened codes and, where they have one, their local month and day."""

    rows: Rows
    codes: Columns
    when: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Estados:
    """Every state of the cases of the unit: `current` and `before` say where each one's codes are in `codes`."""

    codes: Columns
    current: Mapping[UUID, int]
    before: Mapping[UUID, list[tuple[Any, int]]]
    """For each case its older states, oldest first: row of `estat_rows.case_versions` and place of its codes."""

    def place_of(self, caso_id: UUID) -> int:
        """Place of the present codes of a case. Raises: Unreadable with the id of one that is not there."""
        place = self.current.get(caso_id)
        if place is None:
            raise Unreadable(str(caso_id))
        return place


class Registros:
    """Records of a unit in a window. Each kind is read and opened when it is first asked for, and once.

    Everything raises Unreadable with the id of a record that cannot be opened.
    """

    def __init__(self, session: Session, unidade_id: int, janela: Janela) -> None:
        self._session = session
        self.unidade_id = unidade_id
        self.janela = janela

    @cached_property
    def contact_rows(self) -> Rows:
        """Atendimentos of the window, still sealed."""
        return estat_rows.contacts(self._session, self.unidade_id, self.janela.since, self.janela.until)

    @cached_property
    def contact_days(self) -> Days:
        """Local month and day of each of `contact_rows`."""
        return days_of((row.inicio for row in self.contact_rows), self.janela.zone)

    @cached_property
    def contact_codes(self) -> Columns:
        """Codes of each of `contact_rows`."""
        return self._opened("atendimento", self.contact_rows, FICHA)

    @cached_property
    def evolutions(self) -> Abertos:
        """Evolutions of the window."""
        rows = estat_rows.evolutions(self._session, self.unidade_id, self.janela.since, self.janela.until)
        when = days_of((row.data for row in rows), self.janela.zone)
        return Abertos(rows=rows, codes=self._opened("evolucao", rows, EVOLUCAO), when=when)

    @cached_property
    def links(self) -> Vinculos:
        """People in the cases of the unit."""
        return read_links(self._session, self.unidade_id, self.janela.zone)

    @cached_property
    def case_rows(self) -> Rows:
        """Cases opened up to the end of the window, still sealed."""
        return estat_rows.cases(self._session, self.unidade_id, self.janela.last)

    @cached_property
    def states(self) -> Estados:
        """Codes of those cases as they are and as they were."""
        rows = self.case_rows
        older = estat_rows.case_versions(self._session, self.unidade_id, self.janela.last)
        before: defaultdict[UUID, list[tuple[Any, int]]] = defaultdict(list)
        for place, row in enumerate(older, start=len(rows)):
            before[row.id].append((row, place))
        current = {row.id: place for place, row in enumerate(rows)}
        return Estados(codes=self._opened("caso", [*rows, *older], CASO), current=current, before=before)

    @cached_property
    def lives(self) -> Mapping[UUID, tuple[Aberto, ...]]:
        """Intervals in which each of those cases was open."""
        zone = self.janela.zone
        lives = {}
        for case in self.case_rows:
            before = [row for row, _place in self.states.before.get(case.id, ())]
            situacoes = [*(row.situacao for row in before), case.situacao]
            steps = [row.created_at.astimezone(zone).date() for row in before]
            lives[case.id] = openings(case.abertura, case.encerramento, situacoes, steps)
        return lives

    @cached_property
    def referrals(self) -> Abertos:
        """Referrals sent in the window."""
        janela = self.janela
        rows = estat_rows.referrals(self._session, self.unidade_id, janela.first, janela.last)
        when = days_of_dates(row.data for row in rows)
        return Abertos(rows=rows, codes=self._opened("encaminhamento", rows, ENCAMINHAMENTO), when=when)

    @cached_property
    def activity_rows(self) -> Rows:
        """Activities that began in the window, one row for each public."""
        return estat_rows.activities(self._session, self.unidade_id, self.janela.first, self.janela.last)

    @cached_property
    def people(self) -> Pessoas:
        """Everybody whom a record of the window or a case of the unit is about."""
        sealed = self.referrals.codes["pessoa_id"]
        referred = (codes.uuid_at(sealed, place) for place in range(len(self.referrals.rows)))
        ids = {row.pessoa_id for row in self.contact_rows} | set(self.links.pessoas)
        return read_people(self._session, self.unidade_id, ids | {found for found in referred if found is not None})

    @cached_property
    def contact_people(self) -> NDArray[np.intp]:
        """Place in `people` of the person of each of `contact_rows`."""
        return self.people.at(row.pessoa_id for row in self.contact_rows)

    def _opened(self, tabela: str, rows: Rows, names: tuple[str, ...]) -> Columns:
        return codes.numbers(tabela, rows, seals.open_codes(self._session, tabela, self.unidade_id, rows), names)
