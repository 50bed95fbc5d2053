"""Interleaved rounds: every function is timed in every round, so that a busy machine disturbs all of them alike."""

import gc
import time
from collections.abc import Callable, Mapping


def best_of(functions: Mapping[str, Callable[[], object]], *, rounds: int, items: int = 1) -> dict[str, float]:
    """Smallest CPU time of each function, in seconds per item; each call handles `items` items."""
    best = dict.fromkeys(functions, float("inf"))
    for function in functions.values():
        function()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, function in functions.items():
                best[name] = min(best[name], cpu(function))
    finally:
        gc.enable()
    return {name: seconds / items for name, seconds in best.items()}


def cpu(function: Callable[[], object]) -> float:
    """CPU time of one call of this process, user and system, in seconds."""
    started = time.process_time()
    function()
    return time.process_time() - started


def wall(function: Callable[[], object]) -> float:
    """Wall-clock time of one call, in seconds."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started
