"""Speeds as ratios to an import, measured in one run: python tests/benchmarks/speed.py."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

DLSOLVE = str(Path(sys.executable).with_name("dlsolve"))
ROUNDS = 11
ADAM = ["adam", "--grads", "0.3,0.2,0.1"]


def seconds(command: list[str]) -> float:
    """The wall time of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def ratio(command: list[str], baseline: list[str]) -> float:
    """The median of pairwise ratios, the two commands taking turns."""
    for warm_up in (command, baseline):
        seconds(warm_up)
    return statistics.median(seconds(command) / seconds(baseline) for _ in range(ROUNDS))


def importing(module: str) -> list[str]:
    return [sys.executable, "-c", f"import {module}"]


def rate(work: Callable[[int], object]) -> float:
    """How often a second the work is done in a warm process, over about two seconds."""
    work(0)
    start = time.perf_counter()
    count = 0
    while time.perf_counter() - start < 2:
        count += 1
        work(count)
    return count / (time.perf_counter() - start)


def typical_problem(number: int) -> str:
    """Sample, solve and render one problem of the registry, each type in turn."""
    from solver import registry
    from solver.drawing import Draw
    from solver.engine import solve_problem
    from solver.rendering import render

    known = list(registry.entries().values())
    entry = known[number % len(known)]
    problem = entry.load().sample(Draw(f"speed/{number}"), "medium")
    return render(solve_problem(problem, entry), "text")


def page(number: int) -> bytes:
    """One worked solution as PDF."""
    from solver.engine import solve
    from solver.pdf import typst_pdf
    from solver.rendering import render

    return typst_pdf(render(solve("adam", grads=f"0.3,0.2,0.{number % 9 + 1}"), "typst"))


def hand_answer(number: int) -> object:
    """One hand answer with a mistake that has a name."""
    from solver import registry
    from solver.checking.claims import read_claim
    from solver.checking.marking import check

    entry = registry.find("adam")
    problem = entry.load().of(grads=f"0.3,0.2,0.{number % 9 + 1}")
    return check(problem, entry, [read_claim("mhat_2=0.047")])


def main() -> None:
    """Print each figure beside what it must reach."""
    completion = ["env", "_DLSOLVE_COMPLETE=bash_complete", "COMP_WORDS=dlsolve ad", "COMP_CWORD=1", DLSOLVE]
    check = [DLSOLVE, "check", *ADAM, "--answer", "m=0.03,0.047,0.0523"]
    for name, command, baseline, goal in (
        ("dlsolve --help", [DLSOLVE, "--help"], "click", 2.5),
        ("dlsolve list", [DLSOLVE, "list"], "click", 2.5),
        ("completion", completion, "click", 2.5),
        ("dlsolve adam, cold", [DLSOLVE, *ADAM], "sympy", 1.7),
        ("dlsolve check adam, cold", check, "sympy", 1.8),
        ("dlsolve eigen, cold", [DLSOLVE, "eigen", "--matrix", "1,2;5,4"], "sympy", 2.0),
    ):
        found = ratio(command, importing(baseline))
        print(f"{name:<28}{found:6.2f} x import {baseline:<8} (at most {goal})")
    print(f"{'sample + solve + text, warm':<28}{rate(typical_problem):6.0f} a second     (at least 100)")
    print(f"{'check of a slip, warm':<28}{rate(hand_answer):6.0f} a second     (at least 100)")
    print(f"{'solve + PDF page, warm':<28}{1000 / rate(page):6.1f} ms a page")


if __name__ == "__main__":
    main()
