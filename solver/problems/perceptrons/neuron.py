"""Neuron: the weighted sum of the inputs and its activation."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from solver.domains import Choice, Scalar, VectorOf
from solver.errors import InputError
from solver.mathematics import formula as f
from solver.mathematics.formula import Family, Number, Relation, Symbol, lift
from solver.models import perceptrons as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.perceptrons._activations import ACTIVATIONS, activate
from solver.problems.perceptrons._data import exact_array
from solver.problems.perceptrons._unit import EXACT, one_weight_each
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.random_stream import RandomStream, decimal_text

_OWN_GIVEN = {"threshold": "step", "slope": "leaky-relu"}
_SAMPLES = {
    "easy": (2, ("step", "relu", "linear")),
    "medium": (3, ("sigmoid", "tanh", "leaky-relu")),
    "hard": (4, ("sigmoid", "tanh", "leaky-relu")),
}
_LARGEST_SAMPLED_SUM = 3
_ATTEMPTS = 100


class Neuron(Problem):
    """One artificial neuron on one input."""

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 0.5, "hard": 0.5}

    x: Annotated[Family, VectorOf(EXACT)] = parameter("inputs", symbol="x")
    w: Annotated[Family, VectorOf(EXACT)] = parameter("weights", symbol="w")
    b: Annotated[Symbol, EXACT] = parameter("bias", symbol="b", default="0")
    activation: Annotated[str, Choice(ACTIVATIONS)] = parameter("activation", default="step")
    threshold: Annotated[Symbol | None, EXACT] = parameter(
        "threshold", symbol="theta", required=False, note="of the step function, 0 where not given"
    )
    slope: Annotated[Symbol | None, Scalar(at_least=0, below=1, rational=True)] = parameter(
        "slope", symbol="alpha", required=False, note="of leaky-relu below 0, 0.01 where not given"
    )

    @property
    def questions(self) -> tuple[str, ...]:
        conventions = {
            "step": "It gives 1 where the sum is at least its threshold"
            + (", which is 0." if self.threshold is None else "."),
            "leaky-relu": "" if self.slope is not None else "Its slope below 0 is 0.01.",
        }
        convention = conventions.get(self.activation, "")
        return (
            f"Work out the weighted sum and the output of this neuron. {convention}".strip(),
            f"What does a neuron with these weights make of the inputs? Give its weighted sum and its output."
            f" {convention}".strip(),
        )

    def check(self) -> None:
        if len(self.w) != len(self.x):
            raise InputError("--w", one_weight_each(len(self.x)), str(len(self.w)))
        for option, owner in _OWN_GIVEN.items():
            if getattr(self, option) is not None and self.activation != owner:
                raise InputError(f"--{option}", f"goes with --activation {owner}")

    def solve(self, work: Working) -> None:
        work.step("Weighted sum", "Each input is multiplied by its weight; products and bias are added up.")
        x, w, b = self.x, self.w, self.b
        products = f.total("i", len(x), lambda i: w[i] * x[i])
        unsigned = f.total("i", len(x), lambda i: f.absolute(w[i]) * x[i])
        unweighted = f.total("i", len(x), lambda i: x[i])
        mistakes = [
            Mistake("no-bias", "the bias was left out", products),
            Mistake("bias-sign", "the bias was subtracted", products - b),
            Mistake("lost-signs", "the minus signs of the weights were lost", unsigned + b),
            Mistake("unweighted", "the inputs were added up without their weights", unweighted + b),
        ]
        z = work.let("z", products + b, mistakes=mistakes)
        theta, alpha = self._theta, self._alpha
        activation = activate(self.activation, z, theta, alpha)
        work.step(
            "Activation",
            activation.words,
            rule=Relation(z, ">=", theta),
            theta=Relation(theta, "=", Number(theta.evaluate())),
            alpha=Relation(alpha, "=", Number(alpha.evaluate())),
        )
        a = work.let("a", activation.formula, named=activation.named, mistakes=activation.mistakes)
        work.answer("z", z)
        work.answer("output", a)

    def reference(self) -> Mapping[str, Any]:
        threshold, slope = self._theta.evaluate(), self._alpha.evaluate()
        z = self.model_sum
        return {"z": z, "output": model.activation(z, self.activation, threshold=threshold, slope=slope)}

    @property
    def model_sum(self) -> Fraction:
        return model.weighted_sum(exact_array(self.x.values), exact_array(self.w.values), self.b.evaluate())

    @property
    def _theta(self) -> Symbol:
        return self.threshold or Symbol("theta", Fraction(0), spelling=lift(0))

    @property
    def _alpha(self) -> Symbol:
        return self.slope or Symbol("alpha", Fraction(1, 100), spelling=Number(Fraction(1, 100), "0.01"))

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: whole inputs and weights in tenths, so that the sum is in tenths, and at most 3.

        Beyond `easy`, the output may be that of a sigmoid or tanh, the one value that is rounded. No
        input, weight or bias is 0, and neither is the sum.
        """
        inputs, activations = _SAMPLES[difficulty]
        activation = draw.choice(activations)
        own = {
            "step": {"threshold": draw.choice(("0", "0.5", "1"))},
            "leaky-relu": {"slope": draw.choice(("0.01", "0.1", "0.2"))},
        }
        unit = {"activation": activation, **own.get(activation, {})}
        for _ in range(_ATTEMPTS):
            x = [draw.nonzero(3) if difficulty == "hard" else draw.integer(1, 4) for _ in range(inputs)]
            w, b = [draw.nonzero(20) for _ in range(inputs)], draw.nonzero(9)
            z = sum(weight * entry for weight, entry in zip(w, x, strict=True)) + b
            if 0 < abs(z) <= 10 * _LARGEST_SAMPLED_SUM and min(w) < 0:
                break
        else:
            x, w, b = [1] * inputs, [5, *(-2 for _ in x[1:])], 4
        w_text = [decimal_text(Fraction(weight, 10)) for weight in w]
        return cls.of(x=x, w=w_text, b=decimal_text(Fraction(b, 10)), **unit)
