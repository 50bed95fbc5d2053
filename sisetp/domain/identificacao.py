"""Checks of identity: the three modes of identification, names, birth, document, and the person sought (form P)."""

from collections.abc import Mapping
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.domain.documents import check_document
from sisetp.domain.errors import FieldMessage
from sisetp.domain.ficha import PessoaProcurada, Value
from sisetp.domain.fields import field
from sisetp.domain.pessoa import MAX_AGE, Identidade, age_on
from sisetp.domain.respostas import text_problem

_NAMES = ("nome_social", "nome_civil")
_TEXTS = (*_NAMES, "doc_numero", "contato")


def check_mode(
    modo_ident: str, identidade: Identidade | None, respostas: Mapping[str, Value], *, linked: bool = False
) -> list[FieldMessage]:
    """Return the messages about the mode of identification. «Não identificada» accepts no identity at all.

    `linked` tells that the name is already in a stored record, so none needs to be typed.
    """
    if modo_ident not in codelist("modo_ident"):
        return [FieldMessage("modo_ident", "Escolha como a pessoa se identificou.")]
    if respostas.get("modo_ident", modo_ident) != modo_ident:
        return [FieldMessage("modo_ident", "A ficha enviou dois modos de identificação. Recarregue a página.")]
    given = identidade is not None and not identidade.is_empty
    if modo_ident == "NAO_IDENT":
        if given or linked:
            return [FieldMessage("modo_ident", "Em «Não identificada» nenhum dado de identificação é enviado.")]
        return []
    named = identidade is not None and bool(identidade.nome_social.strip() or identidade.nome_civil.strip())
    if not named and (given or not linked):
        return [FieldMessage("nome_social", "Escreva o nome, ou escolha «Não identificada».")]
    return []


def check_identity(identidade: Identidade, respostas: Mapping[str, Value], *, on: date) -> list[FieldMessage]:
    """Return the messages about the identity typed; `on` is the local date of the contact."""
    messages = []
    for name in _TEXTS:
        if problem := text_problem(getattr(identidade, name), field("A", name).max_length):
            messages.append(FieldMessage(name, problem))
    for name in _NAMES:
        text = getattr(identidade, name)
        if text.strip() and (not any(char.isalpha() for char in text) or "\n" in text or "\t" in text):
            messages.append(FieldMessage(name, "Escreva o nome com letras, em uma linha."))
    if problem := birth_problem(identidade.nascimento, on):
        messages.append(FieldMessage("nascimento", problem))
    answered = respostas.get("doc_tipo") or ""
    if identidade.doc_tipo and identidade.doc_tipo not in codelist("tipo_documento"):
        messages.append(FieldMessage("doc_tipo", "Escolha o tipo do documento na lista."))
    elif identidade.doc_tipo and answered and identidade.doc_tipo != answered:
        messages.append(FieldMessage("doc_tipo", "A ficha enviou dois tipos de documento. Recarregue a página."))
    elif problem := check_document(identidade.doc_tipo or str(answered), identidade.doc_numero):
        messages.append(FieldMessage("doc_numero", problem))
    if identidade.contato_seguro and identidade.contato_seguro not in codelist("sim_nao_ni"):
        messages.append(FieldMessage("contato_seguro", "Escolha uma opção da lista."))
    return messages


def birth_problem(nascimento: date | None, on: date) -> str | None:
    """Return the message for a birth date that cannot be, or None."""
    if nascimento is None:
        return None
    if nascimento > on:
        return "A data de nascimento é posterior ao atendimento."
    if age_on(nascimento, on) > MAX_AGE:
        return f"Com esta data a pessoa teria mais de {MAX_AGE} anos. Confira o ano."
    return None


def check_procurada(
    procurada: PessoaProcurada | None, respostas: Mapping[str, Value], *, on: date
) -> list[FieldMessage]:
    """Return the messages about the person sought: required by that profile, refused without it."""
    extra = respostas.get("perfis_adic") or ()
    asked = respostas.get("perfil") == "DESAPARECIDO" or (isinstance(extra, tuple) and "DESAPARECIDO" in extra)
    if procurada is None:
        if not asked:
            return []
        return [FieldMessage("procurada.nome", "Escreva os dados da pessoa procurada, separados de quem pede.")]
    if respostas.get("modo_ident") == "NAO_IDENT":
        return [FieldMessage("modo_ident", "O pedido de localização guarda um contato. Escolha ao menos «Só prenome».")]
    if not asked:
        return [FieldMessage("perfil", "Há dados de pessoa procurada, mas o perfil é outro.")]
    messages = []
    for name in ("nome", "ultimo_local", "ultima_noticia", "contato_solicitante"):
        entry = field("P", name)
        text = getattr(procurada, name)
        problem = text_problem(text, entry.max_length)
        if entry.mandatory == "O" and not text.strip():
            problem = f"Preencha «{entry.label}»."
        if problem:
            messages.append(FieldMessage(f"procurada.{name}", problem))
    if procurada.relacao not in codelist("relacao_procurada"):
        messages.append(FieldMessage("procurada.relacao", "Escolha a relação na lista."))
    if problem := birth_problem(procurada.nascimento, on):
        messages.append(FieldMessage("procurada.nascimento", problem))
    if procurada.idade is not None and not 0 <= procurada.idade <= MAX_AGE:
        messages.append(FieldMessage("procurada.idade", f"Digite uma idade de 0 a {MAX_AGE}."))
    return messages
