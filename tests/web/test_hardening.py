"""The serving process leaves no core dump, cannot be traced, and keeps its temporary files to itself."""

import os
import subprocess
import sys
from pathlib import Path

PROBE = """
import ctypes, os, resource, sys, tempfile
from pathlib import Path
from sisetp.web.hardening import harden_process
harden_process(Path(sys.argv[1]))
with tempfile.NamedTemporaryFile() as file:
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    print(Path(file.name).parent, oct(os.stat(Path(file.name).parent).st_mode & 0o777))
"""


def test_the_process_is_hardened(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "resto.txt").write_text("resto", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    limits, folder = done.stdout.splitlines()
    assert limits == "(0, 0) 0"
    assert folder == f"{tmp_path / 'tmp'} 0o700"
    assert not (tmp_path / "tmp" / "resto.txt").exists()
