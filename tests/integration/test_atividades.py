"""Activities, local network and cards on both databases: reach, one query per section, and a chain that verifies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from sisetp.access.actor import Actor
from sisetp.db.base import db
from sisetp.db.models.atividade import Alcance
from sisetp.domain.atividade import DadosAtividade
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation
from sisetp.domain.rede import DadosCartao, DadosComite
from sisetp.services import atividades, atividades_leitura, audit, cartoes, impressos, rede_leitura, rede_local
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import unnamed
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
GOOD = DadosAtividade(
    tipo="PALESTRA",
    data_inicio=date(2026, 11, 18),
    data_fim=None,
    tema="Viagem segura",
    municipio="3518800",
    alcance={"ESTUDANTES": 40, "REDE": 2},
)
COMITE = DadosComite(uf="SP", nome="Comitê", situacao="ATIVO", orgaos={"SAUDE": 1})
CARD = DadosCartao(endereco="Rua Fictícia, 1", horario="8h", telefone="(00) 0000-0001", valido_desde=date(2026, 1, 1))


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Statements sent to the main database."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def page(app: Flask, actor: Actor, clock: MovableClock, **asked: Any) -> atividades_leitura.AtividadesPage:
    asked = {"ano": None, "tipo": "", "number": 1, **asked}
    return call(app, actor, atividades_leitura.list_page, clock=clock, **asked)


def test_a_year_has_its_pages_and_totals(app: Flask, desk: Actor, clock: MovableClock) -> None:
    for number in range(52):
        call(app, desk, atividades.register, replace(GOOD, tema=f"Tema {number}"), clock=clock)
    cancelled = call(app, desk, atividades.register, replace(GOOD, tipo="COMITE"), clock=clock)
    call(app, desk, atividades.cancel, cancelled, 1, "ENGANO", clock=clock)
    first = page(app, desk, clock)
    assert (first.total, first.pages, len(first.lines)) == (53, 2, 50)
    assert [(total.tipo, total.atividades, total.pessoas) for total in first.totais] == [("PALESTRA", 52, 52 * 42)]
    assert len(page(app, desk, clock, number=2).lines) == 3
    assert [line.ativa for line in page(app, desk, clock, tipo="COMITE").lines] == [False]


def test_the_list_takes_the_same_statements_whatever_it_shows(app: Flask, desk: Actor, clock: MovableClock) -> None:
    with counted(app) as empty:
        page(app, desk, clock)
    for number in range(12):
        call(app, desk, atividades.register, replace(GOOD, tema=f"Tema {number}"), clock=clock)
    with counted(app) as full:
        assert page(app, desk, clock).total == 12
    assert len(full) == len(empty) <= 8


def test_another_unit_sees_nothing_of_it(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    key = call(app, desk, atividades.register, GOOD, clock=clock)
    other = staff("TECNICO", "NETP-SP")
    assert page(app, other, clock).total == 0
    with work(app, other, read_only=True) as session:
        assert list(session.scalars(select(Alcance))) == []
    with pytest.raises(NotFound):
        call(app, other, atividades_leitura.detail, key)
    with pytest.raises(NotFound):
        call(app, other, atividades.amend, key, 1, GOOD, clock=clock)
    with pytest.raises(NotFound):
        call(app, other, atividades.cancel, key, 1, "ENGANO", clock=clock)
    with pytest.raises(AccessDenied):
        call(app, staff("ANALISTA"), atividades.amend, key, 1, GOOD, clock=clock)


def test_an_amendment_counts_its_fields_and_a_stale_one_is_refused(
    app: Flask, desk: Actor, clock: MovableClock
) -> None:
    key = call(app, desk, atividades.register, GOOD, clock=clock)
    after = replace(GOOD, tema="Outro tema", alcance={"ESTUDANTES": 41, "MIGRANTES": 5})
    call(app, desk, atividades.amend, key, 1, after, clock=clock)
    assert events(app, desk, "gravar_atividade")[-1][1]["campos"] == 4
    assert call(app, desk, atividades_leitura.detail, key).dados == after
    with pytest.raises(Conflict) as stale:
        call(app, desk, atividades.amend, key, 1, GOOD, clock=clock)
    assert {field.campo for field in stale.value.fields} >= {"tema", "publico_MIGRANTES"}
    call(app, desk, atividades.cancel, key, 2, "NAO_HOUVE", clock=clock)
    with pytest.raises(RuleViolation):
        call(app, desk, atividades.amend, key, 3, after, clock=clock)
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        assert audit.verify(session).breaches == ()


def test_the_network_is_written_inside_the_uf_only(app: Flask, staff: Staff, clock: MovableClock) -> None:
    netp = staff("COORDENACAO", "NETP-SP")
    key = call(app, netp, rede_local.save_comite, None, 0, COMITE, clock=clock)
    with pytest.raises(AccessDenied):
        call(app, netp, rede_local.save_comite, None, 0, replace(COMITE, uf="RJ"), clock=clock)
    rio = staff("COORDENACAO", "NETP-RJ")
    with pytest.raises(AccessDenied):
        call(app, rio, rede_local.save_comite, key, 1, replace(COMITE, uf="RJ"), clock=clock)
    with pytest.raises(RuleViolation):
        call(app, staff("COORDENACAO", "PAAHM-GRU"), rede_local.save_comite, key, 1, COMITE, clock=clock)
    with counted(app) as sent:
        shown = call(app, staff("CGETP_GESTAO"), rede_leitura.page, uf="", clock=clock)
    assert (shown.mapa["SP"], shown.mapa["RJ"]) == ("ATIVO", "NENHUM")
    assert len([text for text in sent if "comite" in text or "fluxo" in text]) == 3


def test_a_committee_that_ended_leaves_its_uf_without_one(app: Flask, staff: Staff, clock: MovableClock) -> None:
    netp = staff("COORDENACAO", "NETP-SP")
    key = call(app, netp, rede_local.save_comite, None, 0, COMITE, clock=clock)
    call(app, netp, rede_local.save_comite, key, 1, replace(COMITE, situacao="EXTINTO"), clock=clock)
    shown = call(app, netp, rede_leitura.page, uf="SP", clock=clock)
    assert shown.mapa["SP"] == "NENHUM"
    assert [one.uf for one in shown.ufs] == ["SP"]


def test_the_slip_prints_the_address_of_the_nucleus(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    to_netp = attend(app, desk, clock, unnamed(respostas={"encaminhamentos": ("NETP", "CRAS")}))
    elsewhere = attend(app, desk, clock, unnamed(respostas={"encaminhamentos": ("CRAS",)}))
    assert call(app, desk, impressos.print_guia, to_netp, clock=clock).nucleo is None
    netp = staff("COORDENACAO", "NETP-SP")
    call(app, netp, cartoes.save, 0, replace(CARD, valido_desde=date(2026, 12, 1)), clock=clock)
    assert call(app, desk, impressos.print_guia, to_netp, clock=clock).nucleo is None
    call(app, netp, cartoes.save, 1, CARD, clock=clock)
    assert call(app, desk, impressos.print_guia, to_netp, clock=clock).nucleo == CARD
    assert call(app, desk, impressos.print_guia, elsewhere, clock=clock).nucleo is None


def test_a_unit_without_a_card_is_reminded(app: Flask, staff: Staff, clock: MovableClock) -> None:
    netp = staff("COORDENACAO", "NETP-SP")
    assert [one.caminho for one in call(app, netp, cartoes.lembretes, clock=clock)] == ["/unidade/cartao"]
    call(app, netp, cartoes.save, 0, CARD, clock=clock)
    assert call(app, netp, cartoes.lembretes, clock=clock) == ()
    assert call(app, staff("TECNICO", "NETP-RJ"), cartoes.lembretes, clock=clock) == ()
