"""The address of a question: codes and nothing else; the same fields come from a form."""

from flask import url_for
from werkzeug.datastructures import MultiDict

from sisetp.reporting.consultation.published import Procura
from sisetp.reporting.consultation.question import COLUNA, Pergunta
from sisetp.reporting.definitions.vocabulary import Conta

MAIOR = 60
"""Longest word of an address; the allow-list has none near it."""


def asked(fields: MultiDict[str, str]) -> Pergunta:
    """The question of an address or form, as it was asked: what does not exist is refused later, by its field."""
    axes = [*_words(fields, "linhas"), *_words(fields, "colunas")]
    return Pergunta(
        conta=_word(fields, "conta", Conta.PESSOAS),
        periodo=_word(fields, "periodo"),
        por=tuple(axes),
        tempo=_word(fields, "tempo"),
        filtros=_filters(fields),
        percentual=_word(fields, "percentual", COLUNA),
    )


def address(pergunta: Pergunta) -> str:
    """The address of the answer to a question."""
    fields: MultiDict[str, str] = MultiDict(pergunta.pares())
    return url_for("estatisticas.consulta", **fields.to_dict(flat=False))  # type: ignore[arg-type]  # lists repeat


def opened(fields: MultiDict[str, str]) -> tuple[str, ...]:
    """Dimensions whose answers are on the page to be marked: those of the filters, and the one just asked for."""
    return tuple(dict.fromkeys([*(name for name, _ in _filters(fields)), *_words(fields, "abrir")]))


def looked_for(fields: MultiDict[str, str]) -> Procura:
    """What is looked for among what was published."""
    return Procura(lugar=_word(fields, "lugar"), periodo=_word(fields, "periodo"), assunto=_word(fields, "assunto"))


def _filters(fields: MultiDict[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, dict[str, None]] = {}
    for text in fields.getlist("filtro"):
        name, _, code = text[:MAIOR].partition(":")
        found.setdefault(name, {})[code] = None
    return tuple((name, tuple(codes)) for name, codes in found.items())


def _words(fields: MultiDict[str, str], name: str) -> list[str]:
    return [text[:MAIOR] for text in fields.getlist(name) if text]


def _word(fields: MultiDict[str, str], name: str, default: str = "") -> str:
    return (fields.get(name) or default)[:MAIOR]
