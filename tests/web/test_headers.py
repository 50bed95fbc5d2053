"""Security headers, exactly as written here, on every kind of answer."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.app import create_app
from tests.support.clock import MovableClock
from tests.support.installation import close
from tests.support.publicadas import one_out

EXACT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
ORDINARY = {"Content-Type", "Content-Length", "Set-Cookie", "Vary", "Location"}


@pytest.mark.parametrize("path", ["/entrar", "/privacidade", "/saude", "/", "/nao-existe", "/conta/sessao"])
def test_headers_are_exactly_these(app: Flask, path: str) -> None:
    headers = dict(app.test_client().get(path).headers)
    assert {name: value for name, value in headers.items() if name not in ORDINARY} == EXACT


def test_signed_in_pages_and_refusals_carry_them_too(
    staff: Callable[..., Actor], sign_in: Callable[[Actor], FlaskClient]
) -> None:
    client = sign_in(staff("ATENDENTE"))
    for path in ("/", "/usuarios", "/conta"):
        headers = dict(client.get(path).headers)
        assert {name: value for name, value in headers.items() if name not in ORDINARY} == EXACT, path


def test_transport_is_strict_outside_loopback(app: Flask, clock: MovableClock) -> None:
    secure = create_app(replace(app.extensions["sisetp.settings"], secure_cookies=True), clock=clock, testing=True)
    answer = secure.test_client().get("/entrar", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    close(secure)


def test_files_with_a_hash_are_kept_and_others_are_not(app: Flask) -> None:
    def header(path: str) -> str:
        with app.test_client().get(path) as answer:
            assert not answer.headers.getlist("Set-Cookie")
            return answer.headers["Cache-Control"]

    assert header("/static/css/sisetp.css?v=abc") == "public, max-age=31536000, immutable"
    assert header("/static/css/sisetp.css") == "no-store"
    assert header("/static/css/nao-existe.css?v=abc") == "no-store"


def test_search_engines_keep_the_published_numbers_and_nothing_else(app: Flask, clock: MovableClock) -> None:
    key = one_out(app)
    shown = ("/numeros", "/numeros/como-lemos", f"/numeros/{key}", f"/numeros/{key}/csv")
    hidden = ("/entrar", "/rede", "/privacidade", "/saude", "/", "/divulgacoes", "/numeros/999", "/numeros/1/exe")
    real = create_app(replace(app.extensions["sisetp.settings"], ambiente="producao"), clock=clock, testing=True)
    assert {path: real.test_client().get(path).headers["X-Robots-Tag"] for path in (*shown, *hidden)} == {
        **dict.fromkeys(shown, "all"),
        **dict.fromkeys(hidden, "noindex, nofollow"),
    }
    close(real)
    assert {app.test_client().get(path).headers["X-Robots-Tag"] for path in shown} == {"noindex, nofollow"}  # invented


def test_public_numbers_of_a_demonstration_say_that_they_are_invented(app: Flask, clock: MovableClock) -> None:
    key = one_out(app)
    real = create_app(replace(app.extensions["sisetp.settings"], ambiente="producao"), clock=clock, testing=True)
    for path in ("/numeros", f"/numeros/{key}"):
        assert "números são inventados" in app.test_client().get(path).text
        assert "números são inventados" not in real.test_client().get(path).text
    close(real)
