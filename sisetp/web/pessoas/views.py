"""`/pessoas/busca`: by name, by document or by the code of a ficha, within the unit."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import busca as search
from sisetp.services.results import SearchResult
from sisetp.web.actor import current_actor
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages
from sisetp.web.pessoas.forms import BuscaForm

blueprint = Blueprint("pessoas", __name__)


@blueprint.get("/pessoas/busca")
@guarded(Permission.PESSOA_BUSCAR)
def busca() -> ResponseReturnValue:
    """The empty search."""
    return _pagina(_form(), None)


@blueprint.post("/pessoas/busca")
@guarded(Permission.PESSOA_BUSCAR)
def buscar() -> ResponseReturnValue:
    """Search; a code goes straight to its ficha, the others show the minimum of at most twenty people."""
    form, por = _form(), request.form.get("por", "nome")
    try:
        if por == "codigo":
            return _por_codigo(form)
        found = _por_documento(form) if por == "documento" else _por_nome(form)
    except RuleViolation as broken:
        show_messages(form, broken)
        return _pagina(form, None), 422
    return _pagina(form, found, por)


def _form() -> BuscaForm:
    form = BuscaForm(request.form)
    form.fill()
    return form


def _por_nome(form: BuscaForm) -> SearchResult:
    actor, year = current_actor(), form.birth_year
    with unit_of_work(actor, read_only=True) as session:
        search.prepare(session, actor)
    with unit_of_work(actor) as session:
        return search.by_name(session, actor, form.nome.data or "", year)


def _por_documento(form: BuscaForm) -> SearchResult:
    actor = current_actor()
    with unit_of_work(actor) as session:
        return search.by_document(session, actor, form.doc_tipo.data or "", form.doc_numero.data or "")


def _por_codigo(form: BuscaForm) -> ResponseReturnValue:
    actor = current_actor()
    with unit_of_work(actor) as session:
        found = search.by_code(session, actor, (form.codigo.data or "")[:40])
    if found is not None:
        return redirect(url_for("atendimentos.detalhe", id=found), code=303)
    form.codigo.errors = ["Nenhuma ficha desta unidade tem este código."]
    return _pagina(form, None), 422


def _pagina(form: BuscaForm, found: SearchResult | None, por: str = "nome") -> str:
    return render_template("pessoas/busca.html", form=form, resultado=found, por=por, maximo=search.MOST_HITS)
