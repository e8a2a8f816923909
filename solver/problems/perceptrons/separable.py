"""Linear separability: a separating line, or a proof that none exists."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import Any, ClassVar, Self

from solver.errors import InputError
from solver.models import perceptrons as model
from solver.problem import Difficulty
from solver.problems.perceptrons._contradiction import prove_inseparable
from solver.problems.perceptrons._data import GATES, LabeledData
from solver.problems.perceptrons._hulls import Nearest, nearest_points
from solver.problems.perceptrons._placing import crossing_samples, separable_samples
from solver.problems.perceptrons._separating_line import draw_line
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

_ATTEMPTS = 200
_LARGEST_DENOMINATOR = 6


class Separable(LabeledData):
    """Whether a line, or a plane for more inputs, parts the samples of target 1 from those of 0.

    The line is the one with the widest margin, which is unique, with weights and bias scaled to
    whole numbers without a common divisor.
    """

    exact: ClassVar[bool] = True

    @property
    def questions(self) -> tuple[str, ...]:
        data = "the samples below" if self.gate is None else f"the truth table of {self.gate.upper()}"
        line = "line" if self.width == 2 else "plane"
        return (
            f"Is {data} linearly separable? If so, give the {line} with the widest margin, with whole"
            " numbers without a common divisor; if not, prove it."
            if self.gate is not None
            else f"Are {data} linearly separable? If so, give the {line} with the widest margin, with whole"
            " numbers without a common divisor; if not, prove it.",
            f"Can a {line} part the inputs of target 1 from those of target 0 in {data}? Give the one with"
            " the widest margin, with whole numbers without a common divisor, or prove that there is none.",
        )

    def check(self) -> None:
        super().check()
        if len(set(self.data[1].values)) == 1:
            raise InputError("--y", "must have a 0 and a 1: one class alone has nothing to be separated from")

    def solve(self, work: Working) -> None:
        nearest = self.nearest
        derive = prove_inseparable if nearest.meet else draw_line
        derive(work, self.samples, nearest)

    def reference(self) -> Mapping[str, Any]:
        line = model.widest_margin(*self.arrays())
        if line is None:
            return {"separable": False}
        return {"separable": True, "weights": line[:-1], "bias": line[-1]}

    @property
    def nearest(self) -> Nearest:
        classes: dict[int, dict[int, tuple[Any, ...]]] = {1: {}, 0: {}}
        for s in self.samples:
            classes[int(s.target)][s.number] = tuple(x.value for x in s.inputs)
        return nearest_points(classes[1], classes[0])

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: whole coordinates up to 5 in size, weights and bias up to 30, shares in sixths at worst.

        Half of the problems are separable, and no line through the origin with the same weights
        separates them; the classes of the others have a point in common that is as easy to find.
        """
        if difficulty == "easy" and draw.integer(1, 8) == 1:
            return cls.of(gate=draw.choice([name for name, targets in GATES.items() if len(targets) == 4]))
        inputs, count = {"easy": (2, 4), "medium": (2, 6), "hard": (3, 6)}[difficulty]
        place = draw.choice((separable_samples, crossing_samples))
        for _ in range(_ATTEMPTS):
            placed = place(draw, inputs, count)
            if placed is not None:
                problem = cls.of(x=placed[0], y=placed[1])
                shares = problem.nearest.shares.values()
                if lcm(*(share.denominator for share in shares)) <= _LARGEST_DENOMINATOR:
                    return problem
        return cls.of(gate="and")
