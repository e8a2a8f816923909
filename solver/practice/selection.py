"""Which question comes next: a new one, one of a sheet, or one that is due for review."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import randbelow
from typing import ClassVar

from solver import registry
from solver.contract import Difficulty
from solver.practice.skills import Aspect, Skill, mistake_steps, step_skills
from solver.practice.store import Store
from solver.record.engine import run
from solver.sheets.codes import SEEDS, Code
from solver.sheets.options import Option
from solver.sheets.questions import Question, question_of

ATTEMPTS = 30
"""Number of draws after which a question is taken though it was asked before, or lacks what is due."""


def draw(command: str, difficulty: Difficulty, fits: Callable[[Question], bool]) -> Question:
    """A question of a type with new numbers, one that fits if there is any."""
    version = registry.find(command).load().version
    for attempt in range(1, ATTEMPTS + 1):
        question = question_of(Code(command, difficulty, randbelow(SEEDS), version))
        if attempt == ATTEMPTS or fits(question):
            break
    return question


@dataclass
class Source(ABC):
    """Where questions come from; `asked` are the problems that were asked already."""

    nothing: ClassVar[str] = "There is no question."
    """What to say where there is none at all."""

    asked: set[int] = field(default_factory=set, init=False)

    def next(self) -> Question | None:
        """The next question; none where there are no more."""
        question = self._next()
        if question is not None:
            self.asked.add(question.fingerprint)
        return question

    def another(self, question: Question) -> Question:
        """A question like this one, with other numbers."""
        other = draw(question.command, question.difficulty, self.is_new)
        self.asked.add(other.fingerprint)
        return other

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options that a question is asked with; none where it is asked for values."""
        return ()

    def is_new(self, question: Question) -> bool:
        """Whether the problem was not asked yet."""
        return question.fingerprint not in self.asked

    @abstractmethod
    def _next(self) -> Question | None: ...


@dataclass
class Drawn(Source):
    """New questions of types that take turns, after the `first` ones."""

    commands: Sequence[str]
    difficulty: Difficulty
    first: list[Question] = field(default_factory=list)
    _turns: list[str] = field(default_factory=list)

    def _next(self) -> Question:
        if self.first:
            return self.first.pop(0)
        if not self._turns:
            left = list(self.commands)
            self._turns = [left.pop(randbelow(len(left))) for _ in self.commands]
        return draw(self._turns.pop(), self.difficulty, self.is_new)


@dataclass
class Listed(Source):
    """Questions in an order of their own, such as those of a sheet, with their options if they have some."""

    nothing: ClassVar[str] = "The sheet has no question to answer."

    questions: Iterable[tuple[Question, tuple[Option, ...]]]

    def __post_init__(self) -> None:
        self._left = iter(self.questions)
        self._offered: dict[int, tuple[Option, ...]] = {}

    def options(self, question: Question) -> tuple[Option, ...]:
        return self._offered.get(id(question), ())

    def _next(self) -> Question | None:
        question, options = next(self._left, (None, ()))
        if question is not None:
            self._offered = {id(question): options}
        return question


@dataclass
class UnderReview(Source):
    """A question for each skill that is due, with new numbers; what one question reviews comes once."""

    nothing: ClassVar[str] = "Nothing is due."

    store: Store
    commands: Sequence[str]
    difficulty: Difficulty | None = None
    _done: set[Skill] = field(default_factory=set)

    def _next(self) -> Question | None:
        now = datetime.now(UTC)
        due = (d for d in self.store.scheduled(self.commands) if d.at <= now and d.skill not in self._done)
        found = next(due, None)
        if found is None:
            return None
        self._done.add(found.skill)
        difficulty = self.difficulty or found.difficulty
        return draw(found.skill.command, difficulty, lambda q: self.is_new(q) and _reviews(q, found.skill))


def _reviews(question: Question, skill: Skill) -> bool:
    """Whether a question shows how a skill is."""
    solution = run(question.problem)
    if skill.aspect is Aspect.MISTAKE:
        return skill.name in mistake_steps(solution)
    return skill in step_skills(solution)
