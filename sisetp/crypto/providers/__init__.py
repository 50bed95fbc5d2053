"""Where the 32-byte root key comes from. New providers only need `root_key`."""

from typing import Protocol

from sisetp.crypto.errors import KeyringError

ROOT_BYTES = 32


class RootProvider(Protocol):
    """A source of the root key."""

    def root_key(self) -> bytes:
        """Return the 32 bytes of the root key. Raises: KeyringError."""
        ...


def decode_root(text: bytes) -> bytes:
    """Return the root key written as 64 hexadecimal digits, with at most one newline. Raises: KeyringError."""
    digits = text.removesuffix(b"\n")
    try:
        key = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != ROOT_BYTES or len(digits) != 2 * ROOT_BYTES:
        raise KeyringError("A chave raiz deve ter exatamente 64 dígitos hexadecimais.")
    return key


def encode_root(key: bytes) -> bytes:
    """Return the root key as it is written in a file."""
    return key.hex().encode() + b"\n"
