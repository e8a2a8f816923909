"""The worked examples of two courses' notes, solved anew and held against what the notes print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.written.answer_parser import Writing, read_claim
from solver.errors import InputError
from solver.givens.parameters import parameters
from solver.mathematics.formula import Number, Text
from solver.problem import Problem
from solver.record.engine import solve_problem
from solver.record.solution import Answer, Nested, Solution
from solver.rendering.layout.answers import as_formula, shown_alone
from solver.rendering.printing import PlainPrinter, Style

MOST_DIGITS = 8
"""More than the notes print of any number."""

FILE = Path(__file__).parent / "examples.json"


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """An example of the notes.

    Attributes:
        id: its name here.
        source: where it stands in the notes.
        command: the command line that solves it, its words apart.
        answers: the right answers that were worked out by hand or by other programs, for the tests.
        notes_print: the answers as the notes print them, by name.
        erratum: what is wrong in the notes, in a line.
        convention: which convention the notes follow, where there are several.
        compare: how an answer is compared where not entry by entry.
    """

    id: str
    source: str
    command: tuple[str, ...]
    answers: Mapping[str, Any]
    notes_print: Mapping[str, Any] = {}
    erratum: str = ""
    convention: str = ""
    compare: Mapping[str, str] = {}


class Printed(NamedTuple):
    """One answer as the notes print it, ours, and whether they agree; empty where there is none."""

    name: str
    ours: str
    theirs: str
    agrees: bool


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order of the notes."""
    return tuple(msgspec.json.decode(FILE.read_bytes(), type=list[Example]))


def known() -> list[Example]:
    """The examples of the types that there are."""
    return [example for example in examples() if example.command[0] in registry.entries()]


def find(name: str) -> Example:
    """The example of that name.

    Raises:
        InputError: there is none.
    """
    found = next((example for example in known() if example.id == name.strip().lower()), None)
    if found is None:
        raise InputError("the example", "must be one of those that `dlsolve notes` lists", name)
    return found


def problem_of(example: Example) -> Problem:
    """The problem that the command line of an example poses."""
    command, *words = example.command
    kind = registry.find(command).load()
    by_option = {given.option: given for given in parameters(kind)}
    givens: dict[str, Any] = {}
    while words:
        given = by_option[words.pop(0)]
        if given.domain.is_switch:
            givens[given.name] = True
        elif given.repeat:
            givens.setdefault(given.name, []).append(words.pop(0))
        else:
            givens[given.name] = words.pop(0)
    return kind.of(**givens)


def compared(example: Example) -> list[Printed]:
    """What the notes print of an example beside ours; where they print nothing, the first of our answers.

    What they print is judged as a student's answer is: to the digits that they give.
    """
    problem = problem_of(example)
    solution = solve_problem(problem)
    style = Style(4, solution.exact)
    if not example.notes_print:
        first = solution.answers[0]
        return [Printed(first.name, shown_alone([first], style), "", agrees=True)]
    names = Names(solution)
    return [
        Printed(name, _ours(names, name, style), _theirs(value), _agrees(problem, solution, name, value))
        for name, value in example.notes_print.items()
    ]


def _theirs(value: Any) -> str:
    return PlainPrinter(Style(MOST_DIGITS), substitute=True).print(as_formula(_nested(value)))


def _nested(value: Any) -> Nested:
    """A printed answer; fractions are texts, which stay as they are."""
    if isinstance(value, list):
        return tuple(map(_nested, value))
    return (
        value
        if isinstance(value, bool)
        else Text(value)
        if isinstance(value, str)
        else Number(Fraction(str(value)))
    )


def _ours(names: Names, name: str, style: Style) -> str:
    target = names.find(name)
    if target is None:
        return ""
    answer = target.answer
    if answer is None:
        quantity = names.solution.quantities[str(target.quantities)]
        answer = Answer.unknown(name, quantity.symbol)
    return shown_alone([answer], style)


def _agrees(problem: Problem, solution: Solution, name: str, value: Any) -> bool:
    spelled = json.dumps(value).replace('"', "")
    try:
        return check(problem, [read_claim(f"{name} = {spelled}", Writing(letters=solution.letters))]).is_right
    except InputError:
        return False
