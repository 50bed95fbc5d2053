"""Write a committee or a flow of the actor's UF. 422 for a broken rule, 409 when somebody saved first."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import Form

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import rede_local
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.rede import forms
from sisetp.web.rede.area import blueprint

MAPEAR = Permission.REDE_MAPEAR


@blueprint.route("/comites/novo", methods=["GET", "POST"])
@guarded(MAPEAR)
def novo_comite() -> ResponseReturnValue:
    """Add a committee of the actor's UF."""
    return _comite(None)


@blueprint.route("/comites/<int(max=2147483647):comite_id>", methods=["GET", "POST"])
@guarded(MAPEAR)
def alterar_comite(comite_id: int) -> ResponseReturnValue:
    """Change a committee."""
    return _comite(comite_id)


@blueprint.route("/fluxos/novo", methods=["GET", "POST"])
@guarded(MAPEAR)
def novo_fluxo() -> ResponseReturnValue:
    """Add a flow of the actor's UF."""
    return _fluxo(None)


@blueprint.route("/fluxos/<int(max=2147483647):fluxo_id>", methods=["GET", "POST"])
@guarded(MAPEAR)
def alterar_fluxo(fluxo_id: int) -> ResponseReturnValue:
    """Change a flow."""
    return _fluxo(fluxo_id)


def _comite(comite_id: int | None) -> ResponseReturnValue:
    form = forms.comite_form(request.form if request.method == "POST" else None)

    def read(session: Session, actor: Actor) -> None:
        row = rede_local.comite(session, actor, comite_id or 0)
        organs = {organ.orgao: organ for organ in rede_local.organs_of(session, row)}
        forms.iniciar(form, rede_local.stored_comite(row, organs), row.versao)

    def write(session: Session, actor: Actor) -> None:
        dados = forms.comite(form, actor.uf or "")
        rede_local.save_comite(session, actor, comite_id, version_sent(form), dados, clock=current_clock())

    def version(session: Session, actor: Actor) -> int:
        return rede_local.comite(session, actor, comite_id or 0).versao

    return _answer("rede/comite.html", form, comite_id, read=read, write=write, version=version)


def _fluxo(fluxo_id: int | None) -> ResponseReturnValue:
    form = forms.FluxoForm(request.form if request.method == "POST" else None)

    def read(session: Session, actor: Actor) -> None:
        row = rede_local.fluxo(session, actor, fluxo_id or 0)
        forms.iniciar(form, rede_local.stored_fluxo(row), row.versao)

    def write(session: Session, actor: Actor) -> None:
        dados = forms.fluxo(form, actor.uf or "")
        rede_local.save_fluxo(session, actor, fluxo_id, version_sent(form), dados, clock=current_clock())

    def version(session: Session, actor: Actor) -> int:
        return rede_local.fluxo(session, actor, fluxo_id or 0).versao

    return _answer("rede/fluxo.html", form, fluxo_id, read=read, write=write, version=version)


def _answer(
    template: str,
    form: Form,
    row_id: int | None,
    *,
    read: Callable[[Session, Actor], None],
    write: Callable[[Session, Actor], None],
    version: Callable[[Session, Actor], int],
) -> ResponseReturnValue:
    actor, status = current_actor(), 200
    if request.method == "POST":
        status = _save(form, actor, write)
        if status == 303:
            flash("Rede local salva.", "success")
            return redirect(url_for("rede.lista"), code=303)
        if status == 409:
            with unit_of_work(actor, read_only=True) as session:
                form.versao.data = str(version(session, actor))
    elif row_id is not None:
        with unit_of_work(actor, read_only=True) as session:
            read(session, actor)
    with unit_of_work(actor, read_only=True) as session:
        mantem = rede_local.maps(session, actor)
    page = render_template(template, form=form, id=row_id, uf=actor.uf or "", mantem=mantem, caixas=forms.caixas(form))
    return page, status


def _save(form: Form, actor: Actor, write: Callable[[Session, Actor], None]) -> int:
    if not form.validate():
        return 422
    try:
        with unit_of_work(actor) as session:
            write(session, actor)
        return 303
    except RuleViolation as broken:
        show_messages(form, broken)
        return 422
    except Conflict as conflict:
        show_conflict(form, conflict, 0)
        return 409
