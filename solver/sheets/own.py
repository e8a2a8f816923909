"""Questions in a teacher's own words, whose answers are those that the teacher gives."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import zip_longest
from typing import Any, ClassVar, Self

from msgspec import Struct

from solver.checking.comparing.shapes import fitted
from solver.checking.written.answer_parser import Writing, read_claim
from solver.checking.written.claims import Claimed, Written, single_values
from solver.contract import Difficulty
from solver.domains import spell
from solver.errors import InputError, ReadError
from solver.givens.declarations import unlisted
from solver.mathematics.formula import Number
from solver.mathematics.prose import Parts, paragraphs
from solver.problem import Problem
from solver.record.blocks import Sentence
from solver.record.recorder import Working
from solver.record.solution import Nested, numbers
from solver.sampling.random_stream import RandomStream
from solver.sheets.parts import LETTERS_OF_PARTS, QuestionPart

OWN = "own"
"""What stands in the place of a problem type."""

ANSWER = "answer"
FEWEST_DIGITS = 3


class OwnPart(Struct, frozen=True, dict=True):
    """A part of a question: what it asks in its own words, its answer if it has one, and its solution.

    `tolerance` is by how much an answer may differ; without one it may differ by rounding. With
    `decimal_comma` the answer is spelled so that 0,5 is one half.
    """

    name: str
    text: str = ""
    answer: str = ""
    tolerance: float | None = None
    solution: str = ""
    marks: float = 0.0
    decimal_comma: bool = False

    @cached_property
    def wanted(self) -> Claimed | None:
        """The value of the answer; none where a person has to judge it.

        Raises:
            InputError: it is none.
        """
        if not self.answer:
            return None
        try:
            value = read_claim(f"{ANSWER} = {self.answer}", Writing(self.decimal_comma)).value
        except ReadError as error:
            requirement = f"must be a number, yes or no, or a list: {error.message}"
            raise InputError("answer", requirement, self.answer) from None
        if not all(_is_finite(one) for one in single_values(value)):
            raise InputError("answer", "must be finite", self.answer)
        if self.tolerance is not None and not all(isinstance(one, Written) for one in single_values(value)):
            raise InputError("tolerance", "goes with numbers", self.answer)
        return value

    def judge(self, claimed: Claimed) -> bool | None:
        """Whether a student's value is right; None where its digits do not tell."""
        wanted = self.wanted
        in_shape = None if wanted is None else fitted(claimed, _nested(wanted))
        if wanted is None or in_shape is None:
            return False
        pairs = zip(single_values(wanted), single_values(in_shape), strict=True)
        found = [self._judge_one(ours, theirs) for ours, theirs in pairs]
        return False if False in found else None if None in found else True

    def _judge_one(self, ours: Claimed, theirs: Claimed) -> bool | None:
        if not isinstance(ours, Written) or not isinstance(theirs, Written):
            return ours == theirs
        if ours.value == theirs.value:
            return True
        distance = float(abs(ours.value - theirs.value))
        if self.tolerance is not None:
            return distance <= self.tolerance * (1 + 1e-12)
        if theirs.digits is None or distance > theirs.half_unit * (1 + 1e-12):
            return False
        return True if theirs.digits >= FEWEST_DIGITS else None


class Own(Problem):
    """A question that is no problem of a type."""

    answers: ClassVar[Mapping[str, str]] = {
        ANSWER: "answer",
        **{name: f"({name})" for name in LETTERS_OF_PARTS},
    }

    parts: tuple[OwnPart, ...] = unlisted()
    text: str = unlisted()

    @classmethod
    def of(cls, **givens: object) -> Self:
        texts: dict[str, tuple[str, ...]] = {
            name: tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
            for name, value in givens.items()
        }
        unknown = next((name for name in texts if name not in _NAMES), None)
        if unknown is not None:
            raise InputError(unknown, f"must be one of {', '.join(_NAMES)}")
        (text,) = texts.get("text", ("",))
        rows = list(zip_longest(*(texts.get(name, ()) for name in _PART_NAMES), fillvalue=""))
        names = [ANSWER] if len(rows) < 2 and not any(row[0] for row in rows) else list(LETTERS_OF_PARTS)
        parts = tuple(_part(name, *row) for name, row in zip(names, rows, strict=False))
        kept: Mapping[str, Any] = {"parts": parts, "text": text, "spelled": {**texts, "text": text}}
        problem = cls(**kept)
        problem.check()
        return problem

    def check(self) -> None:
        if not self.text.strip():
            raise InputError("text", "must not be empty")
        for part in self.parts:
            _ = part.wanted
            for words in (part.text, part.solution):
                _read(words)
        _ = self.opening

    @cached_property
    def opening(self) -> tuple[Parts, ...]:
        """The paragraphs of the task before its parts.

        Raises:
            InputError: mathematics in it cannot be read.
        """
        return _read(self.text)

    @cached_property
    def lettered(self) -> tuple[QuestionPart, ...]:
        """The parts, where it has such."""
        return tuple(
            QuestionPart(part.name, _read(part.text), (part.name,) if part.answer else (), part.marks)
            for part in (self.parts if self.has_parts else ())
        )

    @property
    def has_parts(self) -> bool:
        return any(part.name != ANSWER for part in self.parts)

    def part(self, name: str) -> OwnPart | None:
        return next((part for part in self.parts if part.name == name), None)

    def judge(self, name: str, claimed: Claimed) -> bool | None:
        """Whether a value is right for the answer of that name; None where its digits do not tell."""
        part = self.part(name)
        return part is not None and part.judge(claimed)

    def solve(self, work: Working) -> None:
        for part in self.parts:
            if part.solution:
                work.step(f"Part ({part.name})" if self.has_parts else "Solution")
                work.show_sentences(Sentence(words) for words in _read(part.solution))
            if part.wanted is not None:
                work.answer(part.name, _nested(part.wanted))

    def reference(self) -> Mapping[str, Any]:
        """The answers as the teacher gave them: there is no model of the question."""
        return {answer.name: numbers(answer.value) for answer in self.worked.answers}

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> None:
        """Nothing can be drawn."""


_PART_NAMES = ("part", "answer", "tolerance", "solution", "marks")
_NAMES = ("text", *_PART_NAMES)


def own_givens(text: str, parts: Iterable[tuple[str, object, float | None, str, float]]) -> dict[str, Any]:
    """The texts that stand for a question: those of its parts in lists, as manifests keep them."""
    rows = [
        (words, spell(answer), _spelled(tolerance), solution, _spelled(marks or None))
        for words, answer, tolerance, solution, marks in parts
    ]
    columns = {name: tuple(column) for name, column in zip(_PART_NAMES, zip(*rows, strict=True), strict=True)}
    return {"text": text, **{name: column for name, column in columns.items() if any(column)}}


def _spelled(number: float | None) -> str:
    return "" if number is None else f"{number!r}"


def _part(name: str, text: str, answer: str, tolerance: str, solution: str, marks: str) -> OwnPart:
    try:
        return OwnPart(
            name, text, answer, float(tolerance) if tolerance else None, solution, float(marks or 0)
        )
    except ValueError:
        raise InputError("tolerance", "must be a number", tolerance) from None


def _read(text: str) -> tuple[Parts, ...]:
    try:
        return paragraphs(text)
    except ReadError as error:
        raise InputError("text", f"holds mathematics that cannot be read: {error}") from None


def _is_finite(value: Claimed) -> bool:
    return not isinstance(value, Written) or math.isfinite(float(abs(value.value)))


def shape_of_value(value: Claimed | None) -> object:
    """How a value is nested: None of a single one."""
    return tuple(map(shape_of_value, value)) if isinstance(value, tuple) else None


def _nested(value: Claimed) -> Nested:
    if isinstance(value, tuple):
        return tuple(map(_nested, value))
    return Number(value.value) if isinstance(value, Written) else value
