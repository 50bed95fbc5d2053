"""Edit the public card of the own unit."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import cartoes
from sisetp.services.cartoes import Cartao
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.diretorio.forms import CartaoForm
from sisetp.web.diretorio.views import blueprint
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages


@blueprint.route("/unidade/cartao", methods=["GET", "POST"])
@guarded(Permission.CARTAO_EDITAR)
def cartao() -> ResponseReturnValue:
    """Address, hours and telephones, as the public page shows them."""
    stored = _ler()
    form = CartaoForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        form.iniciar(stored)
        return _pagina(form, stored)
    if not form.validate():
        return _pagina(form, stored), 422
    try:
        with unit_of_work(current_actor()) as session:
            cartoes.save(session, current_actor(), version_sent(form), form.dados(), clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return _pagina(form, stored), 422
    except Conflict as conflict:
        show_conflict(form, conflict, stored.versao)
        return _pagina(form, stored), 409
    flash("Cartão salvo. A página pública mostra a mudança em até cinco minutos.", "success")
    return redirect(url_for("diretorio.cartao"), code=303)


def _ler() -> Cartao:
    with unit_of_work(current_actor(), read_only=True) as session:
        return cartoes.card(session, current_actor())


def _pagina(form: CartaoForm, stored: Cartao) -> str:
    return render_template("diretorio/cartao.html", form=form, cartao=stored)
