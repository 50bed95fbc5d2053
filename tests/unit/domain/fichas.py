"""Builders of valid fichas for the domain tests; each test changes one thing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from sisetp.domain.atendimento import PessoaNaFicha, RegisterAtendimento, RegrasUnidade, Value, check_register
from sisetp.domain.errors import RuleViolation
from sisetp.domain.pessoa import Identidade

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
REGRAS = RegrasUnidade(fuso="America/Sao_Paulo", dias_retroativos=30, horas_sem_motivo=24)

RESPOSTAS: dict[str, Value] = {
    "sexo": "F",
    "raca_cor": "PARDA",
    "nacionalidade": "BR",
    "perfil": "DEPORTADO",
    "pais_procedencia": "US",
    "porta_entrada": "PF",
    "necessidades": ("ACOLHIDA", "ALIMENTO"),
    "encaminhamentos": ("FAMILIA",),
    "indicios": ("NENHUM",),
    "ciencia": "INFORMADA",
}
IDENTIDADE = Identidade(nome_civil="Aurora Demonstração Silva", nascimento=date(1998, 3, 12))


def pessoa(
    identidade: Identidade | None = IDENTIDADE,
    modo: str = "IDENT",
    respostas: Mapping[str, Value] = MappingProxyType({}),
    **answers: Value,
) -> PessoaNaFicha:
    """Return a valid person with some answers changed."""
    return PessoaNaFicha(modo_ident=modo, identidade=identidade, respostas={**RESPOSTAS, **respostas, **answers})


def command(*pessoas: PessoaNaFicha, **changes: object) -> RegisterAtendimento:
    """Return a valid ficha of now, with these people (one valid adult by default)."""
    base = RegisterAtendimento(
        unidade_id=1, chave_envio="chave-1", inicio=NOW, duracao_s=75, pessoas=pessoas or (pessoa(),)
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def messages(ficha: RegisterAtendimento, regras: RegrasUnidade = REGRAS) -> dict[str, str]:
    """Return the messages of a ficha by field, empty when it can be registered."""
    return broken(lambda: check_register(ficha, now=NOW, regras=regras))


def broken(check: Callable[[], None]) -> dict[str, str]:
    """Run a check and return its messages by field."""
    try:
        check()
    except RuleViolation as error:
        return {item.campo: item.mensagem for item in error.messages}
    return {}
