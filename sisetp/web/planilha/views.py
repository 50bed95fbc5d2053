"""The page of the national spreadsheet: a POST writes the delivery down, then sends the file."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import FieldMessage, Refused, RuleViolation
from sisetp.domain.period import Period
from sisetp.reporting.national.delivery import (
    Entregue,
    PedirPlanilha,
    deliveries,
    make,
    situation,
    write_down,
)
from sisetp.reporting.render.xlsx import TIPO
from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.planilha.forms import PlanilhaForm, periods

blueprint = Blueprint("planilha", __name__)
ESTATISTICA = SystemActor(name="estatistica", units=None)


@blueprint.get("/planilha-nacional")
@guarded(Permission.PLANILHA_RESTRITA)
def pedir() -> ResponseReturnValue:
    """What can be asked, who has not sent, what was handed over."""
    form = PlanilhaForm(formdata=None)
    form.offer(current_clock().today(NATIONAL_ZONE))
    form.periodo.data = _chosen(request.args.get("periodo", "")).code
    return _pagina(form)


@blueprint.post("/planilha-nacional")
@guarded(Permission.PLANILHA_RESTRITA)
def baixar() -> ResponseReturnValue:
    """Make the file and send it; a refused one shows the page again with the reason."""
    form, actor = PlanilhaForm(), current_actor()
    form.offer(current_clock().today(NATIONAL_ZONE))
    if form.validate_on_submit():
        try:
            return _enviado(_made(actor, form.to_command(actor.login, actor.user_id)))
        except RuleViolation as broken:
            show_messages(form, broken)
        except Refused as refused:
            show_messages(form, RuleViolation((FieldMessage("periodo", refused.message),)))
    return _pagina(form), 422


def _made(actor: Actor, pedido: PedirPlanilha) -> Entregue:
    """Make the file without holding anybody up, then write it down, and only then have it."""
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        made = make(session, actor, pedido, clock=current_clock())
    with unit_of_work(ESTATISTICA) as session:
        write_down(session, actor, pedido, made, clock=current_clock())
    return made


def _pagina(form: PlanilhaForm) -> str:
    actor, clock = current_actor(), current_clock()
    periodo = _chosen(form.periodo.data or "")
    with unit_of_work(actor, read_only=True) as session:
        cobertura, entregas = situation(session, periodo, clock=clock), deliveries(session)
    return render_template("planilha/pagina.html", form=form, periodo=periodo, cobertura=cobertura, entregas=entregas)


def _chosen(codigo: str) -> Period:
    offered = periods(current_clock().today(NATIONAL_ZONE))
    return next((period for period in offered if period.code == codigo), offered[0])


def _enviado(made: Entregue) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{made.nome}"'}
    return Response(made.conteudo, content_type=TIPO, headers=headers)
