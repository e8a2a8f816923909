"""Neuron: the weighted sum of the inputs and its activation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Self

from solver import formula as f
from solver import values
from solver.domains import Choice, Scalar, VectorOf
from solver.drawing import Draw
from solver.errors import InputError
from solver.formula import Family, Formula, Function, Number, Relation, Symbol, exp, lift
from solver.models import perceptrons as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.perceptrons._data import exact_array
from solver.problems.perceptrons._unit import AGAINST_ZERO, EXACT, one_weight_each, telling
from solver.solution import Slip
from solver.working import Working

ACTIVATIONS = ("step", "sigmoid", "tanh", "relu", "leaky-relu", "linear")
_OWN_GIVEN = {"threshold": "step", "slope": "leaky-relu"}
_SAMPLES = {
    "easy": (2, ("step", "relu", "linear")),
    "medium": (3, ("sigmoid", "tanh", "leaky-relu")),
    "hard": (4, ("sigmoid", "tanh", "leaky-relu")),
}
_LARGEST_SAMPLED_SUM = 3
_SMALLEST_QUOTIENT = Fraction(1, 10**20)
_relu = Function("ReLU", lambda z: values.maximum(Fraction(0), z))
_leaky_relu = Function("LeakyReLU", lambda z, slope: values.maximum(values.multiply(slope, z), z))


@dataclass(frozen=True, slots=True)
class Activation:
    """What an activation makes of the sum: in words, as a formula, and the form that names it."""

    words: str
    formula: Formula
    named: Formula | None = None
    slips: Sequence[Slip] = ()


class Neuron(Problem):
    """One artificial neuron on one input."""

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
        slips = [
            Slip("no-bias", "the bias was left out", products),
            Slip("lost-signs", "the minus signs of the weights were lost", unsigned + b),
        ]
        z = work.let("z", products + b, slips=telling(products + b, slips))
        activation = self._activation(z)
        theta, alpha = self._theta, self._alpha
        work.step(
            "Activation",
            activation.words,
            rule=Relation(z, ">=", theta),
            theta=Relation(theta, "=", Number(theta.evaluate())),
            alpha=Relation(alpha, "=", Number(alpha.evaluate())),
        )
        slips = telling(activation.formula, activation.slips)
        a = work.let("a", activation.formula, named=activation.named, slips=slips)
        work.answer("z", z)
        work.answer("output", a)

    def reference(self) -> Mapping[str, Any]:
        threshold, slope = self._theta.evaluate(), self._alpha.evaluate()
        z = self.model_sum
        return {"z": z, "output": model.activation(z, self.activation, threshold=threshold, slope=slope)}

    @property
    def model_sum(self) -> Fraction:
        return model.weighted_sum(exact_array(self.x.values), exact_array(self.w.values), self.b.evaluate())

    def _activation(self, z: Symbol) -> Activation:
        makers: Mapping[str, Callable[[Symbol], Activation]] = {
            "step": self._step,
            "sigmoid": _sigmoid,
            "tanh": _tanh,
            "relu": _rectified,
            "leaky-relu": self._leaky,
            "linear": lambda z: Activation("A linear neuron gives the sum itself.", z),
        }
        return makers[self.activation](z)

    def _step(self, z: Symbol) -> Activation:
        theta = self._theta
        right = f.step(z, theta)
        slips = [
            Slip("wrong-side", "the output was 1 below the threshold and 0 above it", 1 - right),
            Slip("other-comparison", "the sum was compared by > in place of >=", f.strict_step(z, theta)),
            Slip("threshold-ignored", AGAINST_ZERO, f.step(z, 0)),
        ]
        words = "The step function gives 1 where {rule} and 0 elsewhere; here {theta}."
        return Activation(words, right, None, slips)

    def _leaky(self, z: Symbol) -> Activation:
        alpha = self._alpha
        words = (
            "The leaky ReLU keeps a positive sum and multiplies a negative one by its slope, here {alpha}."
        )
        slips = [
            Slip("relu", "the negative sum was turned into 0, as ReLU does", f.maximum(0, z)),
            Slip("slope-everywhere", "the positive sum was multiplied by the slope too", alpha * z),
        ]
        return Activation(words, f.maximum(alpha * z, z), _leaky_relu(z, alpha), slips)

    @property
    def _theta(self) -> Symbol:
        return self.threshold or Symbol("theta", Fraction(0), spelling=lift(0))

    @property
    def _alpha(self) -> Symbol:
        return self.slope or Symbol("alpha", Fraction(1, 100), spelling=Number(Fraction(1, 100), "0.01"))

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        inputs, activations = _SAMPLES[difficulty]
        activation = draw.choice(activations)
        threshold = draw.choice(("0", "0.5", "1")) if activation == "step" else None
        while True:
            x = draw.integers(inputs, 0, 3)
            w = [draw.decimal(-20, 20) for _ in range(inputs)]
            problem = cls.of(x=x, w=w, b=draw.decimal(-9, 9), activation=activation, threshold=threshold)
            if 0 < abs(problem.model_sum) <= _LARGEST_SAMPLED_SUM:
                return problem


def _sigmoid(z: Symbol) -> Activation:
    slips = [
        Slip("exponent-sign", "e^z was taken for e^-z", 1 / (1 + exp(z))),
        Slip("no-activation", "the activation was left out", z),
    ]
    words = "The sigmoid turns the sum into a number between 0 and 1."
    return Activation(words, 1 / (1 + exp(-z)), f.sigmoid(z), slips)


def _tanh(z: Symbol) -> Activation:
    quotient = (exp(z) - exp(-z)) / (exp(z) + exp(-z))
    slips = [
        Slip("sigmoid-for-tanh", "the sigmoid was taken for tanh", 1 / (1 + exp(-z))),
        Slip("no-activation", "the activation was left out", z),
    ]
    words = "The hyperbolic tangent turns the sum into a number between -1 and 1."
    # The quotient would lose the digits of a tiny sum.
    tiny = abs(z.evaluate()) < _SMALLEST_QUOTIENT
    return Activation(words, f.tanh(z) if tiny else quotient, f.tanh(z), slips)


def _rectified(z: Symbol) -> Activation:
    slips = [
        Slip("no-activation", "the negative sum was kept", z),
        Slip("wrong-side", "the positive sum was turned into 0", f.minimum(0, z)),
    ]
    words = "The rectified linear unit keeps a positive sum and turns a negative one into 0."
    return Activation(words, f.maximum(0, z), _relu(z), slips)
