"""Pages about one person, reached from a ficha or from a case: what she asked and authorised, and her extract."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import identidades
from sisetp.services.titulares import consentimentos, extrato, painel, requisicoes, retiradas
from sisetp.services.titulares.pessoa import Origem
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.envios import key_sent
from sisetp.web.messages import show_messages
from sisetp.web.titulares import palavras
from sisetp.web.titulares.area import endereco, of_person
from sisetp.web.titulares.forms import AutorizacaoForm, PedidoForm

REGISTER = Permission.TITULAR_REGISTRAR


@of_person("direitos", "", REGISTER)
def direitos(origem: Origem, id: UUID) -> ResponseReturnValue:
    """Requests and authorisations of one person."""
    with unit_of_work(current_actor()) as session:
        found = painel.of_person(session, current_actor(), origem, id, clock=current_clock())
    extract = permits(current_actor(), Permission.TITULAR_EXTRATO)
    return _page("direitos.html", origem, id, painel=found, pode_extrato=extract)


@of_person("pedido", "/pedido", REGISTER, methods=("GET", "POST"))
def pedido(origem: Origem, id: UUID) -> ResponseReturnValue:
    """Register a request: its clock starts."""
    form = PedidoForm(request.form, dia=today())
    if request.method == "POST" and form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                command = form.to_command(today())
                key = requisicoes.register(
                    session, current_actor(), origem, id, command, chave=key_sent(), clock=current_clock()
                )
            flash(f"Pedido registrado: protocolo {key.hex[:8].upper()}.", "success")
            return redirect(_after(origem, id, key), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    else:
        _check_person(origem, id)
    return _page("pedido.html", origem, id, form=form), 422 if request.method == "POST" else 200


@of_person("autorizacao", "/autorizacao", REGISTER, methods=("GET", "POST"))
def autorizacao(origem: Origem, id: UUID) -> ResponseReturnValue:
    """Record what the person was told and authorised."""
    form = AutorizacaoForm(request.form, dia=today())
    if request.method == "POST" and form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                command = form.to_command(today())
                consentimentos.register(
                    session, current_actor(), origem, id, command, chave=key_sent(), clock=current_clock()
                )
            flash("Registrado o que a pessoa foi informada e autorizou.", "success")
            return redirect(endereco("direitos", origem, id), code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
    else:
        _check_person(origem, id)
    return _page("autorizacao.html", origem, id, form=form), 422 if request.method == "POST" else 200


@of_person("retirada", "/retirada", REGISTER, methods=("POST",))
def retirada(origem: Origem, id: UUID) -> ResponseReturnValue:
    """Take back what was authorised; what was shared on it stops."""
    with unit_of_work(current_actor()) as session:
        ended = retiradas.withdraw(session, current_actor(), origem, id, clock=current_clock())
    stopped = f" Encaminhamentos alcançados: {ended}." if ended else ""
    flash(f"Autorização retirada. Nada mais se compartilha com base nela.{stopped}", "success")
    return redirect(endereco("direitos", origem, id), code=303)


@of_person("extrato", "/extrato", Permission.TITULAR_EXTRATO)
def extrato_antes(origem: Origem, id: UUID) -> ResponseReturnValue:
    """What the extract has, before anything is opened."""
    return _choose(origem, id)


@of_person("extrato_gerar", "/extrato", Permission.TITULAR_EXTRATO, methods=("POST",))
def extrato_gerar(origem: Origem, id: UUID) -> ResponseReturnValue:
    """The extract on paper, opened and audited."""
    motivo = request.form.get("motivo", "")
    try:
        with unit_of_work(current_actor()) as session:
            found = extrato.extract(session, current_actor(), origem, id, motivo, clock=current_clock())
    except RuleViolation as broken:
        return _choose(origem, id, broken)
    return render_template("titulares/extrato.html", e=found, p=palavras, finalidades=palavras.finalidades())


def _choose(origem: Origem, id: UUID, broken: RuleViolation | None = None) -> ResponseReturnValue:
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        painel.of_person(session, actor, origem, id, clock=clock)
        motivos = identidades.opening_reasons(session, actor, clock=clock)
    recusas = [message.mensagem for message in broken.messages] if broken else []
    return _page("extrato_abrir.html", origem, id, motivos=motivos, recusas=recusas), 422 if broken else 200


def _check_person(origem: Origem, id: UUID) -> None:
    """A form about nobody, or about somebody of another unit, is not shown."""
    with unit_of_work(current_actor()) as session:
        painel.of_person(session, current_actor(), origem, id, clock=current_clock())


def _page(template: str, origem: Origem, id: UUID, **values: Any) -> str:
    ficha = origem is Origem.FICHA
    values["voltar"] = url_for("atendimentos.detalhe", id=id) if ficha else ""
    values["corrigir"] = url_for("atendimentos.alterar", id=id) if ficha else ""
    return render_template(f"titulares/{template}", onde=lambda nome: endereco(nome, origem, id), p=palavras, **values)


def _after(origem: Origem, id: UUID, key: UUID) -> str:
    """Who answers goes on to the answer; who only registers, back to the person."""
    if permits(current_actor(), Permission.TITULAR_RESPONDER):
        return url_for("titulares.pedido_aberto", id=key)
    return endereco("direitos", origem, id)
