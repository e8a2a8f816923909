"""Conditional probability of an event, given another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from solver.domains import Probability, Scalar, spelled
from solver.drawing import Draw
from solver.errors import InputError
from solver.formula import Symbol, Text
from solver.models import probability as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.probability._event import EventName, known, require_plain
from solver.solution import Slip
from solver.values import sign, subtract
from solver.working import Working

_CASES = (("A", "B"), ("passes", "studies"), ("rain", "clouds"), ("cat", "pet"), ("cough", "cold"))


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
                Slip("multiplied", "the joint probability was multiplied by P(B)", joint * condition),
                Slip("upside-down", "P(B) was divided by the joint probability", condition / joint),
                Slip("joint-taken", "the joint probability was taken for the conditional one", joint),
            ],
        )
        work.answer("conditional", share)

    def reference(self) -> Mapping[str, Any]:
        return {"conditional": model.conditional(float(self.joint), float(self.condition))}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        a, b = _CASES[0] if difficulty == "easy" else draw.choice(_CASES)
        if difficulty == "hard":
            condition = draw.integer(20, 90)
            joint = draw.integer(5, condition - 5)
            return cls.of(joint=f"0.{joint:02}", condition=f"0.{condition:02}", a=a, b=b)
        whole = draw.choice((8, 10, 12)) if difficulty == "easy" else draw.choice((30, 40, 50, 60))
        condition = draw.integer(3, whole - 1)
        joint = draw.integer(1, condition - 1)
        return cls.of(joint=f"{joint}/{whole}", condition=f"{condition}/{whole}", a=a, b=b)
