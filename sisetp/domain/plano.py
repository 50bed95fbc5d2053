"""Support plan (form K), risk assessment (form L) and others involved (form H): commands and rules.

Types of support and assessments follow HTCDS 2.0 (`spl`, assessments of the person, the household, the community).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.evolucao import case_messages
from sisetp.domain.ficha import Value
from sisetp.domain.respostas import check_answers, check_reason, check_texts, is_answered


@dataclass(frozen=True, slots=True, kw_only=True)
class LinhaDePlano:
    """What one line of the plan says: codes `tipo` and `desfecho`, texts of form K, and its three dates."""

    inicio: date | None
    prazo: date | None
    respostas: Mapping[str, Value]
    textos: Mapping[str, str] = field(default_factory=dict)
    encerrado_em: date | None = None
    caso_pessoa_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GravarPlano:
    """A new line (`plano_id` None), or the whole new state of one that started from `versao`."""

    caso_id: UUID
    linha: LinhaDePlano
    plano_id: UUID | None = None
    versao: int = 0
    motivo: str = ""
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvaliarRisco:
    """A dated assessment: code `risco` and three texts; it is never amended, a new one is made."""

    caso_id: UUID
    data: date | None
    respostas: Mapping[str, Value]
    textos: Mapping[str, str] = field(default_factory=dict)
    caso_pessoa_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GravarEnvolvido:
    """The minimum about somebody else involved, new (`envolvido_id` None) or changed from `versao`."""

    caso_id: UUID
    respostas: Mapping[str, Value]
    textos: Mapping[str, str] = field(default_factory=dict)
    envolvido_id: UUID | None = None
    versao: int = 0
    motivo: str = ""
    justificativa: str = ""


def check_plano(command: GravarPlano, *, hoje: date, situacao: str, pessoas: frozenset[UUID]) -> None:
    """Check a line of the plan. Raises: RuleViolation with every message."""
    linha = command.linha
    messages = [
        *case_messages(situacao),
        *check_answers(linha.respostas, on=linha.inicio or hoje, forms=("K",)),
        *check_texts(linha.textos, forms=("K",)),
        *_dates(linha, hoje),
        *_ending(linha, hoje),
        *_about(linha.caso_pessoa_id, pessoas),
    ]
    if not linha.textos.get("objetivo", "").strip():
        messages.append(FieldMessage("objetivo", "Diga o que se quer alcançar."))
    if command.plano_id is not None:
        messages += check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=hoje)
    _refuse(messages)


def check_risco(command: AvaliarRisco, *, hoje: date, abertura: date, situacao: str, pessoas: frozenset[UUID]) -> None:
    """Check an assessment. Raises: RuleViolation with every message."""
    messages = [
        *case_messages(situacao),
        *check_answers(command.respostas, on=command.data or hoje, forms=("L",)),
        *check_texts(command.textos, forms=("L",)),
        *_about(command.caso_pessoa_id, pessoas),
    ]
    if command.data is None:
        messages.append(FieldMessage("data", "Diga o dia da avaliação."))
    elif command.data > hoje:
        messages.append(FieldMessage("data", "A data não pode ser futura."))
    elif command.data < abertura:
        messages.append(FieldMessage("data", f"O caso foi aberto em {abertura:%d/%m/%Y}."))
    _refuse(messages)


def check_envolvido(command: GravarEnvolvido, *, hoje: date, situacao: str) -> None:
    """Check what is written about somebody involved. Raises: RuleViolation with every message."""
    messages = [
        *case_messages(situacao),
        *check_answers(command.respostas, on=hoje, forms=("H",)),
        *check_texts(command.textos, forms=("H",)),
    ]
    if not any(is_answered(value) for value in command.respostas.values()) and not any(command.textos.values()):
        messages.append(FieldMessage("papel", "Responda ao menos uma das perguntas."))
    if command.envolvido_id is not None:
        messages += check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=hoje)
    _refuse(messages)


def check_retirar(command: GravarEnvolvido, *, hoje: date, situacao: str) -> None:
    """Check that a record about somebody involved may be taken out of the case. Raises: RuleViolation."""
    reason = check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=hoje)
    _refuse([*case_messages(situacao), *reason])


def _dates(linha: LinhaDePlano, hoje: date) -> list[FieldMessage]:
    messages = []
    if linha.inicio is None:
        messages.append(FieldMessage("inicio", "Diga quando foi combinado."))
    elif linha.inicio > hoje:
        messages.append(FieldMessage("inicio", "O início não pode ser futuro."))
    if linha.prazo is None:
        messages.append(FieldMessage("prazo", "Diga até quando."))
    elif linha.inicio and linha.prazo < linha.inicio:
        messages.append(FieldMessage("prazo", "O prazo não pode ser anterior ao início."))
    return messages


def _ending(linha: LinhaDePlano, hoje: date) -> list[FieldMessage]:
    ended, outcome = linha.encerrado_em, linha.respostas.get("desfecho")
    if ended is not None and not outcome:
        return [FieldMessage("desfecho", "Diga como terminou.")]
    if outcome and ended is None:
        return [FieldMessage("encerrado_em", "Diga quando terminou.")]
    if ended is not None and ended > hoje:
        return [FieldMessage("encerrado_em", "O fim não pode ser futuro.")]
    if ended is not None and linha.inicio is not None and ended < linha.inicio:
        return [FieldMessage("encerrado_em", "O fim não pode ser anterior ao início.")]
    return []


def _about(caso_pessoa_id: UUID | None, pessoas: frozenset[UUID]) -> list[FieldMessage]:
    if caso_pessoa_id is not None and caso_pessoa_id not in pessoas:
        return [FieldMessage("caso_pessoa_id", "Escolha uma pessoa deste caso.")]
    return []


def _refuse(messages: list[FieldMessage]) -> None:
    if messages:
        raise RuleViolation(tuple(messages))
