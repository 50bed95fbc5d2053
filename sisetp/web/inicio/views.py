"""Home page per role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.services import home as home_service
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.nav import address_of

blueprint = Blueprint("inicio", __name__)


@blueprint.get("/")
@guarded(Permission.CONTA_USAR)
def inicio() -> ResponseReturnValue:
    """What do I do now?"""
    actor = current_actor()
    with unit_of_work(actor) as session:
        page = home_service.home(session, actor, clock=current_clock())
    return render_template("inicio/home.html", pagina=page, papel=actor.role, endereco=address_of)
