"""All speeds in one run, each beside what it must reach: python tests/benchmarks/speed.py [STUDENTS].

Times are those that processes use, not those on the wall. Commands take turns with what they are measured
against. Rates are told for a machine on which `python -c "import sympy"` takes 0.35 s.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from classes import scaling
from clock import DLSOLVE, cost, importing, ratio, slowness, usual_cost
from problems import FIRST_TYPES, a_second, check_long_memory, costs, hand_answers, solves_of_long_memories
from sheets import ALL, graded, sheet_ratio

from solver.workers.processes import look_for_cycles_rarely

ADAM = ["adam", "--grads", "0.3,0.2,0.1"]
LIBRARIES = "click, jinja2, rich, numpy, flint"
SLOWEST = 10


def tell(name: str, found: float, unit: str, goal: str) -> None:
    print(f"{name:<44}{found:8.2f} {unit:<44}{goal}", flush=True)


def tell_cold_starts() -> None:
    completion = ["env", "_DLSOLVE_COMPLETE=bash_complete", "COMP_WORDS=dlsolve ad", "COMP_CWORD=1", DLSOLVE]
    check = [DLSOLVE, "check", *ADAM, "--answer", "m=0.03,0.047,0.0523"]
    for name, command, baseline, goal in (
        ("dlsolve --help", [DLSOLVE, "--help"], "click", 1.5),
        ("dlsolve list", [DLSOLVE, "list"], "click", 1.5),
        ("completion", completion, "click", 1.5),
        ("dlsolve adam, cold", [DLSOLVE, *ADAM], LIBRARIES, 1.25),
        ("dlsolve check adam, cold", check, LIBRARIES, 1.25),
        ("dlsolve eigen, cold", [DLSOLVE, "eigen", "--matrix", "1,2;5,4"], "sympy", 1.4),
    ):
        tell(name, ratio(command, importing(baseline)), f"x import {baseline}", f"at most {goal}")


def tell_problems(slow: float) -> None:
    found = costs()
    first = [cost for cost in found if cost.command in FIRST_TYPES]
    tell(f"sample + solve + text, {len(found)} types", slow * a_second(found), "a second", "at least 300")
    tell(f"  the first {len(first)} types", slow * a_second(first), "a second", "at least 300")
    print(f"  the slowest types, in ms{'sample':>18}{'solve':>10}{'text':>10}")
    for slowest in sorted(found, key=lambda cost: -cost.whole)[:SLOWEST]:
        parts = (slowest.sample, slowest.solve, slowest.text)
        print(f"    {slowest.command:<28}" + "".join(f"{part / slow:10.1f}" for part in parts))
    for name, kinds, goal in (
        ("checks: right, mistaken, unexplained", ("right", "mistake", "riddle"), 300),
        ("  right answers", ("right",), 300),
        ("  answers with a mistake", ("mistake",), 300),
        ("  unexplained answers", ("riddle",), 120),
    ):
        tell(name, slow / cost(hand_answers(kinds), 2 * len(ALL)), "a second", f"at least {goal}")
    solve = usual_cost(solves_of_long_memories(30), 30)
    tell("a solve of an LSTM, 4 units and 4 steps", 1000 * solve / slow, "ms", "at most 3")
    tell("  its wrong check", 1000 * usual_cost(check_long_memory, 15) / slow, "ms", "at most 60")


def tell_classes(slow: float, students: int) -> None:
    for name, types in ((f"sheet + key, {len(ALL)} types", ALL), ("  the first types", tuple(FIRST_TYPES))):
        times, whole = sheet_ratio(types, 20)
        unit = f"x Typst alone ({1000 * whole / slow:.0f} ms)"
        tell(name, times, unit, "at most 1.2")
    with tempfile.TemporaryDirectory() as folder:
        tell("grade", slow * graded(Path(folder), 30), "answers a second", "at least 100")
    found = scaling(students)
    tell(f"two cores to one, {students} students", found.by_clock, "x by the clock", "at least 1.8")
    tell("  by the time of all processes", found.at_most, "x at most", "at least 1.8")
    tell("  memory after the first tenth", found.growth, "x as much at the end", "at most 1.1")


def main() -> None:
    """Print each figure beside what it must reach."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("students", nargs="?", type=int, default=200, help="The size of the class.")
    students = parser.parse_args().students
    # As every process of dlsolve does.
    look_for_cycles_rarely()
    slow = slowness()
    print(f"this machine takes {slow:.2f} times as long as the one that rates are told for")
    tell_cold_starts()
    tell_problems(slow)
    tell_classes(slow, students)


if __name__ == "__main__":
    main()
