"""Domain and HTTP errors become pages (or JSON) in Portuguese, once for all areas; no answer carries a value."""

import secrets
from collections.abc import Mapping

import structlog
from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException, InternalServerError

from sisetp.db.session import unit_of_work
from sisetp.domain.errors import AccessDenied, LedgerAltered, NotFound, Unreadable
from sisetp.services import signin
from sisetp.web.actor import current_presence
from sisetp.web.guard import signed_out, wants_json
from sisetp.web.logging import frames_of

log = structlog.get_logger("sisetp.falhas")

MESSAGES: Mapping[int, str] = {
    400: "O pedido não pôde ser entendido.",
    401: "Sua sessão terminou. Entre de novo para continuar.",
    403: "Seu perfil não permite esta ação.",
    404: "Não encontrado.",
    405: "O pedido não pôde ser entendido.",
    413: "O conteúdo enviado é grande demais.",
    415: "O sistema não recebe arquivos.",
    429: "Muitas tentativas seguidas. Espere alguns minutos.",
    500: "O sistema falhou. Tente de novo em um instante.",
}
_PAGES = frozenset({400, 401, 403, 404, 413, 429, 500})
NUMBERS_OFF = "Números fora do ar: o livro das divulgações não confere."
FORM_EXPIRED = "A página ficou aberta por muito tempo e precisa ser enviada de novo. Nada foi perdido."


def init_errors(app: Flask) -> None:
    """Register the translation of every error."""
    app.register_error_handler(AccessDenied, access_denied)
    app.register_error_handler(NotFound, lambda _error: answer(404))
    app.register_error_handler(Unreadable, unreadable)
    app.register_error_handler(LedgerAltered, numbers_off)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(InternalServerError, failed)
    app.register_error_handler(HTTPException, lambda error: answer(error.code or 500, getattr(error, "response", None)))


def answer(status: int, ready: object = None, **extra: str) -> ResponseReturnValue:
    """Page or JSON of a status; redirects and answers made elsewhere pass untouched."""
    if ready is not None or status < 400:
        return ready, status  # type: ignore[return-value]
    if wants_json():
        return jsonify(erro=str(status), mensagem=MESSAGES.get(status, MESSAGES[400]), **extra), status
    page = status if status in _PAGES else 400
    return render_template(f"errors/{page}.html", **extra), status


def access_denied(error: AccessDenied) -> ResponseReturnValue:
    """403, and the refusal written down in its own transaction, after the one refused was rolled back."""
    who = current_presence()
    if who is None:
        return signed_out()
    actor = who.actor
    if actor is not None:
        rule = request.url_rule.rule if request.url_rule else ""
        with unit_of_work(actor) as session:
            signin.record_denial(session, actor, str(error.permission), rota=rule, metodo=request.method)
    return answer(403)


def unreadable(error: Unreadable) -> ResponseReturnValue:
    """A sealed record that does not open: the page names the record and nothing else."""
    log.error("registro_ilegivel", registro=error.record_id)
    if wants_json():
        return jsonify(erro="ilegivel", mensagem=MESSAGES[500], registro=error.record_id), 500
    return render_template("publico/ilegivel.html", registro=error.record_id), 500


def numbers_off(error: LedgerAltered) -> ResponseReturnValue:
    """The ledger is not what was approved: no number leaves; the log names releases, the page says nothing of it."""
    log.error("livro_nao_confere", divulgacoes=list(error.numeros))
    if wants_json():
        return jsonify(erro="livro", mensagem=NUMBERS_OFF), 503
    return render_template("numeros/fora_do_ar.html"), 503


def form_expired(_error: CSRFError) -> ResponseReturnValue:
    """A form token that is missing or old: what was typed comes back ready to be sent again."""
    if wants_json():
        return jsonify(erro="formulario", mensagem=FORM_EXPIRED, csrf=generate_csrf()), 400
    signed_in = current_presence() is not None
    hidden = {"csrf_token", "password", "senha_atual", "senha_nova", "confirmacao"}
    fields = [(key, value) for key, value in request.form.items(multi=True) if key not in hidden] if signed_in else []
    action = request.path if signed_in else "/entrar"
    return render_template("publico/reenviar.html", campos=fields, destino=action, mensagem=FORM_EXPIRED), 400


def failed(error: InternalServerError) -> ResponseReturnValue:
    """Anything unforeseen: an incident code for the person, type and frames for the log, no value for anybody."""
    code = secrets.token_hex(4)
    original = error.original_exception
    log.error(
        "falha",
        incidente=code,
        excecao=type(original or error).__name__,
        quadros=frames_of(original),
        rota=request.url_rule.rule if request.url_rule else None,
    )
    if wants_json():
        return jsonify(erro="500", mensagem=MESSAGES[500], incidente=code), 500
    return render_template("errors/500.html", incidente=code), 500
