"""Keyrings, sealers and contexts for the tests of keys and seals."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sisetp.crypto import keyring as keyrings
from sisetp.crypto.context import SealContext
from sisetp.crypto.keyring import Keyring
from sisetp.crypto.providers.file import FileProvider, create_root_file
from sisetp.crypto.sealed import Sealer

INSTALACAO = bytes(range(16))
Contexts = Callable[..., SealContext]


@pytest.fixture
def make_context() -> Contexts:
    """Build a seal_context, with any part replaced."""

    def make(**changes: Any) -> SealContext:
        parts: dict[str, Any] = {
            "instalacao": INSTALACAO,
            "unidade": 1,
            "tabela": "pessoa",
            "classe": "ident",
            "registro": b"r" * 16,
            "versao": 1,
        }
        return SealContext(**(parts | changes))

    return make


@pytest.fixture
def seal_context(make_context: Contexts) -> SealContext:
    """The context of one record."""
    return make_context()


@pytest.fixture
def provider(tmp_path: Path) -> FileProvider:
    """A root key in a file."""
    create_root_file(tmp_path / "raiz")
    return FileProvider(tmp_path / "raiz")


@pytest.fixture
def keyring_path(tmp_path: Path, provider: FileProvider) -> Path:
    """A keyring with units 1 and 2."""
    path = tmp_path / "chaveiro.json"
    keyrings.create(path, provider, instalacao=INSTALACAO)
    keyrings.add_unit(path, provider, 1)
    keyrings.add_unit(path, provider, 2)
    keyrings.add_national(path, provider, years=[2026])
    return path


@pytest.fixture
def keyring(keyring_path: Path, provider: FileProvider) -> Keyring:
    """The keyring with every plane loaded."""
    return keyrings.load(keyring_path, provider)


@pytest.fixture
def sealer(keyring: Keyring) -> Sealer:
    """The door to the seals."""
    return Sealer(keyring)
