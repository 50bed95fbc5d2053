"""The year of releases: what is out, what is due, work under way, alarms; and one release whole, with its previews."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.reporting import ledger
from sisetp.reporting.releases import external, files, preview, verifying, views
from sisetp.reporting.render import destaques
from sisetp.reporting.render.words import FORMATOS
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.divulgacoes.area import ESTATISTICA, TONS, UMA, blueprint, catalogue, year_asked
from sisetp.web.divulgacoes.forms import AprovarForm, DescartarForm, PrepararForm
from sisetp.web.guard import guarded

ALARME = "<int(max=2147483647):alarme_id>"


@blueprint.get("")
@guarded(Permission.DIVULGACAO_VER)
def lista() -> ResponseReturnValue:
    """Releases of a year, what is due and who is missing."""
    return page(PrepararForm(formdata=None))


@blueprint.get(f"/{UMA}")
@guarded(Permission.DIVULGACAO_VER)
def detalhe(divulgacao_id: int) -> ResponseReturnValue:
    """One release: tables as they are or would be, risk, parameters, steps, coverage and what may be done."""
    return one(divulgacao_id)


@blueprint.get(f"/{UMA}/previa/<string(maxlength=10):formato>")
@guarded(Permission.DIVULGACAO_VER)
def previa(divulgacao_id: int, formato: str) -> ResponseReturnValue:
    """One marked file of a release that is not out; the event is written before it leaves."""
    actor = current_actor()
    try:
        with unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
            made = preview.make(session, actor, divulgacao_id, formato)
    except Refused as refused:
        flash(refused.message, "danger")
        return redirect(url_for("divulgacoes.detalhe", divulgacao_id=divulgacao_id), code=303)
    with unit_of_work(ESTATISTICA) as session:
        preview.write_down(session, actor, made)
    way = "inline" if formato == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{made.arquivo.nome}"'}
    return Response(made.arquivo.conteudo, content_type=made.arquivo.tipo, headers=headers)


@blueprint.get(f"/{UMA}/origem")
@guarded(Permission.DIVULGACAO_VER)
def origem(divulgacao_id: int) -> str:
    """Where one number that is to be approved comes from, as the public page will say; of a hidden one, all but it."""
    tabela, linha, coluna = (request.args.get(name, default=-1, type=int) for name in ("tabela", "linha", "coluna"))
    with unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
        found = preview.origin(session, current_actor(), divulgacao_id, tabela, linha, coluna)
    return render_template("divulgacoes/origem.html", origem=found, divulgacao_id=divulgacao_id, marca=preview.MARCA)


@blueprint.post("/verificar")
@guarded(Permission.DIVULGACAO_VER)
def verificar() -> ResponseReturnValue:
    """Verify the whole ledger, proofs included, and say what was found."""
    actor = current_actor()
    with unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
        found = verifying.examine(session, actor)
    with unit_of_work(ESTATISTICA) as session:
        verifying.write_down(session, actor, found)
    for problem in found.problemas:
        flash(f"O livro NÃO confere: {problem.em_palavras()}.", "danger")
    if not found.problemas:
        flash(f"O livro confere: {found.divulgacoes} divulgações, com as provas e a trilha.", "success")
    return redirect(url_for("divulgacoes.lista"), code=303)


@blueprint.get(f"/alarmes/{ALARME}")
@guarded(Permission.DIVULGACAO_VER)
def alarme(alarme_id: int) -> ResponseReturnValue:
    """The groups that something from elsewhere left unprotected; the event is written before the page."""
    with unit_of_work(ESTATISTICA) as session:
        groups = external.broken_forms(session, current_actor(), alarme_id)
    return render_template("divulgacoes/alarme.html", grupos=groups, alarme_id=alarme_id)


@blueprint.post(f"/alarmes/{ALARME}/ciencia")
@guarded(Permission.DIVULGACAO_VER)
def ciencia(alarme_id: int) -> ResponseReturnValue:
    """Take note of an alarm: it leaves the reminders and stays in the list with who did."""
    with unit_of_work(ESTATISTICA) as session:
        external.acknowledge(session, current_actor(), alarme_id, clock=current_clock())
    flash("Ciência registrada.", "success")
    return redirect(url_for("divulgacoes.lista"), code=303)


def page(form: PrepararForm) -> str:
    """The list, with the form as it stands, and what takes the public numbers off."""
    with unit_of_work(ESTATISTICA, read_only=True, snapshot=True) as session:
        found = views.board(session, current_actor(), year_asked(), catalogue(), clock=current_clock())
        broken = ledger.verify_published(session)
    form.offer(catalogue())
    may = permits(current_actor(), Permission.DIVULGACAO_PREPARAR)
    return render_template(
        "divulgacoes/lista.html", painel=found, livro=broken, form=form, pode_preparar=may, tons=TONS
    )


def one(divulgacao_id: int, **forms: AprovarForm | DescartarForm) -> str:
    """One release, with the forms as they stand."""
    with unit_of_work(ESTATISTICA, read_only=True) as session:
        found = views.detail(session, current_actor(), divulgacao_id, catalogue())
    aprovar = forms.get("aprovar") or AprovarForm(formdata=None, data={"versao": found.versao})
    descartar = forms.get("descartar") or DescartarForm(formdata=None, data={"versao": found.versao})
    return render_template(
        "divulgacoes/detalhe.html",
        pagina=found,
        numeros=destaques.numeros(found.documento) if found.documento else (),
        arquivos=[(entry.formato, FORMATOS[entry.tipo.split(";")[0]]) for entry in files.RENDERIZADORES],
        aprovar=aprovar,
        descartar=descartar,
        tons=TONS,
    )
