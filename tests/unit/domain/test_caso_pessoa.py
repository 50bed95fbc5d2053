"""Form E: what must agree with what, one row for each incoherence (input, field, message)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest

from sisetp.domain.caso_pessoa import (
    RESPOSTAS_INICIAIS,
    RetirarPessoa,
    SalvarPessoaNoCaso,
    SobreAPessoa,
    adulta_na_epoca,
    check_pessoa_no_caso,
    check_retirar,
    check_salvar,
    completar,
)
from sisetp.domain.caso_pessoa_exploracao import finalidade_das_formas
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import RuleViolation
from sisetp.domain.ficha import Value

TODAY = date(2026, 11, 20)
ADULT = SobreAPessoa(nascimento=date(1998, 3, 12), idade=28, faixa="F18_29", brasileira=True)
CHILD = SobreAPessoa(nascimento=date(2011, 6, 1), idade=15, faixa="F12_17", brasileira=True)
UNKNOWN = SobreAPessoa()
FOREIGN = SobreAPessoa(idade=30, faixa="F30_39", brasileira=False)

WORK: dict[str, Value] = {
    "status_vitima": "CONFIRMADA",
    "orgao_identificador": "AFT",
    "finalidade": "TRAB_ESCRAVO",
    "formas": ("DEGR", "DIVIDA"),
    "acoes": ("ALICIAR",),
    "meios": ("FRAUDE",),
    "setor": "AGRO",
    "ambito": "INTERNO",
    "origem_pais": "BR",
    "destino_pais": "BR",
    "periodo_inicio": 202601,
    "periodo_fim": 202608,
    "idade_inicio": 27,
    "resgate": "RESGATE",
}


def messages(answers: Mapping[str, Value], who: SobreAPessoa = ADULT) -> list[tuple[str, str]]:
    return [(item.campo, item.mensagem) for item in check_pessoa_no_caso(answers, who, hoje=TODAY)]


CASES = [
    (ADULT, {"finalidade": ""}, "finalidade", "Responda «"),
    (ADULT, {"status_vitima": ""}, "status_vitima", "Responda «"),
    (ADULT, {"ambito": ""}, "ambito", "Responda «"),
    (ADULT, {"finalidades_sec": ("TRAB_ESCRAVO",)}, "finalidades_sec", "não se repete"),
    (ADULT, {"finalidades_sec": ("ND",)}, "finalidades_sec", "só cabe como finalidade principal"),
    (ADULT, {"finalidade": "ND", "finalidades_sec": ("TRAB_ESCRAVO",)}, "finalidade", "ela é a principal"),
    (ADULT, {"finalidades_sec": ("SERVIDAO", "SERVIDAO")}, "finalidades_sec", "repetida"),
    (ADULT, {"formas": ("PROST",)}, "formas", "pede a finalidade «Exploração sexual»"),
    (ADULT, {"formas": ("DEGR", "ORG")}, "formas", "pede a finalidade «Remoção de órgãos"),
    (ADULT, {"finalidade": "SERVIDAO", "formas": ("TF",)}, "formas", "pede a finalidade «Trabalho em condições"),
    (ADULT, {"formas": ("NI", "DEGR")}, "formas", "não combina com outras"),
    (ADULT, {"formas": ("TI",)}, "formas", "é de criança ou adolescente"),
    (ADULT, {"finalidade": "EXP_SEXUAL", "formas": ("ESCA",), "setor": ""}, "formas", "é de criança ou adolescente"),
    (ADULT, {"setor": ""}, "setor", "Escolha o setor"),
    (ADULT, {"finalidade": "EXP_SEXUAL", "formas": ("PROST",)}, "setor", "só se preenche quando há finalidade"),
    (ADULT, {"finalidade": "ND", "formas": ()}, "setor", "só se preenche quando há finalidade"),
    (ADULT, {"orgao_identificador": ""}, "orgao_identificador", "que órgão fez"),
    (ADULT, {"acoes": ()}, "acoes", "ao menos uma ação"),
    (ADULT, {"meios": ()}, "meios", "ao menos um meio"),
    (ADULT, {"meios": ("NI",)}, "meios", "ao menos um meio"),
    (ADULT, {"meios": ("NI", "FRAUDE")}, "meios", "não combina com outras"),
    (ADULT, {"controles": ("NI", "DOCS")}, "controles", "não combina com outras"),
    (ADULT, {"destino_pais": "PT"}, "destino_pais", "o lugar da exploração é o Brasil"),
    (ADULT, {"origem_pais": "BO"}, "origem_pais", "a origem é o Brasil"),
    (ADULT, {"ambito": "INT_SAIDA"}, "destino_pais", "não é o Brasil"),
    (ADULT, {"ambito": "INT_SAIDA", "origem_pais": "PY", "destino_pais": "ES"}, "origem_pais", "é o Brasil"),
    (ADULT, {"ambito": "INT_ENTRADA"}, "origem_pais", "a origem não é o Brasil"),
    (ADULT, {"ambito": "INT_ENTRADA", "origem_pais": "BO", "destino_pais": "AR"}, "destino_pais", "é o Brasil"),
    (ADULT, {"ambito": "INT_TRANSITO", "origem_pais": "HT"}, "destino_pais", "não é o Brasil"),
    (ADULT, {"origem_pais": "APATRIDA"}, "origem_pais", "Escolha um país"),
    (ADULT, {"ambito": "NI", "destino_pais": "PT", "destino_uf": "SP"}, "destino_uf", "país é o Brasil"),
    (ADULT, {"origem_uf": "SP", "origem_municipio": "3106200"}, "origem_municipio", "fica em MG"),
    (
        ADULT,
        {"ambito": "NI", "origem_pais": "PT", "origem_municipio": "3106200"},
        "origem_municipio",
        "país é o Brasil",
    ),
    (ADULT, {"periodo_inicio": 202613}, "periodo_inicio", "como 03/2026"),
    (ADULT, {"periodo_fim": 202612}, "periodo_fim", "ainda não chegou"),
    (ADULT, {"periodo_inicio": 202609}, "periodo_fim", "vem depois do início"),
    (ADULT, {"periodo_inicio": 199802, "idade_inicio": None}, "periodo_inicio", "não tinha nascido"),
    (ADULT, {"idade_inicio": 29}, "idade_inicio", "maior que a idade de hoje"),
    (ADULT, {"idade_inicio": 20}, "idade_inicio", "não combina com o nascimento"),
    (ADULT, {"resgate": "AINDA_EXPLORADA"}, "periodo_fim", "não tem mês de fim"),
    (
        ADULT,
        {"periodo_inicio": None, "periodo_fim": None, "periodo_aproximado": "S"},
        "periodo_aproximado",
        "período de que fala",
    ),
    (ADULT, {"residencia": "SOLICITADA"}, "residencia", "não é brasileiro"),
    (ADULT, {"transporte": ("NI", "AEREO")}, "transporte", "não combina com outras"),
    (ADULT, {"idade_inicio": 200}, "idade_inicio", "Digite um número de 0 a 120"),
    (ADULT, {"inventado": "X"}, "respostas", "campo desconhecido"),
    (FOREIGN, {"meios": ()}, "meios", "ao menos um meio"),
]


@pytest.mark.parametrize(("who", "changes", "field", "message"), CASES)
def test_what_does_not_agree_is_said_beside_its_field(
    who: SobreAPessoa, changes: dict[str, Value], field: str, message: str
) -> None:
    found = messages({**WORK, **changes}, who)
    assert any(campo == field and message in text for campo, text in found), found


def test_a_whole_answer_has_no_message() -> None:
    assert messages(WORK) == []
    assert messages(RESPOSTAS_INICIAIS) == []


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        (CHILD, {"meios": (), "acoes": (), "formas": ("TI",), "idade_inicio": 14}),
        (ADULT, {"meios": (), "periodo_inicio": 201501, "idade_inicio": 16, "formas": ("TI",)}),
        (ADULT, {"meios": (), "periodo_inicio": 201501, "idade_inicio": None}),
        (UNKNOWN, {"meios": (), "idade_inicio": None}),
        (ADULT, {"status_vitima": "POSSIVEL", "meios": (), "acoes": (), "orgao_identificador": ""}),
        (ADULT, {"status_vitima": "DESCARTADA", "finalidade": "ND", "formas": (), "setor": ""}),
        (ADULT, {"status_vitima": "DESCARTADA", "setor": "", "orgao_identificador": "", "meios": ()}),
        (ADULT, {"formas": ("OUTRA", "DEGR")}),
        (ADULT, {"formas": ("NI",)}),
        (ADULT, {"finalidades_sec": ("EXP_SEXUAL",), "formas": ("DEGR", "PROST")}),
        (ADULT, {"finalidade": "SERVIDAO", "formas": ("DOM",), "setor": "DOMEST"}),
        (ADULT, {"ambito": "INT_SAIDA", "destino_pais": "NAO_INFORMADO"}),
        (ADULT, {"origem_uf": "MG", "origem_municipio": "3106200"}),
        (ADULT, {"idade_inicio": 20, "periodo_aproximado": "S"}),
        (FOREIGN, {"residencia": "DEFERIDA"}),
        (UNKNOWN, {"residencia": "ORIENTADA"}),
        (ADULT, {"residencia": "NAO_SE_APLICA"}),
        (ADULT, {"resgate": "AINDA_EXPLORADA", "periodo_fim": None}),
    ],
)
def test_what_may_be_so_is_accepted(who: SobreAPessoa, changes: dict[str, Value]) -> None:
    assert messages({**WORK, **changes}, who) == []


def test_every_form_of_exploitation_belongs_to_one_purpose() -> None:
    table = finalidade_das_formas()
    assert set(table) == {item.code for item in codelist("forma_exploracao").items}
    assert all(item.map.startswith(f"->{table[item.code]}") for item in codelist("forma_exploracao").items)
    assert set(table.values()) == {item.code for item in codelist("finalidade").items}
    assert {code for code, purpose in table.items() if purpose == "ND"} == {"OUTRA", "NI"}
    assert (table["TI"], table["CASAM"], table["ESCA"]) == ("TRAB_ESCRAVO", "SERVIDAO", "EXP_SEXUAL")


def test_a_town_says_its_state_and_country() -> None:
    whole = completar({"origem_municipio": "3106200", "destino_uf": "SP", "destino_pais": "PT"})
    assert (whole["origem_uf"], whole["origem_pais"]) == ("MG", "BR")
    assert whole["destino_pais"] == "PT"  # what was answered is never changed


def test_eighteen_is_judged_when_it_began() -> None:
    assert adulta_na_epoca({}, SobreAPessoa(idade=18)) is True
    assert adulta_na_epoca({}, SobreAPessoa(idade=17)) is False
    assert adulta_na_epoca({"idade_inicio": 17}, SobreAPessoa(idade=40)) is False
    assert adulta_na_epoca({}, SobreAPessoa(faixa="F12_17")) is False
    assert adulta_na_epoca({}, SobreAPessoa(faixa="F60")) is True
    assert adulta_na_epoca({}, SobreAPessoa(faixa="NI")) is None


def save(**changes: object) -> SalvarPessoaNoCaso:
    given = {"motivo": "COMPLEMENTO", "justificativa": "", "respostas": {}, "textos": {}, "versao": 1, **changes}
    return SalvarPessoaNoCaso(caso_id=UUID(int=1), caso_pessoa_id=UUID(int=2), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("command", "before", "field"),
    [
        (save(motivo="COMPLEMENTO"), "POSSIVEL", "motivo"),
        (save(motivo="SITUACAO"), "POSSIVEL", "justificativa"),
        (save(motivo="SITUACAO", justificativa="revista"), "CONFIRMADA", "motivo"),
        (save(motivo=""), "CONFIRMADA", "motivo"),
        (save(motivo="OUTRO"), "CONFIRMADA", "justificativa"),
        (save(textos={"transito": "x" * 501}), "CONFIRMADA", "transito"),
        (save(textos={"relato": "x"}), "CONFIRMADA", "textos"),
    ],
)
def test_a_change_of_status_is_explained(command: SalvarPessoaNoCaso, before: str, field: str) -> None:
    with pytest.raises(RuleViolation) as broken:
        check_salvar(command, {**WORK, "status_vitima": before}, WORK, ADULT, TODAY)
    assert [item.campo for item in broken.value.messages] == [field]


def test_an_explained_change_passes() -> None:
    told = save(motivo="SITUACAO", justificativa="Ouvida outra vez")
    check_salvar(told, {**WORK, "status_vitima": "POSSIVEL"}, WORK, ADULT, TODAY)
    check_salvar(save(), WORK, WORK, ADULT, TODAY)


def test_a_removal_has_a_reason() -> None:
    asked = RetirarPessoa(caso_id=UUID(int=1), caso_pessoa_id=UUID(int=2), versao=1, motivo="POR_ENGANO")
    check_retirar(asked, hoje=TODAY)
    for motivo in ("", "ERRO", "OUTRO"):
        with pytest.raises(RuleViolation):
            check_retirar(
                RetirarPessoa(caso_id=UUID(int=1), caso_pessoa_id=UUID(int=2), versao=1, motivo=motivo), hoje=TODAY
            )
