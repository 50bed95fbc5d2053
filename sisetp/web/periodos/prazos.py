"""Deadlines of the network: the calendar of a year and the days that depart from the rule."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import periodos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.periodos.area import ano_pedido, blueprint
from sisetp.web.periodos.forms import PrazoForm


@blueprint.route("/prazos", methods=["GET", "POST"])
@guarded(Permission.PRAZO_ADMINISTRAR)
def prazos() -> ResponseReturnValue:
    """Show the deadlines of a year; mark or extend one."""
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor, read_only=True) as session:
        calendario = periodos.calendar(session, actor, ano_pedido(), clock=clock)
    form = PrazoForm()
    form.offer_units(calendario.unidades)
    if form.validate_on_submit():
        try:
            with unit_of_work(actor) as session:
                periodos.mark(session, actor, form.to_command(calendario.ano), clock=clock)
            flash("Prazo marcado. As unidades veem a nova data na página de períodos.", "success")
            return redirect(url_for("periodos.prazos", ano=calendario.ano), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    return render_template("periodos/prazos.html", calendario=calendario, form=form), 422 if form.errors else 200
