"""The coordination's page: cases, referrals, requests and months to settle before the unit ends."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.services import encerramento
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded

blueprint = Blueprint("encerramento", __name__)


@blueprint.get("/unidade/encerramento")
@guarded(Permission.CASO_TRANSFERIR)
def a_resolver() -> ResponseReturnValue:
    """Everything that waits in the unit, with where to settle it."""
    with unit_of_work(current_actor()) as session:
        found = encerramento.to_settle(session, current_actor(), clock=current_clock())
    return render_template(
        "encerramento/a_resolver.html",
        falta=found,
        rotulo=lambda lista, codigo: codelist(lista).label(codigo, desk=True),
    )
