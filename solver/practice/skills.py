"""What is practiced: a step of a problem type, or a mistake that is made in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum, IntEnum
from typing import NamedTuple

from solver.record.blocks import Phrase
from solver.record.solution import Solution

_NUMBER = re.compile(r"\d+")


class Aspect(Enum):
    """What a skill is about; the values are what the store keeps."""

    STEP = "step"
    MISTAKE = "mistake"


class Grade(IntEnum):
    """How well something went, in the numbers of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3


class Skill(NamedTuple):
    """A step of a problem type by its words, or a mistake by its name."""

    command: str
    aspect: Aspect
    name: str


class Review(NamedTuple):
    """How a skill went in one question; one that `begins` nothing counts only where it is under review."""

    skill: Skill
    grade: Grade
    begins: bool = True


def step_words(title: Phrase) -> str:
    """The words of a step that are the same whatever the numbers are: "Eigenspace of …", "Step …"."""
    words = "".join(part if isinstance(part, str) else "…" for part in title)
    return _NUMBER.sub("…", words.partition(":")[0].strip())


def step_skills(solution: Solution) -> tuple[Skill, ...]:
    """The skill of each step of a solution, in order."""
    return tuple(Skill(solution.command, Aspect.STEP, step_words(step.title)) for step in solution.steps)


def mistake_steps(solution: Solution) -> Mapping[str, frozenset[int]]:
    """The mistakes that can be made in a solution, and the positions of their steps."""
    found: dict[str, frozenset[int]] = {}
    for name, step in _offers(solution):
        found[name] = found.get(name, frozenset()) | {step}
    return found


def _offers(solution: Solution) -> Iterator[tuple[str, int]]:
    for quantity in solution.quantities.values():
        yield from ((mistake.name, quantity.step) for mistake in quantity.mistakes)
    for choice in solution.choices:
        yield from ((name, choice.step) for name in choice.mistakes)
