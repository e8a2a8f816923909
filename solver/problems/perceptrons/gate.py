"""Logic gate: whether a threshold unit with given weights realizes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Annotated, Any, Self

from solver.domains import VectorOf
from solver.mathematics.formula import Family, Formula, Relation, Symbol, absolute, lift, sum_of
from solver.models import perceptrons as model
from solver.problem import Difficulty, parameter
from solver.problems.perceptrons._data import GATES, MOST_INPUTS, Sample
from solver.problems.perceptrons._unit import EXACT, ThresholdUnit
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.random_stream import RandomStream, decimal_text

_ATTEMPTS = 50
_ROWS = {inputs: list(product((0, 1), repeat=inputs)) for inputs in (2, 3)}
_NAMED = [name for name, targets in GATES.items() if len(targets) == 4]


class Gate(ThresholdUnit):
    """McCulloch and Pitts, A Logical Calculus of the Ideas Immanent in Nervous Activity, 1943."""

    w: Annotated[Family, VectorOf(EXACT, most=MOST_INPUTS)] = parameter("weights", symbol="w")

    @property
    def questions(self) -> tuple[str, ...]:
        inputs = "each sample" if self.gate is None else f"each row of the truth table of {self.gate.upper()}"
        goal = "give every target" if self.gate is None else f"realize {self.gate.upper()}"
        return (
            "A threshold unit has the weights below. Work out its weighted sum, bias included, and its"
            f" output for {inputs}. Does it {goal}?",
            f"Does this threshold unit {goal}? Show its weighted sum, bias included, and its output for"
            f" {inputs}.",
        )

    def solve(self, work: Working) -> None:
        samples = self.samples
        reason = "Each input is multiplied by its weight and the products are added up"
        work.step("Weighted sums", f"{reason}." if self.no_bias else f"{reason} with the bias.")
        sums = [self._sum(work, sample) for sample in samples]
        reason = "The output is 1 where {rule} and 0 elsewhere; the error {error} is 0 where it is right."
        error = Relation(Symbol("e"), "=", Symbol("y") - Symbol("yhat"))
        work.step("Outputs", reason, rule=self.rule, error=error)
        outputs = [
            work.let(f"yhat_{row}", self.output(z), mistakes=self.output_mistakes(z), shown=False)
            for row, z in enumerate(sums, 1)
        ]
        pairs = zip(samples, outputs, strict=True)
        errors = [work.let(f"e_{s.number}", s.target - output, shown=False) for s, output in pairs]
        work.table(
            [Symbol(name) for name in ("x", "y", "z", "yhat", "e")],
            [[s.point, s.target, *row] for s, *row in zip(samples, sums, outputs, errors, strict=True)],
        )
        wrong = sum(e.value != 0 for e in errors)
        self._say_verdict(work, wrong)
        work.answer("z", sums)
        work.answer("outputs", outputs)
        work.answer("realised", wrong == 0)

    def reference(self) -> Mapping[str, Any]:
        x, y = self.arrays()
        w, b, threshold = self.start_arrays()
        z, outputs = model.threshold_unit(x, w, b, threshold, strict=self.compare == "gt")
        return {"z": z, "outputs": outputs, "realised": bool((outputs == y).all())}

    def _sum(self, work: Working, sample: Sample) -> Symbol:
        x, row = self.data[0], sample.number
        formula, products = self.start.weighted(x, row), self.start.products(x, row)
        weights = self.start.members
        mistakes = [] if self.no_bias else self._bias_mistakes(products)
        mistakes += [
            Mistake(
                "lost-signs",
                "the minus signs of the weights were lost",
                self._sum_with(map(absolute, weights), sample),
            ),
            Mistake(
                "swapped-weights",
                "the weights were taken in the wrong order",
                self._sum_with(reversed(weights), sample),
            ),
            Mistake(
                "zeros-counted", "the weights of inputs of 0 were added too", self._sum_with(weights, None)
            ),
        ]
        return work.let(f"z_{row}", formula, mistakes=mistakes)

    def _bias_mistakes(self, products: Formula) -> list[Mistake]:
        each = "the bias was added once for each input"
        return [
            Mistake("no-bias", "the bias was left out", products),
            Mistake("bias-sign", "the bias was subtracted", products - self.b),
            Mistake("bias-each-input", each, products + self.width * self.b),
        ]

    def _sum_with(self, weights: Iterable[Formula], sample: Sample | None) -> Formula:
        """The sum with other weights, or with all inputs counted as 1."""
        inputs = [lift(1)] * self.width if sample is None else sample.inputs
        terms = [w * x for w, x in zip(weights, inputs, strict=True)]
        return sum_of(terms if self.no_bias else [*terms, self.b])

    def _say_verdict(self, work: Working, wrong: int) -> None:
        rows = "row" if wrong == 1 else "rows"
        realizes, fails = "gives every target", "does not give every target"
        if self.gate is not None:
            realizes, fails = (f"{verb} {self.gate.upper()}" for verb in ("realizes", "does not realize"))
        if wrong:
            work.say(f"The error is not 0 in {{wrong}} {rows}: the unit {fails}.", wrong=wrong)
        else:
            work.say(f"The error is 0 in every row: the unit {realizes}.")

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: weights, bias and threshold in halves, or whole for three inputs.

        The output is not the same in all rows, and many of the units realize what they are to.
        Beyond `easy` there are a bias and a threshold, and a sum may meet the threshold.
        """
        inputs, largest, unit = (3, 3, 1) if difficulty == "hard" else (2, 10, 2)
        for _ in range(_ATTEMPTS):
            w = [Fraction(draw.nonzero(largest), unit) for _ in range(inputs)]
            b = Fraction(draw.nonzero(6), unit)
            theta = Fraction(0 if difficulty == "easy" else draw.nonzero(4), unit)
            sums = [sum((weight * x for weight, x in zip(w, row, strict=True)), b) for row in _ROWS[inputs]]
            if len({z >= theta for z in sums}) == 2 and not (difficulty == "easy" and theta in sums):
                return cls._aimed(draw, [int(z >= theta) for z in sums], w, b, theta)
        return cls.of(gate="and", w="1,1", b="-1.5")

    @classmethod
    def _aimed(
        cls, draw: RandomStream, outputs: list[int], w: list[Fraction], b: Fraction, theta: Fraction
    ) -> Self:
        """The unit with the targets that it meets or, as often, with others that are near them."""
        unit = {"w": list(map(decimal_text, w)), "b": decimal_text(b), "threshold": decimal_text(theta)}
        if draw.choice((True, False)):
            # Not the only 0 or 1: targets that are all the same would be no task.
            row = draw.choice([i for i, output in enumerate(outputs) if outputs.count(output) > 1])
            outputs[row] = 1 - outputs[row]
        if len(outputs) > 4:
            return cls.of(x=_ROWS[3], y=outputs, **unit)
        distances = {name: _apart(GATES[name], outputs) for name in _NAMED}
        near = [name for name, distance in distances.items() if distance == min(distances.values())]
        return cls.of(gate=draw.choice(near), **unit)


def _apart(targets: Sequence[int], others: Sequence[int]) -> int:
    return sum(target != other for target, other in zip(targets, others, strict=True))
