"""The area of the releases: one blueprint, and who reads frozen facts for its pages."""

from pathlib import Path

from flask import Blueprint, current_app, request

from sisetp.access.actor import SystemActor
from sisetp.config import Settings
from sisetp.reporting import snapshots
from sisetp.reporting.definitions import reading
from sisetp.reporting.definitions.model import Catalogo

blueprint = Blueprint("divulgacoes", __name__, url_prefix="/divulgacoes")

ESTATISTICA = SystemActor(name=snapshots.ACTOR_NAME, units=None)
"""Scope of a session that sees the frozen facts of every unit; permissions are asked of the person."""

UMA = "<int(max=2147483647):divulgacao_id>"
ANO = "<int(min=2000, max=2099):ano>"
TONS = {"BLOQUEADA": "danger", "PRONTA": "info", "APROVADA": "warning", "PUBLICADA": "success", "FALHOU": "danger"}

_CATALOGUE = "sisetp.catalogo"


def catalogue() -> Catalogo:
    """Products of this installation, read once for each process."""
    known: Catalogo | None = current_app.extensions.get(_CATALOGUE)
    if known is None:
        known = current_app.extensions[_CATALOGUE] = reading.load()
    return known


def settings() -> Settings:
    """Settings of the installation."""
    found: Settings = current_app.extensions["sisetp.settings"]
    return found


def instance() -> Path:
    """Folder of the installation."""
    return settings().instance


def year_asked() -> int | None:
    """Year asked for in the address; None for the page's own choice."""
    text = request.args.get("ano", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
