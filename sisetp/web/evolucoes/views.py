"""Write an evolution, read the timeline of a case page by page, and one evolution with its older versions."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.domain.evolucao import RegistrarEvolucao
from sisetp.services import evolucoes
from sisetp.services.contexto_do_caso import ContextoDoCaso, context
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.evolucoes import forms
from sisetp.web.evolucoes.area import SITUACOES, blueprint, case_address, case_of, page, sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages


@blueprint.route("/casos/<uuid:id>/evolucoes/nova", methods=["GET", "POST"])
@guarded(Permission.EVOLUCAO_REGISTRAR)
def nova(id: UUID) -> ResponseReturnValue:
    """A new evolution, the moment already filled; a quick button only moves the day of the next step."""
    caso, received = case_of(id, Permission.EVOLUCAO_REGISTRAR), sent()
    form = forms.start(forms.EvolucaoForm, received, caso)
    if received is None:
        forms.new_evolution(form, caso)
    elif request.form.get("mais_dias"):
        forms.push_step(form, caso, request.form["mais_dias"])
    elif form.validate() and _saved(id, form, caso):
        return redirect(case_address(id), code=303)
    return page("evolucoes/nova.html", form, caso, niveis=forms.levels(caso, form), dias=forms.quick_days(caso))


@blueprint.get("/casos/<uuid:id>/evolucoes")
@guarded(Permission.CASO_VER)
def lista(id: UUID) -> ResponseReturnValue:
    """The timeline of a case by itself, with its older pages."""
    actor, clock = current_actor(), current_clock()
    number = request.args.get("pagina", default=1, type=int)
    with unit_of_work(actor) as session:
        caso = context(session, actor, id, permission=Permission.CASO_VER, clock=clock)
        linha = evolucoes.timeline(session, actor, id, pagina=min(max(number, 1), 10_000))
    return render_template(
        "evolucoes/lista.html", caso=caso, linha_do_tempo=linha, voltar=case_address(id), situacoes=SITUACOES
    )


@blueprint.get("/casos/<uuid:id>/evolucoes/<uuid:evolucao>")
@guarded(Permission.CASO_VER)
def ver(id: UUID, evolucao: UUID) -> ResponseReturnValue:
    """One evolution and what it was before, as far as the profession reads it."""
    actor = current_actor()
    with unit_of_work(actor) as session:
        caso = context(session, actor, id, permission=Permission.CASO_VER, clock=current_clock())
        historico = evolucoes.history(session, actor, id, evolucao)
    return render_template(
        "evolucoes/ver.html", caso=caso, historico=historico, voltar=case_address(id), situacoes=SITUACOES
    )


def _saved(id: UUID, form: forms.EvolucaoForm, caso: ContextoDoCaso) -> bool:
    actor = current_actor()
    command = RegistrarEvolucao(caso_id=id, escrita=forms.written(form, caso), chave=(form.chave.data or "")[:64])
    try:
        with unit_of_work(actor) as session:
            evolucoes.register(session, actor, command, clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return False
    flash("Evolução registrada.", "success")
    return True
