"""Read the audit trail: own unit, all units, or the configuration only. Each reading is an event itself."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.services import audit
from sisetp.web.actor import current_actor
from sisetp.web.auditoria.forms import FiltroForm
from sisetp.web.guard import guarded

blueprint = Blueprint("auditoria", __name__)


@blueprint.get("/auditoria")
@guarded(Permission.AUDITORIA_LER)
def trilha() -> ResponseReturnValue:
    """Events of the actor's unit, or of all units for the encarregado."""
    return _page("auditoria.trilha", configuration=False)


@blueprint.get("/auditoria-do-sistema")
@guarded(Permission.CONFIGURACAO_AUDITAR)
def configuracao() -> ResponseReturnValue:
    """Events about users, roles, units and keys."""
    return _page("auditoria.configuracao", configuration=True)


def _page(endpoint: str, *, configuration: bool) -> ResponseReturnValue:
    form, actor = FiltroForm(request.args), current_actor()
    number = request.args.get("pagina", 1, type=int)
    with unit_of_work(actor) as session:
        page = audit.list_events(session, actor, form.asked(), number=number, configuration=configuration)
    return render_template(
        "auditoria/lista.html",
        pagina=page,
        form=form,
        configuracao=configuration,
        limpar=url_for(endpoint),
        endereco=lambda numero: url_for(endpoint, **form.address(), pagina=numero),
        sobre=lambda registro: url_for(endpoint, registro=registro),
    )
