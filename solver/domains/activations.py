"""The activations by the words for them, and the givens that name one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, TypeAlias

from solver.domains.natures import NONNEGATIVE, PROBABILITY, Nature
from solver.domains.words import Choice
from solver.mathematics.formula import (
    ArrayFunction,
    Formula,
    Function,
    derivative_of,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)

ENTRYWISE: Mapping[str, Function | None] = {
    "linear": None,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softplus": softplus,
}
"""Those that work on each entry by itself; a linear layer has none."""

ACTIVATIONS: Mapping[str, Function | ArrayFunction | None] = {**ENTRYWISE, "softmax": softmax}

NATURES: Mapping[str, Nature] = {
    "step": PROBABILITY,
    "sigmoid": PROBABILITY,
    "tanh": Nature(least=-1, most=1),
    "relu": NONNEGATIVE,
    "softplus": NONNEGATIVE,
}
"""What those can give that do not give any number."""

SLOPES: Mapping[str, Callable[[Formula, Formula], Formula]] = {
    "sigmoid": lambda _, a: a * (1 - a),
    "tanh": lambda _, a: 1 - a**2,
    "relu": lambda z, _: derivative_of(relu)(z),
    "softplus": lambda z, _: sigmoid(z),
}
"""The derivatives of activations at the weighted sums z, by their outputs a where that is shorter."""


def nature_of(activation: str) -> Nature:
    """What it can give."""
    return NATURES.get(activation, Nature())


def activated(z: Formula, activation: str) -> Formula:
    """The activation at a weighted sum, which a linear layer gives out as it is."""
    function = ACTIVATIONS[activation]
    return function(z) if function else z


def sloped(error: Formula, activation: str, z: Formula, a: Formula) -> Formula:
    """An error times the derivative of the activation."""
    slope = SLOPES.get(activation)
    return error * slope(z, a) if slope else error


def is_smooth(activation: str) -> bool:
    """Whether its derivative is another number at every point, and not just 0 or 1."""
    return activation in SLOPES and activation != "relu"


def sloped_in_general(error: Formula, activation: str, z: Formula) -> Formula | None:
    """The same with the derivative as a function of z, where that is not how it is worked out."""
    function = ENTRYWISE.get(activation)
    return error * derivative_of(function)(z) if function and is_smooth(activation) else None


SYNONYMS = {"identity": "linear", "none": "linear", "id": "linear", "logistic": "sigmoid", "sigma": "sigmoid"}

_ALSO = tuple(SYNONYMS.items())

Activation: TypeAlias = Annotated[str, Choice(tuple(ENTRYWISE), also=_ALSO)]
OutputActivation: TypeAlias = Annotated[str, Choice(tuple(ACTIVATIONS), also=_ALSO)]
