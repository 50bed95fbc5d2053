"""Rules of one atendimento: what can be registered, amended and cancelled. All messages are collected at once.

Messages about a person carry the prefix `p<index>.` (from 0, in the order of the ficha); those about the person sought
`p<index>.procurada.`; the amendment of one person has no prefix.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sisetp.domain.coerencia import check_coherence
from sisetp.domain.derivadas import Sugestoes, completar, limpar, sugestoes, valores_atendimento, valores_pessoa
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import (
    MAX_PESSOAS,
    AmendAtendimento,
    CancelAtendimento,
    PessoaNaFicha,
    PessoaProcurada,
    RegisterAtendimento,
    Value,
)
from sisetp.domain.fields import field
from sisetp.domain.identificacao import check_identity, check_mode, check_procurada
from sisetp.domain.respostas import check_answers, check_reason, check_texts, text_problem

__all__ = [
    "MAX_PESSOAS",
    "AmendAtendimento",
    "CancelAtendimento",
    "PessoaNaFicha",
    "PessoaProcurada",
    "RegisterAtendimento",
    "RegrasUnidade",
    "Sugestoes",
    "Value",
    "check_amend",
    "check_amend_reason",
    "check_cancel",
    "check_register",
    "completar",
    "completar_alteracao",
    "completar_ficha",
    "limpar",
    "respostas_da_alteracao",
    "sugestoes",
    "valores_atendimento",
    "valores_pessoa",
]

_CLOCK_TOLERANCE = timedelta(minutes=5)
_MAX_KEY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class RegrasUnidade:
    """Settings of the unit that the rules need.

    `fuso` is its IANA time zone; an entry may be at most `dias_retroativos` days old, and needs a reason when older
    than `horas_sem_motivo` hours.
    """

    fuso: str = "America/Sao_Paulo"
    dias_retroativos: int = 30
    horas_sem_motivo: int = 24


def check_register(command: RegisterAtendimento, *, now: datetime, regras: RegrasUnidade) -> None:
    """Check a new ficha; `now` is aware. Derivable answers count as given (see `completar`).

    Raises RuleViolation with all messages.
    """
    moment = _check_moment(command, now, regras)
    messages = [*moment, *_check_envelope(command)]
    on = (now if moment else command.inicio).astimezone(ZoneInfo(regras.fuso)).date()
    for index, pessoa in enumerate(command.pessoas[:MAX_PESSOAS]):
        whole = completar(pessoa, on=on, total=len(command.pessoas), duracao_s=command.duracao_s)
        found = [
            *check_mode(pessoa.modo_ident, pessoa.identidade, pessoa.respostas, linked=pessoa.pessoa_id is not None),
            *(check_identity(pessoa.identidade, pessoa.respostas, on=on) if pessoa.identidade else ()),
            *check_answers(whole.respostas, on=on),
            *check_texts(pessoa.textos),
            *check_coherence(pessoa.identidade, whole.respostas, on=on),
            *check_procurada(pessoa.procurada, whole.respostas, on=on),
        ]
        people = whole.respostas.get("qtd_pessoas")
        if isinstance(people, int) and people < len(command.pessoas):
            found.append(FieldMessage("qtd_pessoas", "O grupo tem mais pessoas na ficha do que o número informado."))
        messages += (FieldMessage(f"p{index}.{item.campo}", item.mensagem) for item in found)
    _raise(messages)


def completar_ficha(command: RegisterAtendimento, *, regras: RegrasUnidade) -> tuple[PessoaNaFicha, ...]:
    """Return the people of a checked ficha as they are to be stored: derivable answers filled, texts cleaned."""
    on = command.inicio.astimezone(ZoneInfo(regras.fuso)).date()
    total = len(command.pessoas)
    people = (completar(pessoa, on=on, total=total, duracao_s=command.duracao_s) for pessoa in command.pessoas)
    return tuple(map(limpar, people))


def check_amend(command: AmendAtendimento, *, now: datetime, inicio: datetime, regras: RegrasUnidade) -> None:
    """Check the whole new state of one person's atendimento; codes are judged on the date of the contact (`inicio`).

    `identidade` None means that the identity stays as stored. Raises RuleViolation with all messages.
    """
    zone = ZoneInfo(regras.fuso)
    today, on = now.astimezone(zone).date(), inicio.astimezone(zone).date()
    whole = _amended(command, on)
    stored = command.identidade is None and whole.modo_ident != "NAO_IDENT"
    _raise(
        [
            *check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=today),
            *check_mode(whole.modo_ident, command.identidade, whole.respostas, linked=stored),
            *(check_identity(command.identidade, whole.respostas, on=on) if command.identidade else ()),
            *check_answers(whole.respostas, on=on),
            *check_texts(command.textos),
            *check_coherence(command.identidade, whole.respostas, on=on),
        ]
    )


def completar_alteracao(command: AmendAtendimento, *, inicio: datetime, regras: RegrasUnidade) -> PessoaNaFicha:
    """Return the person of a checked amendment as it is to be stored; a birth date replaces the age stored before."""
    return limpar(_amended(command, inicio.astimezone(ZoneInfo(regras.fuso)).date()))


def respostas_da_alteracao(
    command: AmendAtendimento, *, inicio: datetime, regras: RegrasUnidade
) -> Mapping[str, Value]:
    """Return the answers of an amendment, checked or not, with the derivable ones filled; texts are not looked at."""
    return _amended(command, inicio.astimezone(ZoneInfo(regras.fuso)).date()).respostas


def check_amend_reason(command: AmendAtendimento, *, now: datetime, regras: RegrasUnidade) -> None:
    """Check only the reason of an amendment. Raises RuleViolation with all messages."""
    today = now.astimezone(ZoneInfo(regras.fuso)).date()
    _raise(check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=today))


def check_cancel(command: CancelAtendimento, *, now: datetime, regras: RegrasUnidade) -> None:
    """Check the reason of a cancellation. Raises RuleViolation with all messages."""
    today = now.astimezone(ZoneInfo(regras.fuso)).date()
    _raise(check_reason("motivo_cancelamento", "motivo", command.motivo, command.justificativa, on=today))


def _check_moment(command: RegisterAtendimento, now: datetime, regras: RegrasUnidade) -> list[FieldMessage]:
    if not _aware(command.inicio):
        return [FieldMessage("inicio", "Data e hora inválidas.")]
    age = now.astimezone(UTC) - command.inicio.astimezone(UTC)
    if age < -_CLOCK_TOLERANCE:
        return [FieldMessage("inicio", "A data e a hora do atendimento estão no futuro.")]
    if age > timedelta(days=regras.dias_retroativos):
        limit = regras.dias_retroativos
        return [FieldMessage("inicio", f"O registro posterior é aceito até {limit} dias depois do atendimento.")]
    reason = command.motivo_retroativo
    if age > timedelta(hours=regras.horas_sem_motivo) and not reason.strip():
        return [FieldMessage("motivo_retroativo", "Diga por que o atendimento não foi registrado na hora.")]
    return []


def _check_envelope(command: RegisterAtendimento) -> list[FieldMessage]:
    messages = []
    if problem := text_problem(command.motivo_retroativo, field("A", "motivo_retroativo").max_length):
        messages.append(FieldMessage("motivo_retroativo", problem))
    if not command.chave_envio or len(command.chave_envio) > _MAX_KEY:
        messages.append(FieldMessage("chave_envio", "A ficha não tem chave de envio. Recarregue a página."))
    if not 1 <= len(command.pessoas) <= MAX_PESSOAS:
        messages.append(FieldMessage("pessoas", f"Uma ficha tem de 1 a {MAX_PESSOAS} pessoas."))
    return messages


def _amended(command: AmendAtendimento, on: date) -> PessoaNaFicha:
    answers = dict(command.respostas)
    if command.identidade is not None and command.identidade.nascimento is not None:
        answers.pop("idade", None)
    pessoa = PessoaNaFicha(
        modo_ident=str(answers.get("modo_ident") or ""),
        identidade=command.identidade,
        respostas=answers,
        textos=command.textos,
    )
    return completar(pessoa, on=on)


def _aware(moment: datetime) -> bool:
    return moment.utcoffset() is not None


def _raise(messages: Iterable[FieldMessage]) -> None:
    found = tuple(messages)
    if found:
        raise RuleViolation(found)
