"""List the units and end one. New units come from the operator's command, which also makes their keys."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import encerramento, unidades
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.unidades.forms import EncerrarForm

blueprint = Blueprint("unidades", __name__, url_prefix="/unidades")
ADMIN = Permission.UNIDADE_ADMINISTRAR


@blueprint.get("")
@guarded(Permission.UNIDADE_LISTAR)
def lista() -> ResponseReturnValue:
    """Every unit, open ones first."""
    with unit_of_work(current_actor(), read_only=True) as session:
        linhas = unidades.list_all(session)
    abertas = sorted(linhas, key=lambda line: (line.fim is not None, line.codigo))
    return render_template("unidades/lista.html", unidades=abertas, administra=permits(current_actor(), ADMIN))


@blueprint.route("/<int(max=2147483647):unidade_id>/encerrar", methods=["GET", "POST"])
@guarded(ADMIN)
def encerrar(unidade_id: int) -> ResponseReturnValue:
    """End a unit, with last day and reason."""
    form, actor = EncerrarForm(), current_actor()
    with unit_of_work(actor, read_only=True) as session:
        unidade = unidades.get(session, unidade_id)
    if form.validate_on_submit():
        try:
            _close(form, unidade_id)
            flash(f"Unidade {unidade.codigo} encerrada.", "success")
            return redirect(url_for("unidades.lista"), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    return render_template("unidades/encerrar.html", form=form, unidade=unidade), 422 if form.errors else 200


def _close(form: EncerrarForm, unidade_id: int) -> None:
    with unit_of_work(encerramento.watcher(unidade_id), read_only=True) as session:
        left = encerramento.pending(session, unidade_id, clock=current_clock())
    with unit_of_work(current_actor()) as session:
        command = form.to_command(unidade_id)
        unidades.close(session, current_actor(), command, pendencias=left, clock=current_clock())
