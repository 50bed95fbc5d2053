"""Files that only this process may read: checked when read, replaced whole when written."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from sisetp.crypto.errors import KeyringError

MAX_BYTES = 8 * 1024 * 1024
_MODE = 0o400


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What changes when the file is replaced."""

    inode: int
    mtime_ns: int
    size: int


def fingerprint(path: Path) -> Fingerprint:
    """Return the present fingerprint of the file. Raises: OSError."""
    return _fingerprint(os.stat(path))


def read_private(path: Path, *, forbidden_bits: int | None = None) -> tuple[bytes, Fingerprint]:
    """Return the content and the fingerprint of a regular file of mode 0400 owned by this user or by root.

    forbidden_bits: when given, instead of demanding 0400, refuse only these permission bits.
    Raises: KeyringError.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise KeyringError(f"Não foi possível abrir {path}: {error.strerror}.") from None
    try:
        status = os.fstat(fd)
        _check(path, status, forbidden_bits)
        with os.fdopen(fd, "rb", closefd=False) as file:
            return file.read(MAX_BYTES), _fingerprint(status)
    finally:
        os.close(fd)


def write_private(path: Path, content: bytes) -> None:
    """Replace the file: a temporary file in the same folder, fsync, rename, fsync of the folder."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _MODE)
    try:
        with os.fdopen(fd, "wb") as file:
            os.fchmod(file.fileno(), _MODE)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    with _open_folder(path.parent) as folder:
        os.fsync(folder)


@contextmanager
def folder_lock(path: Path) -> Iterator[None]:
    """Hold the lock of the folder of `path`: one writer at a time, and no lock file left behind."""
    with _open_folder(path.parent) as folder:
        flock(folder, LOCK_EX)
        yield


@contextmanager
def _open_folder(folder: Path) -> Iterator[int]:
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise KeyringError(f"Não foi possível abrir a pasta {folder}: {error.strerror}.") from None
    try:
        yield fd
    finally:
        os.close(fd)


def _check(path: Path, status: os.stat_result, forbidden_bits: int | None) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        raise KeyringError(f"{path} não é um arquivo de chaves.")
    if status.st_uid not in (os.geteuid(), 0):
        raise KeyringError(f"{path} pertence a outro usuário.")
    if (mode & forbidden_bits) if forbidden_bits is not None else (mode != _MODE):
        raise KeyringError(f"{path} tem permissões {mode:04o}; devem ser 0400.")


def _fingerprint(status: os.stat_result) -> Fingerprint:
    return Fingerprint(status.st_ino, status.st_mtime_ns, status.st_size)
