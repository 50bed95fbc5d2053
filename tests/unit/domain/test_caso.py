"""Rules of a case: each incoherent input has its message, beside the field it is about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from sisetp.domain.caso import (
    ENCERRADO,
    TRANSFERIDO,
    AbrirCaso,
    AlterarCaso,
    EncaminhamentoAberto,
    MudarSituacao,
    Pendencias,
    RegrasCaso,
    RepassarCasos,
    TrocarResponsavel,
)
from sisetp.domain.caso_regras import (
    check_abertura,
    check_alteracao,
    check_repasse,
    check_responsavel,
    check_situacao,
)
from sisetp.domain.errors import RuleViolation

TODAY = date(2026, 11, 20)
RULES = RegrasCaso(hoje=TODAY, inicio=date(2012, 3, 1), tipo="NETP_E", aberta=True, equipe=frozenset({7, 8}))
OPEN = AbrirCaso(abertura=TODAY, porta_entrada="MP", risco="MEDIO", responsavel_id=7)
AMEND = AlterarCaso(
    caso_id=uuid4(), versao=1, abertura=TODAY, porta_entrada="MP", risco="BAIXO", motivo="ERRO", n_processo="IPL 1"
)
END = MudarSituacao(caso_id=uuid4(), versao=1, para=ENCERRADO, encerramento_motivo="OBJETIVOS", data=TODAY)
MOVE = replace(END, para=TRANSFERIDO, encerramento_motivo="TRANSF")
HAND = TrocarResponsavel(caso_id=uuid4(), versao=1, responsavel_id=8)
ALL = RepassarCasos(de=7, para=8)
CREAS = EncaminhamentoAberto(destino="CREAS", data=date(2026, 11, 1), situacao="ENVIADO")
ACCEPTED = EncaminhamentoAberto(destino="NETP-SP", data=TODAY, situacao="ACEITO", transferencia=True)

FROM_NOWHERE = "Um caso parte de um atendimento, de um encaminhamento recebido ou de uma notícia."


def refused(check: Callable[..., None], *args: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(RuleViolation) as caught:
        check(*args, **more)
    return {item.campo: item.mensagem for item in caught.value.messages}


def test_what_is_coherent_passes() -> None:
    check_abertura(OPEN, regras=RULES)
    check_abertura(replace(OPEN, origem_tipo="ATENDIMENTO", origem_id=uuid4()), regras=RULES, origem_em=TODAY)
    check_alteracao(AMEND, situacao="ACOMP", encerramento=None, regras=RULES)
    check_situacao(END, de="SUSPENSO", abertura=TODAY, pendencias=Pendencias(), regras=RULES)
    waiting = Pendencias(encaminhamentos=(ACCEPTED, replace(ACCEPTED, situacao="CONCLUIDO")), em_analise=2)
    check_situacao(MOVE, de="ATIVO", abertura=TODAY, pendencias=waiting, regras=RULES)
    check_responsavel(HAND, situacao="ATIVO", atual=7, regras=RULES)
    check_repasse(ALL, casos=3, regras=RULES)


@pytest.mark.parametrize(
    ("changes", "rules", "campo", "mensagem"),
    [
        ({"abertura": None}, {}, "abertura", "Diga a data de abertura, no formato dd/mm/aaaa."),
        ({"abertura": date(2026, 11, 21)}, {}, "abertura", "A data de abertura não pode ser no futuro."),
        ({"abertura": date(2012, 2, 29)}, {}, "abertura", "Esta unidade começou em 01/03/2012: confira a data."),
        ({"porta_entrada": ""}, {}, "porta_entrada", "Responda «Origem da demanda»."),
        ({"porta_entrada": "VIZINHO"}, {}, "porta_entrada", "Escolha uma opção da lista."),
        ({"risco": ""}, {}, "risco", "Responda «Nível de risco atual»."),
        ({"risco": "MUITO"}, {}, "risco", "Escolha uma opção da lista."),
        (
            {"responsavel_id": 9},
            {},
            "responsavel_id",
            "Escolha um técnico ou a coordenação em atividade nesta unidade.",
        ),
        ({"n_processo": "9" * 121}, {}, "n_processo", "Use no máximo 120 caracteres."),
        ({"resumo": "x" * 4001}, {}, "resumo", "Use no máximo 4000 caracteres."),
        ({}, {"tipo": "PAAHM"}, "unidade_id", "Só um NETP em funcionamento abre casos. Encaminhe a um NETP."),
        ({}, {"aberta": False}, "unidade_id", "Só um NETP em funcionamento abre casos. Encaminhe a um NETP."),
        ({"origem_tipo": "CASO"}, {}, "origem_tipo", FROM_NOWHERE),
        ({"origem_id": uuid4()}, {}, "origem_tipo", FROM_NOWHERE),
    ],
)
def test_an_incoherent_opening_says_why(
    changes: dict[str, Any], rules: dict[str, Any], campo: str, mensagem: str
) -> None:
    assert refused(check_abertura, replace(OPEN, **changes), regras=replace(RULES, **rules)) == {campo: mensagem}


def test_a_case_is_not_older_than_where_it_came_from() -> None:
    command = replace(OPEN, origem_tipo="ATENDIMENTO", origem_id=uuid4(), abertura=date(2026, 11, 1))
    said = refused(check_abertura, command, regras=RULES, origem_em=date(2026, 11, 2))
    assert said == {"abertura": "O caso não pode abrir antes do registro de onde partiu, de 02/11/2026."}


def test_every_message_comes_at_once() -> None:
    command = replace(OPEN, abertura=None, porta_entrada="", risco="", responsavel_id=0, resumo="a\u202eb")
    assert set(refused(check_abertura, command, regras=RULES)) == {
        *("abertura", "porta_entrada", "risco", "responsavel_id", "resumo"),
    }


@pytest.mark.parametrize(
    ("changes", "situacao", "encerramento", "campo", "mensagem"),
    [
        ({}, "ENCERRADO", TODAY, "situacao", "Este caso terminou. Reabra o caso antes de alterar."),
        ({}, "TRANSFERIDO", TODAY, "situacao", "Este caso foi transferido e não muda mais nesta unidade."),
        ({"motivo": "PORQUE_SIM"}, "ATIVO", None, "motivo", "Escolha um motivo da lista."),
        ({"motivo": "OUTRO"}, "ATIVO", None, "justificativa", "Explique o motivo em poucas palavras."),
        ({"justificativa": "x" * 301}, "ATIVO", None, "justificativa", "Use no máximo 300 caracteres."),
        ({}, "ATIVO", date(2026, 11, 1), "abertura", "A abertura não pode ser depois do encerramento."),
    ],
)
def test_an_incoherent_change_says_why(
    changes: dict[str, Any], situacao: str, encerramento: date | None, campo: str, mensagem: str
) -> None:
    said = refused(
        check_alteracao, replace(AMEND, **changes), situacao=situacao, encerramento=encerramento, regras=RULES
    )
    assert said == {campo: mensagem}


@pytest.mark.parametrize(
    ("changes", "situacao", "campo"),
    [
        ({"responsavel_id": 99}, "ATIVO", "responsavel_id"),
        ({"responsavel_id": 7}, "ATIVO", "responsavel_id"),
        ({"justificativa": "x" * 301}, "ATIVO", "justificativa"),
        ({}, "ENCERRADO", "situacao"),
    ],
)
def test_an_incoherent_handover_says_why(changes: dict[str, Any], situacao: str, campo: str) -> None:
    said = refused(check_responsavel, replace(HAND, **changes), situacao=situacao, atual=7, regras=RULES)
    assert set(said) == {campo}


@pytest.mark.parametrize(
    ("changes", "casos", "campos"),
    [
        ({"para": 99}, 1, {"para"}),
        ({"para": 7}, 1, {"para"}),
        ({}, 0, {"de"}),
        ({"justificativa": "x" * 301}, 1, {"justificativa"}),
    ],
)
def test_an_incoherent_handover_of_all_says_why(changes: dict[str, Any], casos: int, campos: set[str]) -> None:
    assert set(refused(check_repasse, replace(ALL, **changes), casos=casos, regras=RULES)) == campos
