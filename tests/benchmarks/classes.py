"""A class on one core and on two, and the memory that it takes."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from clock import DLSOLVE

EARLY = 0.1
"""The share of the students after which memory counts as settled."""


def family_memory(process: int) -> int:
    """The resident memory of a process and all its children, in bytes."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/statm"):
        try:
            parent = int((status.parent / "stat").read_text().rpartition(")")[2].split()[1])
            if process in (int(status.parent.name), parent):
                total += int(status.read_text().split()[1]) * 4096
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def produced(folder: Path) -> int:
    return len(list(folder.glob("*.pdf")))


@dataclass(frozen=True, slots=True)
class Run:
    """A class that was made: the seconds on the wall and those of all processes, and the bytes of memory by
    the number of students that were done.
    """

    elapsed: float
    used: float
    memory: list[tuple[int, int]]

    def growth(self, count: int) -> float:
        """The most memory as a multiple of the most in the first students."""
        early = max(size for done, size in self.memory if done <= count * EARLY)
        return max(size for _, size in self.memory) / early


def make_class(count: int, jobs: int) -> Run:
    memory: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = "".join(f"{number},Student {number}\n" for number in range(1, count + 1))
        (folder / "students.csv").write_text(f"id,name\n{rows}")
        options = ["--seed", "7", "--roster", "students.csv", "--jobs", str(jobs)]
        command = [DLSOLVE, "sheet", *options, "-o", "sheets", "--key", "keys"]
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
            finished = threading.Event()

            def watch() -> None:
                while not finished.wait(0.5):
                    memory.append((produced(folder / "sheets"), family_memory(process.pid)))

            watcher = threading.Thread(target=watch)
            watcher.start()
            process.wait()
            elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            finished.set()
            watcher.join()
        if process.returncode:
            sys.exit(process.returncode)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(elapsed, used, memory)


@dataclass(frozen=True, slots=True)
class Scaling:
    """How many times as fast a class is on two cores as on one: by the clock on the wall, which is off where
    others are at work, and at most, by the time that all its processes use. `growth` is that of memory.
    """

    by_clock: float
    at_most: float
    growth: float


def scaling(count: int) -> Scaling:
    one, two = make_class(count, 1), make_class(count, 2)
    return Scaling(
        one.elapsed / two.elapsed, 2 * one.used / two.used, max(one.growth(count), two.growth(count))
    )
