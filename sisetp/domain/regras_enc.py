"""Rules of a referral before it is made and when it ends; what needs the other unit's row is checked by the service."""

from collections.abc import Iterator
from datetime import date

from sisetp.domain import partilha
from sisetp.domain.codelists import codelist
from sisetp.domain.encaminhamento import (
    ATENDIMENTO,
    CASO,
    DESFECHOS,
    DISPENSADO,
    ENVIADO,
    INFORMADO,
    NENHUM,
    NETP,
    OUTRO,
    SIM,
    TIPOS_DE_UNIDADE,
    AcrescentarCopia,
    EnviarEncaminhamento,
)
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.fields import field
from sisetp.domain.respostas import text_problem

_MAX_KEY = 64
_REGISTROS = (ATENDIMENTO, CASO)
Messages = Iterator[FieldMessage]
Sharing = EnviarEncaminhamento | AcrescentarCopia


def check_send(command: EnviarEncaminhamento, *, on: date) -> None:
    """Check a new referral on the local day `on`. Raises: RuleViolation with all messages."""
    informed = command.situacao == INFORMADO
    found = [*_origin(command), *_destination(command, on), *_texts(command)]
    found += _informed(command) if informed else check_sharing(command, transferencia=command.transferencia, on=on)
    found += _transfer(command)
    if found:
        raise RuleViolation(tuple(found))


def check_copy(
    command: AcrescentarCopia, *, registro_tipo: str, transferencia: bool, emergencia: bool, on: date
) -> None:
    """Check a later addition to a referral; `emergencia` tells whether it was sent under VIDA, with its short deadline.

    Raises: RuleViolation with all messages.
    """
    found = [*_text(command, "resumo"), *_key(command)]
    found += check_sharing(command, transferencia=transferencia, on=on)
    found += _case_part(command, registro_tipo)
    if command.base == partilha.VIDA and not emergencia:
        found.append(
            FieldMessage("autorizado_base", "Por risco à vida, faça outro encaminhamento: o prazo é de urgência.")
        )
    if found:
        raise RuleViolation(tuple(found))


def check_sharing(command: Sharing, *, transferencia: bool, on: date) -> list[FieldMessage]:
    """Return the messages about authorisation, legal basis and parts of what is to be shared."""
    found = [*_authorisation(command, on)]
    known = codelist("parte_compartilhada")
    if not command.partes:
        found.append(FieldMessage("partes", "Marque o que se compartilha."))
    elif len(set(command.partes)) != len(command.partes) or any(part not in known for part in command.partes):
        found.append(FieldMessage("partes", "Escolha as partes da lista, uma vez cada."))
    elif not found:
        allowed = partilha.permitidas(command.autorizado, command.base, transferencia=transferencia)
        found += (
            FieldMessage("partes", f"«{known.label(part)}» não pode ser compartilhado com esta base legal.")
            for part in command.partes
            if part not in allowed
        )
    if (partilha.RESUMO in command.partes) != bool(command.resumo.strip()):
        found.append(FieldMessage("resumo", "Escreva o resumo e marque a parte dele, ou deixe os dois de fora."))
    return [*found, *_emergency(command)]


def check_outcome(para: str, desfecho: str, resposta: str) -> None:
    """Check the outcome with which a referral ends; OUTRO must be explained. Raises: RuleViolation."""
    found = []
    if desfecho not in DESFECHOS[para]:
        found.append(FieldMessage("desfecho", "Diga como terminou: escolha um desfecho da lista."))
    problem = text_problem(resposta, field("G", "resposta").max_length)
    if desfecho == OUTRO and not resposta.strip():
        problem = "Explique o desfecho em poucas palavras."
    if problem:
        found.append(FieldMessage("resposta", problem))
    if found:
        raise RuleViolation(tuple(found))


def _origin(command: EnviarEncaminhamento) -> Messages:
    if command.registro_tipo not in _REGISTROS:
        yield FieldMessage("registro_tipo", "Encaminhe a partir de um atendimento ou de um caso.")
    if command.registro_tipo == CASO and command.pessoa is None:
        yield FieldMessage("pessoa", "Escolha a pessoa do caso que é encaminhada.")
    yield from _key(command)
    yield from _case_part(command, command.registro_tipo)


def _destination(command: EnviarEncaminhamento, on: date) -> Messages:
    current = {item.code for item in codelist("encaminhamento").current(on)}
    network = command.destino in TIPOS_DE_UNIDADE
    if command.situacao not in (INFORMADO, ENVIADO):
        yield FieldMessage("situacao", "Um encaminhamento começa como informado à pessoa ou enviado.")
    if command.destino == NENHUM or command.destino not in current:
        yield FieldMessage("destino", "Diga para onde a pessoa é encaminhada.")
    elif network and command.unidade_destino_id is None:
        yield FieldMessage("unidade_destino", "Escolha a unidade da rede que recebe.")
    elif not network and command.unidade_destino_id is not None:
        yield FieldMessage("unidade_destino", "Só NETP e PAAHM são unidades da rede. Escreva o nome do serviço.")
    if command.motivo and command.motivo not in {item.code for item in codelist("motivo_encaminhamento").current(on)}:
        yield FieldMessage("motivo", "Escolha um motivo da lista.")


def _texts(command: EnviarEncaminhamento) -> Messages:
    yield from _text(command, "resumo")
    if problem := text_problem(command.servico, field("G", "destino_servico").max_length):
        yield FieldMessage("destino_servico", problem)
    if problem := text_problem(command.obs, field("G", "obs").max_length):
        yield FieldMessage("obs", problem)


def _text(command: Sharing, name: str) -> Messages:
    if problem := text_problem(command.resumo, field("G", name).max_length):
        yield FieldMessage(name, problem)


def _key(command: Sharing) -> Messages:
    if not command.chave_envio or len(command.chave_envio) > _MAX_KEY:
        yield FieldMessage("chave_envio", "O formulário não tem chave de envio. Recarregue a página.")


def _case_part(command: Sharing, registro_tipo: str) -> Messages:
    if partilha.CASO in command.partes and registro_tipo != CASO:
        yield FieldMessage("partes", "Os dados do caso só se compartilham a partir de um caso.")


def _informed(command: EnviarEncaminhamento) -> list[FieldMessage]:
    found = []
    if command.partes or command.resumo.strip():
        found.append(FieldMessage("partes", "Quando a pessoa só é informada, nada se compartilha."))
    if command.autorizado not in codelist("autorizacao") or command.autorizado == DISPENSADO or command.base:
        found.append(FieldMessage("autorizado", "Responda «Sim» ou «Não»: nada se compartilha sem envio."))
    return found


def _authorisation(command: Sharing, on: date) -> Messages:
    bases = {item.code for item in codelist("base_legal").current(on)}
    if command.autorizado not in codelist("autorizacao"):
        yield FieldMessage("autorizado", "Diga se a pessoa autorizou compartilhar dados.")
    elif command.autorizado == DISPENSADO:
        if command.base == partilha.CONSENT:
            yield FieldMessage("autorizado_base", "Quando a pessoa consente, responda «Sim» na autorização.")
        elif command.base not in bases:
            yield FieldMessage("autorizado_base", "Diga a base legal que dispensa a autorização.")
    elif command.autorizado != SIM:
        yield FieldMessage("autorizado", "Sem autorização nada se envia: registre como «só informado à pessoa».")
    elif command.base:
        yield FieldMessage("autorizado_base", "A base legal só se diz quando a autorização foi dispensada.")


def _emergency(command: Sharing) -> Messages:
    if command.autorizado != DISPENSADO or command.base != partilha.VIDA:
        return
    if not command.risco_iminente:
        yield FieldMessage("risco_iminente", "Sem autorização e por risco à vida, só quando o risco é iminente.")
    elif not command.emergencia_confirmada:
        yield FieldMessage("emergencia_confirmada", "Confirme o compartilhamento de emergência.")


def _transfer(command: EnviarEncaminhamento) -> Messages:
    if not command.transferencia:
        return
    if command.registro_tipo != CASO or command.destino != NETP or command.situacao != ENVIADO:
        yield FieldMessage("transferencia", "Só um caso se transfere, e só a outro NETP.")
    elif command.autorizado != SIM and command.base != partilha.VIDA:
        yield FieldMessage("transferencia", "O caso se transfere com autorização da pessoa ou por risco à vida.")
    elif partilha.CASO not in command.partes:
        yield FieldMessage("transferencia", "Para transferir, compartilhe também os dados do caso.")
