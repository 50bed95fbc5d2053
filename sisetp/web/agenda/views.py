"""What falls due: mine, the unit's or one professional's."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.agenda import Grupo
from sisetp.domain.codelists import codelist
from sisetp.services import agenda
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded

blueprint = Blueprint("agenda", __name__)


@blueprint.get("/agenda")
@guarded(Permission.AGENDA_VER)
def ver() -> ResponseReturnValue:
    """The agenda, late things first."""
    actor, who = current_actor(), request.args.get("de_quem", agenda.MINE)
    with unit_of_work(actor) as session:
        equipe = agenda.professionals(session, actor)
        found = agenda.agenda(session, actor, de_quem=who, clock=current_clock())
    tipos = {item.code: item.label for item in codelist("plano_tipo").items}
    return render_template("agenda/ver.html", agenda=found, grupos=Grupo, equipe=equipe, de_quem=who, tipos=tipos)
