from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor


def test_signs_in_and_shows_the_home_page(
    app: Flask, staff: Callable[..., Actor], sign_in: Callable[[Actor], FlaskClient]
) -> None:
    client = sign_in(staff("ATENDENTE"))
    page = client.get("/")
    assert page.status_code == 200
