"""The blueprint of the area and what its views share."""

from flask import Blueprint

from sisetp.domain.codelists import codelist
from sisetp.domain.fields import field

blueprint = Blueprint("caso_pessoas", __name__, url_prefix="/casos/<uuid:id>/pessoas")
TONS = {"EM_ANALISE": "info", "POSSIVEL": "warning", "CONFIRMADA": "danger", "DESCARTADA": "info"}


@blueprint.app_template_global("rotulo_da_pessoa")
def rotulo(lista: str, codigos: object) -> str:
    """Full labels of one code or several; ended codes keep theirs, "" for none."""
    known = codelist(lista)
    codes = codigos if isinstance(codigos, tuple) else (codigos,)
    return ", ".join(known.label(code) for code in codes if isinstance(code, str) and code in known)


@blueprint.app_template_global("pergunta_da_pessoa")
def pergunta(nome: str) -> str:
    """Title of a field of form E, as the catalogue words it. Raises: KeyError."""
    return field("E", nome).question


@blueprint.app_template_global("tom_da_situacao")
def tom(status: str) -> str:
    """Tone of a value of `status_vitima`; the words say it first."""
    return TONS.get(status, "info")
