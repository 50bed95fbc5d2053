"""Unwrapped keys stay in memory briefly, in small number, and never in a forked child."""

import os
import signal
from collections.abc import Callable

from sisetp.crypto.context import SealContext
from sisetp.crypto.dek_cache import MAX_ENTRIES, MAX_SECONDS, DekCache
from sisetp.crypto.sealed import Sealer


class Time:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_entry_lives_its_time_and_use_does_not_prolong_it() -> None:
    time = Time()
    cache = DekCache(monotonic=time)
    cache.put("a", b"dek")
    time.now += MAX_SECONDS - 0.1
    assert cache.get("a") == b"dek"
    time.now += 0.1
    assert cache.get("a") is None
    assert len(cache) == 0


def test_old_entries_leave_memory_when_others_come() -> None:
    time = Time()
    cache = DekCache(monotonic=time)
    for number in range(50):
        cache.put(number, b"dek")
    time.now += MAX_SECONDS
    cache.put("new", b"dek")
    assert len(cache) == 1


def test_the_least_recently_used_leaves_first() -> None:
    cache = DekCache()
    for number in range(MAX_ENTRIES):
        cache.put(number, b"dek")
    assert cache.get(0) == b"dek"
    cache.put("one more", b"dek")
    assert len(cache) == MAX_ENTRIES
    assert cache.get(0) == b"dek"
    assert cache.get(1) is None


def test_limits_are_the_promised_ones() -> None:
    assert MAX_ENTRIES <= 256
    assert MAX_SECONDS <= 60


def in_child(work: Callable[[], bytes]) -> bytes:
    """Run `work` in a forked child and return what it answers; nothing when it hangs."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.alarm(10)
        os.close(reader)
        try:
            os.write(writer, work())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        answer = answers.read()
    os.waitpid(pid, 0)
    return answer


def test_a_child_starts_with_no_dek_and_still_opens(sealer: Sealer, seal_context: SealContext) -> None:
    key = sealer.new_key(unidade=1, owner=b"r" * 16, classe="ident")
    blob = sealer.seal_record(key, seal_context, b"plain")
    assert len(sealer._deks) == 1

    def work() -> bytes:
        return str(len(sealer._deks)).encode() + sealer.open_record(key, seal_context, blob)

    with sealer._deks._lock:
        answer = in_child(work)
    assert answer == b"0plain"
    assert len(sealer._deks) == 1


def test_salts_and_nonces_of_parent_and_child_are_disjoint(sealer: Sealer, seal_context: SealContext) -> None:
    key = sealer.new_key(unidade=1, owner=b"r" * 16, classe="ident")

    def work() -> bytes:
        records = (sealer.seal_record(key, seal_context, b"{}")[5:21] for _ in range(200))
        codes = (sealer.seal_codes(seal_context, b"{}")[5:17] + b"code" for _ in range(200))
        return b"".join([*records, *codes])

    work()
    drawn = in_child(work) + in_child(work) + work()
    pieces = {drawn[start : start + 16] for start in range(0, len(drawn), 16)}
    assert len(drawn) == 3 * 400 * 16
    assert len(pieces) == 3 * 400
