"""Search within the unit: accents, typos, order; the minimum shown; events without the query."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import AuditEvent
from sisetp.domain.atendimento import CancelAtendimento, PessoaNaFicha
from sisetp.domain.errors import AccessDenied, RuleViolation
from sisetp.domain.pessoa import Identidade
from sisetp.services import alteracoes, busca
from tests.support.clock import MovableClock
from tests.support.desk import attend, attend_all, call, events, work
from tests.support.fichas import IDENTITY, person, unnamed

Staff = Callable[..., Actor]


def named(name: str, *, year: int | None = None, social: str = "") -> PessoaNaFicha:
    """A person of the ficha with this name."""
    born = date(year, 6, 1) if year else None
    return person(
        identidade=Identidade(nome_civil=name, nome_social=social, nascimento=born),
        respostas={"faixa_etaria": None if year else "F18_29", "doc_tipo": None},
    )


def names(app: Flask, actor: Actor, asked: str, ano: int | None = None) -> list[str]:
    return [hit.nome for hit in call(app, actor, busca.by_name, asked, ano).hits]


@pytest.mark.parametrize(
    "asked",
    [
        "João Demonstração Araújo",
        "joao araujo",
        "ARAUJO JOAO",
        "Juan Araujo",
        "jao araujo",
        "joao arauo",
        "Joao de Araujjo",
        "joão arau",
        "araujo demonstracao joao pedro",
    ],
)
def test_a_name_is_found_with_accents_typos_and_in_any_order(
    app: Flask, desk: Actor, clock: MovableClock, asked: str
) -> None:
    for name in ("João Demonstração Araújo", "Marina Demonstração Castro", "Pedro Demonstração Nunes"):
        attend(app, desk, clock, named(name))
    assert names(app, desk, asked)[0] == "João Demonstração Araújo"


def test_unlike_names_are_not_found(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock, named("João Demonstração Araújo"))
    assert names(app, desk, "Beatriz Araújo") == []
    assert names(app, desk, "João Cardoso") == []


def test_the_most_alike_comes_first(app: Flask, desk: Actor, clock: MovableClock) -> None:
    for name in ("Maria Aparecida Demonstração Silva Souza", "Maria Demonstração Silva", "Mara Demonstração Sousa"):
        attend(app, desk, clock, named(name))
    assert names(app, desk, "maria silva") == [
        "Maria Demonstração Silva",
        "Maria Aparecida Demonstração Silva Souza",
    ]


def test_the_social_name_is_found_and_shown(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock, named("José Demonstração Lima", social="Luana Demonstração Lima"))
    assert names(app, desk, "luana lima") == ["Luana Demonstração Lima"]
    assert names(app, desk, "jose lima") == ["Luana Demonstração Lima"]


def test_a_hit_says_the_minimum(app: Flask, desk: Actor, clock: MovableClock) -> None:
    ((key, code),) = attend_all(app, desk, clock)
    (hit,) = call(app, desk, busca.by_name, "aurora silva").hits
    assert (hit.nome, hit.ano_nascimento, hit.codigo, hit.fichas) == ("Aurora Demonstração Silva", 1998, code, 1)
    assert hit.atendimento_id == key
    assert "FZ123456" not in repr(hit)
    assert "91234" not in repr(hit)


def test_the_year_narrows_and_lets_one_word_do(app: Flask, desk: Actor, clock: MovableClock) -> None:
    for year in (1970, 1990, None):
        attend(app, desk, clock, named(f"Teresa Demonstração {'Rocha' if year else 'Prado'}", year=year))
    assert names(app, desk, "teresa", 1991) == ["Teresa Demonstração Rocha", "Teresa Demonstração Prado"]
    assert len(call(app, desk, busca.by_name, "teresa rocha", 1971).hits) == 1


@pytest.mark.parametrize("asked", ["", "  ", "maria", "a", "de da", "ma 12", "x" * 121, "a b c d f g h"])
def test_too_little_or_too_much_is_refused(app: Flask, desk: Actor, asked: str) -> None:
    with pytest.raises(RuleViolation):
        call(app, desk, busca.by_name, asked, None)
    assert events(app, desk, "buscar") == []


def test_results_are_capped_and_say_so(app: Flask, desk: Actor, clock: MovableClock) -> None:
    for start in (0, 15):
        people = [named(f"Rosa Demonstração {chr(97 + start + n)}lmeida") for n in range(11)]
        attend_all(app, desk, clock, *[replace(one, respostas={**one.respostas, "qtd_pessoas": 11}) for one in people])
    found = call(app, desk, busca.by_name, "rosa demonstracao")
    assert (len(found.hits), found.more) == (busca.MOST_HITS, True)
    ((_name, details),) = events(app, desk, "buscar")
    assert details["cortada"] is True
    assert details["codigos"] == [hit.codigo for hit in found.hits]


def test_by_document_any_punctuation(app: Flask, desk: Actor, clock: MovableClock) -> None:
    cpf = replace(IDENTITY, doc_tipo="CPF", doc_numero="529.982.247-25")
    key = attend(app, desk, clock, person(identidade=cpf, respostas={"doc_tipo": "CPF"}))
    attend(app, desk, clock)
    assert [hit.atendimento_id for hit in call(app, desk, busca.by_document, "CPF", "52998224725").hits] == [key]
    assert call(app, desk, busca.by_document, "PASSAPORTE", "XX999999").hits == ()
    for tipo, number in (("CPF", "529.982.247-24"), ("CPF", ""), ("", "FZ123456")):
        with pytest.raises(RuleViolation):
            call(app, desk, busca.by_document, tipo, number)


def test_by_code_also_a_cancelled_one(app: Flask, desk: Actor, clock: MovableClock) -> None:
    ((key, code),) = attend_all(app, desk, clock)
    order = CancelAtendimento(atendimento_id=key, versao=1, motivo="ENGANO")
    call(app, desk, alteracoes.cancel, order, clock=clock)
    for typed in (code, code.lower(), code.replace("-", " ")):
        assert call(app, desk, busca.by_code, typed) == key
    assert call(app, desk, busca.by_code, "ZZZ-ZZZZ") is None
    assert call(app, desk, busca.by_code, "") is None


def test_a_person_with_cancelled_fichas_only_is_not_found(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    assert names(app, desk, "aurora silva") != []
    order = CancelAtendimento(atendimento_id=key, versao=1, motivo="ENGANO")
    call(app, desk, alteracoes.cancel, order, clock=clock)
    assert names(app, desk, "aurora silva") == []
    assert call(app, desk, busca.by_document, "PASSAPORTE", "FZ123456").hits == ()


def test_the_event_keeps_neither_the_query_nor_a_name(app: Flask, desk: Actor, clock: MovableClock) -> None:
    ((_key, code),) = attend_all(app, desk, clock)
    call(app, desk, busca.by_name, "Aurora Silva")
    call(app, desk, busca.by_document, "PASSAPORTE", "FZ123456")
    call(app, desk, busca.by_code, code)
    found = events(app, desk, "buscar")
    assert [details["tipo"] for _, details in found] == ["nome", "documento", "codigo"]
    assert all(details == {**details, "quantidade": 1, "codigos": [code], "cortada": False} for _, details in found)
    with work(app, desk, read_only=True) as session:
        said = json.dumps(session.scalars(select(AuditEvent.detalhes)).all(), ensure_ascii=False).casefold()
    assert not [word for word in ("aurora", "silva", "fz123456", "1998") if word in said]


def test_other_units_and_other_roles_find_nothing(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    ((_key, code),) = attend_all(app, desk, clock)
    stranger = staff("COORDENACAO", "PAAHM-GIG")
    assert names(app, stranger, "aurora silva") == []
    assert call(app, stranger, busca.by_document, "PASSAPORTE", "FZ123456").hits == ()
    assert call(app, stranger, busca.by_code, code) is None
    for role, unidade in (("ANALISTA", "PAAHM-GRU"), ("CGETP_GESTAO", None), ("ENCARREGADO", None)):
        with pytest.raises(AccessDenied):
            call(app, staff(role, unidade), busca.by_name, "aurora silva")


def test_people_without_identity_are_not_in_the_segment(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock, unnamed())
    assert names(app, desk, "aurora silva") == []
