"""The blueprint of the area, the case its pages are about, and where they go back to."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.services.contexto_do_caso import ContextoDoCaso, context
from sisetp.web.actor import current_actor, current_clock

blueprint = Blueprint("evolucoes", __name__)
SITUACOES = {"ATIVO": ("Registrada", "success"), "CANCELADO": ("Cancelada", "danger")}


@blueprint.app_template_global("rotulo_tecnico")
def rotulo_tecnico(lista: str, codigos: object) -> str:
    """Full labels of one code or several, for the technical team; ended codes keep theirs."""
    known = codelist(lista)
    codes = codigos if isinstance(codigos, tuple) else (codigos,)
    return ", ".join(known.label(code) if code in known else str(code) for code in codes if code)


def case_of(id: UUID, permission: Permission) -> ContextoDoCaso:
    """The case a form is about, in a unit of work of its own."""
    actor = current_actor()
    with unit_of_work(actor) as session:
        return context(session, actor, id, permission=permission, clock=current_clock())


def case_address(id: UUID, parte: str = "") -> str:
    """Address of the page of a case, or of a part of it."""
    return f"/casos/{id}{parte}"


def sent() -> Any:
    """What was sent, or None when the page is only asked for."""
    return request.form if request.method == "POST" else None


def page(template: str, form: Any, caso: ContextoDoCaso, **more: Any) -> ResponseReturnValue:
    """Render a form about a case: 422 when it came back with messages."""
    return render_template(template, form=form, caso=caso, voltar=case_address(caso.id), **more), (
        422 if form.errors or form.form_errors else 200
    )
