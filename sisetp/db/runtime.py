"""What the database layer needs from the composition root, kept with the application."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import current_app

from sisetp.db.vault import Vault
from sisetp.domain.clock import Clock

EXTENSION = "sisetp.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class DbRuntime:
    """The vault, the clock, the MAC functions of the audit key, and the sealer as an opaque object.

    `invented` says that nobody in the database exists: a demonstration.

    `keys` is typed `object` on purpose: only `services.sealing` knows what it is (decision 5). `memory` is what
    services keep for the life of the process (the sealed search segments), each under its own key.
    """

    vault: Vault
    clock: Clock
    audit_mac: Callable[[bytes], bytes]
    head_mac: Callable[[bytes], bytes]
    delivery_mac: Callable[[bytes], bytes]
    keys: object
    invented: bool = False
    memory: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


def current_runtime() -> DbRuntime:
    """Runtime of the application in use.

    Raises: RuntimeError outside an application context.
    """
    runtime: DbRuntime = current_app.extensions[EXTENSION]
    return runtime
