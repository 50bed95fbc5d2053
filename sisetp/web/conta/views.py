"""The user's own account: `/conta`, `/conta/sessao` (JSON), `/senha`."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import account, sessions
from sisetp.web import propria_senha
from sisetp.web.actor import acting_for_account, current_account, current_actor, current_clock, current_presence
from sisetp.web.conta.forms import PreferenciaForm, SenhaForm, SessaoForm
from sisetp.web.conta.renewal import go_on_with
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.sessions import current_life, current_session

blueprint = Blueprint("conta", __name__)


@blueprint.get("/conta")
@guarded(Permission.CONTA_USAR)
def conta() -> ResponseReturnValue:
    """Own data, preference and open sessions."""
    who = current_account()
    with unit_of_work(current_actor(), read_only=True) as session:
        abertas = sessions.list_open(
            session, who.id, life=current_life(), clock=current_clock(), current=current_session().id_hash
        )
    form = PreferenciaForm(avanca_sozinho=who.avanca_sozinho)
    return render_template("conta/conta.html", quem=current_presence(), form=form, sessoes=abertas)


@blueprint.post("/conta/preferencia")
@guarded(Permission.CONTA_USAR)
def preferencia() -> ResponseReturnValue:
    """Keep the preference of the ficha."""
    form = PreferenciaForm()
    with unit_of_work(current_actor()) as session:
        account.set_preference(session, current_account().id, avanca_sozinho=bool(form.avanca_sozinho.data))
    flash("Preferência guardada.", "success")
    return redirect(url_for("conta.conta"), code=303)


@blueprint.post("/conta/encerrar")
@guarded(Permission.CONTA_USAR)
def encerrar() -> ResponseReturnValue:
    """End another of the own sessions."""
    form = SessaoForm()
    actor = current_actor()
    with unit_of_work(actor) as session:
        sessions.end_marked(session, actor, actor.user_id, form.sessao.data or "", clock=current_clock())
    flash("Sessão encerrada.", "success")
    return redirect(url_for("conta.conta"), code=303)


@blueprint.get("/conta/sessao")
def sessao() -> ResponseReturnValue:
    """Who is signed in, for a page that stayed open; 401 with a form token for the sign-in in place."""
    who = current_presence()
    if who is None or who.account.deve_trocar_senha:
        return jsonify(erro="sessao", csrf=generate_csrf()), 401
    return jsonify(who.summary | {"csrf": generate_csrf()})


@blueprint.route("/senha", methods=["GET", "POST"])
@guarded(Permission.CONTA_USAR, before_posting=True)
def senha() -> ResponseReturnValue:
    """Change the own password; due at the first entry."""
    form = SenhaForm()
    who, acting = current_account(), acting_for_account()
    if form.is_submitted() and propria_senha.held(who.id):
        show_messages(form, propria_senha.too_many("senha_atual"))
        return render_template("conta/senha.html", form=form, primeira=who.deve_trocar_senha), 429
    if form.validate_on_submit():
        try:
            with unit_of_work(acting) as session:
                mark = account.change_password(
                    session, acting, who.id, form.senha_atual.data, form.senha_nova.data, clock=current_clock()
                )
            go_on_with(mark)
            flash("Senha trocada. As outras sessões foram encerradas.", "success")
            return redirect(url_for("inicio.inicio"), code=303)
        except RuleViolation as broken:
            if any(message.campo == "senha_atual" for message in broken.messages):
                propria_senha.count_wrong(who.id)
            show_messages(form, broken)
    return render_template("conta/senha.html", form=form, primeira=who.deve_trocar_senha), 422 if form.errors else 200
