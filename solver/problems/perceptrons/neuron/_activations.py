"""Activation functions: the words, the formula, the named form and the mistakes of each."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from solver.authoring.formulas import Formula, Function, Symbol, replace
from solver.mathematics import formula as f

TINY = Fraction(1, 10**20)
Z, THETA, ALPHA = Symbol("z"), Symbol("theta"), Symbol("alpha")
LOGISTIC = 1 / (1 + f.exp(-Z))


class Activation(NamedTuple):
    """What is made of the sum z, with a threshold theta or a slope alpha; `named` names the function."""

    words: str
    formula: Formula
    named: Formula | None = None
    mistakes: Mapping[str, Formula] = MappingProxyType({})

    def at(self, **known: Formula) -> tuple[Formula, Formula | None, dict[str, Formula]]:
        """The formula, the named form and those of the mistakes, for a known z, theta and alpha."""
        # The quotient would lose the digits of a tiny sum.
        tiny = self.named == f.tanh(Z) and abs(known["z"].evaluate()) < TINY
        named = self.named and replace(self.named, known)
        wrong = {name: replace(formula, known) for name, formula in self.mistakes.items()}
        return named if named and tiny else replace(self.formula, known), named, wrong


def _stepped(at: Function, other: Function) -> Activation:
    """The step function that is 1 from its threshold on, or above it only."""
    words = "The step function gives 1 where {rule} and 0 elsewhere; here {theta}."
    formula, compared = at(Z, THETA), other(Z, THETA)
    wrong = {"wrong-side": 1 - formula, "other-comparison": compared, "threshold-ignored": at(Z, 0)}
    return Activation(words, formula, None, wrong)


ACTIVATIONS = {
    "step": _stepped(f.step, f.strict_step),
    "sigmoid": Activation(
        "The sigmoid turns the sum into a number between 0 and 1.",
        LOGISTIC,
        f.sigmoid(Z),
        {"exponent-sign": 1 / (1 + f.exp(Z)), "tanh-for-sigmoid": f.tanh(Z), "no-activation": Z},
    ),
    "tanh": Activation(
        "The hyperbolic tangent turns the sum into a number between -1 and 1.",
        (f.exp(Z) - f.exp(-Z)) / (f.exp(Z) + f.exp(-Z)),
        f.tanh(Z),
        {"sigmoid-for-tanh": LOGISTIC, "no-activation": Z},
    ),
    "relu": Activation(
        "The rectified linear unit keeps a positive sum and turns a negative one into 0.",
        f.maximum(0, Z),
        f.relu(Z),
        {"negative-kept": Z, "positive-lost": f.minimum(0, Z)},
    ),
    "leaky-relu": Activation(
        "The leaky ReLU keeps a positive sum and multiplies a negative one by its slope, here {alpha}.",
        f.maximum(ALPHA * Z, Z),
        f.leaky_relu(Z, ALPHA),
        {"relu": f.maximum(0, Z), "slope-everywhere": ALPHA * Z},
    ),
    "linear": Activation("A linear neuron gives the sum itself.", Z),
}

STRICT = _stepped(f.strict_step, f.step)
"""The step function that gives 1 above its threshold only."""
