"""The full register of a person, closed until somebody opens it, then one form: the same page behind both doors."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.db.session import unit_of_work
from sisetp.domain.cadastro import PelaFicha, Porta
from sisetp.domain.errors import Conflict, RuleViolation
from sisetp.services import cadastros, identidades
from sisetp.services.cadastros import Cadastro
from sisetp.web.abertura import reason_days, today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.cadastros.formulario import BLOCOS, CadastroForm
from sisetp.web.conflito import show_conflict
from sisetp.web.messages import show_messages


def fechado(porta: Porta, broken: RuleViolation | None = None) -> ResponseReturnValue:
    """What will be opened; an old register asks why. `broken` puts its messages on top."""
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor, read_only=True) as session:
        asks = cadastros.reason_required(session, actor, porta, clock=clock, reason_after_days=reason_days())
        motivos = identidades.opening_reasons(session, actor, clock=clock)
    page = render_template(
        "cadastros/abrir.html",
        **_enderecos(porta),
        pede_motivo=asks,
        motivos=motivos,
        motivo_enviado=request.form.get("motivo", ""),
        recusa=[message.mensagem for message in broken.messages] if broken else [],
    )
    return page, 422 if broken else 200


def receber(porta: Porta) -> ResponseReturnValue:
    """Open the form, or save what was sent, as `acao` says."""
    if request.form.get("acao") == "abrir":
        return _abrir(porta)
    form = CadastroForm(request.form, dia=today())
    if form.validate():
        try:
            with unit_of_work(current_actor()) as session:
                cadastros.save(session, current_actor(), form.comando(porta), clock=current_clock())
            flash("Cadastro salvo. O que estava antes ficou guardado.", "success")
            return redirect(_enderecos(porta)["volta"], code=303)
        except RuleViolation as broken:
            show_messages(form, broken)
        except Conflict as conflict:
            show_conflict(form, conflict, _ler(porta, "").versao)
            return _formulario(porta, form), 409
    return _formulario(porta, form), 422


def _abrir(porta: Porta) -> ResponseReturnValue:
    try:
        known = _ler(porta, request.form.get("motivo", ""))
    except RuleViolation as broken:
        return fechado(porta, broken)
    form = CadastroForm(dia=today())
    form.preencher(known)
    return _formulario(porta, form)


def _ler(porta: Porta, motivo: str) -> Cadastro:
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        return cadastros.open_register(session, actor, porta, motivo, clock=clock, reason_after_days=reason_days())


def _formulario(porta: Porta, form: CadastroForm) -> str:
    uf = current_actor().uf or ""
    return render_template("cadastros/cadastro.html", **_enderecos(porta), form=form, blocos=BLOCOS, uf=uf)


def _enderecos(porta: Porta) -> dict[str, str]:
    """Where the form is sent, and the page to go back to."""
    if isinstance(porta, PelaFicha):
        ficha = porta.atendimento_id
        return {
            "envio": url_for("cadastros.da_ficha_enviar", id=ficha),
            "volta": url_for("atendimentos.detalhe", id=ficha),
        }
    caso, row = porta.caso_id, porta.caso_pessoa_id
    return {
        "envio": url_for("cadastros.do_caso_enviar", id=caso, pessoa=row),
        "volta": url_for("caso_pessoas.pessoa", id=caso, pessoa=row),
    }
