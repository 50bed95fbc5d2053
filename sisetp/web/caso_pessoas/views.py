"""Form E of one person: read and save, open her identity, take her out of the case."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.caso_pessoa import RetirarPessoa
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import caso_pessoas
from sisetp.web.abertura import reason_days, today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.caso_pessoas import tela
from sisetp.web.caso_pessoas.area import blueprint
from sisetp.web.caso_pessoas.formularios import PessoaForm, RetirarForm
from sisetp.web.conflito import version_sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages


@blueprint.get("/<uuid:pessoa>")
@guarded(Permission.CASO_VER)
def pessoa(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """Form E, with the identity closed."""
    with unit_of_work(current_actor()) as session:
        detail = tela.ler(session, id, pessoa)
    return tela.mostrar(detail)


@blueprint.post("/<uuid:pessoa>")
@guarded(Permission.CASO_ALTERAR)
def salvar(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """Save form E; a broken rule brings back what was typed."""
    form = PessoaForm(request.form, dia=today())
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                caso_pessoas.save(session, current_actor(), tela.comando(id, pessoa, form), clock=current_clock())
            flash("Alteração salva. O que estava antes ficou guardado.", "success")
            return redirect(url_for("caso_pessoas.pessoa", id=id, pessoa=pessoa), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict:
            return tela.conflito(id, pessoa, form)
    with unit_of_work(current_actor()) as session:
        detail = tela.ler(session, id, pessoa)
    return tela.mostrar(detail, form), 422


@blueprint.post("/<uuid:pessoa>/identidade")
@guarded(Permission.CASO_VER)
def identidade(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """Open the identity, or the civil name beside the social one (`parte`): one event, then the page."""
    actor, clock = current_actor(), current_clock()
    opened, refused = None, None
    with unit_of_work(actor) as session:
        detail = tela.ler(session, id, pessoa)
    try:
        with unit_of_work(actor) as session:
            opened = caso_pessoas.open_identity(
                session,
                actor,
                id,
                pessoa,
                request.form.get("motivo", ""),
                clock=clock,
                reason_after_days=reason_days(),
                civil=request.form.get("parte") == "nome_civil",
            )
    except RuleViolation as broken:
        refused = broken
    return tela.mostrar(detail, aberta=opened, recusa=refused), 422 if refused else 200


@blueprint.route("/<uuid:pessoa>/retirar", methods=["GET", "POST"])
@guarded(Permission.CASO_ALTERAR)
def retirar(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """Take a person out of the case, with a reason."""
    form, actor = RetirarForm(request.form), current_actor()
    if request.method == "POST":
        command = RetirarPessoa(
            caso_id=id,
            caso_pessoa_id=pessoa,
            versao=version_sent(form),
            motivo=form.motivo.data or "",
            justificativa=(form.justificativa.data or "").strip(),
        )
        try:
            with unit_of_work(actor) as session:
                caso_pessoas.remove(session, actor, command, clock=current_clock())
            flash("Pessoa retirada do caso. O que foi escrito continua guardado.", "success")
            return redirect(url_for("casos.detalhe", id=id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict:
            form.form_errors.append("Outra pessoa alterou este registro agora. Confira antes de retirar.")
    with unit_of_work(actor) as session:
        detail = tela.ler(session, id, pessoa)
    form.versao.data = str(detail.versao)
    page = render_template("caso_pessoas/retirar.html", form=form, p=detail)
    return page, 422 if form.errors or form.form_errors else 200
