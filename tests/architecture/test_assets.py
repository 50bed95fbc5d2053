"""The built look: self-contained under the strict content policy, light, with every class and icon the pages name."""

import gzip
import hashlib
import json
import re

import pytest

from sisetp.domain.geography import UFS
from tests.architecture.places import TEMPLATES, WEB, files

VENDOR = WEB / "static" / "vendor"
FIRST_LOAD_LIMIT = 150 * 1024


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """Plain name → content of every built file; `make assets` makes them."""
    manifest: dict[str, str] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    content = {name: (VENDOR / hashed).read_bytes() for name, hashed in manifest.items()}
    for name, hashed in manifest.items():
        assert hashed.split(".")[1] == hashlib.sha256(content[name]).hexdigest()[:10]
    return content


def test_style_sheets_ask_for_nothing_from_outside(built: dict[str, bytes]) -> None:
    sheets = [
        built["govbr.css"].decode(),
        *(path.read_text(encoding="utf-8") for path in files(WEB / "static", ".css")),
    ]
    addresses = [address for sheet in sheets for address in re.findall(r"url\(([^)]*)\)|@import", sheet)]
    assert len(addresses) == 1
    assert re.fullmatch(r"rawline\.[0-9a-f]{10}\.woff2", addresses[0])


def test_design_system_classes_survive_the_purge(built: dict[str, bytes]) -> None:
    sheet = built["govbr.css"].decode()
    named = {
        name for path in files(TEMPLATES, ".html") for name in re.findall(r"\bbr-[a-z]+\b", path.read_text("utf-8"))
    }
    assert {name for name in named if f".{name}" not in sheet} == set()
    assert {"br-button", "br-message", "br-header"} <= named


def test_every_icon_named_in_a_template_is_in_the_sprite(built: dict[str, bytes]) -> None:
    sprite = built["icons.svg"].decode()
    named = {
        name
        for path in files(TEMPLATES, ".html")
        for name in re.findall(r'icone\("([a-z-]+)"', path.read_text("utf-8"))
    }
    assert {name for name in named if f'<symbol id="{name}"' not in sprite} == set()


def test_the_map_has_every_state_and_paper_has_its_fonts() -> None:
    states = json.loads((VENDOR / "mapa-ufs.json").read_text(encoding="utf-8"))["ufs"]
    assert sorted(states) == sorted(UFS)
    assert all(re.fullmatch(r"(M[\d. ]+(L[\d. ]+)+Z)+", state["d"]) for state in states.values())
    fonts = sorted((VENDOR / "papel").iterdir())
    assert [path.name for path in fonts] == [f"raleway-{weight}.ttf" for weight in (400, 500, 600, 700, 800)]
    assert all(path.read_bytes()[:4] == b"\x00\x01\x00\x00" for path in fonts)


def test_a_first_visit_is_light(built: dict[str, bytes]) -> None:
    own = [path.read_bytes() for path in files(WEB / "static", ".css", ".js")]
    text = sum(len(gzip.compress(content)) for content in (built["govbr.css"], built["icons.svg"], *own))
    assert text + len(built["rawline.woff2"]) <= FIRST_LOAD_LIMIT
