"""The marks of a question that is asked in parts: each part has those of the lines that are its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import chain
from math import sqrt

from msgspec import Struct

from solver.checking.asked import Asked, all_asked
from solver.checking.proofs import Dependencies, Line
from solver.record.marks import settled_shares, weights
from solver.record.solution import Solution

_LINE = 100
"""What a line weighs that is the only one of its step."""


class PartWorth(Struct, frozen=True):
    """What a part asks for by name, what it is worth, and the shares of its steps in an earlier run."""

    asked: tuple[str, ...]
    marks: float
    kept: tuple[float, ...] = ()


class Portion(Struct, frozen=True):
    """A part of the work: what it asks for, what each step is worth, and the lines that earn that.

    Without `lines` all lines do.
    """

    wanted: tuple[Asked, ...]
    worth: tuple[Fraction, ...]
    lines: frozenset[Line] | None = None

    def has(self, lines: Sequence[Line]) -> bool:
        """Whether what stands for these lines is about this part."""
        return self.lines is None or not lines or not self.lines.isdisjoint(lines)


def whole_of(solution: Solution, wanted: tuple[Asked, ...], marks: float, kept: Sequence[float]) -> Portion:
    """All of the work, or where not all answers are asked, what leads to those that are."""
    asks_all = {one.whole.name for one in wanted}.issuperset(answer.name for answer in solution.answers)
    is_whole = asks_all and not any(one.path for one in wanted)
    record = Dependencies(solution)
    ends = [(line, one.whole.step) for one in wanted for line in record.of_answer(one.whole, one.path)]
    counts = weights(solution) if is_whole else _counts(record, ends)
    return Portion(wanted, settled_shares(kept, _weighed(record, counts, [line for line, _ in ends]), marks))


def _counts(record: Dependencies, ends: Sequence[tuple[Line, int]]) -> list[int]:
    """For each step, how many of its lines lead to what is asked; to a word or a number without a formula
    all that stands before.
    """
    last = max((step for line, step in ends if line.is_answer), default=-1)
    before = chain.from_iterable(record.steps[: last + 1])
    return _in_steps(record, record.behind([*before, *(line for line, _ in ends)]))


def _in_steps(record: Dependencies, lines: Collection[Line]) -> list[int]:
    return [sum(line in lines for line in step) for step in record.steps]


def _weighed(record: Dependencies, counts: Sequence[int], asked: Collection[Line]) -> list[int]:
    """What each step weighs by how many lines of it count: one that finds what is asked more than any that
    prepares it.

    Many lines of a step are alike, as the entries of a table are: they weigh as the square root of their
    number does.
    """
    found = [round(_LINE * sqrt(count)) for count in counts]
    ends = [not set(step).isdisjoint(asked) for step in record.steps]
    heaviest = max((weight for weight, is_end in zip(found, ends, strict=True) if is_end), default=0)
    most = max((weight for weight, is_end in zip(found, ends, strict=True) if not is_end), default=0)
    if not heaviest or heaviest > most:
        return found
    return [round(w * (most + 1) / heaviest) if is_end else w for w, is_end in zip(found, ends, strict=True)]


def portions(solution: Solution, parts: Sequence[PartWorth]) -> tuple[Portion, ...]:
    """The work of each part: what leads to its answers and to no earlier ones, else all that leads there."""
    record = Dependencies(solution)
    seen: set[Line] = set()
    found = []
    for part in parts:
        wanted = all_asked(solution, part.asked)
        ends = [line for one in wanted for line in record.of_answer(one.whole, one.path)]
        lines = frozenset(record.behind(ends, seen) or record.behind(ends))
        worth = settled_shares(part.kept, _weighed(record, _in_steps(record, lines), ends), part.marks)
        found.append(Portion(wanted, worth, lines))
    return tuple(found)
