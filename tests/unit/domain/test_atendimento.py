"""Rules of the registration of an atendimento: each hostile or wrong value gets its message on its field."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from sisetp.domain.atendimento import PessoaProcurada, Value, check_register
from sisetp.domain.codelists import load_overlay, reset_overlay
from sisetp.domain.errors import RuleViolation
from sisetp.domain.pessoa import Identidade
from tests.unit.domain.fichas import IDENTIDADE, NOW, REGRAS, RESPOSTAS, command, messages, pessoa

OLD = date(1890, 1, 1)
PROCURADA = PessoaProcurada(nome="Rui Demonstração", relacao="IRMAO", contato_solicitante="+55 11 90000-0000")


def only(found: dict[str, str], campo: str) -> None:
    """Assert that exactly one field has a message."""
    assert set(found) == {campo}, found


def test_a_valid_ficha_passes() -> None:
    assert messages(command()) == {}


def test_a_valid_family_passes() -> None:
    child = pessoa(Identidade(nome_civil="Bia Demonstração", nascimento=date(2020, 5, 1)), perfil="MIGRANTE")
    assert messages(command(pessoa(), child, pessoa(None, "NAO_IDENT", faixa_etaria="F60"))) == {}


@pytest.mark.parametrize("name", sorted(set(RESPOSTAS) - {"pais_procedencia"}))
def test_every_mandatory_answer_is_asked_for(name: str) -> None:
    empty: Value = () if isinstance(RESPOSTAS[name], tuple) else None
    only(messages(command(pessoa(respostas={name: empty}))), f"p0.{name}")


def test_age_band_is_asked_for_when_nothing_tells_the_age() -> None:
    only(messages(command(pessoa(Identidade(nome_civil="Aurora Demonstração")))), "p0.faixa_etaria")


def test_all_messages_come_at_once_each_with_its_person() -> None:
    found = messages(command(pessoa(sexo=None, raca_cor="X"), pessoa(perfil=None, idade=-4)))
    assert {"p0.sexo", "p0.raca_cor", "p1.perfil", "p1.idade"} <= set(found)


@pytest.mark.parametrize(
    ("campo", "answers"),
    [
        ("sexo", {"sexo": "X"}),
        ("sexo", {"sexo": ("F",)}),
        ("sexo", {"sexo": 1}),
        ("idade", {"idade": 12}),
        ("idade", {"idade": -1}),
        ("idade", {"idade": 121}),
        ("idade", {"idade": True}),
        ("idade", {"idade": "28"}),
        ("faixa_etaria", {"faixa_etaria": "F60"}),
        ("faixa_etaria", {"faixa_etaria": "NI"}),
        ("necessidades", {"necessidades": "ACOLHIDA"}),
        ("necessidades", {"necessidades": ("ACOLHIDA", "ACOLHIDA")}),
        ("necessidades", {"necessidades": ("ACOLHIDA", "'; DROP TABLE")}),
        ("encaminhamentos", {"encaminhamentos": ("NENHUM", "CRAS")}),
        ("indicios", {"indicios": ("NENHUM", "DIVIDA")}),
        ("indicios", {"indicios": ("NAO_APLIC", "NENHUM")}),
        ("vulner", {"vulner": ("NENHUMA", "PCD")}),
        ("vulner", {"vulner": ("CRIANCA",)}),
        ("vulner", {"vulner": ("IDOSO",)}),
        ("violencia_retorno", {"violencia_retorno": ("NENHUM", "FURTO"), "motivo_retorno": "NI"}),
        ("perfis_adic", {"perfis_adic": ("DEPORTADO",)}),
        ("perfil", {"perfil": "CRIANCA_DESAC"}),
        ("nacionalidade", {"nacionalidade": "ZZ"}),
        ("nacionalidade_2", {"nacionalidade_2": "BR"}),
        ("nacionalidade_2", {"nacionalidade_2": "NAO_INFORMADO"}),
        ("pais_procedencia", {"pais_procedencia": None}),
        ("pais_procedencia", {"perfil": "MIGRANTE", "canal": "AREA_RESTRITA", "pais_procedencia": ""}),
        ("uf_procedencia", {"uf_procedencia": "SP"}),
        ("destino_municipio", {"destino_municipio": "9999999"}),
        ("destino_municipio", {"destino_municipio": "3106200", "destino_uf": "SP"}),
        ("acompanhado", {"acompanhado": "SO", "qtd_pessoas": 3}),
        ("qtd_pessoas", {"qtd_pessoas": 31}),
        ("qtd_pessoas", {"qtd_pessoas": 0}),
        ("detencao_dias", {"detencao_dias": 10, "motivo_retorno": "NI"}),
        ("detencao_dias", {"detencao_dias": 10**6, "detencao": "S", "motivo_retorno": "NI"}),
        ("motivo_retorno", {"tempo_exterior": "ATE_1A"}),
        ("local_exterior_pais", {"local_exterior_pais": "BR", "motivo_retorno": "NI"}),
        ("respostas", {"is_admin": "1"}),
        ("modo_ident", {"modo_ident": "NAO_IDENT"}),
    ],
)
def test_a_wrong_answer_has_its_message(campo: str, answers: dict[str, Value]) -> None:
    only(messages(command(pessoa(respostas=answers))), f"p0.{campo}")


def test_an_ended_code_is_judged_on_the_date_of_the_contact(tmp_path: Path) -> None:
    overlay = tmp_path / "listas.json"
    ended = {"code": "DEPORTADO", "fim": (NOW.date() - timedelta(days=2)).isoformat()}
    overlay.write_text(json.dumps({"listas": {"perfil": {"items": [ended]}}}), encoding="utf-8")
    load_overlay(overlay)
    try:
        only(messages(command()), "p0.perfil")
        late = command(inicio=NOW - timedelta(days=3), motivo_retroativo="Sistema fora do ar")
        assert messages(late) == {}
    finally:
        reset_overlay()


def test_messages_never_repeat_what_was_sent() -> None:
    found = messages(command(pessoa(sexo="<script>", porta_entrada="=cmd()", segredo="x")))
    assert not any(word in text for text in found.values() for word in ("<script>", "=cmd()", "segredo"))


@pytest.mark.parametrize(
    ("campo", "changes"),
    [
        ("nascimento", {"nascimento": NOW.date() + timedelta(days=1)}),
        ("nascimento", {"nascimento": OLD}),
        ("nome_civil", {"nome_civil": "Ana\u202eDemonstração"}),
        ("nome_civil", {"nome_civil": "A" * 121}),
        ("nome_civil", {"nome_civil": "12345"}),
        ("nome_social", {"nome_social": "Ana\nDemonstração"}),
        ("doc_numero", {"doc_tipo": "CPF", "doc_numero": "111.111.111-11"}),
        ("doc_numero", {"doc_numero": "FZ123456"}),
        ("doc_numero", {"doc_tipo": "RETIDO", "doc_numero": "FZ123456"}),
        ("doc_tipo", {"doc_tipo": "XX"}),
        ("contato", {"contato": "1" * 121}),
        ("contato_seguro", {"contato_seguro": "TALVEZ"}),
    ],
)
def test_a_wrong_identity_has_its_message(campo: str, changes: dict[str, object]) -> None:
    identity = replace(IDENTIDADE, **changes)  # type: ignore[arg-type]
    only({k: v for k, v in messages(command(pessoa(identity))).items() if k != "p0.faixa_etaria"}, f"p0.{campo}")


def test_two_kinds_of_document_are_refused() -> None:
    identity = replace(IDENTIDADE, doc_tipo="CPF", doc_numero="")
    only(messages(command(pessoa(identity, doc_tipo="PASSAPORTE"))), "p0.doc_tipo")


@pytest.mark.parametrize("identity", [IDENTIDADE, Identidade(contato="x")])
def test_not_identified_accepts_no_identity(identity: Identidade) -> None:
    found = messages(command(pessoa(identity, "NAO_IDENT", faixa_etaria="F18_29")))
    only(found, "p0.modo_ident")


def test_not_identified_does_not_link_to_a_record() -> None:
    person = replace(pessoa(None, "NAO_IDENT", faixa_etaria="F18_29"), pessoa_id=uuid4())
    only(messages(command(person)), "p0.modo_ident")


@pytest.mark.parametrize("modo", ["IDENT", "SO_PRENOME"])
@pytest.mark.parametrize("identity", [None, Identidade(), Identidade(doc_tipo="PASSAPORTE", doc_numero="FZ123456")])
def test_identified_needs_a_name(modo: str, identity: Identidade | None) -> None:
    only(messages(command(pessoa(identity, modo, faixa_etaria="F18_29"))), "p0.nome_social")


def test_a_linked_record_brings_its_own_name() -> None:
    assert messages(command(replace(pessoa(None, faixa_etaria="F18_29"), pessoa_id=uuid4()))) == {}


def test_unknown_mode_is_refused() -> None:
    assert "p0.modo_ident" in messages(command(pessoa(modo="ADMIN")))


@pytest.mark.parametrize(
    ("campo", "textos"),
    [
        ("obs", {"obs": "x" * 501}),
        ("obs", {"obs": "x" * 10_000_000}),
        ("obs", {"obs": "a\u200bb"}),
        ("via_chegada", {"via_chegada": "LA8065-LA8066"}),
        ("textos", {"senha": "x"}),
    ],
)
def test_a_wrong_text_has_its_message(campo: str, textos: dict[str, str]) -> None:
    only(messages(command(replace(pessoa(), textos=textos))), f"p0.{campo}")


@pytest.mark.parametrize(
    ("campo", "changes"),
    [
        ("inicio", {"inicio": NOW + timedelta(hours=1)}),
        ("inicio", {"inicio": NOW - timedelta(days=31)}),
        ("inicio", {"inicio": datetime(1, 1, 1, tzinfo=UTC)}),
        ("inicio", {"inicio": NOW.replace(tzinfo=None)}),
        ("motivo_retroativo", {"inicio": NOW - timedelta(hours=25)}),
        ("motivo_retroativo", {"motivo_retroativo": "x" * 301}),
        ("chave_envio", {"chave_envio": ""}),
        ("chave_envio", {"chave_envio": "k" * 65}),
        ("pessoas", {"pessoas": ()}),
    ],
)
def test_a_wrong_moment_or_envelope_has_its_message(campo: str, changes: dict[str, object]) -> None:
    only(messages(command(**changes)), campo)


def test_a_late_entry_with_reason_passes() -> None:
    assert messages(command(inicio=NOW - timedelta(days=29), motivo_retroativo="Sistema fora do ar")) == {}


def test_the_limit_of_days_is_the_unit_s() -> None:
    late = command(inicio=NOW - timedelta(days=3), motivo_retroativo="Sistema fora do ar")
    only(messages(late, replace(REGRAS, dias_retroativos=2)), "inicio")


def test_thirty_people_pass_and_thirty_one_do_not() -> None:
    assert messages(command(*[pessoa()] * 30)) == {}
    assert "pessoas" in messages(command(*[pessoa()] * 31))


def test_the_group_is_not_smaller_than_its_people() -> None:
    found = messages(command(pessoa(qtd_pessoas=1), pessoa()))
    only(found, "p0.qtd_pessoas")


def test_age_is_judged_on_the_local_date_of_the_contact() -> None:
    night = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # still 19 November in Guarulhos
    born = replace(IDENTIDADE, nascimento=date(2008, 11, 20))
    ficha = command(pessoa(born, faixa_etaria="F12_17"), inicio=night, motivo_retroativo="Sistema fora do ar")
    assert messages(ficha) == {}


def test_a_missing_person_request_needs_the_person_sought() -> None:
    asking = pessoa(perfil="DESAPARECIDO")
    only(messages(command(asking)), "p0.procurada.nome")
    assert messages(command(replace(asking, procurada=PROCURADA))) == {}
    only(messages(command(replace(pessoa(), procurada=PROCURADA))), "p0.perfil")


def test_a_missing_person_request_is_not_anonymous() -> None:
    asking = pessoa(None, "NAO_IDENT", perfil="DESAPARECIDO", faixa_etaria="F40_49")
    only(messages(command(replace(asking, procurada=PROCURADA))), "p0.modo_ident")


@pytest.mark.parametrize(
    ("campo", "changes"),
    [
        ("nome", {"nome": " "}),
        ("nome", {"nome": "R\u202eui"}),
        ("contato_solicitante", {"contato_solicitante": ""}),
        ("relacao", {"relacao": "VIZINHO"}),
        ("nascimento", {"nascimento": NOW.date() + timedelta(days=2)}),
        ("idade", {"idade": 130}),
        ("ultimo_local", {"ultimo_local": "x" * 201}),
    ],
)
def test_wrong_data_of_the_person_sought_has_its_message(campo: str, changes: dict[str, object]) -> None:
    sought = replace(PROCURADA, **changes)  # type: ignore[arg-type]
    only(messages(command(replace(pessoa(perfil="DESAPARECIDO"), procurada=sought))), f"p0.procurada.{campo}")


def test_the_error_text_names_fields_and_no_value() -> None:
    with pytest.raises(RuleViolation) as caught:
        check_register(command(pessoa(sexo="segredo")), now=NOW, regras=REGRAS)
    assert str(caught.value) == "1 rule(s) broken: p0.sexo"
