"""Change the fields of a case, with a reason; somebody else's change meanwhile is shown beside each box."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import AlterarCaso
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.services.casos import alteracao
from sisetp.services.casos.leitura import Folha
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import area
from sisetp.web.casos.area import blueprint
from sisetp.web.casos.formularios import AlterarForm
from sisetp.web.formulario import FormularioDoCatalogo
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.recebido import clean, number

_MOTIVOS = ("ERRO", "COMPLEMENTO", "PESSOA_PEDIU", "SITUACAO", "OUTRO")
_PROCESSO, _RESUMO = "n_processo", "resumo"


@blueprint.get("/<uuid:id>/alterar")
@guarded(Permission.CASO_ALTERAR)
def alterar(id: UUID) -> ResponseReturnValue:
    """The form as stored; numbers of processes closed until asked."""
    folha = _folha(id)
    form = _form(None)
    form.iniciar(_values(folha))
    form.versao.data = str(folha.versao)
    return _page(id, form, folha)


@blueprint.post("/<uuid:id>/alterar")
@guarded(Permission.CASO_ALTERAR)
def alterar_enviar(id: UUID) -> ResponseReturnValue:
    """Save, or open the numbers of processes in the form being filled (`acao=processo`)."""
    form = _form(request.form)
    if request.form.get("acao") == _PROCESSO:
        return _with_process(id, form)
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                alteracao.amend(session, current_actor(), _command(id, form), clock=current_clock())
            flash("Alteração salva. O que estava antes ficou guardado.", "success")
            return redirect(url_for("casos.detalhe", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict:
            return _conflict(id, form)
    return _page(id, form, _folha(id, with_process=_PROCESSO in request.form)), 422


def _with_process(caso_id: UUID, form: FormularioDoCatalogo) -> ResponseReturnValue:
    folha = _folha(caso_id, with_process=True)
    form.n_processo.data, form.n_processo.raw_data = folha.n_processo, [folha.n_processo or ""]
    return _page(caso_id, form, folha)


def _conflict(caso_id: UUID, form: FormularioDoCatalogo) -> ResponseReturnValue:
    """Nothing typed is lost: what is stored now goes beside each box that differs, and the new version is taken."""
    folha = _folha(caso_id, with_process=_PROCESSO in request.form)
    form.form_errors.append(area.OUTRA_PESSOA)
    for name, value in _values(folha).items():
        if name in request.form and (form[name].data or "") != (value or ""):
            form[name].errors = [*form[name].errors, f"Guardado agora: «{_shown(name, value)}»."]
    form.versao.data = str(folha.versao)
    return _page(caso_id, form, folha), 409


def _folha(caso_id: UUID, *, with_process: bool = False) -> Folha:
    with unit_of_work(current_actor()) as session:
        return alteracao.open_sheet(session, current_actor(), caso_id, with_process=with_process)


def _form(sent: object) -> FormularioDoCatalogo:
    form = AlterarForm(sent, dia=today())
    lista = codelist("motivo_alteracao")
    form.motivo.choices = [area.ESCOLHA, *(SelectChoice(code, lista.label(code)) for code in _MOTIVOS)]
    return form


def _values(folha: Folha) -> dict[str, Value | date]:
    values: dict[str, Value | date] = {name: folha.respostas.get(name) for name in ("porta_entrada", "risco")}
    return {**values, "abertura": folha.abertura, _RESUMO: folha.resumo, _PROCESSO: folha.n_processo}


def _shown(name: str, value: Value | date) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return area.rotulo(name, value) if name in ("porta_entrada", "risco") else str(value or "em branco")


def _command(caso_id: UUID, form: FormularioDoCatalogo) -> AlterarCaso:
    answers, others, sent = form.respostas(), form.outros(), request.form
    return AlterarCaso(
        caso_id=caso_id,
        versao=number(form.versao.data),
        abertura=others["abertura"],
        porta_entrada=str(answers["porta_entrada"] or ""),
        risco=str(answers["risco"] or ""),
        motivo=form.motivo.data or "",
        justificativa=clean(form.justificativa.data),
        n_processo=others[_PROCESSO] if _PROCESSO in sent else None,
        resumo=form.textos()[_RESUMO] if _RESUMO in sent else None,
    )


def _page(caso_id: UUID, form: FormularioDoCatalogo, folha: Folha) -> str:
    return render_template("casos/alterar.html", id=caso_id, form=form, folha=folha)
