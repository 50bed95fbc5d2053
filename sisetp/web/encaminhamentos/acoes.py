"""What is done to a referral after it was sent: one POST each; a refused one comes back with what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import encaminhamentos
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.encaminhamentos import tela
from sisetp.web.encaminhamentos.area import blueprint
from sisetp.web.guard import guarded


@blueprint.get("/encaminhamentos/<uuid:id>")
@guarded(Permission.ENCAMINHAMENTO_ACOMPANHAR)
def detalhe(id: UUID) -> ResponseReturnValue:
    """One referral: all of it for its two units' teams, status and dates for the desk that made it."""
    return tela.fechada(id)


@blueprint.post("/encaminhamentos/<uuid:id>/dados")
@guarded(Permission.ENCAMINHAMENTO_VER)
def dados(id: UUID) -> ResponseReturnValue:
    """Open what was shared: what the origin sent, or what the destination received."""
    actor, clock = current_actor(), current_clock()
    try:
        with unit_of_work(actor) as session:
            detail = tela.ler(session, id)
            receives = detail.papel == "DESTINO"
            read = encaminhamentos.received_copies if receives else encaminhamentos.sent_copies
            copies = read(session, actor, id, clock=clock)
    except RuleViolation as broken:
        return tela.fechada(id, broken)
    return tela.mostrar(detail, copias=copies)


@blueprint.post("/encaminhamentos/<uuid:id>/aceitar")
@guarded(Permission.ENCAMINHAMENTO_RESPONDER)
def aceitar(id: UUID) -> ResponseReturnValue:
    """The receiving unit takes the person on."""
    return _agir(
        id, "ACEITAR", encaminhamentos.accept, "Encaminhamento aceito. Os dados recebidos já podem ser abertos."
    )


@blueprint.post("/encaminhamentos/<uuid:id>/recusar")
@guarded(Permission.ENCAMINHAMENTO_RESPONDER)
def recusar(id: UUID) -> ResponseReturnValue:
    """The receiving unit cannot take the person on, and says why."""
    return _agir(id, "RECUSAR", encaminhamentos.refuse, "Recusa registrada com o motivo.", **_outcome())


@blueprint.post("/encaminhamentos/<uuid:id>/responder")
@guarded(Permission.ENCAMINHAMENTO_ENCERRAR)
def responder(id: UUID) -> ResponseReturnValue:
    """How it ended: said by the receiver or, for an outside service, by the origin."""
    return _agir(
        id, "RESPONDER", encaminhamentos.answer, "Desfecho registrado. O encaminhamento terminou.", **_outcome()
    )


@blueprint.post("/encaminhamentos/<uuid:id>/recusa-da-pessoa")
@guarded(Permission.ENCAMINHAMENTO_ENCERRAR)
def recusa_da_pessoa(id: UUID) -> ResponseReturnValue:
    """The person did not want it."""
    done = "Registrado: a pessoa não quis. O encaminhamento terminou."
    return _agir(id, "PESSOA", encaminhamentos.person_refused, done, **_outcome())


@blueprint.post("/encaminhamentos/<uuid:id>/sem-retorno")
@guarded(Permission.ENCAMINHAMENTO_ENCERRAR)
def sem_retorno(id: UUID) -> ResponseReturnValue:
    """Nobody answered until the limit."""
    return _agir(id, "SEM_RETORNO", encaminhamentos.expire, "Encerrado sem retorno.")


@blueprint.post("/encaminhamentos/<uuid:id>/revogar")
@guarded(Permission.ENCAMINHAMENTO_REVOGAR)
def revogar(id: UUID) -> ResponseReturnValue:
    """Take back what was shared."""
    done = "Revogado: quem recebeu não abre mais estes dados."
    return _agir(id, "REVOGAR", encaminhamentos.revoke, done)


@blueprint.post("/encaminhamentos/<uuid:id>/revisar")
@guarded(Permission.ENCAMINHAMENTO_REVISAR)
def revisar(id: UUID) -> ResponseReturnValue:
    """The coordenação looks at an emergency sharing afterwards."""
    resultado = request.form.get("resultado", "")
    return _agir(id, "REVISAR", encaminhamentos.review_emergency, "Revisão registrada.", resultado=resultado)


def _agir(
    encaminhamento_id: UUID, acao: str, use_case: Callable[..., Any], done: str, **more: str
) -> ResponseReturnValue:
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            use_case(session, actor, encaminhamento_id, **more, clock=current_clock())
    except RuleViolation as broken:
        return tela.fechada(encaminhamento_id, broken, acao=acao, enviado=request.form)
    flash(done, "success")
    return redirect(url_for("encaminhamentos.detalhe", id=encaminhamento_id), code=303)


def _outcome() -> dict[str, str]:
    return {"desfecho": request.form.get("desfecho", ""), "resposta": request.form.get("resposta", "").strip()}
