"""The life of a case: what each step needs, and that nothing ends with something waiting."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.caso import (
    ABERTOS,
    ENCERRADO,
    MAQUINA,
    TRANSFERIDO,
    EncaminhamentoAberto,
    MudarSituacao,
    Pendencias,
    RegrasCaso,
    motivo_guardado,
)
from sisetp.domain.caso_regras import (
    check_situacao,
)
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import RuleViolation

TODAY = date(2026, 11, 20)
RULES = RegrasCaso(hoje=TODAY, inicio=date(2012, 3, 1), tipo="NETP_E", aberta=True, equipe=frozenset({7, 8}))
END = MudarSituacao(caso_id=uuid4(), versao=1, para=ENCERRADO, encerramento_motivo="OBJETIVOS", data=TODAY)
MOVE = replace(END, para=TRANSFERIDO, encerramento_motivo="TRANSF")
CREAS = EncaminhamentoAberto(destino="CREAS", data=date(2026, 11, 1), situacao="ENVIADO")
ACCEPTED = EncaminhamentoAberto(destino="NETP-SP", data=TODAY, situacao="ACEITO", transferencia=True)


def refused(check: Callable[..., None], *args: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(RuleViolation) as caught:
        check(*args, **more)
    return {item.campo: item.mensagem for item in caught.value.messages}


def ended(command: MudarSituacao, de: str = "ATIVO", rules: RegrasCaso = RULES, **waiting: Any) -> dict[str, str]:
    pending = Pendencias(**waiting)
    return refused(check_situacao, command, de=de, abertura=date(2026, 5, 2), pendencias=pending, regras=rules)


@pytest.mark.parametrize(
    ("command", "de", "waiting", "campo", "mensagem"),
    [
        (replace(END, data=None), "ATIVO", {}, "data", "Diga o dia do encerramento, no formato dd/mm/aaaa."),
        (replace(END, data=date(2026, 11, 21)), "ATIVO", {}, "data", "O encerramento não pode ser no futuro."),
        (
            replace(END, data=date(2026, 5, 1)),
            "ATIVO",
            {},
            "data",
            "O encerramento não pode ser antes da abertura, em 02/05/2026.",
        ),
        (
            replace(END, encerramento_motivo=""),
            "ATIVO",
            {},
            "encerramento_motivo",
            "Escolha por que o caso termina.",
        ),
        (
            replace(END, encerramento_motivo="TRANSF"),
            "ATIVO",
            {},
            "encerramento_motivo",
            "«Transferido» só com a situação «Encerrado por transferência», depois que alguém aceitou o caso.",
        ),
        (
            replace(MOVE, encerramento_motivo="PEDIDO"),
            "ATIVO",
            {"encaminhamentos": (ACCEPTED,)},
            "encerramento_motivo",
            "O motivo de uma transferência é «Transferido».",
        ),
        (
            replace(END, encerramento_motivo="OUTRO"),
            "ATIVO",
            {},
            "justificativa",
            "Explique o motivo em poucas palavras.",
        ),
        (
            END,
            "ATIVO",
            {"em_analise": 2},
            "situacao",
            "Não é possível encerrar: 2 pessoas estão «Em análise». Decida a situação de cada pessoa antes.",
        ),
        (
            END,
            "ACOMP",
            {"encaminhamentos": (CREAS,)},
            "situacao",
            "Encerre antes 1 encaminhamento sem desfecho: CREAS, de 01/11/2026.",
        ),
        (
            END,
            "ATIVO",
            {"encaminhamentos": (CREAS, ACCEPTED)},
            "situacao",
            "Encerre antes 2 encaminhamentos sem desfecho: CREAS, de 01/11/2026; NETP-SP, de 20/11/2026.",
        ),
        (
            MOVE,
            "ATIVO",
            {"encaminhamentos": (replace(ACCEPTED, situacao="ENVIADO"),)},
            "situacao",
            "Encerre antes 1 encaminhamento sem desfecho: NETP-SP, de 20/11/2026.",
        ),
        (
            MOVE,
            "ATIVO",
            {"encaminhamentos": (replace(ACCEPTED, destino_aberto=False),)},
            "situacao",
            "A unidade de destino foi encerrada: transfira o caso a uma unidade aberta.",
        ),
        (
            replace(END, para="ATIVO", encerramento_motivo="", data=None),
            "ENCERRADO",
            {},
            "justificativa",
            "Diga por que o caso está sendo reaberto.",
        ),
        (
            replace(END, para="SUSPENSO"),
            "ATIVO",
            {},
            "encerramento_motivo",
            "Motivo e data de encerramento são só para encerrar.",
        ),
        (replace(END, para="FUGIU"), "ATIVO", {}, "situacao", "Escolha a nova situação."),
    ],
)
def test_an_incoherent_step_says_why(
    command: MudarSituacao, de: str, waiting: dict[str, Any], campo: str, mensagem: str
) -> None:
    assert ended(command, de, **waiting)[campo] == mensagem


def test_nobody_accepted() -> None:
    assert "Ninguém aceitou este caso ainda." in ended(MOVE)["situacao"]


@given(
    de=st.sampled_from([item.code for item in codelist("status_caso").items]),
    para=st.sampled_from([item.code for item in codelist("status_caso").items]),
    em_analise=st.integers(0, 3),
    referrals=st.lists(
        st.builds(
            EncaminhamentoAberto,
            destino=st.just("CREAS"),
            data=st.dates(date(2026, 1, 1), TODAY),
            situacao=st.sampled_from(["ENVIADO", "ACEITO", "CONCLUIDO"]),
            transferencia=st.booleans(),
            destino_aberto=st.booleans(),
        ),
        max_size=4,
    ),
)
def test_no_case_ends_with_something_waiting(
    de: str, para: str, em_analise: int, referrals: list[EncaminhamentoAberto]
) -> None:
    pending = Pendencias(em_analise=em_analise, encaminhamentos=tuple(referrals))
    command = MudarSituacao(caso_id=uuid4(), versao=1, para=para, justificativa="explicada")
    if para in (ENCERRADO, TRANSFERIDO):
        command = replace(command, encerramento_motivo="TRANSF" if para == TRANSFERIDO else "PEDIDO", data=TODAY)
    try:
        check_situacao(command, de=de, abertura=TODAY, pendencias=pending, regras=RULES)
    except RuleViolation:
        drawn = MAQUINA.permite(de, para)
        assert not drawn or em_analise or referrals or para == TRANSFERIDO
        return
    assert MAQUINA.permite(de, para)
    open_now = [item for item in referrals if item.situacao in ("ENVIADO", "ACEITO")]
    if para == ENCERRADO:
        assert not em_analise
        assert not open_now
    if para == TRANSFERIDO:
        assert any(item.transferencia and item.destino_aberto and item.situacao != "ENVIADO" for item in referrals)
        assert all(item.transferencia and item.situacao == "ACEITO" for item in open_now)


def test_ninety_days_without_an_answer_are_a_warning_only() -> None:
    old = replace(CREAS, data=TODAY - timedelta(days=91))
    pending = Pendencias(
        encaminhamentos=(old, replace(old, data=TODAY - timedelta(days=90)), replace(old, situacao="CONCLUIDO"))
    )
    assert pending.atrasados(TODAY) == (old,)


def test_a_case_that_ended_moves_only_by_being_reopened() -> None:
    assert MAQUINA.finais == (TRANSFERIDO,)
    assert [step.para for step in MAQUINA.seguintes(ENCERRADO)] == ["ATIVO"]
    assert all(len(MAQUINA.seguintes(state)) == 4 for state in ABERTOS)
    assert [motivo_guardado("ATIVO", to) for to in ("SUSPENSO", ENCERRADO, TRANSFERIDO)] == [
        *("SITUACAO", "ENCERRAMENTO", "ENCERRAMENTO"),
    ]
    assert motivo_guardado(ENCERRADO, "ATIVO") == "REABERTURA"
