"""Conditional probability of an event, given another."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Self

from solver.domains import Probability, Scalar, spelled
from solver.errors import InputError
from solver.mathematics.formula import Symbol, Text
from solver.mathematics.values import sign, subtract
from solver.models import probability as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.probability._event import EventName, known, require_plain
from solver.record.recorder import Working
from solver.record.solution import Slip
from solver.sampling.random_stream import Draw, decimal_text

_ATTEMPTS = 200
_EVENTS = (
    ("A", "B"),
    ("passes", "studies"),
    ("rain", "clouds"),
    ("cat", "pet"),
    ("cough", "cold"),
    ("late", "snow"),
    ("red", "ace"),
    ("win", "lead"),
    ("spam", "link"),
    ("tea", "breakfast"),
)


class Conditional(Problem):
    """P(A|B) = P(A,B) / P(B)."""

    joint: Probability = parameter("probability that both happen")
    condition: Annotated[Symbol, Scalar(above=0, at_most=1)] = parameter("probability of the condition")
    a: EventName = parameter("event", default="A", note="its name")
    b: EventName = parameter("condition", default="B", note="its name")

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            f"What is the conditional probability of {self.a[0]}, given {self.b[0]}?",
            f"How probable is {self.a[0]} when {self.b[0]} is known to hold?",
        )

    def check(self) -> None:
        require_plain("--a", self.a)
        require_plain("--b", self.b, self.a)
        if sign(subtract(self.joint.value, self.condition.value)) > 0:
            limit = spelled(self.condition)
            raise InputError("--joint", f"must be at most the condition's {limit}", spelled(self.joint))

    def solve(self, work: Working) -> None:
        (a,), (b,) = self.a, self.b
        joint = known(f"P({a},{b})", self.joint)
        condition = known(f"P({b})", self.condition)
        work.step(
            "Restrict to the condition",
            "Only the cases with {b} count now; the answer is the share of them that have {a} as well.",
            a=Text(a),
            b=Text(b),
        )
        share = work.let(
            f"P({a}|{b})",
            joint / condition,
            slips=[
                Slip("joint-taken", "the joint probability was taken for the conditional one", joint),
                Slip(
                    "multiplied", "the joint probability was multiplied by the condition's", joint * condition
                ),
                Slip(
                    "upside-down",
                    "the condition's probability was divided by the joint one",
                    condition / joint,
                ),
                Slip(
                    "subtracted",
                    "the joint probability was subtracted from the condition's",
                    condition - joint,
                ),
            ],
        )
        work.answer("conditional", share)

    def reference(self) -> Mapping[str, Any]:
        return {"conditional": model.conditional(float(self.joint), float(self.condition))}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """The answer ends within four significant digits, and within two where it is easy.

        Easy probabilities are counts of cases, such as 3/8, medium ones hundredths; hard joint probabilities
        have up to four decimals.
        """
        a, b = draw.choice(_EVENTS)
        joint, condition = _sample_shares(draw, difficulty)
        return cls.of(joint=joint, condition=condition, a=a, b=b)


def _sample_shares(draw: Draw, difficulty: Difficulty) -> tuple[str, str]:
    """The joint probability and that of the condition."""
    if difficulty == "hard":
        answer, condition = (Fraction(10 * draw.integer(1, 9) + draw.integer(1, 9), 100) for _ in range(2))
        return decimal_text(answer * condition), decimal_text(condition)
    if difficulty == "medium":
        part, of = _short_pair(draw, 100, 10_000)
        return decimal_text(Fraction(part, 100)), decimal_text(Fraction(of, 100))
    whole = draw.choice((8, 10, 12, 15, 16, 20, 24, 25, 30, 40))
    part, of = _short_pair(draw, whole, 100)
    return f"{part}/{whole}", f"{of}/{whole}"


def _short_pair(draw: Draw, whole: int, least: int) -> tuple[int, int]:
    """Two numbers below the whole, the first of them a multiple of 1/least of the second."""
    for _ in range(_ATTEMPTS):
        part, of = sorted(draw.integers(2, 1, whole - 1))
        if part < of and part * least % of == 0:
            return part, of
    return 3, 4
