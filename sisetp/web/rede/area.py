"""The blueprint of the local network, and the neutral labels of its codes."""

from flask import Blueprint

from sisetp.domain.codelists import codelist

blueprint = Blueprint("rede", __name__, url_prefix="/rede-local")
TONS = {"ATIVO": "success", "INATIVO": "warning", "EM_CRIACAO": "info", "EXTINTO": "warning"}


def rotulo(lista: str, codigo: str) -> str:
    """Neutral label of a code: desks read these pages too."""
    return codelist(lista).label(codigo, desk=True)
