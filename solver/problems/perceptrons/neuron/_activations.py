"""Activation functions: the words, the formula, the named form and the mistakes of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Symbol, exp, replace
from solver.problems.perceptrons._unit import THRESHOLD_IGNORED

TINY = Fraction(1, 10**20)
Z, THETA, ALPHA = Symbol("z"), Symbol("theta"), Symbol("alpha")


@dataclass(frozen=True, slots=True)
class Activation:
    """What an activation makes of the sum z; a step has a threshold theta, a leaky ReLU a slope alpha.

    A mistake has a name, words, and a formula. `named` is the form that names the function.
    """

    words: str
    formula: Formula
    named: Formula | None = None
    mistakes: Mapping[str, tuple[str, Formula]] = field(default_factory=dict)

    @property
    def told_mistakes(self) -> dict[str, str]:
        """The words of the mistakes."""
        return {name: words for name, (words, _) in self.mistakes.items()}

    def at(self, **known: Formula) -> tuple[Formula, Formula | None, dict[str, Formula]]:
        """The formula, the named form and those of the mistakes, for a known z, theta and alpha."""
        # The quotient would lose the digits of a tiny sum.
        tiny = self.named == f.tanh(Z) and abs(known["z"].evaluate()) < TINY
        named = self.named and replace(self.named, known)
        wrong = {name: replace(formula, known) for name, (_, formula) in self.mistakes.items()}
        return named if named and tiny else replace(self.formula, known), named, wrong


LOGISTIC = 1 / (1 + exp(-Z))
NO_ACTIVATION = ("the activation was left out", Z)

ACTIVATIONS: Mapping[str, Activation] = {
    "step": Activation(
        "The step function gives 1 where {rule} and 0 elsewhere; here {theta}.",
        f.step(Z, THETA),
        mistakes={
            "wrong-side": ("the output was 1 below the threshold and 0 above it", 1 - f.step(Z, THETA)),
            "other-comparison": ("the sum was compared by > in place of >=", f.strict_step(Z, THETA)),
            "threshold-ignored": (THRESHOLD_IGNORED, f.step(Z, 0)),
        },
    ),
    "sigmoid": Activation(
        "The sigmoid turns the sum into a number between 0 and 1.",
        LOGISTIC,
        f.sigmoid(Z),
        {
            "exponent-sign": ("e^z was taken for e^-z", 1 / (1 + exp(Z))),
            "tanh-for-sigmoid": ("tanh was taken for the sigmoid", f.tanh(Z)),
            "no-activation": NO_ACTIVATION,
        },
    ),
    "tanh": Activation(
        "The hyperbolic tangent turns the sum into a number between -1 and 1.",
        (exp(Z) - exp(-Z)) / (exp(Z) + exp(-Z)),
        f.tanh(Z),
        {"sigmoid-for-tanh": ("the sigmoid was taken for tanh", LOGISTIC), "no-activation": NO_ACTIVATION},
    ),
    "relu": Activation(
        "The rectified linear unit keeps a positive sum and turns a negative one into 0.",
        f.maximum(0, Z),
        f.relu(Z),
        {
            "no-activation": ("the negative sum was kept", Z),
            "wrong-side": ("the positive sum was turned into 0", f.minimum(0, Z)),
        },
    ),
    "leaky-relu": Activation(
        "The leaky ReLU keeps a positive sum and multiplies a negative one by its slope, here {alpha}.",
        f.maximum(ALPHA * Z, Z),
        f.leaky_relu(Z, ALPHA),
        {
            "relu": ("the negative sum was turned into 0, as ReLU does", f.maximum(0, Z)),
            "slope-everywhere": ("the positive sum was multiplied by the slope too", ALPHA * Z),
        },
    ),
    "linear": Activation("A linear neuron gives the sum itself.", Z),
}

MISTAKES = {name: words for kind in ACTIVATIONS.values() for name, words in kind.told_mistakes.items()}
"""What goes wrong with some activation; where several share a name, each has words of its own for it."""
