"""The clocks of requests, and the page of one: what was asked, and the answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services.titulares import relogios, requisicoes
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.titulares import palavras
from sisetp.web.titulares.area import blueprint
from sisetp.web.titulares.forms import RespostaForm


@blueprint.get("/titulares")
@guarded(Permission.TITULAR_REGISTRAR)
def lista() -> ResponseReturnValue:
    """Requests of the unit, those running first."""
    with unit_of_work(current_actor()) as session:
        clocks = relogios.of_unit(session, current_actor(), clock=current_clock())
    answers = permits(current_actor(), Permission.TITULAR_RESPONDER)
    return render_template("titulares/lista.html", relogios=clocks, responde=answers, rede=False, p=palavras)


@blueprint.get("/titulares/prazos")
@guarded(Permission.TITULAR_RELOGIO)
def prazos() -> ResponseReturnValue:
    """Clocks of the whole network, without content."""
    with unit_of_work(current_actor()) as session:
        clocks = relogios.of_network(session, current_actor(), clock=current_clock())
    return render_template("titulares/lista.html", relogios=clocks, responde=False, rede=True, p=palavras)


@blueprint.get("/titulares/<uuid:id>")
@guarded(Permission.TITULAR_RESPONDER)
def pedido_aberto(id: UUID) -> ResponseReturnValue:
    """One request, opened; an event."""
    return _page(id, RespostaForm(dia=today())), 200


@blueprint.post("/titulares/<uuid:id>")
@guarded(Permission.TITULAR_RESPONDER)
def responder(id: UUID) -> ResponseReturnValue:
    """Answer a request."""
    form = RespostaForm(request.form, dia=today())
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                requisicoes.answer(session, current_actor(), form.to_command(id), clock=current_clock())
            flash("Resposta registrada.", "success")
            return redirect(url_for("titulares.pedido_aberto", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    return _page(id, form), 422


@blueprint.post("/titulares/<uuid:id>/desistencia")
@guarded(Permission.TITULAR_RESPONDER)
def desistencia(id: UUID) -> ResponseReturnValue:
    """Close a request that the person no longer wants."""
    try:
        with unit_of_work(current_actor()) as session:
            requisicoes.give_up(session, current_actor(), id, clock=current_clock())
    except RuleViolation as broken:
        form = RespostaForm(dia=today())
        show_messages(form, broken)
        return _page(id, form), 422
    flash("Registrado que a pessoa desistiu do pedido.", "success")
    return redirect(url_for("titulares.lista"), code=303)


def _page(id: UUID, form: RespostaForm) -> str:
    with unit_of_work(current_actor()) as session:
        found = requisicoes.open_request(session, current_actor(), id, clock=current_clock())
    return render_template("titulares/pedido_aberto.html", r=found, form=form, p=palavras)
