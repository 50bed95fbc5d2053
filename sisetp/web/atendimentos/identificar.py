"""Identify later: the boxes of identity, who in the unit may be the same person, and an explicit choice."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import identificacoes, pessoas
from sisetp.services.identificacoes import IdentifyAtendimento
from sisetp.services.results import Candidate
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atendimentos import tela
from sisetp.web.atendimentos.area import blueprint
from sisetp.web.atendimentos.forms import IdentificarForm, fill_choices, identity_of
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.recebido import number

_NEW = "novo"


@blueprint.get("/atendimentos/<uuid:id>/identificar")
@guarded(Permission.IDENTIDADE_GRAVAR)
def identificar(id: UUID) -> ResponseReturnValue:
    """Empty boxes of identity."""
    form = _form()
    form.modo_ident.data = "IDENT"
    return _pagina(id, form), 200


@blueprint.post("/atendimentos/<uuid:id>/identificar")
@guarded(Permission.IDENTIDADE_GRAVAR)
def identificar_enviar(id: UUID) -> ResponseReturnValue:
    """Save the identity; when somebody of the unit may be the same person, ask first."""
    form = _form()
    try:
        command = _command(id, form)
        candidates = _candidates(command)
        if candidates:
            return _pagina(id, form, candidates), 200
        with unit_of_work(current_actor()) as session:
            identificacoes.identify(session, current_actor(), command, clock=current_clock())
    except RuleViolation as broken:
        show_messages(form, broken)
        return _pagina(id, form), 422
    except Conflict:
        form.form_errors.append("Outra pessoa alterou esta ficha agora. Confira e salve de novo.")
        return _pagina(id, form), 409
    flash("Pessoa identificada. As respostas da ficha foram mantidas.", "success")
    return redirect(url_for("atendimentos.detalhe", id=id), code=303)


def _form() -> IdentificarForm:
    form = IdentificarForm(request.form)
    fill_choices(form, today())
    return form


def _command(atendimento_id: UUID, form: IdentificarForm) -> IdentifyAtendimento:
    chosen = request.form.get("pessoa_id", "")
    return IdentifyAtendimento(
        atendimento_id=atendimento_id,
        versao=number(form.versao.data),
        pessoa_versao=number(form.pessoa_versao.data),
        modo_ident=form.modo_ident.data or "",
        identidade=None if chosen else identity_of(form),
        pessoa_id=_uuid(chosen),
    )


def _candidates(command: IdentifyAtendimento) -> tuple[Candidate, ...]:
    actor = current_actor()
    if command.identidade is None or request.form.get("decisao") == _NEW or actor.unidade_id is None:
        return ()
    with unit_of_work(actor) as session:
        return pessoas.already_attended(session, actor, actor.unidade_id, command.identidade)


def _pagina(atendimento_id: UUID, form: IdentificarForm, candidates: tuple[Candidate, ...] = ()) -> str:
    with unit_of_work(current_actor()) as session:
        registro = tela.ler(session, atendimento_id)
    form.versao.data, form.pessoa_versao.data = str(registro.detail.versao), str(registro.detail.pessoa_versao)
    return render_template("atendimentos/identificar.html", form=form, candidatos=candidates, **tela.contexto(registro))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)  # nobody's id: the service answers that there is no such person
