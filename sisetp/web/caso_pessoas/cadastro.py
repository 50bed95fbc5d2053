"""The full register of a person (form C): closed until somebody opens it, then one form."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.cadastro import GravarCadastro
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.domain.pessoa import Identidade, names_from_form
from sisetp.services import cadastros, identidades
from sisetp.services.cadastros import Cadastro
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.caso_pessoas.area import blueprint, reason_days, today
from sisetp.web.caso_pessoas.formularios import BLOCOS_DO_CADASTRO, IDENTIDADE, CadastroForm
from sisetp.web.conflito import show_conflict, version_sent
from sisetp.web.guard import guarded
from sisetp.web.messages import show_messages


@blueprint.get("/<uuid:pessoa>/cadastro")
@guarded(Permission.CADASTRO_ABRIR)
def cadastro(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """What the register opens, before it is opened."""
    return _antes(id, pessoa)


@blueprint.post("/<uuid:pessoa>/cadastro")
@guarded(Permission.CADASTRO_GRAVAR)
def cadastro_enviar(id: UUID, pessoa: UUID) -> ResponseReturnValue:
    """Open the form (`abrir`) or save what was sent."""
    if request.form.get("acao") == "abrir":
        return _abrir(id, pessoa)
    form = CadastroForm(request.form, dia=today())
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                cadastros.save(session, current_actor(), _comando(id, pessoa, form), clock=current_clock())
            flash("Cadastro salvo. O que estava antes ficou guardado.", "success")
            return redirect(url_for("caso_pessoas.pessoa", id=id, pessoa=pessoa), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict as conflict:
            show_conflict(form, conflict, _ler(id, pessoa, "").versao)
            return _formulario(id, pessoa, form), 409
    return _formulario(id, pessoa, form), 422


def _abrir(caso_id: UUID, row: UUID) -> ResponseReturnValue:
    try:
        known = _ler(caso_id, row, request.form.get("motivo", ""))
    except RuleViolation as broken:
        return _antes(caso_id, row, broken)
    form = CadastroForm(dia=today())
    form.iniciar({**known.respostas, **known.textos, **_partes(known.identidade)})
    form.versao.data = str(known.versao)
    return _formulario(caso_id, row, form)


def _ler(caso_id: UUID, row: UUID, motivo: str) -> Cadastro:
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        return cadastros.open_register(
            session, actor, caso_id, row, motivo, clock=clock, reason_after_days=reason_days()
        )


def _antes(caso_id: UUID, row: UUID, broken: RuleViolation | None = None) -> ResponseReturnValue:
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor, read_only=True) as session:
        asks = cadastros.reason_required(session, actor, caso_id, row, clock=clock, reason_after_days=reason_days())
        motivos = identidades.opening_reasons(session, actor, clock=clock)
    page = render_template(
        "caso_pessoas/cadastro_abrir.html",
        id=caso_id,
        pessoa=row,
        pede_motivo=asks,
        motivos=motivos,
        motivo_enviado=request.form.get("motivo", ""),
        recusa=[message.mensagem for message in broken.messages] if broken else [],
    )
    return page, 422 if broken else 200


def _formulario(caso_id: UUID, row: UUID, form: CadastroForm) -> str:
    return render_template(
        "caso_pessoas/cadastro.html",
        id=caso_id,
        pessoa=row,
        form=form,
        blocos=BLOCOS_DO_CADASTRO,
        uf=current_actor().uf or "",
    )


def _partes(known: Identidade | None) -> dict[str, Any]:
    """Boxes of an identity; one name alone is how the person is called."""
    if known is None:
        return {}
    return {
        **{nome: getattr(known, nome) for nome in IDENTIDADE},
        "nome_social": known.nome_social or known.nome_civil,
        "nome_civil": known.nome_civil if known.nome_social else "",
    }


def _comando(caso_id: UUID, row: UUID, form: CadastroForm) -> GravarCadastro:
    answers, others = form.respostas(), form.outros()
    social, civil = names_from_form(others["nome_social"], others["nome_civil"])
    given = {nome: others[nome] or "" for nome in IDENTIDADE if nome not in ("nome_social", "nome_civil", "nascimento")}
    known = Identidade(nome_social=social, nome_civil=civil, nascimento=others["nascimento"], **given)
    if not known.is_empty:
        known = replace(known, doc_tipo=str(answers["doc_tipo"] or ""))
    return GravarCadastro(
        caso_id=caso_id,
        caso_pessoa_id=row,
        versao=version_sent(form),
        motivo=form.motivo.data or "",
        justificativa=(form.justificativa.data or "").strip(),
        identidade=known,
        respostas=answers,
        textos=form.textos(),
    )
