"""Rules of the case (form D). Messages are for the box of the form they name.

Source: domain page, rules 7.1(6) and 7.1(8).
"""

from datetime import date

from sisetp.domain.caso import (
    ABERTOS,
    ENCERRADO,
    MAQUINA,
    NOTICIA,
    NUCLEOS,
    ORIGENS,
    TRANSFERIDO,
    AbrirCaso,
    AlterarCaso,
    EncaminhamentoAberto,
    MudarSituacao,
    Pendencias,
    RegrasCaso,
    RepassarCasos,
    TrocarResponsavel,
)
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.fields import field
from sisetp.domain.respostas import check_answers, check_reason, check_texts, text_problem

FORM = ("D",)


def check_abertura(command: AbrirCaso, *, regras: RegrasCaso, origem_em: date | None = None) -> None:
    """Refuse a case that may not be opened; `origem_em` is the local day of the record it starts from.

    Raises: RuleViolation with every message.
    """
    messages: list[FieldMessage] = []
    if not regras.aberta or regras.tipo not in NUCLEOS:
        messages.append(FieldMessage("unidade_id", "Só um NETP em funcionamento abre casos. Encaminhe a um NETP."))
    messages += _fields(command.abertura, command.porta_entrada, command.risco, regras)
    if command.abertura and origem_em and command.abertura < origem_em:
        mensagem = f"O caso não pode abrir antes do registro de onde partiu, de {_br(origem_em)}."
        messages.append(FieldMessage("abertura", mensagem))
    messages += _texts(command.n_processo, command.resumo)
    messages += _in_charge(command.responsavel_id, regras)
    if command.origem_tipo not in ORIGENS or (command.origem_tipo == NOTICIA) != (command.origem_id is None):
        messages.append(
            FieldMessage(
                "origem_tipo", "Um caso parte de um atendimento, de um encaminhamento recebido ou de uma notícia."
            )
        )
    _refuse(messages)


def check_alteracao(
    command: AlterarCaso,
    *,
    situacao: str,
    encerramento: date | None,
    regras: RegrasCaso,
    primeira_evolucao: date | None = None,
) -> None:
    """Refuse a change of the case's fields; no contact may end up before the opening.

    Raises: RuleViolation with every message.
    """
    _open_only(situacao)
    messages = _fields(command.abertura, command.porta_entrada, command.risco, regras)
    messages += _texts(command.n_processo or "", command.resumo or "")
    messages += check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=regras.hoje)
    if command.abertura and encerramento and command.abertura > encerramento:
        messages.append(FieldMessage("abertura", "A abertura não pode ser depois do encerramento."))
    if command.abertura and primeira_evolucao and command.abertura > primeira_evolucao:
        mensagem = f"Há evolução de {_br(primeira_evolucao)}: a abertura não pode ser depois dela."
        messages.append(FieldMessage("abertura", mensagem))
    _refuse(messages)


def check_situacao(
    command: MudarSituacao, *, de: str, abertura: date, pendencias: Pendencias, regras: RegrasCaso
) -> None:
    """Refuse a step not drawn, or an end for which something is missing.

    Raises: RuleViolation with every message, on `situacao` for what must be done elsewhere first.
    """
    lista = codelist("status_caso")
    if command.para not in lista:
        raise RuleViolation((FieldMessage("situacao", "Escolha a nova situação."),))
    MAQUINA.exigir(
        de, command.para, f"Um caso «{lista.label(de)}» não passa a «{lista.label(command.para)}»: recarregue a página."
    )
    messages = []
    if problem := text_problem(command.justificativa, 300):
        messages.append(FieldMessage("justificativa", problem))
    if de == ENCERRADO and not command.justificativa.strip():
        messages.append(FieldMessage("justificativa", "Diga por que o caso está sendo reaberto."))
    if command.para in (ENCERRADO, TRANSFERIDO):
        messages += _end(command, abertura, regras)
        messages += _pending(pendencias, transferring=command.para == TRANSFERIDO)
    elif command.encerramento_motivo or command.data:
        messages.append(FieldMessage("encerramento_motivo", "Motivo e data de encerramento são só para encerrar."))
    _refuse(messages)


def check_responsavel(command: TrocarResponsavel, *, situacao: str, atual: int, regras: RegrasCaso) -> None:
    """Refuse a handover to nobody, to the same person or of a case that ended. Raises: RuleViolation."""
    _open_only(situacao)
    messages = _in_charge(command.responsavel_id, regras)
    if command.responsavel_id == atual:
        messages.append(FieldMessage("responsavel_id", "Este caso já é dessa pessoa. Escolha outra."))
    if problem := text_problem(command.justificativa, 300):
        messages.append(FieldMessage("justificativa", problem))
    _refuse(messages)


def check_repasse(command: RepassarCasos, *, casos: int, regras: RegrasCaso) -> None:
    """Refuse a handover of every case to the same person, to nobody, or of no case. Raises: RuleViolation."""
    messages = [
        FieldMessage(item.campo.replace("responsavel_id", "para"), item.mensagem)
        for item in _in_charge(command.para, regras)
    ]
    if command.de == command.para:
        messages.append(FieldMessage("para", "Escolha outra pessoa: os casos já são dessa."))
    if not casos:
        messages.append(FieldMessage("de", "Essa pessoa não tem caso aberto nesta unidade."))
    if problem := text_problem(command.justificativa, 300):
        messages.append(FieldMessage("justificativa", problem))
    _refuse(messages)


def _fields(abertura: date | None, porta_entrada: str, risco: str, regras: RegrasCaso) -> list[FieldMessage]:
    messages = []
    if abertura is None:
        messages.append(FieldMessage("abertura", "Diga a data de abertura, no formato dd/mm/aaaa."))
    elif abertura > regras.hoje:
        messages.append(FieldMessage("abertura", "A data de abertura não pode ser no futuro."))
    elif abertura < regras.inicio:
        messages.append(FieldMessage("abertura", f"Esta unidade começou em {_br(regras.inicio)}: confira a data."))
    answers: dict[str, Value] = {"porta_entrada": porta_entrada, "risco": risco}
    return messages + check_answers(answers, on=min(abertura or regras.hoje, regras.hoje), forms=FORM)


def _texts(n_processo: str, resumo: str) -> list[FieldMessage]:
    messages = check_texts({"resumo": resumo}, forms=FORM)
    if problem := text_problem(n_processo, field("D", "n_processo").max_length):
        messages.append(FieldMessage("n_processo", problem))
    return messages


def _in_charge(responsavel_id: int, regras: RegrasCaso) -> list[FieldMessage]:
    if responsavel_id in regras.equipe:
        return []
    return [FieldMessage("responsavel_id", "Escolha um técnico ou a coordenação em atividade nesta unidade.")]


def _open_only(situacao: str) -> None:
    if situacao not in ABERTOS:
        mensagem = "Este caso terminou. Reabra o caso antes de alterar."
        if situacao == TRANSFERIDO:
            mensagem = "Este caso foi transferido e não muda mais nesta unidade."
        raise RuleViolation((FieldMessage("situacao", mensagem),))


def _end(command: MudarSituacao, abertura: date, regras: RegrasCaso) -> list[FieldMessage]:
    messages = []
    if command.data is None:
        messages.append(FieldMessage("data", "Diga o dia do encerramento, no formato dd/mm/aaaa."))
    elif command.data > regras.hoje:
        messages.append(FieldMessage("data", "O encerramento não pode ser no futuro."))
    elif command.data < abertura:
        messages.append(FieldMessage("data", f"O encerramento não pode ser antes da abertura, em {_br(abertura)}."))
    motivo = command.encerramento_motivo
    if motivo not in {item.code for item in codelist("motivo_encerramento").current(regras.hoje)}:
        messages.append(FieldMessage("encerramento_motivo", "Escolha por que o caso termina."))
    elif (motivo == "TRANSF") != (command.para == TRANSFERIDO):
        mensagem = "«Transferido» só com a situação «Encerrado por transferência», depois que alguém aceitou o caso."
        if command.para == TRANSFERIDO:
            mensagem = "O motivo de uma transferência é «Transferido»."
        messages.append(FieldMessage("encerramento_motivo", mensagem))
    elif motivo == "OUTRO" and not command.justificativa.strip():
        messages.append(FieldMessage("justificativa", "Explique o motivo em poucas palavras."))
    return messages


def _pending(pendencias: Pendencias, *, transferring: bool) -> list[FieldMessage]:
    messages = []
    if transferring:
        messages += _transfer(pendencias)
    elif pendencias.em_analise:
        quem = "1 pessoa está" if pendencias.em_analise == 1 else f"{pendencias.em_analise} pessoas estão"
        mensagem = f"Não é possível encerrar: {quem} «Em análise». Decida a situação de cada pessoa antes."
        messages.append(FieldMessage("situacao", mensagem))
    waiting = [item for item in pendencias.abertos() if not (transferring and _accepted(item))]
    if waiting:
        which = "; ".join(f"{item.destino}, de {_br(item.data)}" for item in waiting)
        quantos = "1 encaminhamento" if len(waiting) == 1 else f"{len(waiting)} encaminhamentos"
        messages.append(FieldMessage("situacao", f"Encerre antes {quantos} sem desfecho: {which}."))
    return messages


def _transfer(pendencias: Pendencias) -> list[FieldMessage]:
    accepted = [item for item in pendencias.encaminhamentos if _accepted(item)]
    if not accepted:
        mensagem = "Ninguém aceitou este caso ainda. Encaminhe o caso com transferência e espere a resposta."
        return [FieldMessage("situacao", mensagem)]
    if not any(item.destino_aberto for item in accepted):
        return [FieldMessage("situacao", "A unidade de destino foi encerrada: transfira o caso a uma unidade aberta.")]
    return []


def _accepted(item: EncaminhamentoAberto) -> bool:
    return item.transferencia and item.situacao in ("ACEITO", "CONCLUIDO")


def _refuse(messages: list[FieldMessage]) -> None:
    if messages:
        raise RuleViolation(tuple(messages))


def _br(day: date) -> str:
    return day.strftime("%d/%m/%Y")
