"""The loader refuses a keyring that was altered, put back, exposed or made up."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sisetp.crypto import keyring as keyrings
from sisetp.crypto.errors import KeyringError
from sisetp.crypto.keyring_file import RootKeys
from sisetp.crypto.keys import Plane
from sisetp.crypto.providers.file import FileProvider, create_root_file

INSTALACAO = bytes(range(16))
Raw = dict[str, Any]


def rewrite(path: Path, change: Callable[[Raw], None], *, root: bytes | None = None) -> None:
    """Change the file by hand; with the root key, also authenticate it again, as only its holder could."""
    raw = json.loads(path.read_text())
    change(raw)
    if root is not None:
        raw.pop("mac")
        body = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
        raw["mac"] = RootKeys(root, bytes.fromhex(raw["instalacao"])).mac(body).hex()
    path.chmod(0o600)
    path.write_text(json.dumps(raw))
    path.chmod(0o400)


def refused(path: Path, provider: FileProvider, words: str, **options: Any) -> None:
    """Expect the loader to refuse, with these words."""
    with pytest.raises(KeyringError, match=words):
        keyrings.load(path, provider, **options)


def set_in(*steps: str | int, value: object) -> Callable[[Raw], None]:
    """Return a change that sets one place of the document."""

    def change(raw: Raw) -> None:
        place: Any = raw
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = value

    return change


def test_the_file_is_private_and_leaves_nothing_behind(keyring_path: Path) -> None:
    assert stat.S_IMODE(keyring_path.stat().st_mode) == 0o400
    assert sorted(p.name for p in keyring_path.parent.iterdir()) == ["chaveiro.json", "raiz"]


@pytest.mark.parametrize("mode", [0o600, 0o440, 0o404, 0o444, 0o644, 0o500])
def test_refuses_any_other_permission(keyring_path: Path, provider: FileProvider, mode: int) -> None:
    keyring_path.chmod(mode)
    refused(keyring_path, provider, "0400")


def test_refuses_a_symbolic_link_a_folder_and_an_absent_file(keyring_path: Path, provider: FileProvider) -> None:
    link = keyring_path.with_name("outro.json")
    link.symlink_to(keyring_path)
    for path in (link, keyring_path.parent, keyring_path.with_name("ausente")):
        refused(path, provider, "abrir|não é um arquivo")


CHANGES = [
    set_in("versao", value=99),
    set_in("proximo_id", value=500),
    set_in("instalacao", value=bytes(16).hex()),
    set_in("chaves", 2, "estado", value="leitura"),
    set_in("chaves", 2, "unidade", value=2),
    set_in("chaves", 2, "material", value=""),
    set_in("mac", value=bytes(32).hex()),
    set_in("mac", value=""),
    set_in("nova", value=1),
    lambda raw: raw["chaves"].pop(),
    lambda raw: raw["chaves"].reverse(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_refuses_any_change_made_without_the_root_key(
    keyring_path: Path, provider: FileProvider, change: Callable[[Raw], None]
) -> None:
    rewrite(keyring_path, change)
    refused(keyring_path, provider, "alterado")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", '{"mac": 3}', '{"mac": "00", "instalacao": "zz"}'])
def test_refuses_what_is_not_a_keyring(keyring_path: Path, provider: FileProvider, text: str) -> None:
    keyring_path.chmod(0o600)
    keyring_path.write_text(text)
    keyring_path.chmod(0o400)
    refused(keyring_path, provider, "malformado")


AUTHENTICATED = [
    (set_in("chaves", 3, "id", value=1), "repetidos"),
    (set_in("chaves", 3, "id", value=0), "repetidos ou inválidos"),
    (set_in("proximo_id", value=5), "inválidos"),
    (set_in("chaves", 9, "unidade", value=1), "duas chaves ativas"),
    (set_in("chaves", 2, "estado", value="destruida"), "destruída com material"),
    (set_in("chaves", 2, "material", value=""), "sem material"),
    (set_in("chaves", 2, "estado", value="emprestada"), "malformado"),
    (set_in("chaves", 2, "epoca", value=2), "não abre"),
    (set_in("formato", value=2), "formato"),
]


@pytest.mark.parametrize(("change", "words"), AUTHENTICATED)
def test_refuses_nonsense_even_when_authenticated(
    keyring_path: Path, provider: FileProvider, change: Callable[[Raw], None], words: str
) -> None:
    rewrite(keyring_path, change, root=provider.root_key())
    refused(keyring_path, provider, words)


def test_material_does_not_open_under_another_id(keyring_path: Path, provider: FileProvider) -> None:
    def exchange(raw: Raw) -> None:
        one, other = raw["chaves"][3], raw["chaves"][9]
        assert one["plano"] == other["plano"] == Plane.UNIDADE
        one["material"], other["material"] = other["material"], one["material"]

    rewrite(keyring_path, exchange, root=provider.root_key())
    refused(keyring_path, provider, "não abre")


def test_refuses_an_old_copy_put_back(keyring_path: Path, provider: FileProvider) -> None:
    old = keyring_path.read_bytes()
    keyrings.add_unit(keyring_path, provider, 3)
    now = keyrings.load(keyring_path, provider).versao
    running = keyrings.load(keyring_path, provider)
    keyring_path.unlink()
    keyring_path.write_bytes(old)
    keyring_path.chmod(0o400)
    assert keyrings.load(keyring_path, provider, minimum_version=now - 1).versao == now - 1
    refused(keyring_path, provider, "cópia antiga", minimum_version=now)
    with pytest.raises(KeyringError, match="cópia antiga"):
        running.reload_if_changed()


def test_refuses_another_root_key(keyring_path: Path, tmp_path: Path) -> None:
    create_root_file(tmp_path / "outra")
    refused(keyring_path, FileProvider(tmp_path / "outra"), "chave raiz não é a dele")


def test_never_overwrites_a_keyring(keyring_path: Path, provider: FileProvider) -> None:
    before = keyring_path.read_bytes()
    with pytest.raises(KeyringError, match="já existe"):
        keyrings.create(keyring_path, provider, instalacao=INSTALACAO)
    assert keyring_path.read_bytes() == before


def test_a_failed_writing_keeps_the_old_file(
    keyring_path: Path, provider: FileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keyring_path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(os, "rename", fail)
    with pytest.raises(OSError, match="disk"):
        keyrings.add_unit(keyring_path, provider, 3)
    assert keyring_path.read_bytes() == before
    assert sorted(p.name for p in keyring_path.parent.iterdir()) == ["chaveiro.json", "raiz"]


def test_the_file_holds_no_key_in_clear(keyring_path: Path, provider: FileProvider) -> None:
    content = keyring_path.read_text()
    held = keyrings.load(keyring_path, provider)
    for key_id in (1, 2):
        key = held.by_id(Plane.AUDITORIA if key_id == 1 else Plane.PSEUDONIMO, key_id)
        assert key.material.hex() not in content
        assert key.material.hex() not in repr(key)
    assert provider.root_key().hex() not in content
