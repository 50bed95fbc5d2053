"""Register, amend and cancel an activity. A refused form comes back whole: 422 for a rule, 409 when somebody saved
first."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.atividade import MotivoCancelamento
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import atividades, atividades_leitura
from sisetp.services.atividades_leitura import AtividadeDetail
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atividades import forms
from sisetp.web.atividades.area import blueprint, rotulo
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.envios import key_sent
from sisetp.web.formulario import FormularioDoCatalogo
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages

GRAVAR = Permission.ATIVIDADE_GRAVAR


@blueprint.route("/nova", methods=["GET", "POST"])
@guarded(GRAVAR)
def nova() -> ResponseReturnValue:
    """Register an activity."""
    form, actor = _form(), current_actor()
    if request.method == "GET":
        return _pagina(form, None)
    if form.validate():
        try:
            with unit_of_work(actor) as session:
                dados = forms.dados(form)
                key = atividades.register(session, actor, dados, chave=key_sent(), clock=current_clock())
            flash("Atividade registrada.", "success")
            return redirect(url_for("atividades.detalhe", id=key), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    return _pagina(form, None), 422


@blueprint.route("/<uuid:id>/alterar", methods=["GET", "POST"])
@guarded(GRAVAR)
def alterar(id: UUID) -> ResponseReturnValue:
    """Change an activity."""
    form, actor, stored = _form(), current_actor(), _ler(id)
    if request.method == "GET":
        return _pagina(forms.preenchido(stored.dados, stored.versao, dia=form.dia), id)
    if not form.validate():
        return _pagina(form, id), 422
    try:
        with unit_of_work(actor) as session:
            atividades.amend(session, actor, id, version_sent(form), forms.dados(form), clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return _pagina(form, id), 422
    except Conflict as conflict:
        show_conflict(form, conflict, _ler(id).versao)
        return _pagina(form, id), 409
    flash("Atividade alterada.", "success")
    return redirect(url_for("atividades.detalhe", id=id), code=303)


@blueprint.route("/<uuid:id>/cancelar", methods=["GET", "POST"])
@guarded(GRAVAR)
def cancelar(id: UUID) -> ResponseReturnValue:
    """Stop counting an activity."""
    form, actor, stored = forms.CancelarForm(), current_actor(), _ler(id)
    status = 200
    if request.method == "POST":
        try:
            with unit_of_work(actor) as session:
                motivo = form.motivo.data or ""
                atividades.cancel(session, actor, id, version_sent(form), motivo, clock=current_clock())
            flash("Atividade cancelada: ela continua guardada e deixa de contar.", "success")
            return redirect(url_for("atividades.detalhe", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
            status = 422
        except Conflict as conflict:
            show_conflict(form, conflict, stored.versao)
            status = 409
    else:
        form.versao.data = str(stored.versao)
    return _cancelamento(form, stored), status


def _cancelamento(form: forms.CancelarForm, stored: AtividadeDetail) -> str:
    return render_template(
        "atividades/cancelar.html", form=form, atividade=stored, motivos=MotivoCancelamento, rotulo=rotulo
    )


def _ler(atividade_id: UUID) -> AtividadeDetail:
    with unit_of_work(current_actor(), read_only=True) as session:
        return atividades_leitura.detail(session, current_actor(), atividade_id)


def _form() -> FormularioDoCatalogo:
    with unit_of_work(current_actor(), read_only=True) as session:
        dia = atividades_leitura.today_of(session, current_actor(), clock=current_clock())
    return forms.vazio(request.form if request.method == "POST" else None, dia=dia)


def _pagina(form: FormularioDoCatalogo, atividade_id: UUID | None) -> str:
    with unit_of_work(current_actor(), read_only=True) as session:
        campanhas = atividades_leitura.campaigns(session, current_actor())
    return render_template(
        "atividades/formulario.html",
        form=form,
        caixas=forms.caixas(form),
        id=atividade_id,
        campanhas=campanhas,
        uf=current_actor().uf or "",
    )
