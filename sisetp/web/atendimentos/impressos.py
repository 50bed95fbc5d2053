"""Prints: the ficha for the unit's file and the slip for the hand of the person."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.domain.geography import municipio
from sisetp.services import impressos
from sisetp.web.abertura import reason_days
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atendimentos import rotulos, tela
from sisetp.web.atendimentos.area import blueprint
from sisetp.web.guard import guarded


@blueprint.get("/atendimentos/<uuid:id>/imprimir")
@guarded(Permission.ATENDIMENTO_IMPRIMIR)
def imprimir(id: UUID) -> ResponseReturnValue:
    """What to print, before anything is opened."""
    return _choose(id)


@blueprint.post("/atendimentos/<uuid:id>/imprimir")
@guarded(Permission.ATENDIMENTO_IMPRIMIR)
def folha(id: UUID) -> ResponseReturnValue:
    """The ficha on paper, opened and audited."""
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            printed = impressos.print_ficha(
                session,
                actor,
                id,
                request.form.get("motivo", ""),
                with_texts="relato" in request.form,
                clock=current_clock(),
                reason_after_days=reason_days(),
            )
    except RuleViolation as broken:
        return _choose(id, broken)
    grupos = rotulos.grupos(printed.detail.respostas)
    return render_template("atendimentos/folha.html", impresso=printed, grupos=grupos, rotulos=rotulos)


@blueprint.post("/atendimentos/<uuid:id>/guia")
@guarded(Permission.ATENDIMENTO_IMPRIMIR)
def guia(id: UUID) -> ResponseReturnValue:
    """The referral slip: siglas and room for addresses; nothing about the person but the code."""
    actor = current_actor()
    with unit_of_work(actor) as session:
        slip = impressos.print_guia(session, actor, id, clock=current_clock())
    return render_template(
        "atendimentos/guia.html",
        guia=slip,
        cidade=municipio(str(slip.municipio)),
        destinos=zip(rotulos.destinos(slip.destinos), (code == "NETP" for code in slip.destinos), strict=True),
    )


def _choose(atendimento_id: UUID, broken: RuleViolation | None = None) -> ResponseReturnValue:
    with unit_of_work(current_actor()) as session:
        registro = tela.ler(session, atendimento_id)
    return render_template("atendimentos/imprimir.html", **tela.contexto(registro, broken)), 422 if broken else 200
