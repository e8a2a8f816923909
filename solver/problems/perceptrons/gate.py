"""Logic gate: whether a threshold unit with given weights realizes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Annotated, Any, Self

from solver.domains import VectorOf
from solver.drawing import Draw
from solver.formula import Family, Symbol
from solver.models import perceptrons as model
from solver.problem import Difficulty, parameter
from solver.problems.perceptrons._data import MOST_INPUTS, Sample
from solver.problems.perceptrons._unit import EXACT, ThresholdUnit, telling
from solver.solution import Slip
from solver.working import Working

# Weights and thresholds, in whole numbers, that realize a gate without a bias.
_REALIZATIONS = {
    "and": ((1, 1), 2),
    "or": ((1, 1), 1),
    "nand": ((-1, -1), -1),
    "nor": ((-1, -1), 0),
    "implies": ((-1, 1), 0),
}


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
        work.step("Outputs", "The output is 1 where {rule} and 0 elsewhere.", rule=self.rule)
        outputs = [
            work.let(f"yhat_{row}", self.output(z), slips=self.output_slips(z), shown=False)
            for row, z in enumerate(sums, 1)
        ]
        right = [output.value == sample.target.value for output, sample in zip(outputs, samples, strict=True)]
        work.table(
            [Symbol("x"), Symbol("y"), Symbol("z"), Symbol("yhat"), "right"],
            [
                [sample.point, sample.target, z, output, "yes" if good else "no"]
                for sample, z, output, good in zip(samples, sums, outputs, right, strict=True)
            ],
        )
        work.say(self._verdict(right))
        work.answer("z", sums)
        work.answer("outputs", outputs)
        work.answer("realised", all(right))

    def reference(self) -> Mapping[str, Any]:
        x, y = self.arrays()
        w, b, threshold = self.start_arrays()
        z, outputs = model.threshold_unit(x, w, b, threshold, strict=self.compare == "gt")
        return {"z": z, "outputs": outputs, "realised": bool((outputs == y).all())}

    def _sum(self, work: Working, sample: Sample) -> Symbol:
        x, row = self.data[0], sample.number
        formula, products = self.start.weighted(x, row), self.start.products(x, row)
        slips = [
            Slip("no-bias", "the bias was left out", products),
            Slip("bias-sign", "the bias was subtracted", products - self.b),
        ]
        return work.let(f"z_{row}", formula, slips=telling(formula, slips) if not self.no_bias else ())

    def _verdict(self, right: Sequence[bool]) -> str:
        wrong = right.count(False)
        rows = "row" if wrong == 1 else "rows"
        if self.gate is None:
            return (
                f"The unit misses the target in {wrong} {rows}." if wrong else "The unit gives every target."
            )
        if wrong:
            return f"The output is wrong in {wrong} {rows}: the unit does not realize {self.gate.upper()}."
        return f"The output is right in every row: the unit realizes {self.gate.upper()}."

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        if difficulty == "hard":
            return cls._of_three_inputs(draw)
        name = draw.choice(tuple(_REALIZATIONS))
        weights, threshold = _REALIZATIONS[name]
        scale = draw.integer(1, 3)
        w = ",".join(str(scale * weight) for weight in weights)
        miss = draw.choice((0, 0, scale, -scale))
        if difficulty == "easy":
            # Halfway between two sums, so that no sum meets the threshold.
            return cls.of(gate=name, w=w, b=f"{miss - scale * threshold + scale / 2:g}")
        return cls.of(gate=name, w=w, threshold=str(scale * threshold + miss))

    @classmethod
    def _of_three_inputs(cls, draw: Draw) -> Self:
        """A majority, an AND or an OR of three inputs, some of them negated."""
        rows = list(product((0, 1), repeat=3))
        weights = [draw.choice((1, 1, -1)) for _ in range(3)]
        sums = [sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows]
        threshold = draw.integer(min(sums) + 1, max(sums))
        targets = [int(z >= threshold) for z in sums]
        bias = -threshold + draw.choice((0, 0, 1, -1))
        x = ";".join(",".join(map(str, row)) for row in rows)
        return cls.of(x=x, y=targets, w=weights, b=bias)
