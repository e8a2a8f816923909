"""What an evening of practice has shown."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, field

from solver.plurals import counted, plural
from solver.practice.exercise import Exercise
from solver.practice.skills import Aspect, Grade, Review
from solver.practice.store import Due


class Weakness(NamedTuple):
    """What to practice: a type, and the steps of it that went wrong."""

    command: str
    steps: tuple[str, ...]


class Summary(Struct):
    """The questions that were tried, and what went wrong in them."""

    easy: int = 0
    solved: int = 0
    unsolved: int = 0
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    weak: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, exercise: Exercise, reviews: tuple[Review, ...]) -> None:
        """Count a question that was tried."""
        self.easy += exercise.was_easy
        self.solved += exercise.is_solved and not exercise.was_easy
        self.unsolved += not exercise.is_solved
        command = exercise.question.command
        self.made.update((command, words) for words in exercise.mistakes.values())
        wrong = [review.skill for review in reviews if review.grade is Grade.AGAIN]
        if wrong:
            steps = [skill.name for skill in wrong if skill.aspect is Aspect.STEP]
            self.weak.setdefault(command, {}).update(dict.fromkeys(steps))

    @property
    def tried(self) -> int:
        """The number of questions."""
        return self.easy + self.solved + self.unsolved

    @property
    def counts(self) -> str:
        """How many questions there were, and how they went."""
        parts = {
            "solved at once": self.easy,
            "solved with a hint or a second try": self.solved,
            "not solved": self.unsolved,
        }
        told = ", ".join(f"{count} {words}" for words, count in parts.items() if count)
        return f"{self.tried} {plural(self.tried, 'question')}: {told}."

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The mistakes that were made, the most frequent first."""
        return tuple(
            f"{command}: {words}{f' ({count} times)' if count > 1 else ''}"
            for (command, words), count in self.made.most_common()
        )

    @property
    def weaknesses(self) -> tuple[Weakness, ...]:
        """What to practice."""
        return tuple(Weakness(command, tuple(steps)) for command, steps in self.weak.items())


def next_review(scheduled: list[Due], now: datetime) -> str:
    """When the next review is, in words; nothing where there is none."""
    if not scheduled:
        return ""
    waiting = sorted({due.skill.command for due in scheduled if due.at <= now})
    if waiting:
        return f"Due now: {', '.join(waiting)} (dlsolve practice --due)."
    first = scheduled[0]
    return f"Next review: {_in_words(first.at, now)}, {first.skill.command} (dlsolve practice --due)."


def _in_words(moment: datetime, now: datetime) -> str:
    minutes = max(1, round((moment - now).total_seconds() / 60))
    if minutes < 60:
        return f"in {counted(minutes, 'minute')}"
    if minutes < 24 * 60:
        return f"in {counted(round(minutes / 60), 'hour')}"
    return f"in {counted(round(minutes / 60 / 24), 'day')}"
