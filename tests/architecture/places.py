"""Where things are in the repository, and the files the architecture rules read."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sisetp"
WEB = PACKAGE / "web"
TEMPLATES = WEB / "templates"
NOT_OURS = {"node_modules", "vendor", "__pycache__"}


def files(folder: Path, *suffixes: str) -> Iterator[Path]:
    """Every file of ours under `folder` with one of the suffixes."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file() and not NOT_OURS.intersection(path.parts):
            yield path


def relative(path: Path, line: int | None = None) -> str:
    """A path as a reader types it, with a line number when there is one."""
    name = str(path.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
