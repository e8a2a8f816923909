"""A class on one core and on two: python tests/benchmarks/classes.py [STUDENTS]."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

DLSOLVE = str(Path(sys.executable).with_name("dlsolve"))
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


def make_class(count: int, jobs: int) -> tuple[float, list[tuple[int, int]]]:
    """Seconds for a class, and memory by the number of students that were done."""
    seen: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = "".join(f"{number},Student {number}\n" for number in range(1, count + 1))
        (folder / "students.csv").write_text(f"id,name\n{rows}")
        options = ["--seed", "7", "--roster", "students.csv", "--jobs", str(jobs)]
        command = [DLSOLVE, "sheet", *options, "-o", "sheets", "--key", "keys"]
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=folder) as process:
            finished = threading.Event()

            def watch() -> None:
                while not finished.wait(0.5):
                    seen.append((produced(folder / "sheets"), family_memory(process.pid)))

            watcher = threading.Thread(target=watch)
            watcher.start()
            process.wait()
            elapsed = time.perf_counter() - start
            finished.set()
            watcher.join()
        if process.returncode:
            sys.exit(process.returncode)
    return elapsed, seen


def main() -> None:
    """Print the rates, their ratio, and how much memory grew after the first tenth of the class."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    times = {}
    for jobs in (1, 2):
        times[jobs], seen = make_class(count, jobs)
        early = max(size for done, size in seen if done <= count * EARLY) / 1e6
        late = max(size for _, size in seen) / 1e6
        print(
            f"{jobs} core{'s' * (jobs > 1)}: {count / times[jobs]:.1f} students a second, {early:.0f} MB",
            end=" ",
        )
        print(f"after {count * EARLY:.0f} students, {late:.0f} MB at most")
    print(f"two cores to one: {times[1] / times[2]:.2f} x (at least 1.8)")


if __name__ == "__main__":
    main()
