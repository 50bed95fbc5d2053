"""Open a case: from a notice, or from an atendimento or referral named in the address."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import AbrirCaso
from sisetp.domain.errors import RuleViolation
from sisetp.services.casos import abertura
from sisetp.services.casos.abertura import Origem
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import area
from sisetp.web.casos.area import blueprint
from sisetp.web.casos.formularios import NovoForm
from sisetp.web.formulario import FormularioDoCatalogo
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.recebido import known_id


@blueprint.get("/novo")
@guarded(Permission.CASO_ABRIR)
def novo() -> ResponseReturnValue:
    """The form, filled with what the origin (`?origem=atendimento&id=`) already says."""
    actor, hoje = current_actor(), today()
    key = known_id(request.args.get("id", ""))
    form = NovoForm(dia=hoje)
    with unit_of_work(actor) as session:
        origem = abertura.origin(session, actor, request.args.get("origem", "").upper(), key)
        form.responsavel_id.choices = area.team_choices(session)
        abre = abertura.may_open(session, actor)
    form.iniciar({"abertura": hoje, "porta_entrada": origem.porta_entrada})
    form.responsavel_id.data = str(actor.user_id)
    form.origem.data, form.origem_id.data, form.chave_envio.data = origem.tipo, str(origem.id or ""), uuid4().hex
    return render_template("casos/novo.html", form=form, origem=origem, abre=abre)


@blueprint.post("/novo")
@guarded(Permission.CASO_ABRIR)
def abrir() -> ResponseReturnValue:
    """Open the case, or show the form again with what is missing."""
    actor = current_actor()
    form = NovoForm(request.form, dia=today())
    with unit_of_work(actor, read_only=True) as session:
        form.responsavel_id.choices = area.team_choices(session)
    if form.validate():
        try:
            with unit_of_work(actor) as session:
                key = abertura.open_case(session, actor, _command(form), clock=current_clock())
            flash("Caso aberto.", "success")
            return redirect(url_for("casos.detalhe", id=key), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    origem = Origem(tipo=form.origem.data or "", id=known_id(form.origem_id.data or ""))
    return render_template("casos/novo.html", form=form, origem=origem, abre=True), 422


def _command(form: FormularioDoCatalogo) -> AbrirCaso:
    answers, others = form.respostas(), form.outros()
    return AbrirCaso(
        abertura=others["abertura"],
        porta_entrada=str(answers["porta_entrada"] or ""),
        risco=str(answers["risco"] or ""),
        responsavel_id=area.chosen(form.responsavel_id),
        n_processo=others["n_processo"],
        resumo=form.textos()["resumo"],
        origem_tipo=form.origem.data or "",
        origem_id=known_id(form.origem_id.data or ""),
        chave_envio=(form.chave_envio.data or "")[:32],
    )
