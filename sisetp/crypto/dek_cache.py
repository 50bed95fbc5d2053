"""A few unwrapped DEKs, for a short time, never across a fork."""

import os
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

MAX_ENTRIES: Final = 256
MAX_SECONDS: Final = 60.0
_SWEEP_SECONDS: Final = 1.0


class DekCache:
    """Least recently used cache; an entry lives at most MAX_SECONDS from when it was put, used or not."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._entries: OrderedDict[Hashable, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._next_sweep = 0.0
        _CACHES.add(self)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, name: Hashable) -> bytes | None:
        """Return the DEK, or None when it is not held or too old."""
        with self._lock:
            entry = self._entries.get(name)
            if entry is None:
                return None
            if self._monotonic() >= entry[0]:
                del self._entries[name]
                return None
            self._entries.move_to_end(name)
            return entry[1]

    def put(self, name: Hashable, dek: bytes) -> None:
        """Keep a DEK, dropping what is too old and, when full, the least recently used."""
        now = self._monotonic()
        with self._lock:
            if now >= self._next_sweep:
                self._next_sweep = now + _SWEEP_SECONDS
                for old in [held for held, (end, _) in self._entries.items() if now >= end]:
                    del self._entries[old]
            self._entries[name] = (now + MAX_SECONDS, dek)
            self._entries.move_to_end(name)
            if len(self._entries) > MAX_ENTRIES:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()

    def forget_after_fork(self) -> None:
        """Empty the child's copy; the lock may have been held by a thread that does not exist here."""
        self._lock = threading.Lock()
        self._entries = OrderedDict()


_CACHES: "weakref.WeakSet[DekCache]" = weakref.WeakSet()


def _forget_all() -> None:
    for cache in _CACHES:
        cache.forget_after_fork()


os.register_at_fork(after_in_child=_forget_all)
