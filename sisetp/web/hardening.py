"""The process that holds keys leaves no core dump and cannot be traced by the same user.

Source: prctl(2), PR_SET_DUMPABLE; setrlimit(2), RLIMIT_CORE.
"""

import ctypes
import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path

_PR_SET_DUMPABLE = 4
_PRIVATE = 0o077


def harden_process(instance: Path) -> None:
    """Forbid core dumps and tracing, make new files private and use a temporary folder of our own, emptied at start."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(_PRIVATE)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    folder = instance / "tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)
