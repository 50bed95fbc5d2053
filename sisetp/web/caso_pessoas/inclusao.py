"""Put a person in a case: somebody found in the unit, or somebody new."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import PessoaNaFicha
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.pessoa import Identidade, names_from_form
from sisetp.services import busca, caso_pessoas
from sisetp.services.casos import acesso
from sisetp.services.results import SearchResult
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.caso_pessoas.area import blueprint
from sisetp.web.caso_pessoas.formularios import NOVA_PESSOA, BuscaForm, NovaForm
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages


@blueprint.get("/nova")
@guarded(Permission.CASO_ALTERAR)
def nova(id: UUID) -> ResponseReturnValue:
    """The search and the form of somebody new."""
    return _pagina(id, BuscaForm(), NovaForm(dia=today()))


@blueprint.post("/nova")
@guarded(Permission.CASO_ALTERAR)
def nova_enviar(id: UUID) -> ResponseReturnValue:
    """Search, include somebody found, or add somebody new, as `acao` says."""
    acao = request.form.get("acao", "")
    if acao == "nova":
        return _nova(id)
    form = BuscaForm(request.form)
    try:
        if acao == "incluir":
            return _incluir(id)
        return _pagina(id, form, NovaForm(dia=today()), _buscar(form, acao))
    except RuleViolation as broken:
        show_messages(form, broken)
        return _pagina(id, form, NovaForm(dia=today())), 422


def _buscar(form: BuscaForm, acao: str) -> SearchResult:
    actor = current_actor()
    if acao == "documento":
        with unit_of_work(actor) as session:
            return busca.by_document(session, actor, form.doc_tipo.data or "", form.doc_numero.data or "")
    year = (form.ano.data or "").strip()
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise RuleViolation((FieldMessage("ano", "Use o ano com quatro algarismos."),))
    with unit_of_work(actor, read_only=True) as session:
        busca.prepare(session, actor)
    with unit_of_work(actor) as session:
        return busca.by_name(session, actor, form.nome.data or "", int(year) if year else None)


def _incluir(caso_id: UUID) -> ResponseReturnValue:
    try:
        pessoa_id = UUID(request.form.get("pessoa_id", ""))
    except ValueError:
        raise RuleViolation((FieldMessage("pessoa_id", "Escolha uma pessoa da lista."),)) from None
    with unit_of_work(current_actor()) as session:
        row = caso_pessoas.include(session, current_actor(), caso_id, pessoa_id, clock=current_clock())
    return _incluida(caso_id, row)


def _nova(caso_id: UUID) -> ResponseReturnValue:
    form = NovaForm(request.form, dia=today())
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                person = _pessoa(form)
                row = caso_pessoas.include_new(session, current_actor(), caso_id, person, clock=current_clock())
            return _incluida(caso_id, row)
        except RuleViolation as broken:
            show_messages(form, broken)
    return _pagina(caso_id, BuscaForm(), form), 422


def _incluida(caso_id: UUID, row: UUID) -> ResponseReturnValue:
    flash("Pessoa incluída no caso, em análise. Nada foi decidido sobre a situação dela.", "success")
    return redirect(url_for("caso_pessoas.pessoa", id=caso_id, pessoa=row), code=303)


def _pessoa(form: NovaForm) -> PessoaNaFicha:
    answers, others = form.respostas(), form.outros()
    social, civil = names_from_form(others["nome_social"], others["nome_civil"])
    known = Identidade(
        nome_social=social,
        nome_civil=civil,
        nascimento=others["nascimento"],
        doc_numero=others["doc_numero"],
        contato=others["contato"],
        contato_seguro=others["contato_seguro"],
    )
    if known.is_empty:
        return PessoaNaFicha(modo_ident="NAO_IDENT", respostas=answers)
    known = replace(known, doc_tipo=str(answers["doc_tipo"] or ""))
    return PessoaNaFicha(modo_ident="IDENT", identidade=known, respostas=answers)


def _pagina(caso_id: UUID, form: BuscaForm, nova: NovaForm, found: SearchResult | None = None) -> str:
    actor = current_actor()
    with unit_of_work(actor, read_only=True) as session:
        numero = acesso.find(session, actor, Permission.CASO_ALTERAR, caso_id).numero
    return render_template(
        "caso_pessoas/nova.html",
        id=caso_id,
        numero=numero,
        form=form,
        nova=nova,
        campos=NOVA_PESSOA,
        resultado=found,
        uf=actor.uf or "",
    )
