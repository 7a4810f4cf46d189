"""Lets several ways to one result take their turns in one run, and prints a row for each: time, memory, difference."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

Make = Callable[[int, str, Path], Mapping[str, Callable[[], Any]]]
"""From size, what is measured, and a folder to lay files in: the ways to it by name. A function of a module."""


def take_turns(size: int, what: str, folder: Path, *, runs: int, make: Make, apart: Callable[[Any, Any], str]) -> None:
    """Let each way take its turn, runs times over; print a row for each. The first is what the others are compared with.

    apart says how far two results differ; it raises ValueError where they cannot be compared. Memory is measured in a
    process of its own for each way, so that none uses again what another has left.
    """
    turns = make(size, what, folder)
    seconds: dict[str, list[float]] = {name: [] for name in turns}
    results: dict[str, Any] = {}
    for _ in range(runs):
        for name, turn in turns.items():
            print(f"{size:,}, {what}: {name} ...", file=sys.stderr)
            began_at = time.perf_counter()
            results[name] = turn()
            seconds[name].append(time.perf_counter() - began_at)
    first = next(iter(turns))
    differences = {name: "" if name == first else apart(results[first], results[name]) for name in turns}
    names = list(turns)
    del turns, results
    for name in names:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as another_process:
            memory = another_process.submit(memory_of, make, size, what, name, folder).result()
        median = statistics.median(seconds[name])
        times = "" if name == first else f"{median / statistics.median(seconds[first]):,.1f}"
        print(f"| {size:,} | {what} | {name} | {median:,.3f} | {times} | {memory} | {differences[name]} |", flush=True)


def memory_of(make: Make, size: int, what: str, name: str, folder: Path) -> str:
    """Return the most memory that one turn holds beyond what this process held before; empty where that is not told."""
    turn = make(size, what, folder)[name]
    gc.collect()
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # forget the most held so far
        before = _most_memory()
        turn()
        return f"{_most_memory() - before:,.0f} MB"
    except OSError:
        return ""


def _most_memory() -> float:
    """Return the most megabytes held by this process since it was told to forget. Raises OSError on other than Linux."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))
