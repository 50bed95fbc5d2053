"""The life of a case on screen: what may come next, what must be done before, and the step itself."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import ENCERRADO, MAQUINA, TRANSFERIDO, MudarSituacao
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services.casos import consulta, situacao
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import area, tela
from sisetp.web.casos.area import blueprint
from sisetp.web.casos.formularios import SituacaoForm
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.recebido import clean, number

_FINAIS = (ENCERRADO, TRANSFERIDO)


@blueprint.get("/<uuid:id>/situacao")
@guarded(Permission.CASO_ENCERRAR)
def mudar(id: UUID) -> ResponseReturnValue:
    """Every step that may be taken now, each in a form of its own."""
    form = SituacaoForm()
    form.data.data = today()
    return _page(id, form)


@blueprint.post("/<uuid:id>/situacao")
@guarded(Permission.CASO_ENCERRAR)
def mudar_enviar(id: UUID) -> ResponseReturnValue:
    """Take a step."""
    form = SituacaoForm(request.form)
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                situacao.change_status(session, current_actor(), _command(id, form), clock=current_clock())
            flash(f"Situação do caso: {area.rotulo('status_caso', form.para.data)}.", "success")
            return redirect(url_for("casos.detalhe", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict:
            form.form_errors.append(area.OUTRA_PESSOA)
    return _page(id, form), 422


def _command(caso_id: UUID, form: SituacaoForm) -> MudarSituacao:
    para = form.para.data or ""
    return MudarSituacao(
        caso_id=caso_id,
        versao=number(form.versao.data),
        para=para,
        justificativa=clean(form.justificativa.data),
        encerramento_motivo="TRANSF" if para == TRANSFERIDO else form.encerramento_motivo.data or "",
        data=form.data.data if para in _FINAIS else None,
    )


def _page(caso_id: UUID, form: SituacaoForm) -> str:
    actor = current_actor()
    with unit_of_work(actor) as session:
        caso = consulta.closed(session, actor, caso_id, clock=current_clock())
    folha = caso.folha
    transfers = permits(actor, Permission.CASO_TRANSFERIR, unidade_id=folha.unidade_id)
    passos = [step for step in MAQUINA.seguintes(folha.situacao) if step.para != TRANSFERIDO or transfers]
    form.versao.data = str(folha.versao)
    form.offer()
    return render_template("casos/situacao.html", form=form, passos=passos, finais=_FINAIS, **tela.contexto(caso))
