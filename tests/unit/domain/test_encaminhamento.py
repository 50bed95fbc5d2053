"""The life of a referral, its deadlines and what it refuses, each with its message."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from sisetp.domain.encaminhamento import DESFECHOS, MAQUINA, AcrescentarCopia, EnviarEncaminhamento
from sisetp.domain.errors import RuleViolation
from sisetp.domain.prazos_enc import pode_ser_urgente, prazos, prazos_informado
from sisetp.domain.regras_enc import check_copy, check_outcome, check_send

FRIDAY = date(2026, 11, 13)
ENDS = ("CONCLUIDO", "NAO_ATENDIDO", "RECUSADO", "SEM_RETORNO")
DRAWN = {("ENVIADO", "ACEITO"), *product(("INFORMADO", "ENVIADO", "ACEITO"), ENDS)}
NETP = EnviarEncaminhamento(
    registro_tipo="CASO",
    registro_id=uuid4(),
    pessoa=uuid4(),
    destino="NETP",
    unidade_destino_id=7,
    motivo="MUDANCA",
    autorizado="S",
    partes=("IDENTIDADE", "CASO"),
    chave_envio="k",
)
CREAS = replace(NETP, destino="CREAS", unidade_destino_id=None, servico="CREAS Centro")
URGENT = replace(
    NETP,
    autorizado="DISPENSADO",
    base="VIDA",
    partes=("IDENTIDADE",),
    risco_iminente=True,
    emergencia_confirmada=True,
)
TOLD = replace(CREAS, situacao="INFORMADO", autorizado="N", partes=())


def messages(command: EnviarEncaminhamento) -> list[tuple[str, str]]:
    with pytest.raises(RuleViolation) as caught:
        check_send(command, on=FRIDAY)
    return [(message.campo, message.mensagem) for message in caught.value.messages]


@pytest.mark.parametrize(("before", "after"), list(product(MAQUINA.estados, MAQUINA.estados)))
def test_only_the_drawn_steps_are_taken(before: str, after: str) -> None:
    assert MAQUINA.permite(before, after) is ((before, after) in DRAWN)


def test_it_begins_told_or_sent_and_every_end_but_expiry_has_outcomes() -> None:
    assert MAQUINA.iniciais == ("INFORMADO", "ENVIADO")
    assert set(MAQUINA.finais) == set(ENDS) == set(DESFECHOS)
    assert [end for end in ENDS if not DESFECHOS[end]] == ["SEM_RETORNO"]


@pytest.mark.parametrize("command", [NETP, CREAS, URGENT, TOLD, replace(NETP, transferencia=True)])
def test_what_is_whole_passes(command: EnviarEncaminhamento) -> None:
    check_send(command, on=FRIDAY)


@pytest.mark.parametrize(
    ("command", "field", "words"),
    [
        (replace(NETP, registro_tipo="NOTICIA", partes=("IDENTIDADE",)), "registro_tipo", "atendimento ou de um caso"),
        (replace(NETP, pessoa=None), "pessoa", "Escolha a pessoa"),
        (replace(CREAS, destino="NENHUM"), "destino", "para onde"),
        (replace(CREAS, destino="LUA"), "destino", "para onde"),
        (replace(NETP, unidade_destino_id=None), "unidade_destino", "unidade da rede que recebe"),
        (replace(CREAS, unidade_destino_id=7), "unidade_destino", "Só NETP e PAAHM"),
        (replace(NETP, motivo="TALVEZ"), "motivo", "motivo da lista"),
        (replace(NETP, situacao="ACEITO"), "situacao", "começa como"),
        (replace(NETP, autorizado=""), "autorizado", "autorizou"),
        (replace(NETP, autorizado="N"), "autorizado", "Sem autorização nada se envia"),
        (replace(NETP, base="OBRIG"), "autorizado_base", "só se diz quando"),
        (replace(NETP, autorizado="DISPENSADO"), "autorizado_base", "base legal que dispensa"),
        (replace(NETP, autorizado="DISPENSADO", base="CONSENT"), "autorizado_base", "responda «Sim»"),
        (replace(NETP, partes=()), "partes", "Marque o que se compartilha"),
        (replace(NETP, partes=("IDENTIDADE", "IDENTIDADE")), "partes", "uma vez cada"),
        (replace(NETP, partes=("TUDO",)), "partes", "da lista"),
        (replace(NETP, autorizado="DISPENSADO", base="OBRIG"), "partes", "não pode ser compartilhado"),
        (replace(NETP, registro_tipo="ATENDIMENTO"), "partes", "a partir de um caso"),
        (replace(NETP, partes=("RESUMO",)), "resumo", "Escreva o resumo"),
        (replace(NETP, resumo="Sem a parte"), "resumo", "marque a parte"),
        (replace(NETP, partes=("RESUMO",), resumo="x\u202ey"), "resumo", "invisíveis"),
        (replace(NETP, partes=("RESUMO",), resumo="x" * 2001), "resumo", "2000"),
        (replace(CREAS, servico="y" * 121), "destino_servico", "120"),
        (replace(NETP, obs="z" * 501), "obs", "500"),
        (replace(NETP, chave_envio=""), "chave_envio", "Recarregue"),
        (replace(URGENT, risco_iminente=False), "risco_iminente", "iminente"),
        (replace(URGENT, emergencia_confirmada=False), "emergencia_confirmada", "Confirme"),
        (replace(URGENT, partes=("CASO",)), "partes", "não pode ser compartilhado"),
        (replace(TOLD, partes=("PERFIL",)), "partes", "nada se compartilha"),
        (replace(TOLD, autorizado="DISPENSADO", base="VIDA"), "autorizado", "«Sim» ou «Não»"),
        (replace(CREAS, transferencia=True), "transferencia", "só a outro NETP"),
        (replace(NETP, transferencia=True, partes=("PERFIL",)), "transferencia", "dados do caso"),
        (
            replace(NETP, transferencia=True, autorizado="DISPENSADO", base="POL_PUB"),
            "transferencia",
            "com autorização",
        ),
    ],
)
def test_what_is_not_is_refused_with_its_message(command: EnviarEncaminhamento, field: str, words: str) -> None:
    assert [campo for campo, mensagem in messages(command) if words in mensagem] == [field]


@pytest.mark.parametrize(
    ("changes", "tipo", "field"),
    [
        ({}, "CASO", ""),
        ({"partes": ("CASO",)}, "ATENDIMENTO", "partes"),
        ({"autorizado": "N"}, "CASO", "autorizado"),
        ({"partes": ("RESUMO",), "resumo": "a\u200bb"}, "CASO", "resumo"),
        ({"chave_envio": "k" * 65}, "CASO", "chave_envio"),
        (
            {"autorizado": "DISPENSADO", "base": "VIDA", "risco_iminente": True, "emergencia_confirmada": True},
            "CASO",
            "autorizado_base",
        ),
    ],
)
def test_a_later_copy_is_checked_as_the_first(changes: dict[str, Any], tipo: str, field: str) -> None:
    base = AcrescentarCopia(encaminhamento_id=uuid4(), autorizado="S", partes=("PERFIL",), chave_envio="k")
    command = replace(base, **changes)
    if not field:
        check_copy(command, registro_tipo=tipo, transferencia=False, emergencia=False, on=FRIDAY)
        return
    with pytest.raises(RuleViolation) as caught:
        check_copy(command, registro_tipo=tipo, transferencia=False, emergencia=False, on=FRIDAY)
    assert {message.campo for message in caught.value.messages} == {field}


@pytest.mark.parametrize(
    ("end", "outcome", "answer", "field"),
    [
        ("CONCLUIDO", "ATENDIDA", "", ""),
        ("CONCLUIDO", "", "", "desfecho"),
        ("CONCLUIDO", "SEM_VAGA", "", "desfecho"),
        ("NAO_ATENDIDO", "OUTRO", "", "resposta"),
        ("NAO_ATENDIDO", "OUTRO", "Está em obra.", ""),
        ("RECUSADO", "DESISTIU", "x\u202ey", "resposta"),
        ("RECUSADO", "ATENDIDA", "", "desfecho"),
        ("SEM_RETORNO", "ATENDIDA", "", "desfecho"),
    ],
)
def test_no_end_without_an_outcome_of_its_own(end: str, outcome: str, answer: str, field: str) -> None:
    if not field:
        check_outcome(end, outcome, answer)
        return
    with pytest.raises(RuleViolation) as caught:
        check_outcome(end, outcome, answer)
    assert {message.campo for message in caught.value.messages} == {field}


def test_deadlines_are_business_days_of_the_place() -> None:
    assert prazos(FRIDAY, "SP", rede=True, vida=False).prazo == date(2026, 11, 23)  # 20 November is a holiday
    assert prazos(FRIDAY, "SP", rede=False, vida=False).prazo == date(2026, 11, 30)
    assert prazos(FRIDAY, "SP", rede=False, vida=True).prazo == date(2026, 11, 16)
    assert prazos(FRIDAY, "SP", rede=True, vida=False).limite == date(2026, 12, 7)
    assert prazos(date(2026, 7, 8), "SP", rede=True, vida=True).prazo == date(2026, 7, 10)  # 9 July, only there
    assert prazos(date(2026, 7, 8), "MG", rede=True, vida=True).prazo == date(2026, 7, 9)
    assert prazos_informado(FRIDAY, "SP").prazo is None


@pytest.mark.parametrize("uf", ["SP", "BA", "AC"])
def test_the_dates_alone_tell_what_may_be_urgent(uf: str) -> None:
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        assert pode_ser_urgente(day, prazos(day, uf, rede=True, vida=True).prazo)
        if day.weekday() < 5:
            assert not pode_ser_urgente(day, prazos(day, uf, rede=True, vida=False).prazo)
    assert not pode_ser_urgente(FRIDAY, None)
