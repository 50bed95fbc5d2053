"""The blueprint of the area and what its views share."""

from datetime import date
from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.domain.names import HostileText, clean_text
from sisetp.services.casos import equipe
from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_actor, current_clock, current_presence

blueprint = Blueprint("casos", __name__, url_prefix="/casos")
ESCOLHA = SelectChoice("", "Escolha…")
TONS = {"ATIVO": "success", "ACOMP": "info", "SUSPENSO": "warning", "ENCERRADO": "info", "TRANSFERIDO": "info"}
TONS_DO_RISCO = {"BAIXO": "success", "MEDIO": "info", "ALTO": "warning", "IMINENTE": "danger"}
OUTRA_PESSOA = "Outra pessoa alterou este caso agora. Confira o que está guardado e envie outra vez."


def today() -> date:
    """Today, where the unit is."""
    who = current_presence()
    return current_clock().today(who.posting.fuso if who and who.posting else NATIONAL_ZONE)


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


def known_id(text: str) -> UUID | None:
    """An id of an address or form; None when it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def number(text: object) -> int:
    """A version number sent back by a form; 0, which no row has, when it is not one."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else 0


def clean(text: object) -> str:
    """Text in normal form; one with hostile characters is left for the domain to refuse with a message."""
    typed = text if isinstance(text, str) else ""
    try:
        return clean_text(typed)
    except HostileText:
        return typed
