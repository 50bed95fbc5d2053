"""Another unit's officer gets «não encontrado» for the same address, as if the ficha did not exist."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page

from sisetp.access.actor import Actor
from tests.journeys.conftest import Live
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.fichas import person


def test_the_same_address_is_nothing_in_another_unit(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    maria = staff("ATENDENTE", "PAAHM-GRU", login="maria")
    rita = staff("COORDENACAO", "PAAHM-GIG", login="rita")
    key = attend(live.app, maria, clock, person())
    own, other = enter(maria), enter(rita)
    found = own.goto(f"{live.url}/atendimentos/{key}")
    assert found is not None
    assert found.status == 200
    said = []
    for address in (key, uuid4()):
        answer = other.goto(f"{live.url}/atendimentos/{address}")
        assert answer is not None
        assert answer.status == 404
        said.append(other.locator("main").inner_text())
    assert said[0] == said[1]
    assert events(live.app, rita, "abrir_ficha", "abrir_ident") == []
