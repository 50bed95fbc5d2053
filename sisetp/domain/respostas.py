"""Checks of answers against the catalogue: known fields, shapes, codes valid on the day, limits, mandatory answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage
from sisetp.domain.ficha import Value
from sisetp.domain.fields import Field, Kind, Mandatory, Seal, fields_of
from sisetp.domain.names import HostileText, clean_text

FORMS = ("A", "B")


@cache
def answer_fields(forms: tuple[str, ...] = FORMS) -> Mapping[str, Field]:
    """Return the coded fields of some forms by name, sealed links left out: the keys `respostas` may have."""
    return _fields_under(Seal.ESTAT, forms)


@cache
def text_fields(forms: tuple[str, ...] = FORMS) -> Mapping[str, Field]:
    """Return the free-text fields of some forms by name: the keys `textos` may have."""
    return _fields_under(Seal.RELATO, forms)


def mandatory_answers() -> tuple[Field, ...]:
    """Return the coded fields of the ficha marked mandatory in the catalogue."""
    return tuple(entry for entry in answer_fields().values() if entry.mandatory is Mandatory.O)


def is_answered(value: Value) -> bool:
    """Tell whether an answer was given; zero is an answer."""
    return value is not None and value != "" and value != ()


def check_answers(respostas: Mapping[str, Value], *, on: date, forms: tuple[str, ...] = FORMS) -> list[FieldMessage]:
    """Return the messages of all coded answers of some forms, valid on the local date `on` of the contact."""
    known = answer_fields(forms)
    messages = []
    if respostas.keys() - known.keys():
        messages.append(FieldMessage("respostas", "A ficha enviou um campo desconhecido. Recarregue a página."))
    for name, entry in known.items():
        value = respostas.get(name)
        if is_answered(value):
            problem = _problem(entry, value, on)
        elif entry.mandatory is Mandatory.O:
            problem = f"Responda «{entry.question}»."
        else:
            problem = None
        if problem:
            messages.append(FieldMessage(name, problem))
    return messages


def check_texts(textos: Mapping[str, str], *, forms: tuple[str, ...] = FORMS) -> list[FieldMessage]:
    """Return the messages of all free texts: hostile characters, length, unknown fields."""
    known = text_fields(forms)
    messages = []
    if textos.keys() - known.keys():
        messages.append(FieldMessage("textos", "A ficha enviou um texto desconhecido. Recarregue a página."))
    for name, entry in known.items():
        if problem := text_problem(textos.get(name, ""), entry.max_length):
            messages.append(FieldMessage(name, problem))
    return messages


def text_problem(text: str, max_length: int | None) -> str | None:
    """Return the message for one text, or None. Length is checked first, so a huge text costs nothing."""
    if max_length is not None and len(text) > max_length:
        return f"Use no máximo {max_length} caracteres."
    try:
        clean_text(text)
    except HostileText as error:
        return str(error)
    return None


def check_reason(lista: str, campo: str, motivo: str, justificativa: str, *, on: date) -> list[FieldMessage]:
    """Return the messages of a coded reason and its explanation; «OUTRO» must be explained."""
    messages = []
    if motivo not in {item.code for item in codelist(lista).current(on)}:
        messages.append(FieldMessage(campo, "Escolha um motivo da lista."))
    problem = text_problem(justificativa, 300)
    if motivo == "OUTRO" and not justificativa.strip():
        problem = "Explique o motivo em poucas palavras."
    if problem:
        messages.append(FieldMessage("justificativa", problem))
    return messages


def _fields_under(seal: Seal, forms: tuple[str, ...]) -> Mapping[str, Field]:
    entries = (entry for form in forms for entry in fields_of(form) if entry.kind is not Kind.BINARIO)
    return MappingProxyType({entry.name: entry for entry in entries if entry.seal is seal})


def _problem(entry: Field, value: Value, on: date) -> str | None:
    if entry.kind is Kind.INTEIRO:
        return _integer_problem(entry, value)
    if entry.kind is Kind.MULTI:
        if not isinstance(value, tuple) or not all(isinstance(code, str) for code in value):
            return "Resposta em formato inesperado."
        return _codes_problem(entry, value, on) or _multi_problem(entry, value)
    if not isinstance(value, str):
        return "Resposta em formato inesperado."
    return _codes_problem(entry, (value,), on)


def _integer_problem(entry: Field, value: Value) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return "Digite um número inteiro."
    low, high = entry.min, entry.max
    if (low is not None and value < low) or (high is not None and value > high):
        return f"Digite um número de {low} a {high}."
    return None


def _codes_problem(entry: Field, codes: Iterable[str], on: date) -> str | None:
    assert entry.codelist is not None
    lista = codelist(entry.codelist)
    for code in codes:
        item = lista.get(code)
        if item is None:
            return "Escolha uma opção da lista."
        if not item.valid_on(on):
            return f"«{item.rotulo_posto or item.label}» não valia nesta data. Escolha outra opção."
    return None


def _multi_problem(entry: Field, codes: tuple[str, ...]) -> str | None:
    if len(set(codes)) != len(codes):
        return "Há uma opção repetida."
    assert entry.codelist is not None
    lista = codelist(entry.codelist)
    alone = [code for code in codes if code in lista.exclusivos]
    if alone and len(codes) > 1:
        return f"«{lista.label(alone[0], desk=True)}» não combina com outras opções."
    return None
