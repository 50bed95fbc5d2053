"""Make a referral from an atendimento or a case of the unit."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.encaminhamento import ATENDIMENTO, CASO
from sisetp.services import encaminhamentos
from sisetp.web.abertura import reason_days
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.encaminhamentos.area import blueprint
from sisetp.web.encaminhamentos.comando import resumo_do_envio, to_command
from sisetp.web.encaminhamentos.forms import EncaminharForm
from sisetp.web.encaminhamentos.origem import Origem, ler
from sisetp.web.encaminhamentos.passos import Passos, seguir
from sisetp.web.encaminhamentos.rotulos import O_QUE_VAI, partes_de
from sisetp.web.guard import guarded

_DONE = "Encaminhamento registrado. Imprima a guia para a pessoa, se ela quiser."


@blueprint.route("/atendimentos/<uuid:id>/encaminhar", methods=["GET", "POST"])
@guarded(Permission.ENCAMINHAMENTO_ENVIAR)
def do_atendimento(id: UUID) -> ResponseReturnValue:
    """Send the person of an atendimento to somebody."""
    return _encaminhar(ATENDIMENTO, id)


@blueprint.route("/casos/<uuid:id>/encaminhar", methods=["GET", "POST"])
@guarded(Permission.CASO_VER)
def do_caso(id: UUID) -> ResponseReturnValue:
    """Send one of the people of a case to somebody."""
    return _encaminhar(CASO, id)


def _encaminhar(tipo: str, registro_id: UUID) -> ResponseReturnValue:
    with unit_of_work(current_actor()) as session:
        origem = ler(session, tipo, registro_id)
    sent = request.form if request.method == "POST" else None
    form = EncaminharForm(sent, dia=origem.hoje, destinos=origem.destinos, pessoas=origem.pessoas)
    if sent is None:
        form.comecar(nucleo="outro" not in request.args)
        return _primeiro(form, origem)
    clock = current_clock()
    return seguir(
        Passos(
            form=form,
            comando=partial(to_command, form, origem),
            primeiro=partial(_primeiro, form, origem),
            prever=partial(encaminhamentos.preview, clock=clock, reason_after_days=reason_days()),
            resumo=partial(resumo_do_envio, form),
            enviar=partial(encaminhamentos.send, clock=clock, reason_after_days=reason_days()),
            feito=_DONE,
        )
    )


def _primeiro(form: EncaminharForm, origem: Origem) -> str:
    return render_template(
        "encaminhamentos/novo.html",
        form=form,
        origem=origem,
        partes_possiveis=partes_de(origem.tipo),
        o_que_vai=O_QUE_VAI,
    )
