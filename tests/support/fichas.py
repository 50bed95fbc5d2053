"""Commands that register a ficha, ready to be changed by a test."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID, uuid4

from sisetp.domain.atendimento import PessoaNaFicha, RegisterAtendimento, Value
from sisetp.domain.pessoa import Identidade

WHEN = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)

ANSWERS: dict[str, Value] = {
    "canal": "PRESENCIAL",
    "qtd_pessoas": 1,
    "faixa_etaria": "F18_29",
    "sexo": "F",
    "raca_cor": "PARDA",
    "fonte_raca": "AUTO",
    "nacionalidade": "BR",
    "doc_tipo": "PASSAPORTE",
    "perfil": "DEPORTADO",
    "pais_procedencia": "US",
    "destino_uf": "MG",
    "porta_entrada": "PF",
    "necessidades": ("ACOLHIDA", "ALIMENTO"),
    "encaminhamentos": ("FAMILIA",),
    "indicios": ("NENHUM",),
    "ciencia": "INFORMADA",
}

IDENTITY = Identidade(
    nome_civil="Aurora Demonstração Silva",
    nascimento=date(1998, 3, 12),
    doc_tipo="PASSAPORTE",
    doc_numero="FZ123456",
    contato="+55 11 91234-5678",
    contato_seguro="S",
)


def person(**changes: object) -> PessoaNaFicha:
    """One identified adult; `respostas` and `textos` given are merged over the defaults."""
    answers = {**ANSWERS, **cast(Mapping[str, Value], changes.pop("respostas", {}))}
    identity = changes.pop("identidade", IDENTITY)
    mode = str(changes.pop("modo_ident", "IDENT"))
    return PessoaNaFicha(
        modo_ident=mode,
        identidade=identity,  # type: ignore[arg-type]
        respostas=answers,
        **changes,  # type: ignore[arg-type]
    )


def unnamed(**changes: object) -> PessoaNaFicha:
    """One person who is not identified."""
    answers = {name: value for name, value in ANSWERS.items() if name != "doc_tipo"}
    more = cast(Mapping[str, Value], changes.pop("respostas", {}))
    return PessoaNaFicha(modo_ident="NAO_IDENT", respostas={**answers, **more})


def ficha(unidade_id: int, *people: PessoaNaFicha, chave: str | None = None, **changes: object) -> RegisterAtendimento:
    """A submitted ficha of one identified adult, or of the people given."""
    return RegisterAtendimento(
        unidade_id=unidade_id,
        chave_envio=chave or uuid4().hex,
        inicio=changes.pop("inicio", WHEN),  # type: ignore[arg-type]
        duracao_s=75,
        pessoas=people or (person(),),
        **changes,  # type: ignore[arg-type]
    )


def linked(pessoa_id: UUID) -> PessoaNaFicha:
    """A person whose record the officer chose to use."""
    return person(pessoa_id=pessoa_id)
