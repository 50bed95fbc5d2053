"""The pages: `register` puts guard, sign-in, headers, errors and every area into the application."""

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from sisetp.config import Settings
from sisetp.web import (
    acessos,
    agenda,
    atendimentos,
    atividades,
    auditoria,
    cadastros,
    caso_pessoas,
    casos,
    conta,
    diretorio,
    divulgacoes,
    duplicidades,
    encaminhamentos,
    encerramento,
    entrada,
    estatisticas,
    evolucoes,
    ficha,
    inicio,
    inventario,
    numeros,
    periodos,
    pessoas,
    planilha,
    publico,
    rede,
    relatorios,
    titulares,
    unidades,
    usuarios,
)
from sisetp.web.assets import register_assets
from sisetp.web.dates import init_dates
from sisetp.web.desenhos import init_numbers
from sisetp.web.envios import init_sending
from sisetp.web.errors import init_errors
from sisetp.web.formulario import init_forms
from sisetp.web.guard import check_routes, enforce
from sisetp.web.headers import init_headers
from sisetp.web.intake import MemoryRequest, check_intake
from sisetp.web.logging import init_logging
from sisetp.web.nav import init_nav
from sisetp.web.security import init_security
from sisetp.web.sessions import ServerSessionInterface
from sisetp.web.throttle import init_throttle

# One line for each area; each area package exports `blueprint`.
BLUEPRINTS = (
    entrada.blueprint,
    inicio.blueprint,
    ficha.blueprint,
    atendimentos.blueprint,
    casos.blueprint,
    caso_pessoas.blueprint,
    cadastros.blueprint,
    evolucoes.blueprint,
    agenda.blueprint,
    encaminhamentos.blueprint,
    pessoas.blueprint,
    periodos.blueprint,
    conta.blueprint,
    usuarios.blueprint,
    acessos.blueprint,
    unidades.blueprint,
    auditoria.blueprint,
    inventario.blueprint,
    publico.blueprint,
    atividades.blueprint,
    rede.blueprint,
    diretorio.blueprint,
    numeros.blueprint,
    divulgacoes.blueprint,
    relatorios.blueprint,
    estatisticas.blueprint,
    planilha.blueprint,
    titulares.blueprint,
    duplicidades.blueprint,
    encerramento.blueprint,
)


def register(app: Flask, settings: Settings) -> None:
    """Make the application serve pages: nothing undeclared, nothing inline, nothing kept by the browser.

    Raises: guard.Undeclared when a route has no declared permission.
    """
    app.request_class = MemoryRequest
    app.session_interface = ServerSessionInterface(settings)
    Babel(app, default_locale="pt_BR")  # the form library's own messages in Portuguese
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app,
            x_for=settings.trusted_proxies,
            x_proto=settings.trusted_proxies,
            x_host=settings.trusted_proxies,
        )
    init_logging(app, settings.log_level)
    app.before_request(check_intake)
    app.before_request(enforce)
    init_security(app)
    init_throttle(app, settings.limits_url)
    init_headers(app, secure=settings.secure_cookies, real=settings.ambiente == "producao")
    init_errors(app)
    init_nav(app)
    init_dates(app)
    init_numbers(app)
    init_forms(app)
    init_sending(app)
    register_assets(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    check_routes(app)
