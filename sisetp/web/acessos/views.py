"""What waits for a second person: confirm or refuse."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.services import access_requests
from sisetp.services.access_requests import Kind, RefusalReason
from sisetp.web.acessos.forms import PedidoForm, RecusaForm
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded

blueprint = Blueprint("acessos", __name__, url_prefix="/acessos")


@blueprint.get("")
@guarded(Permission.ACESSO_CONFIRMAR)
def lista() -> ResponseReturnValue:
    """Requests that wait for this person."""
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        pedidos = access_requests.pending_for(session, actor, clock=current_clock())
    return render_template("acessos/lista.html", pedidos=pedidos, motivos=tuple(RefusalReason))


@blueprint.post("/confirmar")
@guarded(Permission.ACESSO_CONFIRMAR)
def confirmar() -> ResponseReturnValue:
    """Give effect to a role or a password."""
    form = PedidoForm()
    if not form.validate_on_submit():
        abort(400)
    actor = current_actor()
    with unit_of_work(actor) as session:
        access_requests.confirm(session, actor, Kind(form.tipo.data), form.pedido.data, clock=current_clock())
    flash("Acesso confirmado: já tem efeito.", "success")
    return redirect(url_for("acessos.lista"), code=303)


@blueprint.post("/recusar")
@guarded(Permission.ACESSO_CONFIRMAR)
def recusar() -> ResponseReturnValue:
    """Turn a request down."""
    form = RecusaForm()
    if not form.validate_on_submit():
        abort(400)
    actor, kind = current_actor(), Kind(form.tipo.data)
    reason = RefusalReason(form.motivo.data)
    with unit_of_work(actor) as session:
        access_requests.refuse(session, actor, kind, form.pedido.data, reason, clock=current_clock())
    flash("Pedido recusado.", "success")
    return redirect(url_for("acessos.lista"), code=303)
