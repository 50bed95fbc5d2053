"""Addresses of static files that change when their content does, so browsers may keep them for a year."""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"


def register_assets(app: Flask) -> None:
    """Give templates the global `asset_url(name)`; `name` is relative to `static/`, e.g. `css/sisetp.css`."""
    app.add_template_global(asset_url, "asset_url")


def asset_url(name: str) -> str:
    """Address of one static file; a built file gets its hashed name, one of ours a short content hash in the query.

    Raises: FileNotFoundError when the file is missing or `make assets` has not run, KeyError for an unknown built file.
    """
    if name.startswith("vendor/"):
        return url_for("static", filename=f"vendor/{_manifest()[name.removeprefix('vendor/')]}")
    return url_for("static", filename=name, v=_digest(name))


@cache
def _manifest() -> dict[str, str]:
    built: dict[str, str] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    return built


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
