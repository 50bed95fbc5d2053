"""Default deny: a page without a declared permission cannot be served, and every refusal is an audit event."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.web.actor import current_actor, current_presence

View = TypeVar("View", bound=Callable[..., object])

# Served to anybody; the list is short on purpose and a test knows it by heart. `conta.sessao` tells visitors 401.
PUBLIC = frozenset(
    {
        *("static", "entrada.entrar", "conta.sessao", "publico.privacidade", "publico.saude", "diretorio.rede"),
        *("numeros.inicio", "numeros.como_lemos", "numeros.divulgacao", "numeros.origem", "numeros.arquivo"),
    }
)

_PERMISSION = "sisetp_permission"
_BEFORE_POSTING = "sisetp_before_posting"


class Undeclared(RuntimeError):
    """A route has no declared permission and is not public: a programming error, found when the application starts."""


def guarded(permission: Permission, *, before_posting: bool = False) -> Callable[[View], View]:
    """Declare what a view needs. `before_posting`: usable while a password change or a choice of posting is due.

    Raises: TypeError for something that is not a declared permission.
    """
    if not isinstance(permission, Permission):
        raise TypeError("unknown permission")

    def declare(view: View) -> View:
        setattr(view, _PERMISSION, permission)
        setattr(view, _BEFORE_POSTING, before_posting)
        return view

    return declare


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Permission declared for an endpoint; None for a public one.

    Raises: Undeclared.
    """
    if endpoint in PUBLIC:
        return None
    permission = getattr(app.view_functions[endpoint], _PERMISSION, None)
    if not isinstance(permission, Permission):
        raise Undeclared(f"endpoint without a declared permission: {endpoint}")
    return permission


def opens_before_posting(app: Flask, endpoint: str) -> bool:
    """Tell whether an endpoint is usable before a posting is chosen."""
    return bool(getattr(app.view_functions[endpoint], _BEFORE_POSTING, False))


def check_routes(app: Flask) -> None:
    """Refuse to start with a route that nobody declared.

    Raises: Undeclared naming the endpoint.
    """
    for rule in app.url_map.iter_rules():
        permission_of(app, rule.endpoint)


def enforce() -> Response | None:
    """Before every request: let through, send to the sign-in, or refuse.

    Raises: Undeclared, AccessDenied.
    """
    endpoint = request.endpoint
    if endpoint is None:
        return None
    permission = permission_of(current_app, endpoint)
    if permission is None:
        return None
    who = current_presence()
    if who is None:
        return signed_out()
    if opens_before_posting(current_app, endpoint):
        return None
    if who.account.deve_trocar_senha:
        return _first("conta.senha")
    if who.posting is None:
        return _first("entrada.lotacao")
    require(current_actor(), permission)
    return None


def signed_out() -> Response:
    """Answer to somebody without a session: the sign-in page, or 401 for a script."""
    if wants_json():
        answer: Response = jsonify(erro="sessao")
        answer.status_code = 401
        return answer
    target = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("entrada.entrar", proximo=local_path(target) or None), code=303)


def wants_json() -> bool:
    """Tell whether the caller asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def local_path(target: str) -> str:
    """The target when it is a path of this application, else an empty string: no open redirect."""
    parts = urlsplit(target.replace("\\", "/"))
    odd = any(ord(letter) < 0x21 for letter in target)
    if odd or parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return ""
    return target if target != "/" else ""


def _first(endpoint: str) -> Response:
    if wants_json():
        answer: Response = jsonify(erro="sessao")
        answer.status_code = 401
        return answer
    return redirect(url_for(endpoint), code=303)
