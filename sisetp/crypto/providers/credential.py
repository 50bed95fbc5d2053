"""Root key handed over by systemd (`LoadCredential=sisetp-raiz:…`, systemd.exec(5))."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sisetp.crypto.errors import KeyringError
from sisetp.crypto.private_file import read_private
from sisetp.crypto.providers import decode_root

CREDENTIAL = "sisetp-raiz"
_OTHERS = 0o227
"""Refused bits: any write, anything for others. systemd uses 0400, or 0440 with an access list."""


@dataclass(frozen=True, slots=True)
class CredentialProvider:
    """Reads `$CREDENTIALS_DIRECTORY/sisetp-raiz`; `environ` is the environment of the process."""

    environ: Mapping[str, str]

    def root_key(self) -> bytes:
        """Return the root key. Raises: KeyringError."""
        folder = self.environ.get("CREDENTIALS_DIRECTORY", "")
        if not folder:
            raise KeyringError("O serviço não recebeu credenciais do systemd (CREDENTIALS_DIRECTORY).")
        content, _ = read_private(Path(folder) / CREDENTIAL, forbidden_bits=_OTHERS)
        return decode_root(content)
