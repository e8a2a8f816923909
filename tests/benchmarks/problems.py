"""Problems of all types in a warm process: sampled, solved and shown; and the checks of their answers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from solver import registry
from solver.checking.marking import check
from solver.checking.written.answer_parser import read_claim
from solver.checking.written.claims import Claim, Written
from solver.errors import InputError
from solver.mathematics.formula import Formula
from solver.problem import Problem
from solver.record.engine import run, solve_problem
from solver.record.recorder import Rerun
from solver.record.solution import Solution
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream

FIRST_TYPES = frozenset(
    (
        "cnn",
        "conv-params",
        "conv-size",
        "feature-map",
        "pool",
        "batch",
        "minibatch",
        "sgd",
        "updates",
        "continuous-information",
        "cross-entropy",
        "entropy",
        "kl",
        "column-space",
        "eigen",
        "null-space",
        "adagrad",
        "adam",
        "lr-decay",
        "momentum",
        "nesterov",
        "rmsprop",
        "gate",
        "neuron",
        "perceptron",
        "separable",
        "bayes",
        "conditional",
    )
)
"""The types that came first, most of which have small problems."""
SAMPLES = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """The milliseconds that a problem of a type takes, each part for itself."""

    command: str
    sample: float
    solve: float
    text: float

    @property
    def whole(self) -> float:
        return self.sample + self.solve + self.text


def costs() -> list[Cost]:
    """What a medium problem of each type costs, where all types take their turns."""
    entries = registry.entries().values()
    for entry in entries:
        _timed(entry, 0)
    rounds = [[_timed(entry, number) for entry in entries] for number in range(1, SAMPLES + 1)]
    return [
        Cost(entry.command, *(1000 * sum(parts) / SAMPLES for parts in zip(*times, strict=True)))
        for entry, times in zip(entries, zip(*rounds, strict=True), strict=True)
    ]


def _timed(entry: registry.Entry, number: int) -> tuple[float, float, float]:
    moments = [time.process_time()]
    problem = entry.load().sample(RandomStream(f"speed/{number}"), "medium")
    moments.append(time.process_time())
    solution = solve_problem(problem)
    moments.append(time.process_time())
    render(solution, "text")
    moments.append(time.process_time())
    sample, solve, text = (after - before for before, after in pairwise(moments))
    return sample, solve, text


def a_second(found: Iterable[Cost]) -> float:
    """How many problems of these types, in turn, are sampled, solved and shown in a second."""
    whole = [cost.whole for cost in found]
    return 1000 * len(whole) / sum(whole)


def made_wrong(problem: Problem) -> Solution:
    """The solution with the first of the mistakes that lead to one."""
    solution = run(problem)
    for mistake in solution.mistakes:
        with suppress(InputError):
            return run(problem, Rerun(mistakes=(mistake,)))
    return solution


def hand_answers(kinds: tuple[str, ...]) -> Callable[[int], object]:
    """Checks an answer of each type in turn: right, wrong by a mistake, or 2 % off and unexplained."""
    cases = []
    for entry in registry.entries().values():
        for number in range(3 * len(kinds)):
            problem = entry.load().sample(RandomStream(f"speed/{entry.command}/{number}"), "medium")
            kind = kinds[number % len(kinds)]
            solution = made_wrong(problem) if kind == "mistake" else run(problem)
            single = (answer for answer in solution.answers if isinstance(answer.value, Formula))
            for answer in list(single)[:1]:
                value = answer.value.evaluate() * (Fraction(51, 50) if kind == "riddle" else 1)
                cases.append((problem, Claim(answer.name, Written(f"{value}", value, 6, 0.0))))
    # In any order, so that no problem is remembered from the check before.
    random.Random(5).shuffle(cases)

    def check_one(number: int) -> object:
        problem, claim = cases[number % len(cases)]
        return check(problem, [claim])

    return check_one


UNITS = STEPS = 4


def long_memory(number: int) -> Problem:
    """An LSTM of 4 units over 4 steps."""
    stream = random.Random(number)

    def table(rows: int, columns: int) -> str:
        return ";".join(
            ",".join(f"{stream.randint(-9, 9) / 10}" for _ in range(columns)) for _ in range(rows)
        )

    weights = {name: table(UNITS, UNITS + 2) for name in ("wf", "wi", "wc", "wo")}
    return registry.find("lstm").load().of(x=table(STEPS, 2), **weights)


def solves_of_long_memories(count: int) -> Callable[[int], object]:
    """Solves problems that are read already, each once."""
    problems = [long_memory(number) for number in range(count)]
    return lambda number: run(problems[number])


def check_long_memory(number: int) -> object:
    """Its states with one that is off, which nothing explains."""
    problem = long_memory(number)
    states = problem.reference()["hidden"].copy()
    states[0, number % UNITS] += 0.0123
    rows = ", ".join(f"[{', '.join(f'{value:.4f}' for value in row)}]" for row in states)
    return check(problem, [read_claim(f"hidden = [{rows}]")])
