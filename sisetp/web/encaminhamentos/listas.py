"""The two lists: what the unit sent and what it received; dates, siglas and statuses, never a name."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.domain.encaminhamento import MAQUINA
from sisetp.services import encaminhamentos
from sisetp.services.encaminhamentos import EncaminhamentoPage
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.encaminhamentos.area import blueprint
from sisetp.web.guard import guarded

SENT, RECEIVED = "enviados", "recebidos"


@blueprint.get("/encaminhamentos")
@guarded(Permission.ENCAMINHAMENTO_ACOMPANHAR)
def lista() -> ResponseReturnValue:
    """What waits for this person first: received for who answers, sent for the desk."""
    receives = permits(current_actor(), Permission.ENCAMINHAMENTO_RESPONDER)
    return _lista(RECEIVED, encaminhamentos.received_page) if receives else _lista(SENT, encaminhamentos.sent_page)


@blueprint.get("/encaminhamentos/enviados")
@guarded(Permission.ENCAMINHAMENTO_ACOMPANHAR)
def enviados() -> ResponseReturnValue:
    """What the unit sent; the desk sees only status, dates and destination."""
    return _lista(SENT, encaminhamentos.sent_page)


@blueprint.get("/encaminhamentos/recebidos")
@guarded(Permission.ENCAMINHAMENTO_RESPONDER)
def recebidos() -> ResponseReturnValue:
    """What other units sent to this one."""
    return _lista(RECEIVED, encaminhamentos.received_page)


def _lista(aba: str, read: Callable[..., EncaminhamentoPage]) -> ResponseReturnValue:
    actor = current_actor()
    situacao = request.args.get("situacao", "")
    situacao = situacao if situacao in MAQUINA.estados else ""
    with unit_of_work(actor) as session:
        page = read(session, actor, number=_pagina(), situacao=situacao, clock=current_clock())
    here = url_for(f"encaminhamentos.{aba}")
    return render_template(
        "encaminhamentos/lista.html",
        aba=aba,
        pagina=page,
        situacao=situacao,
        situacoes=[(code, codelist(MAQUINA.lista).label(code)) for code in MAQUINA.estados],
        recebe=permits(actor, Permission.ENCAMINHAMENTO_RESPONDER),
        so_acompanha=not permits(actor, Permission.ENCAMINHAMENTO_VER),
        endereco=lambda number: f"{here}?{urlencode({'situacao': situacao, 'pagina': number})}",
    )


def _pagina() -> int:
    text = request.args.get("pagina", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
