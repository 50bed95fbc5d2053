"""Dependencies are locked with hashes, from nowhere in particular."""

import configparser
import json
import re

import pytest

from tests.architecture.places import ROOT, WEB

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; .*)? \\$")


def pins(lock: str) -> dict[str, str]:
    """Name → version of every requirement in a lock file."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := PIN.match(line))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_hash(lock: str) -> None:
    blocks = re.split(r"(?m)^(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
    named = [block for block in blocks if block.strip()]
    assert len(named) == len(pins(lock)) > 20
    assert [block.split()[0] for block in named if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?://|file:|--index-url|--extra-index-url|--find-links| @ ", text) == []


def test_front_end_lock_has_hashes_and_no_address() -> None:
    lock = json.loads((WEB / "assets" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_desk_runs_what_was_tested() -> None:
    tested = pins("requirements-dev.lock")
    assert {name: version for name, version in pins("requirements.lock").items() if tested.get(name) != version} == {}


def test_locks_hold_every_declared_dependency() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    groups = setup["options.extras_require"]
    runtime = setup["options"]["install_requires"] + groups["casa"]
    assert _names(runtime) - pins("requirements.lock").keys() == set()
    assert _names(runtime + groups["dev"]) - pins("requirements-dev.lock").keys() == set()


def _names(requirements: str) -> set[str]:
    return {re.split(r"[\[<>=]", line.strip())[0] for line in requirements.splitlines() if line.strip()}
