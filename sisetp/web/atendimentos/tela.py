"""What the pages of one atendimento need: its detail, closed or with something opened, read in one unit of work."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import Code
from sisetp.domain.errors import RuleViolation
from sisetp.services import atendimentos, encaminhamentos, identidades
from sisetp.services.casos import abertura, consulta
from sisetp.services.casos.consulta import CasoRef
from sisetp.services.encaminhamentos import EncaminhamentoLine
from sisetp.services.results import AtendimentoDetail
from sisetp.web.abertura import reason_days
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atendimentos import rotulos


@dataclass(frozen=True, slots=True, kw_only=True)
class Registro:
    """One atendimento for its page: detail, the reasons that can be given for opening it, its referrals and its case.

    `abre_caso`: this person may open a case from it, and there is none.
    """

    detail: AtendimentoDetail
    motivos: tuple[Code, ...]
    encaminhamentos: tuple[EncaminhamentoLine, ...]
    caso: CasoRef | None
    abre_caso: bool


def ler(session: Session, atendimento_id: UUID) -> Registro:
    """Read the detail (an event) inside the unit of work of the caller."""
    actor, clock = current_actor(), current_clock()
    detail = atendimentos.detail(session, actor, atendimento_id, clock=clock, reason_after_days=reason_days())
    caso = consulta.of_origin(session, actor, atendimento_id)
    return Registro(
        detail=detail,
        caso=caso,
        abre_caso=caso is None and detail.situacao == "ATIVO" and abertura.may_open(session, actor),
        motivos=identidades.opening_reasons(session, actor, clock=clock),
        encaminhamentos=encaminhamentos.of_record(session, actor, atendimento_id),
    )


def fechada(atendimento_id: UUID, recusa: RuleViolation | None = None) -> ResponseReturnValue:
    """The page with everything closed; `recusa` puts its messages on top."""
    with unit_of_work(current_actor()) as session:
        registro = ler(session, atendimento_id)
    return mostrar(registro, recusa=recusa), 422 if recusa else 200


def mostrar(registro: Registro, recusa: RuleViolation | None = None, **aberto: Any) -> str:
    """Render the page; `aberto` has what was opened: identidade, relato or procurada."""
    return render_template("atendimentos/detalhe.html", **contexto(registro, recusa), aberto=aberto)


def contexto(registro: Registro, recusa: RuleViolation | None = None) -> dict[str, Any]:
    """Names every template of one atendimento may use."""
    detail = registro.detail
    actor = current_actor()
    return {
        "a": detail,
        "motivos": registro.motivos,
        "motivo_enviado": request.form.get("motivo", ""),
        "grupos": rotulos.grupos(detail.respostas),
        "recusa": [message.mensagem for message in recusa.messages] if recusa else [],
        "rotulo": rotulos.rotulo,
        "rotulos": rotulos,
        "encaminhamentos": registro.encaminhamentos,
        "caso": registro.caso,
        "abre_caso": registro.abre_caso,
        "pode_encaminhar": detail.situacao == "ATIVO" and permits(actor, Permission.ENCAMINHAMENTO_ENVIAR),
        "abre_cadastro": permits(actor, Permission.CADASTRO_ABRIR, unidade_id=detail.unidade_id),
        "com_indicios": rotulos.com_indicios(detail.respostas),
        "pode_cancelar": permits(
            actor, Permission.ATENDIMENTO_CANCELAR, unidade_id=detail.unidade_id, autor_id=detail.autor_id
        ),
    }
