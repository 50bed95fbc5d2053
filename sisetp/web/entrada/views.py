"""Sign-in (page and JSON for the dialog in place), sign-out and the choice of a posting."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from sisetp.access.permissions import Permission
from sisetp.web import throttle
from sisetp.web.actor import current_presence
from sisetp.web.entrada import access
from sisetp.web.entrada.forms import EntradaPage, LotacaoForm, LotacaoPreferida
from sisetp.web.guard import guarded, local_path, wants_json

blueprint = Blueprint("entrada", __name__)


@blueprint.route("/entrar", methods=["GET", "POST"])
@throttle.limiter.limit(throttle.BY_LOGIN, key_func=throttle.typed_login, methods=["POST"], deduct_when=throttle.failed)
@throttle.limiter.limit(throttle.BY_ADDRESS, methods=["POST"], deduct_when=throttle.failed)
def entrar() -> ResponseReturnValue:
    """Sign-in."""
    if request.method == "GET":
        return redirect(url_for("inicio.inicio")) if current_presence() else _page(EntradaPage(proximo=_next()))
    who = access.try_to_enter(LotacaoPreferida().lotacao.data)
    if who is None:
        return _refused()
    if wants_json():
        return jsonify(who.summary | {"csrf": generate_csrf()})
    return redirect(_next() or url_for("inicio.inicio"), code=303)


@blueprint.post("/sair")
@guarded(Permission.CONTA_USAR, before_posting=True)
def sair() -> ResponseReturnValue:
    """Sign-out."""
    access.leave()
    return redirect(url_for("entrada.entrar", saiu=1), code=303)


@blueprint.get("/lotacao")
@guarded(Permission.CONTA_USAR, before_posting=True)
def lotacao() -> ResponseReturnValue:
    """Where to act now."""
    return render_template("security/lotacao.html", lotacoes=access.choices(), quem=current_presence())


@blueprint.post("/lotacao")
@guarded(Permission.CONTA_USAR, before_posting=True)
def trocar_lotacao() -> ResponseReturnValue:
    """Act in the posting chosen."""
    form = LotacaoForm()
    if not form.validate_on_submit():
        flash("Escolha uma das opções.", "warning")
        return redirect(url_for("entrada.lotacao"), code=303)
    access.act_in(form.lotacao.data)
    return redirect(url_for("inicio.inicio"), code=303)


@blueprint.errorhandler(429)
def throttled(_error: Exception) -> ResponseReturnValue:
    """Too many failures in a row."""
    if throttle.first_of_this_minute():
        access.note_throttled(request.form.get("login", ""))
    if wants_json():
        return jsonify(erro="limite", mensagem=access.TOO_MANY), 429
    return _page(EntradaPage(), erro=access.TOO_MANY), 429


def _refused() -> ResponseReturnValue:
    if wants_json():
        return jsonify(erro="credencial", mensagem=access.WRONG, csrf=generate_csrf()), 401
    return _page(EntradaPage(), erro=access.WRONG), 401


def _page(form: EntradaPage, erro: str = "") -> str:
    return render_template("security/entrar.html", form=form, erro=erro, saiu="saiu" in request.args)


def _next() -> str:
    return local_path(request.values.get("proximo", ""))
