"""A network with frozen months, straight as facts: releases are prepared from it without a single record.

The people are invented by a generator; the same seed gives the same year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Flask
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, SystemActor
from sisetp.db.models.periodo import Periodo
from sisetp.db.models.publicacao import Divulgacao
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.domain.divulgacao import PRONTA
from sisetp.domain.periodo import CONSOLIDADO
from sisetp.reporting import ledger
from sisetp.reporting.definitions import reading
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.model import Catalogo
from sisetp.reporting.disclosure.certificate import Provas
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.risk import RelatorioDeRisco
from sisetp.reporting.facts import ESQUEMAS, Fatos, Tabela
from sisetp.reporting.ledger import documents
from sisetp.reporting.releases import approve, external, parameters, prepare, tasks, views
from sisetp.reporting.releases import second as seconds
from sisetp.reporting.releases.files import Renderizador
from sisetp.reporting.releases.preparation import CelulaPreparada, Preparo
from sisetp.reporting.releases.store import Alvo, seal_in
from sisetp.reporting.snapshots import store
from sisetp.reporting.tables import Documento
from sisetp.services import periodos
from tests.support.clock import MovableClock
from tests.support.documentos import tabela

ESTATISTICA = SystemActor(name="estatistica", units=None)
UNIDADES = ("NETP-SP", "PAAHM-GRU", "NETP-BA", "NETP-LAURO", "NETP-RS", "NETP-DF", "NETP-PA", "NETP-AM")

EMPTY_RISK = RelatorioDeRisco(titulo="Vazia", aprovada=True, secoes=())

# Shares of the invented people, by code; what is rare here is rare in life.
_SHARES: Mapping[str, Mapping[str, float]] = {
    "sexo": {"F": 0.55, "M": 0.40, "NI": 0.05},
    "faixa_etaria": {
        **{"F00_11": 0.08, "F12_17": 0.10, "F18_29": 0.35, "F30_39": 0.25},
        **{"F40_49": 0.12, "F50_59": 0.06, "F60": 0.04},
    },
    "raca_cor": {"BRANCA": 0.3, "PRETA": 0.2, "PARDA": 0.4, "INDIGENA": 0.05, "NI": 0.05},
    "nacionalidade": {"BR": 0.5, "VE": 0.25, "BO": 0.1, "HT": 0.08, "PY": 0.05, "CO": 0.02},
}


@dataclass(frozen=True)
class Mes:
    """People of one unit and month: one row of codes each."""

    unidade: str
    mes: int
    pessoas: Sequence[Mapping[str, Any]]


def text_file(documento: Documento) -> bytes:
    """The smallest renderer: the document as it is, so that a byte that depends on anything hidden would show."""
    return repr(documento).encode()


TEXTO = (Renderizador(formato="txt", extensao="txt", tipo="text/plain", render=text_file),)


def invent(semente: int, *, por_mes: int, meses: range = range(1, 4), unidades: Sequence[str] = UNIDADES) -> list[Mes]:
    """About `por_mes` new people a month over some units; some come back in another month or unit."""
    rng = np.random.default_rng(semente)
    known: list[int] = []
    found = []
    for mes in meses:
        for unidade in unidades:
            size = max(1, int(rng.poisson(por_mes / len(unidades))))
            whom = [
                int(rng.choice(known)) if known and rng.random() < 0.15 else int(rng.integers(1, 2**63))
                for _ in range(size)
            ]
            known += whom
            found.append(Mes(unidade, mes, [_person(rng, key) for key in whom]))
    return found


def freeze(app: Flask, meses: Sequence[Mes], *, ano: int, edicao: int = 1, clock: MovableClock) -> None:
    """Write frozen contacts of these months, and their periods as consolidated."""
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        units = {row.codigo: row.id for row in session.execute(select(Unidade.codigo, Unidade.id))}
        for found in meses:
            unit = units[found.unidade]
            store.write(session, contacts(found.pessoas, unit, ano, found.mes), edicao, clock=clock)
            known = select(Periodo.id).where(Periodo.unidade_id == unit, Periodo.ano == ano, Periodo.mes == found.mes)
            if session.scalar(known) is None:
                now = clock.now()
                session.add(
                    Periodo(unidade_id=unit, ano=ano, mes=found.mes, situacao=CONSOLIDADO, versao=1, updated_at=now)
                )
                session.flush()


def close(app: Flask, meses: Sequence[Mes], *, ano: int, clock: MovableClock, edicao: int = 1) -> None:
    """Freeze the victims of a year: one person in five of each unit, with one of two purposes."""
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        units = {row.codigo: row.id for row in session.execute(select(Unidade.codigo, Unidade.id))}
        for unidade in dict.fromkeys(found.unidade for found in meses):
            rows = [
                {**person, "mes": found.mes, "status_vitima": "CONFIRMADA", "finalidade": _purpose(person["pessoa"])}
                for found in meses
                if found.unidade == unidade
                for person in found.pessoas
                if person["pessoa"] % 5 == 0
            ]
            made = facts(Tabela.VITIMA, rows, units[unidade], ano, 0)
            store.write(session, made, edicao, clock=clock)


def revise(app: Flask, meses: Sequence[Mes], *, ano: int, clock: MovableClock) -> None:
    """Freeze a whole year again, as edition 2."""
    freeze(app, meses, ano=ano, edicao=2, clock=clock)
    close(app, meses, ano=ano, edicao=2, clock=clock)


def someone(key: int) -> dict[str, Any]:
    """One person, always the same for a key."""
    return _person(np.random.default_rng(key), key)


def _purpose(key: int) -> str:
    return "EXP_SEXUAL" if key % 10 else "TRAB_ESCRAVO"


def contacts(pessoas: Sequence[Mapping[str, Any]], unidade_id: int, ano: int, mes: int) -> Fatos:
    """Facts of contacts; what a row does not say is empty."""
    return facts(Tabela.CONTATO, pessoas, unidade_id, ano, mes)


def facts(tabela: Tabela, rows: Sequence[Mapping[str, Any]], unidade_id: int, ano: int, mes: int) -> Fatos:
    """Facts of any kind from rows of codes."""
    columns: dict[str, NDArray[Any]] = {}
    for campo in ESQUEMAS[tabela]:
        values = [row.get(campo.nome, 0) for row in rows]
        numbers = [codelist(campo.lista).number(v) if isinstance(v, str) and campo.lista else v for v in values]
        columns[campo.nome] = np.array(numbers, campo.dtype)
    return Fatos(tabela=tabela, unidade_id=unidade_id, ano=ano, mes=mes, colunas=columns)


def number_of(dimensao: str, code: str) -> int:
    """Number that the facts have for a code of a dimension."""
    return DIMENSOES[dimensao].numeros(code)[-1]


def prepared(app: Flask, alvo: Alvo, *, clock: MovableClock, catalogo: Catalogo | None = None, **rules: Any) -> int:
    """Prepare a release in one go and return its id."""
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        return prepare.prepare(
            session, ESTATISTICA, alvo, catalogo or reading.load(), parameters.load(**rules), clock=clock
        )


def first(app: Flask, actor: Actor, key: int, *, clock: MovableClock) -> None:
    """First approval."""
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        approve.approve_first(session, actor, key, _version(session, key), clock=clock)


def second(
    app: Flask, actor: Actor, key: int, *, clock: MovableClock, files: Sequence[Renderizador] = TEXTO
) -> seconds.Publicada:
    """Second approval, with the months marked as the page does."""
    with app.app_context(), unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
        checked = seconds.check(session, actor, key, _version(session, key), renderizadores=files)
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        out = seconds.approve(session, actor, checked, clock=clock)
        for unidade_id, ano, mes in out.meses:
            periodos.mark_published(session, actor, unidade_id, ano, mes, clock=clock)
        return out


def published(
    app: Flask, alvo: Alvo, people: tuple[Actor, Actor], *, clock: MovableClock, **more: Any
) -> seconds.Publicada:
    """Prepare, approve twice, publish."""
    key = prepared(app, alvo, clock=clock, **more)
    first(app, people[0], key, clock=clock)
    return second(app, people[1], key, clock=clock)


def _version(session: Any, key: int) -> int:
    row = session.get(Divulgacao, key)
    return int(row.versao)


def _person(rng: np.random.Generator, key: int) -> dict[str, Any]:
    codes = {name: str(rng.choice(list(shares), p=_weights(shares))) for name, shares in _SHARES.items()}
    return {"pessoa": key, "dia": int(rng.integers(1, 29)), **codes}


def _weights(shares: Mapping[str, float]) -> NDArray[np.float64]:
    total = sum(shares.values())
    return np.array([share / total for share in shares.values()], np.float64)


def rows_for_pages(app: Flask, clock: MovableClock) -> dict[str, Any]:
    """A small release that is ready, a task in the queue and an alarm: what the addresses of the area name."""
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        alvo = Alvo("boletim-mensal", "2026-10")
        release = views.find(session, alvo) or _small(session, alvo, clock)
        task = tasks.enqueue(session, ESTATISTICA, tasks.PREPARAR, alvo.texto(), clock=clock)
        alarm = external.raise_alarm(session, 2026, ("um grupo",), clock=clock)
        return {"divulgacao_id": release, "tarefa_id": task.id, "alarme_id": alarm, "formato": "csv"}


def _small(session: Session, alvo: Alvo, clock: MovableClock) -> int:
    """A release that is ready with one table of one hidden cell, prepared without any fact."""
    catalogue, rules = reading.load(), parameters.load()
    key = prepare.begin(session, ESTATISTICA, alvo, catalogue, rules, clock=clock)
    row = session.get_one(Divulgacao, key)
    row.situacao, row.definicoes, row.risco, row.capa = PRONTA, "0" * 64, EMPTY_RISK.json(), "{}"
    table, forma = tabela([[3]], {(0, 0)}, codigo="BM"), Forma.de({})
    cell = CelulaPreparada(tabela=1, linha=0, coluna=0, forma=forma, hash="0" * 64, limiar=5, situacao="X", valor=None)
    made = Preparo(
        cabeca=ledger.GENESIS,
        externas=0,
        anterior=ledger.GENESIS,
        universo=Universo(ano=alvo.ano, dimensoes=(), pares=frozenset(), tardios=frozenset()),
        alvo=alvo.texto(),
        definicoes=row.definicoes,
        codigo=row.codigo,
        parametros=row.parametros,
        risco=row.risco,
        capa=row.capa,
        cobertura=row.cobertura,
        tabelas=((table.codigo, documents.content(table)),),
        celulas=(cell,),
        provas=Provas(),
        partes=(),
        duplas=(),
        lugares=False,
        protegidas=(),
        aprovada=True,
    )
    seal_in(session, row, made)
    session.flush()
    return key
