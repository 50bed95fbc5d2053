"""Evolutions of a case (form F): commands and rules.

Secrecy levels follow Resoluções CFESS 1.098/2025 and CFP 1/2009: a profession writes at its own secret level and at no
other, and everybody of the team at the technical one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sisetp.domain.caso import ABERTOS
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.respostas import check_answers, check_reason, check_texts

FORM = ("F",)
_FECHADO = "Este caso está encerrado e não recebe registros. Reabra o caso para continuar."


@dataclass(frozen=True, slots=True, kw_only=True)
class EvolucaoEscrita:
    """What somebody wrote. `data` is aware; `respostas` has the codes of form F and `textos` its texts."""

    data: datetime | None
    respostas: Mapping[str, Value]
    textos: Mapping[str, str] = field(default_factory=dict)
    proximo_data: date | None = None
    caso_pessoa_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrarEvolucao:
    """A new evolution; the same `chave` sent twice by the same author makes one record."""

    caso_id: UUID
    escrita: EvolucaoEscrita
    chave: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterarEvolucao:
    """The whole new state of an evolution, started from `versao`, with the coded reason and its explanation."""

    caso_id: UUID
    evolucao_id: UUID
    versao: int
    motivo: str
    escrita: EvolucaoEscrita
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelarEvolucao:
    """An evolution that should not have been made: kept, shown as cancelled, out of the agenda."""

    caso_id: UUID
    evolucao_id: UUID
    versao: int
    motivo: str
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circunstancias:
    """What the rules compare with: levels the author may use, time, the case, and the people in it.

    `prazo_anterior` is the date of the next step before an amendment: kept as it is, it may be in the past.
    """

    niveis: frozenset[str]
    now: datetime
    fuso: str
    abertura: date
    situacao: str
    pessoas: frozenset[UUID] = frozenset()
    prazo_anterior: date | None = None


def check_register(escrita: EvolucaoEscrita, em: Circunstancias) -> None:
    """Check a new evolution. Raises: RuleViolation with every message."""
    _refuse(_messages(escrita, em))


def check_amend(command: AlterarEvolucao, em: Circunstancias) -> None:
    """Check an amendment. Raises: RuleViolation with every message."""
    _refuse([*_messages(command.escrita, em), *_reason("motivo_alteracao", command, em)])


def check_cancel(command: CancelarEvolucao, em: Circunstancias) -> None:
    """Check a cancellation. Raises: RuleViolation with every message."""
    _refuse([*case_messages(em.situacao), *_reason("motivo_cancelamento", command, em)])


def case_messages(situacao: str) -> list[FieldMessage]:
    """The message of a case that takes no more records, or none."""
    return [FieldMessage("situacao", _FECHADO)] if situacao not in ABERTOS else []


def _reason(lista: str, command: AlterarEvolucao | CancelarEvolucao, em: Circunstancias) -> list[FieldMessage]:
    return check_reason(lista, "motivo", command.motivo, command.justificativa, on=_today(em))


def _messages(escrita: EvolucaoEscrita, em: Circunstancias) -> list[FieldMessage]:
    day = escrita.data.astimezone(ZoneInfo(em.fuso)).date() if escrita.data else _today(em)
    return [
        *case_messages(em.situacao),
        *_moment(escrita, day, em),
        *check_answers(escrita.respostas, on=day, forms=FORM),
        *_level(escrita, em),
        *check_texts(escrita.textos, forms=FORM),
        *_next_step(escrita, em),
        *_about(escrita, em),
    ]


def _moment(escrita: EvolucaoEscrita, day: date, em: Circunstancias) -> list[FieldMessage]:
    if escrita.data is None:
        return [FieldMessage("data", "Diga a data e a hora do contato.")]
    if escrita.data > em.now:
        return [FieldMessage("data", "A data e a hora não podem ser futuras.")]
    if day < em.abertura:
        return [FieldMessage("data", f"O caso foi aberto em {em.abertura:%d/%m/%Y}; a evolução não pode ser anterior.")]
    return []


def _level(escrita: EvolucaoEscrita, em: Circunstancias) -> list[FieldMessage]:
    level = escrita.respostas.get("nivel_sigilo")
    if level and level not in em.niveis:
        return [FieldMessage("nivel_sigilo", "Este nível de sigilo é de outra profissão.")]
    return []


def _next_step(escrita: EvolucaoEscrita, em: Circunstancias) -> list[FieldMessage]:
    text, day = escrita.textos.get("proximo", "").strip(), escrita.proximo_data
    if text and day is None:
        return [FieldMessage("proximo_data", "Diga até quando fazer a próxima providência.")]
    if day is not None and not text:
        return [FieldMessage("proximo", "Diga qual é a próxima providência.")]
    if day is not None and day != em.prazo_anterior and day < _today(em):
        return [FieldMessage("proximo_data", "O prazo da próxima providência não pode ter passado.")]
    return []


def _about(escrita: EvolucaoEscrita, em: Circunstancias) -> list[FieldMessage]:
    if escrita.caso_pessoa_id is not None and escrita.caso_pessoa_id not in em.pessoas:
        return [FieldMessage("caso_pessoa_id", "Escolha uma pessoa deste caso.")]
    return []


def _today(em: Circunstancias) -> date:
    return em.now.astimezone(ZoneInfo(em.fuso)).date()


def _refuse(messages: list[FieldMessage]) -> None:
    if messages:
        raise RuleViolation(tuple(messages))
