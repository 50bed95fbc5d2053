"""One person in one case (form E): commands and rules, each message beside its field.

Screening guides and never decides: nothing here derives `status_vitima` from what a ficha answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sisetp.domain.caso_pessoa_exploracao import check_exploracao
from sisetp.domain.caso_pessoa_rota import check_lugares, check_periodo, completar_lugares, idade_na_epoca
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.pessoa import FAIXAS_MENORES
from sisetp.domain.respostas import check_answers, check_reason, check_texts

FORMS = ("E",)
SITUACAO = "SITUACAO"
RESPOSTAS_INICIAIS: Mapping[str, Value] = {"status_vitima": "EM_ANALISE", "finalidade": "ND", "ambito": "NI"}
"""What a person just put in a case answers: nothing was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvarPessoaNoCaso:
    """The new state of form E, with reason. Answers and texts left out stay as stored; `versao` is the one read."""

    caso_id: UUID
    caso_pessoa_id: UUID
    versao: int
    motivo: str
    justificativa: str = ""
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirarPessoa:
    """Take a person out of a case (soft), with a reason of list `motivo_retirada`."""

    caso_id: UUID
    caso_pessoa_id: UUID
    versao: int
    motivo: str
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SobreAPessoa:
    """What the register knows of the person that the rules need: birth, age today in years, age band, Brazilian or not.

    Each is None (or "") when not known; `brasileira` is True when one of the nationalities is Brazilian.
    """

    nascimento: date | None = None
    idade: int | None = None
    faixa: str = ""
    brasileira: bool | None = None


def check_pessoa_no_caso(respostas: Mapping[str, Value], pessoa: SobreAPessoa, *, hoje: date) -> list[FieldMessage]:
    """Return the messages of all answers of form E, already completed (see `completar`); `hoje` is the local date."""
    return [
        *check_answers(respostas, on=hoje, forms=FORMS),
        *check_exploracao(respostas, adulta=adulta_na_epoca(respostas, pessoa)),
        *check_lugares(respostas),
        *check_periodo(respostas, hoje=hoje, nascimento=pessoa.nascimento, idade=pessoa.idade),
        *_residence(respostas, pessoa),
    ]


def check_salvar(
    command: SalvarPessoaNoCaso,
    antes: Mapping[str, Value],
    depois: Mapping[str, Value],
    pessoa: SobreAPessoa,
    hoje: date,
) -> None:
    """Check a save: answers, texts and its reason; `antes` and `depois` are the whole states.

    Raises: RuleViolation with all messages.
    """
    found = (
        *check_pessoa_no_caso(depois, pessoa, hoje=hoje),
        *check_texts(command.textos, forms=FORMS),
        *_reason(command, changed=antes.get("status_vitima") != depois.get("status_vitima"), hoje=hoje),
    )
    if found:
        raise RuleViolation(found)


def check_retirar(command: RetirarPessoa, *, hoje: date) -> None:
    """Check the reason of a removal. Raises: RuleViolation with all messages."""
    if found := tuple(check_reason("motivo_retirada", "motivo", command.motivo, command.justificativa, on=hoje)):
        raise RuleViolation(found)


def completar(respostas: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers with the derivable ones filled where empty: state and country of a town."""
    return completar_lugares(respostas)


def adulta_na_epoca(respostas: Mapping[str, Value], pessoa: SobreAPessoa) -> bool | None:
    """Tell whether the person was 18 or older when it began, by age, else by today's age band; None when unknown.

    The Palermo Protocol (art. 3, c) asks no means when the victim was under 18.
    """
    age = idade_na_epoca(respostas, nascimento=pessoa.nascimento, idade=pessoa.idade)
    if age is not None:
        return age >= 18
    return pessoa.faixa not in FAIXAS_MENORES if pessoa.faixa not in ("", "NI") else None


def _residence(respostas: Mapping[str, Value], pessoa: SobreAPessoa) -> list[FieldMessage]:
    if pessoa.brasileira and respostas.get("residencia") not in (None, "", "NAO_SE_APLICA"):
        return [FieldMessage("residencia", "A autorização de residência é de quem não é brasileiro(a).")]
    return []


def _reason(command: SalvarPessoaNoCaso, *, changed: bool, hoje: date) -> list[FieldMessage]:
    messages = check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=hoje)
    if messages:
        return messages
    if changed and command.motivo != SITUACAO:
        return [FieldMessage("motivo", "A situação mudou: escolha «Nova avaliação da situação» e explique.")]
    if not changed and command.motivo == SITUACAO:
        return [FieldMessage("motivo", "A situação continua a mesma: escolha outro motivo.")]
    if changed and not command.justificativa.strip():
        return [FieldMessage("justificativa", "Explique em poucas palavras o que levou à nova avaliação.")]
    return []
