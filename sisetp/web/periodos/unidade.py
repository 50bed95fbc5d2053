"""Months of the unit: what is to be sent, what is missing in it, the signature."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import periodos
from sisetp.web import propria_senha
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.periodos.area import MES, SIMBOLOS, TONS, ano_pedido, blueprint
from sisetp.web.periodos.forms import EnviarForm


@blueprint.get("/periodos")
@guarded(Permission.PERIODO_VER)
def lista() -> ResponseReturnValue:
    """Months of a year, and what is missing in the next one to send."""
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        pagina = periodos.unit_periods(session, actor, ano_pedido(), clock=clock)
        proximo = pagina.proximo
        falta = periodos.gate(session, actor, proximo.ano, proximo.mes, clock=clock) if proximo else None
    return render_template("periodos/lista.html", pagina=pagina, falta=falta, simbolos=SIMBOLOS, tons=TONS)


@blueprint.get(f"/periodos/{MES}")
@guarded(Permission.PERIODO_VER)
def mes(ano: int, mes: int) -> ResponseReturnValue:
    """One month: what is missing, the signature and the steps it took."""
    return _pagina(ano, mes, EnviarForm(formdata=None))


@blueprint.post(f"/periodos/{MES}/enviar")
@guarded(Permission.PERIODO_ENVIAR)
def enviar(ano: int, mes: int) -> ResponseReturnValue:
    """Sign and send a month."""
    form, actor = EnviarForm(), current_actor()
    if propria_senha.held(actor.user_id):
        show_messages(form, propria_senha.too_many("senha"))
        return _pagina(ano, mes, form), 429
    if form.validate_on_submit():
        try:
            with unit_of_work(actor) as session:
                periodos.send(session, actor, form.to_command(ano, mes), clock=current_clock())
            flash("Mês enviado. A CGETP vai conferir.", "success")
            return redirect(url_for("periodos.mes", ano=ano, mes=mes), code=303)
        except RuleViolation as broken:
            _refused(form, actor, broken)
    return _pagina(ano, mes, form), 422


def _refused(form: EnviarForm, actor: Actor, broken: RuleViolation) -> None:
    if any(message.campo == "senha" for message in broken.messages):
        propria_senha.note_wrong(actor, Permission.PERIODO_ENVIAR)
    show_messages(form, broken)


def _pagina(ano: int, mes: int, form: EnviarForm) -> str:
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        pagina = periodos.unit_month(session, actor, ano, mes, clock=clock)
        waits = pagina.linha.com_a_unidade or not pagina.linha.terminou
        falta = periodos.gate(session, actor, ano, mes, clock=clock) if waits else None
    return render_template("periodos/mes.html", pagina=pagina, falta=falta, form=form, simbolos=SIMBOLOS, tons=TONS)
