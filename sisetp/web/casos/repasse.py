"""Handover on screen: one case, or every open case of somebody who leaves."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import RepassarCasos, TrocarResponsavel
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services.casos import consulta, equipe, responsavel
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import area, tela
from sisetp.web.casos.area import blueprint
from sisetp.web.casos.formularios import RepasseForm, ResponsavelForm
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.recebido import clean, number


@blueprint.route("/<uuid:id>/responsavel", methods=["GET", "POST"])
@guarded(Permission.CASO_RESPONSAVEL)
def passar(id: UUID) -> ResponseReturnValue:
    """Give a case to another professional of the unit."""
    actor, form = current_actor(), ResponsavelForm(request.form)
    if request.method == "POST":
        try:
            with unit_of_work(actor) as session:
                responsavel.hand_over(session, actor, _command(id, form), clock=current_clock())
            flash("Caso passado a outra pessoa.", "success")
            return redirect(url_for("casos.detalhe", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict:
            form.form_errors.append(area.OUTRA_PESSOA)
    return _page(id, form), 422 if form.errors else 200


@blueprint.route("/repassar", methods=["GET", "POST"])
@guarded(Permission.CASO_RESPONSAVEL)
def repassar() -> ResponseReturnValue:
    """Give every open case of a professional to another one."""
    actor, form = current_actor(), RepasseForm(request.form)
    if request.method == "POST":
        command = RepassarCasos(
            de=area.chosen(form.de), para=area.chosen(form.para), justificativa=clean(form.justificativa.data)
        )
        try:
            with unit_of_work(actor) as session:
                number = responsavel.hand_over_all(session, actor, command, clock=current_clock())
            flash("1 caso passado." if number == 1 else f"{number} casos passados.", "success")
            return redirect(url_for("casos.lista", responsavel=command.para), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    with unit_of_work(actor, read_only=True) as session:
        _offer(form, equipe.in_charge(session, actor, clock=current_clock()))
    return render_template("casos/repassar.html", form=form), 422 if form.errors else 200


def _offer(form: RepasseForm, people: tuple[equipe.Profissional, ...]) -> None:
    """A technician gives her own cases; the coordenação anybody's, whoever left included."""
    actor, permission = current_actor(), Permission.CASO_RESPONSAVEL
    mine = [item for item in people if permits(actor, permission, unidade_id=actor.unidade_id, autor_id=item.id)]
    names = {item.id: item.nome if item.em_atividade else f"{item.nome} (não está mais na unidade)" for item in mine}
    form.de.choices = [area.ESCOLHA, *(SelectChoice(str(key), nome) for key, nome in names.items())]
    active = [item for item in people if item.em_atividade]
    form.para.choices = [area.ESCOLHA, *(SelectChoice(str(item.id), item.nome) for item in active)]


def _command(caso_id: UUID, form: ResponsavelForm) -> TrocarResponsavel:
    return TrocarResponsavel(
        caso_id=caso_id,
        versao=number(form.versao.data),
        responsavel_id=area.chosen(form.responsavel_id),
        justificativa=clean(form.justificativa.data),
    )


def _page(caso_id: UUID, form: ResponsavelForm) -> str:
    actor = current_actor()
    with unit_of_work(actor) as session:
        caso = consulta.closed(session, actor, caso_id, clock=current_clock())
        form.responsavel_id.choices = area.team_choices(session)
    folha = caso.folha
    require(actor, Permission.CASO_RESPONSAVEL, unidade_id=folha.unidade_id, autor_id=folha.responsavel_id)
    form.versao.data = str(folha.versao)
    return render_template("casos/responsavel.html", form=form, **tela.contexto(caso))
