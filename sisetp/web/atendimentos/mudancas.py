"""Changes: amend with reason, cancel with reason, identify later. Each begins by saying what it will do."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import AmendAtendimento, CancelAtendimento
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import alteracoes
from sisetp.web.abertura import reason_days, today, unit_zone
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atendimentos import alteracao, tela
from sisetp.web.atendimentos.area import blueprint
from sisetp.web.atendimentos.forms import CancelarForm, IdentidadeForm, choose
from sisetp.web.atendimentos.rotulos import campo
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.recebido import clean, number


@blueprint.get("/atendimentos/<uuid:id>/alterar")
@guarded(Permission.ATENDIMENTO_ALTERAR)
def alterar(id: UUID) -> ResponseReturnValue:
    """What an amendment opens, before it is opened."""
    return _antes(id)


@blueprint.post("/atendimentos/<uuid:id>/alterar")
@guarded(Permission.ATENDIMENTO_ALTERAR)
def alterar_enviar(id: UUID) -> ResponseReturnValue:
    """Open the form (`abrir`), or save what was sent; two people editing are shown field by field."""
    if request.form.get("acao") == "abrir":
        return _abrir(id)
    sent = alteracao.escolhido(request.form)
    form = alteracao.formulario(sent, today())
    try:
        command = alteracao.to_command(id, form, sent)
        if not _salvar(command):
            return _conflito(id, command, sent)
    except RuleViolation as broken:
        show_messages(form, broken)
        return _formulario(id, form, sent), 422
    flash("Alteração salva. O que estava antes ficou guardado.", "success")
    return redirect(url_for("atendimentos.detalhe", id=id), code=303)


@blueprint.route("/atendimentos/<uuid:id>/cancelar", methods=["GET", "POST"])
@guarded(Permission.ATENDIMENTO_CANCELAR)
def cancelar(id: UUID) -> ResponseReturnValue:
    """Cancel with a reason; the ficha stays stored and is listed as cancelled."""
    form = CancelarForm(request.form)
    choose(form.motivo, "motivo_cancelamento", today())
    if request.method == "POST":
        try:
            command = CancelAtendimento(
                atendimento_id=id,
                versao=number(form.versao.data),
                motivo=form.motivo.data or "",
                justificativa=clean(form.justificativa.data),
            )
            with unit_of_work(current_actor()) as session:
                alteracoes.cancel(session, current_actor(), command, clock=current_clock())
            flash("Ficha cancelada. Ela continua guardada e aparece no filtro «Cancelados».", "success")
            return redirect(url_for("atendimentos.detalhe", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict:
            form.form_errors.append("Outra pessoa alterou esta ficha agora. Confira antes de cancelar.")
    with unit_of_work(current_actor()) as session:
        registro = tela.ler(session, id)
    detail = registro.detail
    require(current_actor(), Permission.ATENDIMENTO_CANCELAR, unidade_id=detail.unidade_id, autor_id=detail.autor_id)
    form.versao.data = str(detail.versao)
    return render_template("atendimentos/cancelar.html", form=form, **tela.contexto(registro)), _status(form)


def _antes(atendimento_id: UUID, broken: RuleViolation | None = None) -> ResponseReturnValue:
    with unit_of_work(current_actor()) as session:
        registro = tela.ler(session, atendimento_id)
    page = render_template("atendimentos/alterar_abrir.html", **tela.contexto(registro, broken))
    return page, 422 if broken else 200


def _abrir(atendimento_id: UUID) -> ResponseReturnValue:
    actor, clock = current_actor(), current_clock()
    motivo = request.form.get("motivo", "")
    try:
        with unit_of_work(actor) as session:
            sheet = alteracoes.open_sheet(
                session, actor, atendimento_id, motivo, clock=clock, reason_after_days=reason_days()
            )
    except RuleViolation as broken:
        return _antes(atendimento_id, broken)
    values = alteracao.preenchido(sheet, sheet.inicio.astimezone(unit_zone()).date())
    shown = set(values) | (set(alteracao.TEXTOS) if sheet.textos is not None else set())
    if sheet.identidade is not None:
        shown |= set(alteracao.IDENTIDADE)
    return _formulario(atendimento_id, alteracao.formulario(values, today()), shown)


def _salvar(command: AmendAtendimento) -> bool:
    """Save; False when somebody else saved first."""
    try:
        with unit_of_work(current_actor()) as session:
            alteracoes.amend(session, current_actor(), command, clock=current_clock())
    except Conflict:
        return False
    return True


def _formulario(atendimento_id: UUID, form: IdentidadeForm, shown: Any) -> str:
    return render_template(
        "atendimentos/alterar.html",
        id=atendimento_id,
        form=form,
        blocos=alteracao.BLOCOS,
        identidade=alteracao.IDENTIDADE if "nome_social" in shown else (),
        textos=[name for name in alteracao.TEXTOS if name in shown],
        campo_de=campo,
        uf=current_actor().uf or "",
    )


def _conflito(atendimento_id: UUID, command: AmendAtendimento, sent: MultiDict[str, str]) -> ResponseReturnValue:
    actor = current_actor()
    try:
        with unit_of_work(actor) as session:
            seen = alteracoes.compare(session, actor, command, clock=current_clock())
    except RuleViolation:
        flash("Outra pessoa cancelou esta ficha enquanto você a alterava. Nada foi salvo.", "warning")
        return redirect(url_for("atendimentos.detalhe", id=atendimento_id), code=303)
    return (
        render_template(
            "atendimentos/conflito.html",
            id=atendimento_id,
            atual=seen.atual,
            diferencas=alteracao.diferencas(seen, sent),
            mantidos=alteracao.mantidos(sent),
        ),
        409,
    )


def _status(form: CancelarForm) -> int:
    return 422 if form.errors else 200
