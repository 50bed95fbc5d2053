"""One process of an installation does the long work at a time: a lock on its folder, gone with the process."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STEP_S = 1.0


@contextmanager
def hold(folder: Path, *, wait_s: float = 0) -> Iterator[bool]:
    """Hold the lock of a folder while the block runs; gives False when another process keeps it all of `wait_s`."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield _taken(fd, time.monotonic() + wait_s)
    finally:
        os.close(fd)


def _taken(fd: int, until: float) -> bool:
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(_STEP_S)
