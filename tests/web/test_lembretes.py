"""Reminders on the home page: whole sentences that lead somewhere, the urgent ones first."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.services import home
from sisetp.services.lembretes import Lembrete

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
CALM = Lembrete(texto="Há 2 encaminhamentos para aceitar.", caminho="/encaminhamentos", quantidade=2)
LATE = Lembrete(texto="Há 1 encaminhamento atrasado.", caminho="/encaminhamentos?so=atrasados", urgente=True)


def test_reminders_are_links_and_the_urgent_come_first(
    staff: Staff, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "SOURCES", (lambda *_args, **_more: (CALM, LATE),))
    page = sign_in(staff("TECNICO")).get("/").get_data(as_text=True)
    assert "Esperam por você" in page
    assert page.index(LATE.texto) < page.index(CALM.texto)
    assert f'<a href="{LATE.caminho}">' in page
    assert page.count("Urgente") == 1


def test_nothing_waiting_draws_no_card(staff: Staff, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "SOURCES", (lambda *_args, **_more: (),))
    assert "Esperam por você" not in sign_in(staff("TECNICO")).get("/").get_data(as_text=True)
