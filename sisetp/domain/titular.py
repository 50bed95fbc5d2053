"""Rights of the person the data is about (form J): requests with their clock, and what the person authorised.

LGPD art. 18 (rights) and art. 19, II (complete answer within 15 days); consecutive days, as the text says no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estados import Maquina, Passo
from sisetp.domain.ficha import Value
from sisetp.domain.respostas import check_answers, check_texts

PRAZO_DIAS = 15
PERTO_DIAS = 3
_DIAS_PARA_TRAS = 30

ABERTA, RESPONDIDA, DESISTENCIA = "ABERTA", "RESPONDIDA", "DESISTENCIA"
REQUISICAO = Maquina(
    nome="Pedido da pessoa titular",
    lista="situacao_requisicao",
    iniciais=(ABERTA,),
    passos=(
        Passo(de=ABERTA, para=RESPONDIDA, rotulo="Responder"),
        Passo(de=ABERTA, para=DESISTENCIA, rotulo="Registrar que a pessoa desistiu"),
    ),
)

CONSENTIMENTO = "CONSENT"
_NEGADA = "NEGADA"
_FORM = ("J",)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrarRequisicao:
    """What a person asked about the own data: kind (list `tipo_requisicao`), the words, local day it arrived."""

    tipo: str
    pedido: str
    recebida_em: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderRequisicao:
    """Answer to a request: outcome (list `resultado_requisicao`) and what was said, for the record."""

    requisicao_id: UUID
    resultado: str
    resposta: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrarAutorizacao:
    """What the person was told (seven points), how, on which legal basis, and the parts of the data she let go."""

    base_legal: str
    pontos: tuple[str, ...]
    forma: str
    partes: tuple[str, ...]
    data: date

    @property
    def respostas(self) -> dict[str, Value]:
        """Coded answers under the names of the catalogue."""
        return {"base_legal": self.base_legal, "pontos": self.pontos, "forma": self.forma, "partes": self.partes}


def prazo_de(recebida_em: date) -> date:
    """Return the last day to answer a request."""
    return recebida_em + timedelta(days=PRAZO_DIAS)


def autoriza(respostas: Mapping[str, object]) -> bool:
    """Tell whether a record of form J gives leave to share, and is not only the note of what was explained."""
    return respostas.get("base_legal") == CONSENTIMENTO or bool(respostas.get("partes"))


def check_request(command: RegistrarRequisicao, *, today: date) -> None:
    """Refuse a request without a kind, with a bad text or from an impossible day. Raises: RuleViolation."""
    messages = _answers({"requisicao_tipo": command.tipo}, today)
    messages += check_texts({"requisicoes": command.pedido}, forms=_FORM)
    messages += _day("recebida_em", command.recebida_em, today)
    if command.tipo == "OUTRO" and not command.pedido.strip():
        messages.append(FieldMessage("requisicoes", "Escreva o que a pessoa pediu."))
    _refuse(messages)


def check_answer(command: ResponderRequisicao, *, today: date) -> None:
    """Refuse an answer without outcome, or a refusal that does not say why. Raises: RuleViolation."""
    messages = _answers({"requisicao_resultado": command.resultado}, today)
    messages += check_texts({"requisicao_resposta": command.resposta}, forms=_FORM)
    if not command.resultado:
        messages.append(FieldMessage("requisicao_resultado", "Escolha o que foi respondido."))
    if command.resultado == _NEGADA and not command.resposta.strip():
        messages.append(FieldMessage("requisicao_resposta", "Diga por que o pedido não foi atendido."))
    _refuse(messages)


def check_authorisation(command: RegistrarAutorizacao, *, today: date) -> None:
    """Refuse an authorisation that says less than the law asks. Raises: RuleViolation."""
    messages = _answers(command.respostas, today)
    messages += _day("informada_em", command.data, today)
    if command.base_legal == CONSENTIMENTO and "REVOGA" not in command.pontos:
        messages.append(FieldMessage("pontos", "Para valer, a pessoa precisa saber como retirar a autorização."))
    if command.base_legal == CONSENTIMENTO and not command.partes:
        messages.append(FieldMessage("partes", "Marque o que a pessoa autorizou compartilhar."))
    if command.partes and command.forma == "NAO_FOI_POSSIVEL":
        messages.append(FieldMessage("forma", "Quem não pôde ser informada não autorizou: desmarque as partes."))
    _refuse(messages)


def _answers(asked: Mapping[str, Value], today: date) -> list[FieldMessage]:
    return [message for message in check_answers(asked, on=today, forms=_FORM) if message.campo in asked]


def _day(campo: str, day: date, today: date) -> list[FieldMessage]:
    if today - timedelta(days=_DIAS_PARA_TRAS) <= day <= today:
        return []
    return [FieldMessage(campo, f"Use um dia dos últimos {_DIAS_PARA_TRAS}, até hoje.")]


def _refuse(messages: list[FieldMessage]) -> None:
    if messages:
        raise RuleViolation(tuple(messages))
