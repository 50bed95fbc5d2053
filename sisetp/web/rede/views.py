"""Committees and flows of a UF, or of the whole country."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.geography import UFS
from sisetp.services import rede_leitura
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.guard import guarded
from sisetp.web.rede.area import TONS, blueprint, rotulo


@blueprint.get("")
@guarded(Permission.REDE_VER)
def lista() -> ResponseReturnValue:
    """The network of one UF: the actor's own unless another, or all ("todas"), is asked."""
    actor = current_actor()
    uf = request.args.get("uf", actor.uf or "")
    with unit_of_work(actor, read_only=True) as session:
        page = rede_leitura.page(session, actor, uf=uf, clock=current_clock())
    edita_cartao = permits(actor, Permission.CARTAO_EDITAR)
    return render_template(
        "rede/lista.html", rede=page, ufs=sorted(UFS), rotulo=rotulo, tons=TONS, edita_cartao=edita_cartao
    )
