"""The list of pairs, the two records side by side, and the decision."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.config import Settings
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import NotFound, RuleViolation
from sisetp.domain.vinculo import DecidirVinculo, par_de
from sisetp.services.duplicidades import comparar, decidir, lista
from sisetp.services.duplicidades.comparar import Comparacao
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.duplicidades import quadro
from sisetp.web.guard import guarded

blueprint = Blueprint("duplicidades", __name__, url_prefix="/duplicidades")


@blueprint.get("")
@guarded(Permission.DUPLICIDADE_VER)
def listar() -> ResponseReturnValue:
    """Pairs of the unit to be decided, and those decided, without names."""
    text = request.args.get("pagina", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    with unit_of_work(current_actor()) as session:
        page = lista.list_page(session, current_actor(), number=number)
    return render_template(
        "duplicidades/lista.html",
        pagina=page,
        rotulo=quadro.rotulo,
        endereco=lambda numero: url_for("duplicidades.listar", pagina=numero),
    )


@blueprint.get("/<uuid:a>/<uuid:b>")
@guarded(Permission.DUPLICIDADE_VER)
def par(a: UUID, b: UUID) -> ResponseReturnValue:
    """The two records, closed."""
    return _closed(a, b)


@blueprint.post("/<uuid:a>/<uuid:b>")
@guarded(Permission.DUPLICIDADE_VER)
def abrir(a: UUID, b: UUID) -> ResponseReturnValue:
    """The two records opened side by side; an event about each."""
    try:
        with unit_of_work(current_actor()) as session:
            found = comparar.compare(session, current_actor(), a, b, request.form.get("motivo", ""), **_limits())
    except RuleViolation as broken:
        return _closed(a, b, broken)
    return _page(found)


@blueprint.post("/<uuid:a>/<uuid:b>/decisao")
@guarded(Permission.DUPLICIDADE_DECIDIR)
def decisao(a: UUID, b: UUID) -> ResponseReturnValue:
    """Link, tell apart or undo; neither record changes."""
    if a == b:
        raise NotFound
    chosen = DecidirVinculo(
        par=par_de(a, b), decisao=request.form.get("decisao", ""), motivo=request.form.get("motivo_vinculo", "")
    )
    try:
        with unit_of_work(current_actor()) as session:
            decidir.decide(session, current_actor(), chosen, clock=current_clock())
    except RuleViolation as broken:
        return _closed(a, b, broken)
    flash("Decisão registrada. Os dois cadastros continuam como estavam.", "success")
    return redirect(url_for("duplicidades.listar"), code=303)


def _closed(a: UUID, b: UUID, broken: RuleViolation | None = None) -> ResponseReturnValue:
    with unit_of_work(current_actor(), read_only=True) as session:
        found = comparar.preview(session, current_actor(), a, b, **_limits())
    return _page(found, broken), 422 if broken else 200


def _page(found: Comparacao, broken: RuleViolation | None = None) -> str:
    return render_template(
        "duplicidades/par.html",
        c=found,
        linhas=quadro.linhas(found.abertos) if found.abertos else (),
        recusas=[message.mensagem for message in broken.messages] if broken else [],
        motivos_vinculo=codelist("motivo_vinculo").items,
        rotulo=quadro.rotulo,
        enviado=request.form,
    )


def _limits() -> dict[str, Any]:
    settings: Settings = current_app.extensions["sisetp.settings"]
    return {"clock": current_clock(), "reason_after_days": settings.identity_reason_after_days}
