"""The root key comes from a private file or from a systemd credential, and from nothing else."""

import stat
from pathlib import Path

import pytest

from sisetp.crypto.errors import KeyringError
from sisetp.crypto.providers.credential import CredentialProvider
from sisetp.crypto.providers.file import FileProvider, create_root_file


def put(path: Path, text: str, mode: int = 0o400) -> Path:
    """Write a file with this mode."""
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_new_root_key_is_random_private_and_never_overwritten(tmp_path: Path) -> None:
    keys = set()
    for name in ("a", "b"):
        create_root_file(tmp_path / name)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o400
        keys.add(FileProvider(tmp_path / name).root_key())
        with pytest.raises(KeyringError, match="nunca é sobrescrita"):
            create_root_file(tmp_path / name)
    assert len(keys) == 2
    assert {len(key) for key in keys} == {32}


@pytest.mark.parametrize(
    "text", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab " * 32, "ab" * 32 + "\n\n", " " + "ab" * 32, "á" * 32]
)
def test_refuses_a_malformed_root_key(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeyringError, match="64 dígitos") as caught:
        FileProvider(put(tmp_path / "raiz", text)).root_key()
    assert "ab" * 4 not in str(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o440, 0o644])
def test_refuses_an_exposed_root_key(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyringError, match="0400"):
        FileProvider(put(tmp_path / "raiz", "ab" * 32, mode)).root_key()


@pytest.mark.parametrize("mode", [0o400, 0o440])
def test_reads_the_credential_of_the_service(tmp_path: Path, mode: int) -> None:
    put(tmp_path / "sisetp-raiz", "ab" * 32 + "\n", mode)
    assert CredentialProvider({"CREDENTIALS_DIRECTORY": str(tmp_path)}).root_key() == b"\xab" * 32


@pytest.mark.parametrize("mode", [0o444, 0o600, 0o420])
def test_refuses_an_exposed_credential(tmp_path: Path, mode: int) -> None:
    put(tmp_path / "sisetp-raiz", "ab" * 32, mode)
    with pytest.raises(KeyringError, match="0400"):
        CredentialProvider({"CREDENTIALS_DIRECTORY": str(tmp_path)}).root_key()


@pytest.mark.parametrize("environ", [{}, {"CREDENTIALS_DIRECTORY": ""}, {"SISETP_RAIZ": "ab" * 32}])
def test_refuses_a_service_without_credentials(environ: dict[str, str]) -> None:
    with pytest.raises(KeyringError, match="credenciais"):
        CredentialProvider(environ).root_key()
