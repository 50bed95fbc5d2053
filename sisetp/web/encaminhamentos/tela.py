"""The page of one referral, closed or with what was shared opened, read in one unit of work."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.encaminhamento import CASO, DESFECHOS, NAO_ATENDIDO, RECUSADO
from sisetp.domain.errors import RuleViolation
from sisetp.services import encaminhamentos
from sisetp.services.encaminhamentos import CopiaAberta, EncaminhamentoDetail
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.encaminhamentos import rotulos
from sisetp.web.nav import address_of

_NEW_CASE = "/casos/novo"


def ler(session: Session, encaminhamento_id: UUID) -> EncaminhamentoDetail:
    """Read the referral (an event) inside the unit of work of the caller."""
    return encaminhamentos.detail(session, current_actor(), encaminhamento_id, clock=current_clock())


def fechada(
    encaminhamento_id: UUID, recusa: RuleViolation | None = None, *, acao: str = "", enviado: Any = None
) -> ResponseReturnValue:
    """The page with everything closed; `recusa` was given to `acao`, whose boxes come back as they were sent."""
    with unit_of_work(current_actor()) as session:
        detail = ler(session, encaminhamento_id)
    return mostrar(detail, recusa=recusa, acao=acao, enviado=enviado or {}), 422 if recusa else 200


def mostrar(
    detail: EncaminhamentoDetail,
    *,
    copias: tuple[CopiaAberta, ...] = (),
    recusa: RuleViolation | None = None,
    acao: str = "",
    enviado: Mapping[str, str] | None = None,
) -> str:
    """Render the page; `copias` are those opened now."""
    actor = current_actor()
    opens_case = "VER_RECEBIDO" in detail.acoes and permits(actor, Permission.CASO_ABRIR)
    return render_template(
        "encaminhamentos/detalhe.html",
        e=detail,
        linha=detail.line,
        copias=copias,
        recusa=recusa.messages if recusa else (),
        acao=acao,
        enviado=enviado or {},
        rotulos=rotulos,
        desfechos={"RECUSAR": DESFECHOS[NAO_ATENDIDO], "RESPONDER": detail.desfechos, "PESSOA": DESFECHOS[RECUSADO]},
        novo_caso=address_of(_NEW_CASE) if opens_case else "",
        do_caso=detail.registro_tipo == CASO,
    )
