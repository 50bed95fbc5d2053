"""What nobody foresaw, for the log: type and frames only, because the text of an exception may hold a value."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
import structlog

from sisetp.domain.errors import Refused, SisetpError

MENSAGEM = "O trabalho parou por um erro do programa; nada saiu. Peça de novo e avise a operação."

log = structlog.get_logger("sisetp.falhas")


@contextmanager
def logged(evento: str, **ids: int) -> Iterator[None]:
    """Write one line for anything unforeseen in the block, with `ids` of tasks or rows.

    Raises: Refused instead of it; what was foreseen, as it is.
    """
    try:
        yield
    except (SisetpError, click.exceptions.Exit, click.exceptions.Abort, click.ClickException):
        raise
    except Exception as cause:
        log.error(evento, exc_info=cause, **ids)
        raise Refused(MENSAGEM) from None
