"""Root key in a file of mode 0400."""

import os
from dataclasses import dataclass
from pathlib import Path

from sisetp.crypto.errors import KeyringError
from sisetp.crypto.private_file import folder_lock, read_private, write_private
from sisetp.crypto.providers import ROOT_BYTES, decode_root, encode_root


@dataclass(frozen=True, slots=True)
class FileProvider:
    """Reads the root key from `path`: 64 hexadecimal digits, mode 0400, owned by this user or by root."""

    path: Path

    def root_key(self) -> bytes:
        """Return the root key. Raises: KeyringError."""
        content, _ = read_private(self.path)
        return decode_root(content)


def create_root_file(path: Path) -> None:
    """Write a new random root key. Raises: KeyringError when the file exists."""
    with folder_lock(path):
        if os.path.lexists(path):
            raise KeyringError(f"{path} já existe; uma chave raiz nunca é sobrescrita.")
        write_private(path, encode_root(os.urandom(ROOT_BYTES)))
