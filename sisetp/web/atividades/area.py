"""The blueprint of activities, and the labels of their codes."""

from flask import Blueprint

from sisetp.domain.codelists import codelist

blueprint = Blueprint("atividades", __name__, url_prefix="/atividades")


def rotulo(lista: str, codigo: str) -> str:
    """Neutral label of a code; one that nobody knows is shown as it is."""
    known = codelist(lista).get(codigo)
    return (known.rotulo_posto or known.label) if known else codigo
