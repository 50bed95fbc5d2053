"""List, create, give and end roles, reset password, deactivate."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import user_directory, users
from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.usuarios.forms import CertezaForm, LotacaoForm, UsuarioForm

blueprint = Blueprint("usuarios", __name__, url_prefix="/usuarios")
ADMIN = Permission.USUARIO_ADMINISTRAR


@blueprint.get("")
@guarded(ADMIN)
def lista() -> ResponseReturnValue:
    """Every user."""
    with unit_of_work(current_actor()) as session:
        linhas = user_directory.list_users(session, current_actor(), clock=current_clock())
    return render_template("usuarios/lista.html", usuarios=linhas)


@blueprint.route("/novo", methods=["GET", "POST"])
@guarded(ADMIN)
def novo() -> ResponseReturnValue:
    """Create a user; the temporary password is in the answer to the form, once."""
    form = UsuarioForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(current_actor()) as session:
                criado = users.create_user(session, current_actor(), form.to_command(), clock=current_clock())
            return render_template("usuarios/senha.html", usuario=criado, novo=True)
        except RuleViolation as broken:
            show_messages(form, broken)
    return render_template("usuarios/novo.html", form=form), 422 if form.errors else 200


@blueprint.get("/<int(max=2147483647):usuario_id>")
@guarded(ADMIN)
def ver(usuario_id: int) -> ResponseReturnValue:
    """One user, with postings."""
    form = LotacaoForm(inicio=current_clock().today(NATIONAL_ZONE), formdata=None)
    return _detail(usuario_id, form)


@blueprint.post("/<int(max=2147483647):usuario_id>/lotacoes")
@guarded(ADMIN)
def conceder(usuario_id: int) -> ResponseReturnValue:
    """Give a role."""
    form = LotacaoForm()
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        form.offer_units(user_directory.open_units(session, actor))
    if form.validate_on_submit():
        try:
            with unit_of_work(actor) as session:
                waits = users.grant_posting(session, actor, form.to_command(usuario_id), clock=current_clock())
            flash(_granted(waits), "success")
            return redirect(url_for("usuarios.ver", usuario_id=usuario_id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    return _detail(usuario_id, form)


@blueprint.post("/<int(max=2147483647):usuario_id>/lotacoes/<int(max=2147483647):lotacao_id>/encerrar")
@guarded(ADMIN)
def encerrar(usuario_id: int, lotacao_id: int) -> ResponseReturnValue:
    """End a role now."""
    with unit_of_work(current_actor()) as session:
        users.end_posting(session, current_actor(), lotacao_id, clock=current_clock())
    flash("Papel encerrado. As sessões desta pessoa terminaram.", "success")
    return redirect(url_for("usuarios.ver", usuario_id=usuario_id), code=303)


@blueprint.post("/<int(max=2147483647):usuario_id>/senha")
@guarded(ADMIN)
def senha(usuario_id: int) -> ResponseReturnValue:
    """Reset the password; the temporary one is in the answer, once."""
    with unit_of_work(current_actor()) as session:
        redefinido = users.reset_password(session, current_actor(), usuario_id, clock=current_clock())
    return render_template("usuarios/senha.html", usuario=redefinido, novo=False)


@blueprint.post("/<int(max=2147483647):usuario_id>/desativar")
@guarded(ADMIN)
def desativar(usuario_id: int) -> ResponseReturnValue:
    """Close an account for good."""
    if not CertezaForm().certeza.data:
        flash("Nada foi feito: marque que sabe que não pode ser desfeito.", "warning")
        return redirect(url_for("usuarios.ver", usuario_id=usuario_id), code=303)
    try:
        with unit_of_work(current_actor()) as session:
            users.deactivate_user(session, current_actor(), usuario_id, clock=current_clock())
        flash("Usuário desativado.", "success")
    except RuleViolation as broken:
        flash(broken.messages[0].mensagem, "danger")
    return redirect(url_for("usuarios.ver", usuario_id=usuario_id), code=303)


def _detail(usuario_id: int, form: LotacaoForm) -> ResponseReturnValue:
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        usuario = user_directory.user_detail(session, actor, usuario_id, clock=current_clock())
        form.offer_units(user_directory.open_units(session, actor))
    page = render_template(
        "usuarios/usuario.html", usuario=usuario, form=form, certeza=CertezaForm(formdata=None), eu=actor.user_id
    )
    return page, 422 if form.errors else 200


def _granted(waits: bool) -> str:
    if waits:
        return "Papel pedido. Ele só tem efeito depois que outra pessoa confirmar."
    return "Papel concedido."
