"""Facts the slow way: every record opened one by one as codes, in plain Python, to compare with the extraction."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.db.models import Atendimento, Caso, CasoPessoa, Encaminhamento, Evolucao, Pessoa, VinculoPessoa
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.domain.vinculo import LIGADA, Par, grupo_de
from sisetp.reporting.extract import live_month
from sisetp.reporting.facts import ESQUEMAS, Campo, Fatos, Tabela
from sisetp.services import sealing

Row = tuple[int, ...]


def system(*units: int) -> SystemActor:
    """The actor of statistics over some units, or over all."""
    return SystemActor(name="estatistica", units=frozenset(units) or None)


def live(app: Flask, unidade_id: int, ano: int, mes: int) -> Mapping[Tabela, Fatos]:
    """Live facts of one month of a unit."""
    with app.app_context(), unit_of_work(system(unidade_id), read_only=True) as session:
        return live_month(session, unidade_id, ano, mes)


def rows_of(fatos: Fatos) -> Counter[Row]:
    """Rows of facts, however they are ordered."""
    columns = [column.tolist() for column in fatos.colunas.values()]
    return Counter(zip(*columns, strict=True))


def column(fatos: Fatos, name: str) -> list[int]:
    """One column as plain numbers."""
    return [int(value) for value in fatos.colunas[name]]


class Slow:
    """Records of one unit, opened one by one."""

    def __init__(self, session: Session, unidade_id: int) -> None:
        self.session = session
        self.unidade = session.get_one(Unidade, unidade_id)
        self.zone = ZoneInfo(self.unidade.fuso)
        self.people = {row.id: sealing.open_codes(session, row) for row in self._all(Pessoa)}
        last = {
            Par(row.pessoa_a_id, row.pessoa_b_id): row.decisao
            for row in session.scalars(select(VinculoPessoa).order_by(VinculoPessoa.id))
            if row.unidade_id == unidade_id
        }
        self.linked = [pair for pair, decision in last.items() if decision == LIGADA]
        self.in_case: defaultdict[UUID, list[CasoPessoa]] = defaultdict(list)
        for row in self._all(CasoPessoa):
            self.in_case[row.caso_id].append(row)

    def contacts(self, ano: int, mes: int) -> Counter[Row]:
        """CONTATO rows of a month."""
        return Counter(_row(Tabela.CONTATO, values) for when, values in self._contacts(ano) if when.month == mes)

    def referrals(self, ano: int, mes: int) -> Counter[Row]:
        """ENCAMINHAMENTO rows of a month."""
        found: Counter[Row] = Counter()
        query = select(Encaminhamento).where(Encaminhamento.unidade_origem_id == self.unidade.id)
        for row in self.session.scalars(query):
            if (row.data.year, row.data.month) == (ano, mes):
                codes = sealing.open_codes(self.session, row)
                codes |= {"situacao": row.situacao, "pessoa": self._pseudonym(_uuid(codes["pessoa_id"]), ano)}
                found[_row(Tabela.ENCAMINHAMENTO, codes | {"entre_unidades": row.unidade_destino_id is not None})] += 1
        return found

    def victims(self, ano: int) -> Counter[Row]:
        """VITIMA rows of a year."""
        first: dict[int, date] = {}
        for when, values in self._contacts(ano):
            person = values["pessoa"]
            first[person] = min(when, first.get(person, when))
        cases = {row.id: row for row in self._all(Caso)}
        found: Counter[Row] = Counter()
        for row in (row for rows in self.in_case.values() for row in rows if row.situacao == "ATIVO"):
            codes, opened = sealing.open_codes(self.session, row), cases[row.caso_id].abertura
            pessoa_id = _uuid(codes["pessoa_id"])
            person = self._pseudonym(pessoa_id, ano)
            if person in first or opened.year == ano:
                when = first.get(person, opened)
                known = {"pessoa": person, "mes": when.month, "dia": when.day, "caso_novo": opened.year == ano}
                found[_row(Tabela.VITIMA, {**self.people[pessoa_id], **codes, **known})] += 1
        return found

    def _contacts(self, ano: int) -> Iterator[tuple[date, dict[str, Any]]]:
        for row in self._all(Atendimento):
            when = self._day(row.inicio)
            if row.situacao == "ATIVO" and when.year == ano:
                codes: dict[str, Any] = dict(sealing.open_codes(self.session, row))
                codes["deficiencia"] = self.people[row.pessoa_id].get("deficiencia")
                yield when, codes | {"pessoa": self._pseudonym(row.pessoa_id, ano), "dia": when.day}
        doors = {row.id: sealing.open_codes(self.session, row)["porta_entrada"] for row in self._all(Caso)}
        for row in self._all(Evolucao):
            when = self._day(row.data)
            if row.situacao == "ATIVO" and when.year == ano:
                yield from ((when, found) for found in self._follow_up(row, when, doors[row.caso_id]))

    def _follow_up(self, row: Evolucao, when: date, door: Any) -> Iterator[dict[str, Any]]:
        codes = sealing.open_codes(self.session, row)
        everybody = [item for item in self.in_case[row.caso_id] if item.situacao == "ATIVO"]
        there = [item for item in everybody if self._day(item.created_at) <= when] or everybody
        named = [item for item in self.in_case[row.caso_id] if item.id.bytes == codes["caso_pessoa_id"]]
        for item in named or there:
            pessoa_id = _uuid(sealing.open_codes(self.session, item)["pessoa_id"])
            yield {
                **self.people[pessoa_id],
                "pessoa": self._pseudonym(pessoa_id, when.year),
                "dia": when.day,
                "acompanhamento": 1,
                "tipo_acompanhamento": codes["tipo"],
                "necessidades": codes["necessidades"],
                "porta_entrada": door,
            }

    def _pseudonym(self, pessoa_id: UUID, ano: int) -> int:
        group = [self.people[other] for other in grupo_de(pessoa_id, self.linked)]
        known = [codes for codes in group if codes["modo_ident"] == "IDENT"] or group
        chave = min(codes["pessoa_chave"] for codes in known)  # type: ignore[type-var]
        assert isinstance(chave, bytes)
        return sealing.sealer_of(self.session).year_pseudonym(ano, chave)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _all(self, model: Any) -> list[Any]:
        return [row for row in self.session.scalars(select(model)) if row.unidade_id == self.unidade.id]


def _row(tabela: Tabela, codes: Mapping[str, Any]) -> Row:
    return tuple(_number(campo, codes.get(campo.nome)) for campo in ESQUEMAS[tabela])


def _number(campo: Campo, value: Any) -> int:
    if campo.conjunto:
        return sum(1 << (codelist(campo.lista or "").number(code) - 1) for code in value or ())
    if isinstance(value, str):
        return codelist(campo.lista or "").number(value)
    return int(value or 0)


def _uuid(raw: Any) -> UUID:
    assert isinstance(raw, bytes)
    return UUID(bytes=raw)
