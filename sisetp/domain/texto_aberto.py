"""Short texts kept in clear, about institutions and never about people: hostile characters, length, personal data.

What looks like an e-mail, a telephone, a CPF or a court number is refused: these columns are not sealed.
"""

import re

from sisetp.domain.names import clean_text
from sisetp.domain.respostas import text_problem

DADOS_DE_PESSOAS = "Não escreva dados de pessoas aqui: nem e-mail, nem telefone, nem documento."

_DATES = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d\d\s?[-/a \u2013]\s?(?:19|20)\d\d\b"
)
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]"  # e-mail
    r"|\d{3}[.\s]?\d{3}[.\s]?\d{3}[-/.\s]?\d{2}(?!\d)"  # CPF
    r"|(?:\(?\d{2}\)?[\s.-]?)?\b(?:9[\s.]?)?\d{4}[\s.-]\d{4}\b"  # telephone
    r"|\d{7}-\d{2}\.\d{4}"  # court number
    r"|\d{9,}"  # any other long number
)


def open_text_problem(texto: str, maximo: int, *, obrigatorio: str = "") -> str | None:
    """Return the message for a text kept in clear, or None; `obrigatorio` is the message for an empty one."""
    problem = text_problem(texto, maximo)
    if problem is not None:
        return problem
    text = clean_text(texto)
    if not text:
        return obrigatorio or None
    if "\n" in text or "\t" in text:
        return "Escreva em uma linha só."
    return DADOS_DE_PESSOAS if _PERSONAL.search(_DATES.sub(" ", text)) else None
