"""The steps by which something is shared, without script: choose, see exactly what goes, and send.

The second step carries what the first received in hidden boxes and works it out again; nothing is kept in the session
nor put in an address. Sharing without authorisation, to protect life, has one step more.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services.encaminhamentos import Preview
from sisetp.web.actor import current_actor
from sisetp.web.encaminhamentos.forms import PartilhaForm, mostrar_mensagens
from sisetp.web.encaminhamentos.rotulos import blocos, rotulo

CHECK, EMERGENCY, SEND, BACK = "conferir", "emergencia", "enviar", "voltar"
_CONFIRMED = frozenset({"emergencia_confirmada"})
_LIFE = "VIDA"
Pares = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passos:
    """One sharing: its form as sent, the command made of it, and how it is shown first, foreseen, told and done.

    `enviar` returns the id of the referral; `resumo` the pairs of label and value that say to whom it goes.
    """

    form: PartilhaForm
    comando: Callable[[], Any]
    primeiro: Callable[[], str]
    prever: Callable[[Session, Actor, Any], Preview]
    resumo: Callable[[Any, Preview | None], Pares]
    enviar: Callable[[Session, Actor, Any], UUID]
    feito: str


def seguir(passos: Passos) -> ResponseReturnValue:
    """Answer the step that was asked; whatever is wrong shows the first one again, with all that was typed."""
    step = request.form.get("passo", CHECK)
    if step == BACK:
        return passos.primeiro()
    if not passos.form.validate():
        return passos.primeiro(), 422
    if step == SEND:
        return _enviar(passos)
    return _emergencia(passos) if step == EMERGENCY else _conferir(passos)


def _conferir(passos: Passos) -> ResponseReturnValue:
    """Show what would be shared once an emergency, if it is one, is confirmed."""
    actor, command = current_actor(), passos.comando()
    try:
        with unit_of_work(actor) as session:
            preview = passos.prever(session, actor, replace(command, emergencia_confirmada=True))
            passos.form.conferido.data = preview.marca
    except RuleViolation as broken:
        mostrar_mensagens(passos.form, broken)
        return passos.primeiro(), 422
    return render_template(
        "encaminhamentos/conferir.html",
        blocos=blocos(preview.campos),
        vazias=[rotulo("parte_compartilhada", part) for part in preview.vazias],
        resumo=passos.resumo(command, preview),
        pares=passos.form.sent(),
        emergencia=command.base == _LIFE,
    )


def _emergencia(passos: Passos, status: int = 200) -> ResponseReturnValue:
    form, resumo = passos.form, passos.resumo(passos.comando(), None)
    return render_template("encaminhamentos/emergencia.html", form=form, pares=form.sent(), resumo=resumo), status


def _enviar(passos: Passos) -> ResponseReturnValue:
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            key = passos.enviar(session, actor, passos.comando())
    except RuleViolation as broken:
        mostrar_mensagens(passos.form, broken)
        only_confirmation = {message.campo for message in broken.messages} <= _CONFIRMED
        return _emergencia(passos, 422) if only_confirmation else (passos.primeiro(), 422)
    flash(passos.feito, "success")
    return redirect(url_for("encaminhamentos.detalhe", id=key), code=303)
