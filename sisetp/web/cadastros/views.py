"""The two doors of the full register; `tela` is what they share."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.domain.cadastro import PelaFicha, PeloCaso
from sisetp.web.cadastros import tela
from sisetp.web.cadastros.area import blueprint
from sisetp.web.guard import guarded


@blueprint.get("/atendimentos/<uuid:id>/cadastro")
@guarded(Permission.CADASTRO_ABRIR)
def da_ficha(id: UUID) -> ResponseReturnValue:
    """What the register of the person of a ficha opens, before it is opened."""
    return tela.fechado(PelaFicha(atendimento_id=id))


@blueprint.post("/atendimentos/<uuid:id>/cadastro")
@guarded(Permission.CADASTRO_GRAVAR)
def da_ficha_enviar(id: UUID) -> ResponseReturnValue:
    """Open the form (`abrir`) or save what was sent."""
    return tela.receber(PelaFicha(atendimento_id=id))


@blueprint.get("/casos/<uuid:id>/pessoas/<uuid:pessoa>/cadastro")
@guarded(Permission.CADASTRO_ABRIR)
def do_caso(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """What the register of a person in a case opens, before it is opened."""
    return tela.fechado(PeloCaso(caso_id=id, caso_pessoa_id=pessoa))


@blueprint.post("/casos/<uuid:id>/pessoas/<uuid:pessoa>/cadastro")
@guarded(Permission.CADASTRO_GRAVAR)
def do_caso_enviar(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """Open the form (`abrir`) or save what was sent."""
    return tela.receber(PeloCaso(caso_id=id, caso_pessoa_id=pessoa))
