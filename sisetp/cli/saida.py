"""Files that commands hand over: whole or not at all, readable by their owner only."""

import errno
import os
import secrets
from pathlib import Path

from sisetp.domain.errors import Refused

_MODE = 0o600


def conferir(alvo: Path, *, substituir: bool) -> None:
    """Refuse early a place where a file cannot be written. Raises: Refused."""
    if not alvo.parent.is_dir():
        raise Refused(f"A pasta {alvo.parent} não existe.")
    if alvo.is_dir():
        raise Refused(f"{alvo} é uma pasta; diga o nome do arquivo.")
    if os.path.lexists(alvo) and not substituir:
        raise Refused(f"O arquivo {alvo} já existe; use --substituir para trocá-lo.")


def gravar(alvo: Path, conteudo: bytes, *, substituir: bool) -> None:
    """Write a file of mode 0600: a temporary one in the same folder, fsync, then its name, all at once.

    Whatever happens before the end, nothing is left behind and a file that was there stays as it was.
    Raises: Refused with the cause (a full disk, no permission).
    """
    conferir(alvo, substituir=substituir)
    temporary = alvo.with_name(f".{alvo.name}.{secrets.token_hex(8)}.tmp")
    try:
        try:
            _escrever(temporary, conteudo)
            if substituir:
                os.replace(temporary, alvo)
            else:
                os.link(temporary, alvo)  # unlike a rename, refuses a file that appeared meanwhile
        finally:
            temporary.unlink(missing_ok=True)
        _sincronizar(alvo.parent)
    except FileExistsError:
        raise Refused(f"O arquivo {alvo} já existe; use --substituir para trocá-lo.") from None
    except OSError as error:
        raise Refused(f"Não foi possível gravar {alvo}: {_causa(error)}. Nada foi gravado.") from None


def _escrever(path: Path, conteudo: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _MODE)
    with os.fdopen(fd, "wb") as file:
        os.fchmod(file.fileno(), _MODE)
        file.write(conteudo)
        file.flush()
        os.fsync(file.fileno())


def _sincronizar(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


_CAUSAS = {
    errno.ENOSPC: "o disco está cheio",
    errno.EACCES: "sem permissão",
    errno.EROFS: "o disco é só de leitura",
    errno.EDQUOT: "a cota acabou",
}


def _causa(error: OSError) -> str:
    return _CAUSAS.get(error.errno or 0, f"erro {error.errno} do sistema")
