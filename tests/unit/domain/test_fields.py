"""The field catalogue: complete, neutral at the desk, sealed as decided."""

import pytest

from sisetp.domain.codelists import list_names
from sisetp.domain.fields import CATALOGUE, DataClass, Field, Kind, Seal, field, fields_of
from sisetp.domain.names import normalise

FIELDS = list(CATALOGUE.values())
DESK = [entry for entry in FIELDS if entry.form in "ABP"]


@pytest.mark.parametrize("entry", FIELDS, ids=lambda entry: f"{entry.form}.{entry.name}")
def test_every_field_is_complete(entry: Field) -> None:
    assert entry.label
    assert entry.help.endswith(".")
    assert entry.retention
    assert entry.opened_by
    assert (entry.codelist is not None) == (entry.kind in (Kind.CODIGO, Kind.MULTI))
    assert entry.codelist is None or entry.codelist in list_names()
    assert (entry.kind is Kind.TEXTO) <= (entry.max_length is not None)
    assert (entry.kind is Kind.INTEIRO) <= (entry.min is not None and entry.max is not None)


@pytest.mark.parametrize("entry", DESK, ids=lambda entry: f"{entry.form}.{entry.name}")
def test_nothing_at_the_desk_says_the_two_words(entry: Field) -> None:
    words = normalise(" ".join((entry.label, entry.question, entry.help, entry.note)))
    assert "vitima" not in words
    assert "trafico" not in words


@pytest.mark.parametrize("entry", [e for e in FIELDS if e.form in "AB"], ids=lambda entry: f"{entry.form}.{entry.name}")
def test_help_of_the_ficha_is_a_real_sentence(entry: Field) -> None:
    assert len(entry.help) >= 40


def test_seals_follow_the_class() -> None:
    for entry in FIELDS:
        if entry.data_class is DataClass.ID:
            assert entry.seal is Seal.IDENT
        if entry.data_class in (DataClass.TXT, DataClass.TXT_S):
            assert entry.seal is Seal.RELATO
        if entry.data_class is DataClass.SENS:
            assert entry.seal in (Seal.ESTAT, Seal.RELATO)
        if entry.seal is Seal.ESTAT:
            assert entry.kind is not Kind.TEXTO


def test_plain_fields_are_only_those_of_the_decision() -> None:
    plain = {entry.key for entry in FIELDS if entry.seal is Seal.PLAIN and entry.form != "I"}
    assert plain == {
        *(("A", name) for name in ("unidade_id", "posto_id", "inicio", "atendente_id", "operacao_id", "grupo_id")),
        ("C", "pessoa_uid"),
        *(
            ("D", name)
            for name in ("numero", "abertura", "unidade_id", "responsavel_id", "status", "encerramento_data")
        ),
        *(("F", name) for name in ("data", "profissional_id", "proximo_data", "proximo_feito_em")),
        *(("G", name) for name in ("data", "status", "unidade_destino", "prazo", "limite", "encerrado_em")),
        *(("J", name) for name in ("requisicao_prazo", "data", "retirado_em")),
        *(("K", name) for name in ("inicio", "prazo", "encerrado_em")),
        ("L", "data"),
    }
    assert all(entry.seal is Seal.PLAIN for entry in fields_of("I"))


def test_labels_of_the_names() -> None:
    assert field("A", "nome_social").label == "Nome (como quer ser chamada)"
    assert field("A", "nome_civil").label == "Nome civil, se for outro"


def test_the_two_part_fields_are_two_entries() -> None:
    for name in ("doc_tipo", "doc_numero", "contato", "contato_seguro", "destino_uf", "destino_municipio"):
        assert ("A", name) in CATALOGUE
    assert field("A", "via_chegada").seal is Seal.RELATO
    assert field("A", "transporte").seal is Seal.ESTAT


def test_the_twelve_questions_are_mandatory() -> None:
    wanted = {entry.name for entry in fields_of("A") if entry.mandatory == "O"}
    assert wanted == {
        *("qtd_pessoas", "modo_ident", "faixa_etaria", "sexo", "raca_cor", "nacionalidade"),
        *("perfil", "porta_entrada", "necessidades", "encaminhamentos", "indicios", "ciencia"),
    }


def test_unknown_fields_and_forms() -> None:
    with pytest.raises(KeyError):
        field("A", "inexistente")
    assert fields_of("Z") == ()
