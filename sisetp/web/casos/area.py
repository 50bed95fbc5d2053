"""The blueprint of the area and what its views share."""

from flask import Blueprint
from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.services.casos import equipe
from sisetp.web.actor import current_actor, current_clock

blueprint = Blueprint("casos", __name__, url_prefix="/casos")
ESCOLHA = SelectChoice("", "Escolha…")
TONS = {"ATIVO": "success", "ACOMP": "info", "SUSPENSO": "warning", "ENCERRADO": "info", "TRANSFERIDO": "info"}
TONS_DO_RISCO = {"BAIXO": "success", "MEDIO": "info", "ALTO": "warning", "IMINENTE": "danger"}
OUTRA_PESSOA = "Outra pessoa alterou este caso agora. Confira o que está guardado e envie outra vez."


def team_choices(session: Session) -> list[SelectChoice]:
    """The professionals a case may be given to."""
    people = equipe.team(session, current_actor(), clock=current_clock())
    return [ESCOLHA, *(SelectChoice(str(item.id), item.nome) for item in people)]


def chosen(box: SelectField) -> int:
    """Id of the professional chosen; 0, which nobody has, when it is not a number."""
    text = box.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def rotulo(lista: str, codigo: object) -> str:
    """Label of a code, ended ones included; "" for none."""
    return codelist(lista).label(codigo) if isinstance(codigo, str) and codigo else ""
