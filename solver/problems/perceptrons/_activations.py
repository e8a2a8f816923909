"""Activation functions, each with its words, its formula and the mistakes that are made at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.formula import Formula, Function, Symbol, exp
from solver.problems.perceptrons._unit import AGAINST_ZERO
from solver.record.solution import Mistake

ACTIVATIONS = ("step", "sigmoid", "tanh", "relu", "leaky-relu", "linear")
_SMALLEST_QUOTIENT = Fraction(1, 10**20)
_relu = Function("ReLU", lambda z: values.maximum(Fraction(0), z))
_leaky_relu = Function("LeakyReLU", lambda z, slope: values.maximum(values.multiply(slope, z), z))


@dataclass(frozen=True, slots=True)
class Activation:
    """What an activation makes of the sum: in words, as a formula, and the form that names it."""

    words: str
    formula: Formula
    named: Formula | None = None
    mistakes: Sequence[Mistake] = ()


def activate(name: str, z: Symbol, theta: Symbol, alpha: Symbol) -> Activation:
    """The activation of that name at z, with the threshold of a step and the slope of a leaky ReLU."""
    makers: Mapping[str, Callable[[], Activation]] = {
        "step": lambda: _step(z, theta),
        "sigmoid": lambda: _sigmoid(z),
        "tanh": lambda: _tanh(z),
        "relu": lambda: _rectified(z),
        "leaky-relu": lambda: _leaky(z, alpha),
        "linear": lambda: Activation("A linear neuron gives the sum itself.", z),
    }
    return makers[name]()


def _step(z: Symbol, theta: Symbol) -> Activation:
    right = f.step(z, theta)
    mistakes = [
        Mistake("wrong-side", "the output was 1 below the threshold and 0 above it", 1 - right),
        Mistake("other-comparison", "the sum was compared by > in place of >=", f.strict_step(z, theta)),
        Mistake("threshold-ignored", AGAINST_ZERO, f.step(z, 0)),
    ]
    words = "The step function gives 1 where {rule} and 0 elsewhere; here {theta}."
    return Activation(words, right, None, mistakes)


def _leaky(z: Symbol, alpha: Symbol) -> Activation:
    words = "The leaky ReLU keeps a positive sum and multiplies a negative one by its slope, here {alpha}."
    mistakes = [
        Mistake("relu", "the negative sum was turned into 0, as ReLU does", f.maximum(0, z)),
        Mistake("slope-everywhere", "the positive sum was multiplied by the slope too", alpha * z),
    ]
    return Activation(words, f.maximum(alpha * z, z), _leaky_relu(z, alpha), mistakes)


def _sigmoid(z: Symbol) -> Activation:
    mistakes = [
        Mistake("exponent-sign", "e^z was taken for e^-z", 1 / (1 + exp(z))),
        Mistake("tanh-for-sigmoid", "tanh was taken for the sigmoid", f.tanh(z)),
        Mistake("no-activation", "the activation was left out", z),
    ]
    words = "The sigmoid turns the sum into a number between 0 and 1."
    return Activation(words, 1 / (1 + exp(-z)), f.sigmoid(z), mistakes)


def _tanh(z: Symbol) -> Activation:
    quotient = (exp(z) - exp(-z)) / (exp(z) + exp(-z))
    mistakes = [
        Mistake("sigmoid-for-tanh", "the sigmoid was taken for tanh", 1 / (1 + exp(-z))),
        Mistake("no-activation", "the activation was left out", z),
    ]
    words = "The hyperbolic tangent turns the sum into a number between -1 and 1."
    # The quotient would lose the digits of a tiny sum.
    tiny = abs(z.evaluate()) < _SMALLEST_QUOTIENT
    return Activation(words, f.tanh(z) if tiny else quotient, f.tanh(z), mistakes)


def _rectified(z: Symbol) -> Activation:
    mistakes = [
        Mistake("no-activation", "the negative sum was kept", z),
        Mistake("wrong-side", "the positive sum was turned into 0", f.minimum(0, z)),
    ]
    words = "The rectified linear unit keeps a positive sum and turns a negative one into 0."
    return Activation(words, f.maximum(0, z), _relu(z), mistakes)
