"""What is the same in every application of a test process, made once: compiled templates and builders of addresses.

An application is built for each test; without this, most of a page's first answer is compiling its templates again, and
most of building an application is compiling the same rules. Both are kept by what they are compiled from.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_Builder = Callable[..., tuple[str, str]]


class Templates(BytecodeCache):
    """Code of templates, by name and by the digest of their source."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket the code of this very source, if it was compiled before."""
        bucket.code = self._made.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        assert bucket.code is not None
        self._made[bucket.key, bucket.checksum] = bucket.code


_templates = Templates()
_builders: dict[tuple[Any, ...], _Builder] = {}
_compile: Callable[[Rule, bool], _Builder] = Rule._compile_builder


def share_templates(app: Flask) -> Flask:
    """Let an application use templates compiled for another of this process."""
    app.jinja_env.bytecode_cache = _templates
    return app


def share_builders() -> None:
    """Compile each rule once per process: its builder depends on nothing but these, and takes the rule as argument."""

    def once(rule: Rule, append_unknown: bool = True) -> _Builder:
        if rule.defaults:
            return _compile(rule, append_unknown)
        key = (rule.rule, *rule._trace, append_unknown)
        if key not in _builders:
            _builders[key] = _compile(rule, append_unknown)
        return _builders[key]

    Rule._compile_builder = once  # type: ignore[assignment, method-assign]
