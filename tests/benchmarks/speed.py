"""Speeds as ratios to an import, measured in one run: python tests/benchmarks/speed.py."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
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
    from solver.record.engine import solve_problem
    from solver.rendering.templates import render
    from solver.sampling.random_stream import RandomStream

    known = list(registry.entries().values())
    entry = known[number % len(known)]
    problem = entry.load().sample(RandomStream(f"speed/{number}"), "medium")
    return render(solve_problem(problem), "text")


def page(number: int) -> bytes:
    """One worked solution as PDF."""
    from solver import solve
    from solver.rendering.pdf import Typesetter
    from solver.rendering.templates import render

    return Typesetter().pdf(render(solve("adam", grads=f"0.3,0.2,0.{number % 9 + 1}"), "typst"))


def sheets() -> Callable[[int], object]:
    """Makes the sheet and the key of a student: 10 questions of all types."""
    from solver import registry
    from solver.rendering.formats import FORMATS
    from solver.rendering.pdf import Typesetter
    from solver.sheets.blueprint_parser import checked_options
    from solver.sheets.build import Order, make
    from solver.sheets.schema import Student
    from solver.sheets.selection import Ledger, draw_sheet, plan_of

    plan = plan_of(checked_options({"section": [{"types": tuple(registry.entries()), "count": 10}]}), 7)
    ledger, pages = Ledger(), (("sheet", FORMATS["pdf"]), ("key", FORMATS["pdf"]))

    def make_one(number: int) -> object:
        record = draw_sheet(plan, ledger, Student(id=str(number)))
        return make(Order(plan.heading, record, pages, Typesetter()))

    return make_one


def hand_answers(kinds: tuple[str, ...]) -> Callable[[int], object]:
    """Checks an answer of each type in turn: right, wrong by a mistake, or 2 % off and unexplained."""
    from fractions import Fraction

    from solver import registry
    from solver.checking.claims import Claim, Written
    from solver.checking.marking import check
    from solver.errors import InputError
    from solver.mathematics.formula import Formula
    from solver.record.engine import run
    from solver.record.recorder import Rerun
    from solver.sampling.random_stream import RandomStream

    cases = []
    for entry in registry.entries().values():
        for number in range(9):
            problem = entry.load().sample(RandomStream(f"speed/{entry.command}/{number}"), "medium")
            kind = kinds[number % len(kinds)]
            rerun = Rerun(mistakes=tuple(run(problem).mistakes)[:1] if kind == "mistake" else ())
            try:
                given = run(problem, rerun).answers
            except InputError:
                continue
            single = (a for a in given if isinstance(a.value, Formula))
            for answer in list(single)[:1]:
                value = answer.value.evaluate() * (Fraction(51, 50) if kind == "riddle" else 1)
                cases.append((problem, Claim(answer.name, Written(f"{value}", value, 6, 0.0))))
    # In any order, so that no problem is remembered from the check before.
    random.Random(5).shuffle(cases)

    def check_one(number: int) -> object:
        problem, claim = cases[number % len(cases)]
        return check(problem, [claim])

    return check_one


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
    with tempfile.TemporaryDirectory() as folder:
        files = ["-o", f"{folder}/sheet.pdf", "--key", f"{folder}/key.pdf"]
        found = ratio([DLSOLVE, "sheet", "--seed", "7", *files], importing("sympy"))
        print(f"{'dlsolve sheet, cold':<28}{found:6.2f} x import sympy    (at most 3)")
    print(f"{'sample + solve + text, warm':<28}{rate(typical_problem):6.0f} a second     (at least 100)")
    for name, kinds in (
        ("checks, right and wrong", ("right", "mistake", "riddle")),
        ("  right answers", ("right",)),
        ("  answers with a mistake", ("mistake",)),
        ("  unexplained answers", ("riddle",)),
    ):
        print(f"{name:<28}{rate(hand_answers(kinds)):6.0f} a second     (at least 100)")
    print(f"{'solve + PDF page, warm':<28}{1000 / rate(page):6.1f} ms a page")
    print(f"{'sheet + key, warm':<28}{1000 / rate(sheets()):6.1f} ms a student (at most 150)")


if __name__ == "__main__":
    main()
