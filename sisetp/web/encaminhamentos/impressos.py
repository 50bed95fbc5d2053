"""Papers: the slip for the hand of the person, and the letter (ofício) to the service. Every print is an event."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.geography import municipio
from sisetp.domain.rede import DadosCartao
from sisetp.services import cartoes, encaminhamentos, unidades
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.encaminhamentos import rotulos
from sisetp.web.encaminhamentos.area import blueprint
from sisetp.web.guard import guarded


@blueprint.post("/encaminhamentos/<uuid:id>/guia")
@guarded(Permission.ENCAMINHAMENTO_ACOMPANHAR)
def guia(id: UUID) -> ResponseReturnValue:
    """Where to go and until when; nothing about the person."""
    return _papel(id, encaminhamentos.GUIA, "encaminhamentos/guia.html")


@blueprint.post("/encaminhamentos/<uuid:id>/oficio")
@guarded(Permission.ENCAMINHAMENTO_ACOMPANHAR)
def oficio(id: UUID) -> ResponseReturnValue:
    """The letter to an outside service, with what was shared and nothing else."""
    return _papel(id, encaminhamentos.OFICIO, "encaminhamentos/oficio.html")


def _papel(encaminhamento_id: UUID, tipo: str, template: str) -> ResponseReturnValue:
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        paper = encaminhamentos.slip(session, actor, encaminhamento_id, tipo, clock=clock)
        destino = _cartao(session, paper.unidade_destino) if paper.unidade_destino else None
        origem = _cartao(session, paper.unidade)
    return render_template(
        template,
        p=paper,
        cidade=municipio(str(paper.municipio)),
        destino=destino,
        origem=origem,
        para=rotulos.destino_no_papel(paper),
        blocos=rotulos.blocos(paper.campos),
    )


def _cartao(session: Session, codigo: str) -> DadosCartao | None:
    """What the public directory says of a unit; None when it says nothing."""
    unit = unidades.find(session, codigo)
    listed = cartoes.directory(session, uf=unit.uf, clock=current_clock())
    return next((item.cartao for item in listed if item.nome == unit.nome), None)
