"""Openings: one POST, one event committed, then the page with what was opened; nothing of it is ever in an address."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import identidades
from sisetp.web.abertura import reason_days
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atendimentos import tela
from sisetp.web.atendimentos.area import blueprint
from sisetp.web.guard import guarded

_PARTES: dict[str, tuple[str, Callable[..., Any]]] = {
    "": ("identidade", identidades.open_identity),
    "nome_civil": ("identidade", identidades.open_civil_name),
    "procurada": ("procurada", identidades.open_sought),
}


@blueprint.post("/atendimentos/<uuid:id>/identidade")
@guarded(Permission.IDENTIDADE_ABRIR)
def identidade(id: UUID) -> ResponseReturnValue:
    """Open the identity, the civil name beside the social one, or the person sought (`parte`)."""
    name, use_case = _PARTES.get(request.form.get("parte", ""), _PARTES[""])
    return _open(id, name, use_case)


@blueprint.post("/atendimentos/<uuid:id>/observacoes")
@guarded(Permission.RELATO_ABRIR)
def observacoes(id: UUID) -> ResponseReturnValue:
    """Open the free texts of the atendimento."""
    return _open(id, "relato", identidades.open_texts)


def _open(atendimento_id: UUID, name: str, use_case: Callable[..., Any]) -> ResponseReturnValue:
    actor = current_actor()
    motivo = request.form.get("motivo", "")
    try:
        with unit_of_work(actor) as session:
            opened = use_case(
                session, actor, atendimento_id, motivo, clock=current_clock(), reason_after_days=reason_days()
            )
            registro = tela.ler(session, atendimento_id)
    except RuleViolation as broken:
        return tela.fechada(atendimento_id, broken)
    return tela.mostrar(registro, **{name: opened})
