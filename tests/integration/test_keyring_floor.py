"""An old copy of the keyring, put back beside today's vault, does not start the system (encryption design, test 19)."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from sisetp.app import create_app, root_provider
from sisetp.config import Settings
from sisetp.crypto import keyring
from sisetp.db.runtime import EXTENSION
from sisetp.domain.errors import Refused
from tests.support.installation import close


def test_an_older_keyring_is_refused_and_the_newest_starts(app: Flask, tmp_path: Path) -> None:
    settings: Settings = app.extensions["sisetp.settings"]
    path = settings.keyring_path
    old, new = tmp_path / "antigo.json", tmp_path / "novo.json"
    shutil.copy2(path, old)
    keyring.add_unit(path, root_provider(settings), 9999)
    shutil.copy2(path, new)
    again = create_app(settings)
    assert again.extensions[EXTENSION].vault.keyring_floor() == keyring.status(path, root_provider(settings)).versao
    close(again)
    put(old, path)
    with pytest.raises(Refused, match="cópia antiga"):
        create_app(settings)
    put(new, path)
    close(create_app(settings))


def put(copy: Path, path: Path) -> None:
    """Put a copy of the keyring in place."""
    path.unlink()
    shutil.copy2(copy, path)
