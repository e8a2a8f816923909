"""Conditional probability of an event, given another.

Keywords: conditional probability.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import PROBABILITY, EventName, Probability, Scalar, spelled
from solver.authoring.formulas import Symbol, Text, values
from solver.models import probability

EVENTS = (
    "A B, passes studies, rain clouds, cat pet, cough cold, late snow, red ace, win lead, spam link,"
    " tea breakfast"
)
"""An event and its condition."""


class Conditional(Problem):
    """P(A|B) = P(A,B) / P(B)."""

    joint: Probability = parameter(
        "probability that both happen", aliases="intersection p-joint both a-and-b p-ab p-a-and-b"
    )
    condition: Annotated[Symbol, Scalar(above=0, at_most=1)] = parameter(
        "probability of the condition", aliases="p-condition given marginal p-b"
    )
    a: EventName = parameter("event", default="A", note="its name")
    b: EventName = parameter("condition", default="B", note="its name")

    idea = "Once {b} is known to hold, only the cases with {b} count, and they become the new whole."
    sanity = "A conditional probability is never below the joint one, and never above 1."
    source = "Kolmogorov, Foundations of the Theory of Probability, section I.4"
    example = "--joint 2/8 --condition 4/8"
    model = probability.conditional
    answers = {"conditional": "conditional probability"}
    natures = {"conditional": PROBABILITY}
    stem = "Of the events {a} and {b}, the second is known to hold."
    tasks = (
        "What is the conditional probability of {a}, given {b}?",
        "How probable is {a} when {b} is known to hold?",
    )
    also_called = {"conditional": "p; conditional probability; P(A∩B)/P(B); P(A and B)/P(B); P(A/B); prob"}
    mistakes = {
        "joint-taken": "the joint probability was taken for the conditional one",
        "multiplied": "the joint probability was multiplied by the condition's",
        "upside-down": "the condition's probability was divided by the joint one",
        "subtracted": "the joint probability was subtracted from the condition's",
    }

    def check(self) -> None:
        if self.b == self.a:
            raise InputError("--b", "must differ from the other names", *self.b)
        if values.sign(values.subtract(self.joint.value, self.condition.value)) > 0:
            limit = spelled(self.condition)
            raise InputError("--joint", f"must be at most the condition's {limit}", spelled(self.joint))

    def solve(self, work: Working) -> None:
        (a,), (b,) = self.a, self.b
        joint, condition = self.joint.renamed(f"P({a},{b})"), self.condition.renamed(f"P({b})")
        reason = "Only the cases with {b} count now; the answer is the share of them that have {a} as well."
        work.step("Restrict to the condition", reason, a=Text(a), b=Text(b))
        wrong = {
            "joint-taken": joint,
            "multiplied": joint * condition,
            "upside-down": condition / joint,
            "subtracted": condition - joint,
        }
        work.answer("conditional", work.let(f"P({a}|{b})", joint / condition, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, str] | None:
        """Shares of cases, such as 3/8, then hundredths, then joint probabilities of up to four decimals.

        The answer ends within two significant digits where it is easy.
        """
        a, b = draw.choice(EVENTS.split(", ")).split()
        if difficulty == "hard":
            answer, whole = (Fraction(10 * draw.integer(1, 9) + draw.integer(1, 9), 100) for _ in "ab")
            return {"joint": decimal_text(answer * whole), "condition": decimal_text(whole), "a": a, "b": b}
        cases = 100 if difficulty == "medium" else draw.choice((8, 10, 12, 15, 16, 20, 24, 25, 30, 40))
        part, of = sorted(draw.integers(2, 1, cases - 1))
        if part == of or part * (10_000 if difficulty == "medium" else 100) % of:
            return None
        if difficulty == "medium":
            return {"joint": f"0.{part:02}", "condition": f"0.{of:02}", "a": a, "b": b}
        return {"joint": str(Fraction(part, cases)), "condition": str(Fraction(of, cases)), "a": a, "b": b}
