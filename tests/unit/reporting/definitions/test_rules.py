"""The counting rules under each table: the right ones, in order, for what it counts and for whom."""

from dataclasses import replace

import pytest

from sisetp.reporting.definitions import rules
from sisetp.reporting.definitions.model import Eixo, Quadro
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.rules import adds_up, counting_rules, counting_words
from sisetp.reporting.definitions.vocabulary import Conta, Nivel, RegraContagem
from sisetp.reporting.tables import Publico

CATALOGO = load()
VICTIM = (
    "Vítima é a pessoa com ao menos um contato no ano e situação «Vítima identificada», «Possível vítima (indícios)», "
    "contada uma vez."
)
P0, P1, P3 = (Publico.UNIDADE, Nivel.UNIDADE), (Publico.RESTRITO, Nivel.BRASIL), (Publico.PUBLICO, Nivel.BRASIL)
_PESSOAS = (rules.ATENDIMENTO, rules.PESSOA, rules.SEM_IDENTIFICACAO)
_DE_TUDO = (rules.CASO, rules.ENCAMINHAMENTO, rules.ALCANCE)
EXPECTED = (
    ("RM-1", P0, (*_PESSOAS, rules.DATA)),
    ("RM-1-P", P0, (*_PESSOAS, rules.PRIMEIRO_CONTATO, rules.SEM_INFORMACAO, rules.DATA)),
    ("RM-2", P1, (
        *_PESSOAS, rules.PRIMEIRO_CONTATO, rules.LUGARES_NAO_SOMAM, rules.SEM_INFORMACAO, rules.IDADE, rules.DATA,
    )),
    ("RSA-3", P0, (*_PESSOAS, rules.PRIMEIRO_CONTATO, rules.MULTIPLA, rules.SEM_INFORMACAO, rules.DATA)),
    ("RSA-3-A", P0, (rules.ATENDIMENTO, rules.PESSOA, rules.SEM_INFORMACAO, rules.DATA)),
    ("RSA-4-P", P1, (rules.LUGARES_NAO_SOMAM, rules.ENCAMINHAMENTO, rules.DATA_DO_FATO)),
    ("RSA-6-P", P0, (rules.ALCANCE, rules.SEM_INFORMACAO, rules.DATA_DO_FATO)),
    ("RM-7", P0, (rules.CASO, rules.DIAS, rules.ENCAMINHAMENTO, rules.DATA_DO_FATO)),
    ("PN-UF", P1, (*_PESSOAS, rules.PRIMEIRO_CONTATO, rules.LUGARES_NAO_SOMAM, *_DE_TUDO, rules.LUGAR, rules.DATA)),
    ("PN-SERIE", P1, (
        *_PESSOAS, rules.PRIMEIRO_CONTATO, rules.LUGARES_NAO_SOMAM, rules.TEMPOS_NAO_SOMAM, *_DE_TUDO,
        rules.DATA,
    )),
    ("RAD-2", P0, (
        VICTIM, rules.SEM_IDENTIFICACAO, rules.PRIMEIRO_CONTATO, rules.SEM_INFORMACAO, rules.IDADE_NO_ANO, rules.DATA,
    )),
    ("BA-UF", P3, (rules.UMA_VEZ_NO_ANO, rules.SEM_IDENTIFICACAO, rules.LUGAR, rules.DATA)),
    ("BA-RAD-2", P3, (
        rules.UMA_VEZ_NO_ANO, VICTIM, rules.SEM_IDENTIFICACAO, rules.SEM_INFORMACAO_PUBLICA, rules.IDADE_NO_ANO,
        rules.DATA,
    )),
)  # fmt: skip


def _table(code: str) -> Quadro:
    return CATALOGO.quadros[code][1]


def _rows(code: str) -> Eixo:
    return _table(code).linhas[0]


@pytest.mark.parametrize(("code", "reader", "expected"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_the_rules_follow_what_is_counted_and_for_whom(
    code: str, reader: tuple[Publico, Nivel], expected: tuple[str, ...]
) -> None:
    assert counting_rules(_table(code), *reader) == expected


def test_a_table_of_new_cases_says_so() -> None:
    table = replace(_table("RAD-1"), regra_contagem=RegraContagem.CASO_NOVO)
    assert counting_rules(table, *P1)[:2] == (VICTIM, rules.CASO_NOVO)


@pytest.mark.parametrize(
    ("code", "audience", "words"),
    [
        ("RM-1", Publico.UNIDADE, "pessoas distintas no período"),
        ("RAD-1", Publico.RESTRITO, "vítimas distintas no ano"),
        ("BM-SEXO", Publico.PUBLICO, "pessoas pela primeira vez no ano"),
        ("BA-RAD-1", Publico.PUBLICO, "vítimas, pessoas pela primeira vez no ano"),
        ("RSA-4", Publico.RESTRITO, "encaminhamentos no período"),
    ],
)
def test_what_is_counted_is_said_in_words(code: str, audience: Publico, words: str) -> None:
    assert counting_words(_table(code), audience) == words


@pytest.mark.parametrize("code", CATALOGO.quadros)
def test_every_table_has_rules_with_the_date_of_reference(code: str) -> None:
    owner, table = CATALOGO.quadros[code]
    for audience in owner.publicos:
        rules = counting_rules(table, audience, owner.niveis[-1])
        assert rules[-1].startswith("A data de referência é a ")
        assert len(rules) == len(set(rules))


def test_places_and_months_add_up_in_public_and_not_inside() -> None:
    assert adds_up(_table("BA-UF"), _rows("BA-UF"), Publico.PUBLICO)
    assert not adds_up(_table("PN-UF"), _rows("PN-UF"), Publico.RESTRITO)
    assert not adds_up(_table("PN-SERIE"), _rows("PN-SERIE"), Publico.RESTRITO)
    assert adds_up(_table("RSA-1"), _rows("RSA-1"), Publico.UNIDADE)
    assert not adds_up(_table("RSA-3"), _rows("RSA-3"), Publico.UNIDADE)
    assert adds_up(_table("RSA-6-P"), _rows("RSA-6-P"), Publico.UNIDADE)


def test_the_same_people_reached_add_up_by_public_but_activities_do_not() -> None:
    public = _table("RSA-6-P").linhas[0].dimensao
    assert public.multipla(Conta.ATIVIDADES)
    assert not public.multipla(Conta.ALCANCE)
