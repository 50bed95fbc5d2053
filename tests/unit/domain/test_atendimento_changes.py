"""Amending, cancelling, derived answers, sealed values and suggestions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from sisetp.domain.atendimento import (
    AmendAtendimento,
    CancelAtendimento,
    PessoaProcurada,
    Value,
    check_amend,
    check_cancel,
    completar,
    completar_alteracao,
    completar_ficha,
    sugestoes,
    valores_atendimento,
    valores_pessoa,
)
from sisetp.domain.estat_layout import decode, encode
from sisetp.domain.pessoa import Identidade
from tests.unit.domain.fichas import IDENTIDADE, NOW, REGRAS, RESPOSTAS, broken, command, pessoa

ID = UUID(int=1)
TODAY = NOW.date()
STORED: dict[str, Value] = {**RESPOSTAS, "modo_ident": "IDENT", "faixa_etaria": "F18_29", "qtd_pessoas": 4, "idade": 28}


def amend(**changes: object) -> AmendAtendimento:
    base = AmendAtendimento(
        atendimento_id=ID, versao=1, motivo="ERRO", respostas=STORED, textos={}, identidade=None, pessoa_versao=1
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def amend_messages(change: AmendAtendimento) -> dict[str, str]:
    return broken(lambda: check_amend(change, now=NOW, inicio=NOW, regras=REGRAS))


def test_a_valid_amendment_keeps_the_stored_identity() -> None:
    assert amend_messages(amend()) == {}


@pytest.mark.parametrize(
    ("campo", "changes"),
    [
        ("motivo", {"motivo": "PORQUE_SIM"}),
        ("justificativa", {"motivo": "OUTRO"}),
        ("justificativa", {"justificativa": "x" * 301}),
        ("sexo", {"respostas": {**STORED, "sexo": ""}}),
        ("obs", {"textos": {"obs": "x" * 501}}),
        ("nome_social", {"identidade": Identidade()}),
        ("modo_ident", {"respostas": {**STORED, "modo_ident": "NAO_IDENT"}, "identidade": IDENTIDADE}),
        ("faixa_etaria", {"identidade": replace(IDENTIDADE, nascimento=date(1950, 1, 1))}),
    ],
)
def test_a_wrong_amendment_has_its_message(campo: str, changes: dict[str, object]) -> None:
    assert set(amend_messages(amend(**changes))) == {campo}


def test_a_new_birth_date_replaces_the_stored_age() -> None:
    answers = {name: value for name, value in STORED.items() if name != "faixa_etaria"}
    change = amend(respostas=answers, identidade=replace(IDENTIDADE, nascimento=date(1950, 1, 1)))
    assert amend_messages(change) == {}
    whole = completar_alteracao(change, inicio=NOW, regras=REGRAS)
    assert (whole.respostas["idade"], whole.respostas["faixa_etaria"]) == (76, "F60")


def test_cancelling_needs_a_reason_of_the_list() -> None:
    cancel = CancelAtendimento(atendimento_id=ID, versao=1, motivo="DUPLICADA")
    assert broken(lambda: check_cancel(cancel, now=NOW, regras=REGRAS)) == {}
    assert set(broken(lambda: check_cancel(replace(cancel, motivo=""), now=NOW, regras=REGRAS))) == {"motivo"}
    other = replace(cancel, motivo="OUTRO")
    assert set(broken(lambda: check_cancel(other, now=NOW, regras=REGRAS))) == {"justificativa"}


def test_derived_answers_are_filled() -> None:
    identity = replace(IDENTIDADE, doc_tipo="PASSAPORTE")
    whole = completar(pessoa(identity, destino_municipio="3106200"), on=TODAY, total=3, duracao_s=10**9)
    answers = whole.respostas
    assert answers["idade"] == 28
    assert answers["faixa_etaria"] == "F18_29"
    assert answers["destino_uf"] == "MG"
    assert answers["fonte_raca"] == "AUTO"
    assert answers["canal"] == "PRESENCIAL"
    assert answers["ciencia_versao"] == "V1"
    assert answers["doc_tipo"] == "PASSAPORTE"
    assert (answers["qtd_pessoas"], answers["modo_ident"], answers["duracao_s"]) == (3, "IDENT", 65534)


def test_given_answers_are_never_changed() -> None:
    given: dict[str, Value] = {"canal": "TELEFONE", "faixa_etaria": "NI", "qtd_pessoas": 5, "fonte_raca": "DOC"}
    answers = completar(pessoa(respostas=given), on=TODAY).respostas
    assert {name: answers[name] for name in given} == given


def test_no_version_of_the_text_when_it_was_not_read() -> None:
    assert "ciencia_versao" not in completar(pessoa(ciencia="NAO_FOI_POSSIVEL"), on=TODAY).respostas


def test_a_ficha_is_sealed_and_read_back() -> None:
    first, second = completar_ficha(command(pessoa(), pessoa(perfil="MIGRANTE")), regras=REGRAS)
    read = decode("atendimento", encode("atendimento", valores_atendimento(second)))
    assert (read["perfil"], read["qtd_pessoas"], read["duracao_s"], read["modo_ident"]) == ("MIGRANTE", 2, 75, "IDENT")
    person = decode("pessoa", encode("pessoa", valores_pessoa(first, b"k" * 16)))
    assert (person["pessoa_chave"], person["sexo"], person["idade"]) == (b"k" * 16, "F", 28)


def test_the_local_day_decides_the_age_of_a_ficha() -> None:
    night = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    born = replace(IDENTIDADE, nascimento=date(2008, 11, 20))
    (only,) = completar_ficha(command(pessoa(born), inicio=night), regras=REGRAS)
    assert only.respostas["idade"] == 17


CHILD = Identidade(nome_civil="Bia Demonstração", nascimento=date(2012, 1, 1))


def test_a_child_alone_is_suggested_to_the_conselho_tutelar() -> None:
    for child in (pessoa(CHILD, acompanhado="SO"), pessoa(CHILD, perfil="CRIANCA_DESAC")):
        found = sugestoes(child, on=TODAY)
        assert found.encaminhamentos == ("CONS_TUTELAR",)
        assert found.prioridades == ("CRIANCA",)
        assert not found.pede_relato
    unnamed = pessoa(None, "NAO_IDENT", faixa_etaria="F12_17", acompanhado="SO")
    assert sugestoes(unnamed, on=TODAY).encaminhamentos == ("CONS_TUTELAR",)


def test_a_child_of_whom_no_company_was_said_is_alone_and_one_of_a_group_is_not() -> None:
    assert sugestoes(pessoa(CHILD, qtd_pessoas=1), on=TODAY).encaminhamentos == ("CONS_TUTELAR",)
    assert sugestoes(pessoa(CHILD, qtd_pessoas=4), on=TODAY).encaminhamentos == ()


def test_a_child_with_family_gets_no_referral_but_no_narrative_either() -> None:
    found = sugestoes(pessoa(CHILD, acompanhado="FAM", vulner=("CRIANCA",)), on=TODAY)
    assert (found.encaminhamentos, found.prioridades, found.pede_relato) == ((), (), False)


def test_what_is_marked_is_not_suggested_again() -> None:
    child = pessoa(CHILD, acompanhado="SO", encaminhamentos=("CONS_TUTELAR",))
    assert sugestoes(child, on=TODAY).encaminhamentos == ()


def test_adults_and_elders() -> None:
    assert sugestoes(pessoa(acompanhado="SO"), on=TODAY).encaminhamentos == ()
    assert sugestoes(pessoa(), on=TODAY).pede_relato
    elder = replace(IDENTIDADE, nascimento=date(1950, 1, 1))
    assert sugestoes(pessoa(elder), on=TODAY).prioridades == ("IDOSO",)


def test_texts_are_stored_clean() -> None:
    typed = Identidade(nome_civil="  Joa\u0303o   Demonstração ", contato=" x ", doc_numero=" FZ 1 ")
    person = replace(
        pessoa(typed, faixa_etaria="F30_39", perfil="DESAPARECIDO"),
        textos={"obs": "a\r\nb ", "via_chegada": "  "},
        procurada=PessoaProcurada(nome=" Rui  Demonstração ", relacao="IRMAO", contato_solicitante=" y "),
    )
    (stored,) = completar_ficha(command(person), regras=REGRAS)
    assert stored.identidade == Identidade(nome_civil="João Demonstração", contato="x", doc_numero="FZ 1")
    assert stored.textos == {"obs": "a\nb"}
    assert stored.procurada == PessoaProcurada(nome="Rui Demonstração", relacao="IRMAO", contato_solicitante="y")


def test_an_amendment_is_stored_clean() -> None:
    whole = completar_alteracao(amend(textos={"obs": " a "}), inicio=NOW, regras=REGRAS)
    assert whole.textos == {"obs": "a"}


def test_a_hostile_amendment_is_a_message() -> None:
    assert set(amend_messages(amend(textos={"obs": "a\u202eb"}))) == {"obs"}
