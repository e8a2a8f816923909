"""Practice sheets: which questions stand on one, and its pages and those of its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from solver import registry
from solver.codes import SEEDS, Code
from solver.drawing import Draw
from solver.engine import solve_problem
from solver.problem import Difficulty, Problem
from solver.rendering import render_page
from solver.solution import Given, Solution, Table

SheetStyle = Literal["question", "blanks", "worked"]
Paper = Literal["a4", "us-letter"]
STYLES: tuple[SheetStyle, ...] = ("question", "blanks", "worked")
PAPERS: tuple[Paper, ...] = ("a4", "us-letter")
_ATTEMPTS = 200
"""So many draws without a new problem, and a type counts as having no more to give."""

_ONE_BLANK_IN: Mapping[Difficulty, int] = {"easy": 3, "medium": 2, "hard": 1}
"""One value in so many is left to fill in."""

_FEWEST_LINES, _MOST_LINES = 3, 16


@dataclass(frozen=True, slots=True)
class Question:
    """A problem, its code and the wording of its task."""

    code: Code
    problem: Problem
    task: str

    @property
    def givens(self) -> tuple[Given, ...]:
        return self.problem.givens


@dataclass(frozen=True, slots=True)
class Selection:
    """Which questions a sheet is to have."""

    commands: tuple[str, ...]
    count: int
    seed: int
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its place on the sheet, its solution, and what is left to do of it.

    Attributes:
        lines: the lines of working that it takes.
        blanks: the names of quantities and answers to fill in, where the working is printed.
    """

    number: int
    question: Question
    solution: Solution
    lines: int
    blanks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of a sheet and how it looks."""

    title: str
    items: tuple[Item, ...]
    style: SheetStyle = "question"
    paper: Paper = "a4"
    author: str = "dlsolve"


def question_of(code: Code) -> Question:
    """The question that a code names: the same one on every machine."""
    stream = f"{code.command}/{code.difficulty}/{code.seed}"
    problem = registry.find(code.command).load().sample(Draw(stream), code.difficulty)
    # A stream of its own: another wording must not change the numbers.
    return Question(code, problem, Draw(f"{stream}/wording").choice(problem.questions))


def choose(selection: Selection) -> tuple[Question, ...]:
    """Draw the questions: every type in its turn, and no problem twice while there is another."""
    chosen: list[Question] = []
    exhausted: set[str] = set()
    for number, turn in enumerate(_turns(selection), 1):
        found = None
        for command in turn:
            if found is None and command not in exhausted:
                found = _fresh(selection, number, command, chosen)
                if found is None:
                    exhausted.add(command)
        chosen.append(found or _drawn(selection, number, turn[0], 0))
    return tuple(chosen)


def repeated(questions: Iterable[Question]) -> list[str]:
    """The types of which a problem occurs more than once."""
    known: list[Question] = []
    again: list[str] = []
    for question in questions:
        if _occurs(question, known) and question.code.command not in again:
            again.append(question.code.command)
        known.append(question)
    return again


def solved(questions: Iterable[Question]) -> tuple[Item, ...]:
    """The questions with their solutions, each compared with the NumPy model."""
    items = []
    for number, question in enumerate(questions, 1):
        solution = solve_problem(question.problem, registry.find(question.code.command))
        items.append(Item(number, question, solution, _lines(solution), _blanks(question, solution)))
    return tuple(items)


def sheet_source(sheet: Sheet, form: str) -> str:
    """The sheet in a format."""
    return _source(sheet, form, "sheet")


def key_source(sheet: Sheet, form: str) -> str:
    """The key of the sheet in a format: every question with its worked solution."""
    return _source(sheet, form, "key")


def _source(sheet: Sheet, form: str, template: str) -> str:
    return render_page(form, template, sheet=sheet)


def _turns(selection: Selection) -> list[list[str]]:
    """For each question the types to try: all of them, another one first until all had their turn."""
    turns: list[list[str]] = []
    while len(turns) < selection.count:
        order = _shuffled(selection.commands, Draw(f"sheet/{selection.seed}/order/{len(turns)}"))
        turns += [order[position:] + order[:position] for position in range(len(order))]
    return turns[: selection.count]


def _shuffled(items: Sequence[str], draw: Draw) -> list[str]:
    left = list(items)
    return [left.pop(draw.integer(0, len(left) - 1)) for _ in items]


def _fresh(selection: Selection, number: int, command: str, chosen: Sequence[Question]) -> Question | None:
    """A question of the type that is not on the sheet yet."""
    drawn = (_drawn(selection, number, command, attempt) for attempt in range(_ATTEMPTS))
    return next((question for question in drawn if not _occurs(question, chosen)), None)


def _drawn(selection: Selection, number: int, command: str, attempt: int) -> Question:
    seed = Draw(f"sheet/{selection.seed}/{number}/{command}/{attempt}").integer(0, SEEDS - 1)
    return question_of(Code(command, selection.difficulty, seed))


def _occurs(question: Question, others: Iterable[Question]) -> bool:
    command, givens = question.code.command, question.givens
    return any(other.code.command == command and other.givens == givens for other in others)


def _blanks(question: Question, solution: Solution) -> frozenset[str]:
    """All answers, and the more quantities the harder the question is; always the last one."""
    names = list(solution.quantities)[:: -_ONE_BLANK_IN[question.code.difficulty]]
    return frozenset(names) | {answer.name for answer in solution.answers}


def _lines(solution: Solution) -> int:
    """The lines of working that a hand needs: one for each equation, sentence or row of a table."""
    blocks = [block for step in solution.steps for block in step.blocks]
    rows = sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks)
    return min(max(rows, _FEWEST_LINES), _MOST_LINES)
