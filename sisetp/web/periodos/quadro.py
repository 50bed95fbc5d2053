"""The coordination's board: who sent, and the steps of one month of one unit; states only, never a number."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, Refused, RuleViolation
from sisetp.reporting import snapshots
from sisetp.services import periodos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.periodos.area import MES, SIMBOLOS, TONS, UNIDADE, ano_pedido, blueprint
from sisetp.web.periodos.forms import ConsolidarForm, DevolverForm

_CHECK = Permission.PERIODO_CONFERIR


@blueprint.get("/quadro")
@guarded(Permission.PERIODO_QUADRO)
def quadro() -> ResponseReturnValue:
    """Units by months of a year."""
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        pagina = periodos.board(session, actor, ano_pedido(), clock=current_clock())
    return render_template("periodos/quadro.html", pagina=pagina, simbolos=SIMBOLOS)


@blueprint.get(f"/quadro/{UNIDADE}/{MES}")
@guarded(Permission.PERIODO_QUADRO)
def quadro_mes(unidade_id: int, ano: int, mes: int) -> ResponseReturnValue:
    """One month of one unit, with what may be done next."""
    return _pagina(unidade_id, ano, mes)


@blueprint.post(f"/quadro/{UNIDADE}/{MES}/conferir")
@guarded(_CHECK)
def conferir(unidade_id: int, ano: int, mes: int) -> ResponseReturnValue:
    """Say that a month was checked."""
    return _step(periodos.check, unidade_id, ano, mes, done="Mês conferido.")


@blueprint.post(f"/quadro/{UNIDADE}/{MES}/devolver")
@guarded(_CHECK)
def devolver(unidade_id: int, ano: int, mes: int) -> ResponseReturnValue:
    """Give a month back to the unit."""
    form = DevolverForm()
    motivo = form.motivo.data or ""
    return _step(periodos.return_, unidade_id, ano, mes, motivo, done="Mês devolvido à unidade.", devolver=form)


@blueprint.post(f"/quadro/{UNIDADE}/{MES}/consolidar")
@guarded(_CHECK)
def consolidar(unidade_id: int, ano: int, mes: int) -> ResponseReturnValue:
    """Close a month for good."""
    form = ConsolidarForm()
    if not form.validate_on_submit():
        return _pagina(unidade_id, ano, mes, consolidar=form), 422
    scope = SystemActor(name=snapshots.ACTOR_NAME, units=frozenset({unidade_id}))
    return _step(_consolidate, unidade_id, ano, mes, done="Mês consolidado.", scope=scope, consolidar=form)


def _consolidate(session: Session, actor: Actor, unidade_id: int, ano: int, mes: int, *, clock: Clock) -> None:
    """Close a month and freeze its facts, both or neither: the records are read in the scope of the unit alone."""
    consolidado = periodos.consolidate(session, actor, unidade_id, ano, mes, clock=clock)
    snapshots.freeze_month(session, consolidado, clock=clock)


def _step(
    use_case: Callable[..., object],
    unidade_id: int,
    ano: int,
    mes: int,
    *args: str,
    done: str,
    scope: AnyActor | None = None,
    **forms: FlaskForm,
) -> ResponseReturnValue:
    """Take a step and go back to the month; a refused one shows the month again with the reason."""
    actor = current_actor()
    try:
        with unit_of_work(scope or actor) as session:
            use_case(session, actor, unidade_id, ano, mes, *args, clock=current_clock())
    except (RuleViolation, Refused) as refused:
        forms = forms or {"devolver": DevolverForm(formdata=None)}
        show_messages(next(iter(forms.values())), _messages(refused))
        return _pagina(unidade_id, ano, mes, **forms), 422
    flash(done, "success")
    return redirect(url_for("periodos.quadro_mes", unidade_id=unidade_id, ano=ano, mes=mes), code=303)


def _messages(refused: RuleViolation | Refused) -> RuleViolation:
    if isinstance(refused, RuleViolation):
        return refused
    return RuleViolation((FieldMessage("situacao", refused.message),))


def _pagina(unidade_id: int, ano: int, mes: int, **forms: FlaskForm) -> str:
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        pagina = _read(session, unidade_id, ano, mes)
    return render_template(
        "periodos/quadro_mes.html",
        pagina=pagina,
        devolver=forms.get("devolver") or DevolverForm(formdata=None),
        consolidar=forms.get("consolidar") or ConsolidarForm(formdata=None),
        simbolos=SIMBOLOS,
        tons=TONS,
    )


def _read(session: Session, unidade_id: int, ano: int, mes: int) -> periodos.MesNoQuadro:
    return periodos.board_month(session, current_actor(), unidade_id, ano, mes, clock=current_clock())
