"""Time that a process used: unlike the time on the wall, it is hardly longer where others are at work."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

DLSOLVE = str(Path(sys.executable).with_name("dlsolve"))
ROUNDS = 15
SYMPY_SECONDS = 0.35
"""What `import sympy` takes on the machine that rates are told for."""


def seconds(command: list[str]) -> float:
    """The time that a whole process and its children use."""
    # As it is installed: not compiled again at each start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(command: list[str], baseline: list[str]) -> float:
    """The median of pairwise ratios, the two commands taking turns."""
    for warm_up in (command, baseline):
        seconds(warm_up)
    return statistics.median(seconds(command) / seconds(baseline) for _ in range(ROUNDS))


def importing(modules: str) -> list[str]:
    return [sys.executable, "-c", f"import {modules}"]


def slowness() -> float:
    """How many times as long this machine takes as the one that rates are told for."""
    seconds(importing("sympy"))
    return statistics.median(seconds(importing("sympy")) for _ in range(ROUNDS)) / SYMPY_SECONDS


def cost(work: Callable[[int], object], rounds: int) -> float:
    """The mean seconds of the work in a warm process, after a first round that is not counted."""
    for number in range(rounds):
        work(number)
    start = time.process_time()
    for number in range(rounds, 2 * rounds):
        work(number)
    return (time.process_time() - start) / rounds


def usual_cost(work: Callable[[int], object], rounds: int) -> float:
    """The median seconds of the work in a warm process."""
    work(0)
    times = []
    for number in range(1, rounds):
        start = time.process_time()
        work(number)
        times.append(time.process_time() - start)
    return statistics.median(times)
