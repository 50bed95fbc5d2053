"""Two people sign a bulletin after seeing all of it; once the second signs, what they saw is on the public page."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.reporting.releases.store import Alvo
from tests.journeys.conftest import Live
from tests.journeys.passos import press
from tests.journeys.test_axe import SIZES
from tests.journeys.test_numbers import fits
from tests.support import divulgacoes as net
from tests.support import pdf_text
from tests.support.clock import MovableClock

pytestmark = pytest.mark.journey
Enter = Callable[..., Page]


@pytest.fixture
def signers(live: Live, staff: Callable[..., Actor], clock: MovableClock) -> tuple[Actor, Actor]:
    """Gestão and encarregado, and the bulletin of January ready for them."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff(Role.CGETP_GESTAO, None), staff(Role.ENCARREGADO, None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    net.freeze(live.app, net.invent(1, por_mes=160, meses=range(1, 2)), ano=2026, clock=clock)
    net.prepared(live.app, Alvo("boletim-mensal", "2026-01"), clock=clock)
    return both


def test_two_people_see_all_of_it_and_sign(live: Live, enter: Enter, signers: tuple[Actor, Actor]) -> None:
    one, other = (enter(actor) for actor in signers)
    one.goto("/divulgacoes/1")
    finding = one.locator("#achado").inner_text()
    expect(one.get_by_role("img").first).to_be_visible()
    one.get_by_role("link", name="4. Aprovar").press("Enter")
    one.get_by_label("Vi o que vai sair").press("Space")
    press(one, "Aprovar")
    expect(one.get_by_text("Falta a aprovação de outra pessoa")).to_be_visible()
    other.goto("/divulgacoes/1")
    expect(other.locator("#achado")).to_have_text(finding)
    answer = other.context.request.get(f"{live.url}/divulgacoes/1/previa/pdf")
    assert "PRÉVIA" in pdf_text.text(answer.body())
    with other.expect_download() as download:
        other.get_by_role("link", name="Planilha XLSX").press("Enter")
    assert "previa" in download.value.suggested_filename
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    other.get_by_label("Vi o que vai sair").press("Space")
    press(other, "Aprovar e publicar")
    expect(other.get_by_text("Já está na página pública")).to_be_visible()
    other.get_by_role("link", name="Ver na página pública").press("Enter")
    expect(other.locator("#achado")).to_have_text(finding)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_preview_fits_and_axe_finds_nothing(
    enter: Enter, signers: tuple[Actor, Actor], width: int, height: int
) -> None:
    page = enter(signers[1], width=width, height=height)
    for path in ("/divulgacoes", "/divulgacoes/1"):
        page.goto(path)
        fits(page)
