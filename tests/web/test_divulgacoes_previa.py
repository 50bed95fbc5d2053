"""What approvers see of a release that is not out: all that will be public, and its files, each opening noted."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.domain.errors import Refused
from sisetp.reporting.releases import preview
from sisetp.reporting.releases.store import Alvo
from sisetp.reporting.render import xlsx
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.desk import events
from tests.support.forms import get

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JANUARY, FEBRUARY = Alvo("boletim-mensal", "2026-01"), Alvo("boletim-mensal", "2026-02")


@pytest.fixture
def managers(app: Flask, staff: Staff, clock: MovableClock) -> tuple[Actor, Actor]:
    """Gestão and encarregado; January is out and February can be prepared."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff(Role.CGETP_GESTAO, None), staff(Role.ENCARREGADO, None)
    clock.instant = datetime(2026, 4, 6, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 3)), ano=2026, clock=clock)
    net.published(app, JANUARY, both, clock=clock)
    return both


def test_approvers_see_all_that_will_be_public_and_open_its_files(
    app: Flask,
    managers: tuple[Actor, Actor],
    sign_in: SignIn,
    staff: Staff,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = net.prepared(app, FEBRUARY, clock=clock)
    manager, other = (sign_in(actor) for actor in managers)
    page = get(manager, f"/divulgacoes/{key}")
    public = page[page.index('id="vai-sair"') : page.index('id="arquivos"')]
    for piece in ('id="achado"', "<svg", "O que mudou desde a edição anterior", "Menor número mostrado", "PRÉVIA"):
        assert piece in public, piece
    assert page.index('id="risco"') < page.index('id="vai-sair"') < page.index('id="aprovar"')
    kinds = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "xlsx": xlsx.TIPO, "zip": "application/zip"}
    for client, actor in ((manager, managers[0]), (other, managers[1])):
        for name, kind in kinds.items():
            answer = client.get(f"/divulgacoes/{key}/previa/{name}")
            assert (answer.status_code, answer.content_type) == (200, kind)
            assert f"sisetp-boletim-mensal-2026-02-previa-demonstracao.{name}" in answer.headers["Content-Disposition"]
            assert answer.headers["Cache-Control"] == "no-store"
        opened = [details["formato"] for _action, details in events(app, actor, "abrir_previa")]
        assert opened == list(kinds)
    assert manager.get(f"/divulgacoes/{key}/previa/txt").status_code == 404
    assert manager.get("/divulgacoes/1/previa/pdf").status_code == 404  # it is out
    assert sign_in(staff(Role.ANALISTA)).get(f"/divulgacoes/{key}/previa/csv").status_code == 403
    monkeypatch.setattr(preview, "write_down", _refused)
    with pytest.raises(Refused):  # no event, no file
        manager.get(f"/divulgacoes/{key}/previa/csv")
    monkeypatch.setattr(preview, "make", _refused)
    assert manager.get(f"/divulgacoes/{key}/previa/csv").location == f"/divulgacoes/{key}"
    assert "cheio" in get(manager, f"/divulgacoes/{key}")


def _refused(*_args: Any, **_more: Any) -> None:
    raise Refused("cheio")
