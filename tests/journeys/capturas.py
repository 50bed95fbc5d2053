"""Photographs every page of the manual, in two sizes, over a demonstration installation made for it: `make capturas`.

Run as `python -m tests.journeys.capturas [folder] [name…]`; with names, only those pages are taken.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.journeys.roteiro import SHOTS, Shot, prepare, sign_in
from tests.journeys.roteiro_nucleo import NUCLEUS_SHOTS, PREPARATIONS
from tests.journeys.roteiro_numeros import NUMBERS_SHOTS
from tests.support.palette_png import encode

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "manual" / "imagens"
SIZES: dict[str, ViewportSize] = {"": {"width": 1366, "height": 768}, "-celular": {"width": 390, "height": 844}}
NEWCOMER = ("--nome", "Nina Demonstração Prado", "--papel", "ATENDENTE", "--unidade", "PAAHM-GRU")
_ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *(
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--font-render-hinting=none",
        "--lang=pt-BR",
    ),
]
_PORTUGUESE = {"LANG": "pt_BR.UTF-8", "LANGUAGE": "pt_BR"}  # the words of the browser itself follow it, not the page
_PIXELS = """async (png) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return [image.width, image.height, btoa(text)];
}"""


@dataclass(frozen=True, kw_only=True)
class Album:
    """Photographs of one installation: the commands that make it, what is done in its pages first, and the pages."""

    commands: tuple[tuple[str, ...], ...]
    before: tuple[tuple[str | None, Callable[[Page], object]], ...]
    shots: tuple[Shot, ...]


ALBUMS = (
    Album(
        commands=(("demonstracao", "--pessoas", "120"), ("usuario", "criar", "nova.gru", *NEWCOMER)),
        before=((None, prepare), *PREPARATIONS),
        shots=(*SHOTS, *NUCLEUS_SHOTS),
    ),
    # Numbers are only published about many people.
    Album(commands=(("demonstracao",), ("relatorio", "executar-agenda")), before=(), shots=NUMBERS_SHOTS),
)


def main(folder: Path = FOLDER, names: frozenset[str] = frozenset()) -> None:
    """Take the photographs named, or all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("SISETP_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=_ARGUMENTS, env={**os.environ, **_PORTUGUESE}
        )
        darkroom = browser.new_page()
        for album in ALBUMS:
            wanted = [shot for shot in album.shots if not names or shot.name in names]
            if not wanted:
                continue
            with demonstration(album.commands) as address:
                with_records(browser, address, album)
                for suffix, size in SIZES.items():
                    for shot, picture in photographs(browser, address, size, wanted):
                        path = folder / f"{shot.name}{suffix}.png"
                        path.write_bytes(develop(darkroom, picture))
                        print(f"{path.name}  {path.stat().st_size // 1024} kB")  # noqa: T201 -- a command's own output
        browser.close()


@contextmanager
def demonstration(commands: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """Address of a fresh installation made by these commands, served by the real one until the block ends."""
    with tempfile.TemporaryDirectory(prefix="sisetp-capturas-") as folder, socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        environ = {**os.environ, "SISETP_INSTANCE": folder, "SISETP_LOOPBACK": "1", "PORT": port}
        sisetp = [sys.executable, "-m", "sisetp"]
        for command in commands:
            subprocess.run([*sisetp, *command], env=environ, check=True, stdout=subprocess.DEVNULL)
        with subprocess.Popen(
            [*sisetp, "servir"], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(f"{address}/saude")
                yield address
            finally:
                server.terminate()


def wait_for(url: str, seconds: float = 30.0) -> None:
    """Return when the address answers. Raises: TimeoutError."""
    end = monotonic() + seconds
    while monotonic() < end:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 -- our own loopback address
                return
        except (URLError, ConnectionError):
            sleep(0.2)
    raise TimeoutError("the server did not start")


def with_records(browser: Browser, address: str, album: Album) -> None:
    """Give the pages something to show."""
    for login, make in album.before:
        context = browser.new_context(base_url=address, viewport=SIZES[""], locale="pt-BR")
        page = context.new_page()
        if login:
            sign_in(page, login)
        make(page)
        context.close()


def photographs(browser: Browser, address: str, size: ViewportSize, shots: list[Shot]) -> Iterator[tuple[Shot, bytes]]:
    """Take each page in one size, signing in again only when the person changes."""
    for login in dict.fromkeys(shot.login for shot in shots):
        context = browser.new_context(base_url=address, viewport=size, locale="pt-BR", reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("dialog", lambda dialog: dialog.accept())
        if login:
            sign_in(page, login)
        for shot in shots:
            if shot.login == login:
                yield from taken(page, shot)
        context.close()


def taken(page: Page, shot: Shot) -> Iterator[tuple[Shot, bytes]]:
    """One photograph; a page that cannot be reached is said, and the others go on."""
    try:
        shot.act(page)
        page.wait_for_load_state("networkidle")
        if page.locator("h1", has_text="O sistema falhou").count():
            raise RuntimeError("the page answered with a failure")
        yield shot, page.screenshot(full_page=shot.whole, animations="disabled", caret="hide")
    except Exception as problem:  # noqa: BLE001 -- whatever happened, the other pages are still wanted
        print(f"{shot.name}: NÃO FOI POSSÍVEL ({str(problem).splitlines()[0]})")  # noqa: T201


def develop(darkroom: Page, picture: bytes) -> bytes:
    """The same picture with a palette; the browser is the one that can read it."""
    width, height, text = darkroom.evaluate(_PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(text), dtype=np.uint8).reshape(height, width, 4)
    return encode(pixels[:, :, :3])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, frozenset(sys.argv[2:]))
