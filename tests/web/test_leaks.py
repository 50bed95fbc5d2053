"""What a page, a cookie, a temporary file or a process could let out by the side."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.formparser import parse_form_data
from werkzeug.test import EnvironBuilder

from sisetp.access.actor import Actor
from sisetp.app import root_provider
from sisetp.config import Settings
from sisetp.db.base import Base
from tests.support.canary import Canaries
from tests.support.canary_http import Browser, person, sheet
from tests.support.canary_places import Spool, engines, own_temporary_folder
from tests.support.installation import Template, copy_of

LARGE = 700_000
TOO_LARGE = 1_200_000


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    """A watched temporary folder."""
    with own_temporary_folder(tmp_path / "tmp") as folder:
        yield folder


@pytest.fixture
def browser(staff: Callable[..., Actor], sign_in: Callable[[Actor], FlaskClient]) -> Browser:
    """An officer of Guarulhos, signed in."""
    made = Browser(sign_in(staff("ATENDENTE")), Canaries())
    made.learn_token("/atendimentos/novo")
    return made


@pytest.fixture
def own(sqlite_template: Template, tmp_path: Path) -> Iterator[Settings]:
    """An installation for another process."""
    with copy_of(sqlite_template, tmp_path / "instancia") as settings:
        yield settings


BOUNDARY = "limite"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(marks: Canaries, size: int, **fields: str) -> bytes:
    """A body with a marked file of at least `size` bytes; made by hand, because the test client would spool it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="anexo"; filename="{marks.word()}.pdf"\r\n\r\n'
    line = f"{marks.word()}\n".encode()
    return "".join([*parts, head]).encode() + line * (size // len(line) + 1) + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize(("size", "status"), [(LARGE, 415), (TOO_LARGE, 413)])
def test_a_large_upload_is_refused_and_never_touches_the_disk(
    browser: Browser, spool: Spool, size: int, status: int
) -> None:
    sent = multipart(browser.canaries, size, csrf_token=browser.token)
    answer = browser.client.post("/atendimentos/novo", data=sent, content_type=TYPE)
    assert answer.status_code == status
    assert browser.canaries.find(answer.get_data() + str(answer.headers).encode(), "answer") == []
    assert spool.opened == []
    assert list(spool.folder.iterdir()) == []


def test_the_watch_sees_what_an_unprepared_parser_spools(spool: Spool) -> None:
    builder = EnvironBuilder(method="POST", data=multipart(Canaries(), LARGE), content_type=TYPE)
    _stream, _form, files = parse_form_data(builder.get_environ())
    files["anexo"].close()
    builder.close()
    assert spool.opened


def test_answers_are_not_kept_and_cookies_say_nothing(browser: Browser) -> None:
    marks = browser.canaries
    saved = browser.post("/atendimentos/novo", sheet(marks, person(marks)))
    address = saved.headers["Location"]
    pages = [
        saved,
        browser.get(address),
        browser.post(f"{address}/identidade", {}),
        browser.post("/pessoas/busca", {"por": "nome", "nome": marks.name()}),
        browser.ask("/pessoas/ja-atendida", {"nome_social": marks.name(), "nascimento": "17/05/1991"}),
        browser.get("/atendimentos"),
    ]
    for answer in pages:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert marks.find(str(answer.headers).encode(), "headers") == []
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
    held = browser.client.get_cookie("sisetp")
    assert held is not None
    assert marks.find(held.value.encode(), "cookie") == []
    assert len(held.value) < 64
    assert marks.find(address.encode(), "address") == []


_HARDENED = """
import ctypes, json, os, resource, sys, tempfile
from pathlib import Path
from sisetp.app import create_app
from sisetp.config import load_settings
from sisetp.web.hardening import harden_process
settings = load_settings()
create_app(settings)
environment = Path("/proc/self/environ").read_bytes().hex()
harden_process(settings.instance)
probe = Path(tempfile.mkstemp()[1])
print(json.dumps({
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    "umask": os.umask(0o777),
    "folder": tempfile.gettempdir(),
    "mode": probe.stat().st_mode & 0o777,
    "folder_mode": probe.parent.stat().st_mode & 0o777,
    "environment": environment,
}))
"""


def test_the_process_leaves_no_core_and_its_environment_holds_no_key(own: Settings) -> None:
    (own.instance / "tmp").mkdir()
    (own.instance / "tmp" / "resto").write_text("de outra vez", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", _HARDENED],
        env={**os.environ, "SISETP_INSTANCE": str(own.instance), "SISETP_LOOPBACK": "1"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(answer.stdout)
    assert found["core"] == [0, 0]
    assert found["dumpable"] == 0
    assert found["umask"] == 0o077
    assert found["folder"] == str(own.instance / "tmp")
    assert (found["mode"], found["folder_mode"]) == (0o600, 0o700)
    assert not (own.instance / "tmp" / "resto").exists()
    root = root_provider(own).root_key()
    environment = bytes.fromhex(found["environment"])
    assert b"SISETP_INSTANCE" in environment
    assert root not in environment
    assert root.hex().encode() not in environment.lower()


def test_what_is_not_sealed_is_an_error_and_never_shown(app: Flask, browser: Browser) -> None:
    marks = browser.canaries
    saved = browser.post("/atendimentos/novo", sheet(marks, person(marks)))
    address = saved.headers["Location"]
    pessoa = Base.metadata.tables["pessoa"]
    draw = random.Random(20261120)
    planted = [marks.word().encode(), b"", b"\xa7\x01\x01", *(draw.randbytes(draw.randrange(400)) for _ in range(12))]
    for garbage in planted:
        with engines(app)[0].begin() as connection:
            connection.execute(sa.update(pessoa).values(ident=garbage))
        answer = browser.client.post(f"{address}/identidade", data={"csrf_token": browser.token})
        assert answer.status_code == 500
        assert marks.find(answer.get_data(), "page") == []
