"""The activation functions: how each is named, written out and differentiated, and what goes wrong."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from solver.authoring.formulas import (
    Formula,
    Function,
    Number,
    Symbol,
    constant,
    derivative_of,
    elu,
    exp,
    gelu,
    leaky_relu,
    lift,
    log,
    normal_cdf,
    relu,
    replace,
    sigmoid,
    softplus,
    sqrt,
    tanh,
)
from solver.domains.activations import SLOPES

Z, A, S, ALPHA, BETA = map(Symbol, ("z", "a", "s", "alpha", "beta"))
NONE: Mapping[str, Formula] = MappingProxyType({})
LOGISTIC = 1 / (1 + exp(-Z))
SCALE = sqrt(2 / constant("pi"))
CUBIC = Number(Fraction(44715, 10**6), "0.044715")


class Piece(NamedTuple):
    """A formula of z, and of what was recorded before as s; its derivative may be told by the value a."""

    value: Formula
    slope: Formula
    wrong_values: Mapping[str, Formula] = NONE
    wrong_slopes: Mapping[str, Formula] = NONE

    @property
    def told(self) -> list[Formula]:
        """All that it may be thought to give, of z alone."""
        wrong = (*self.wrong_values.values(), *self.wrong_slopes.values())
        return [replace(formula, {"a": self.value}) for formula in (self.value, self.slope, *wrong)]


class Activation(NamedTuple):
    """A function, with a piece of its own at 0 and below where it has a kink.

    `function` and its `constants` are how it is written before its formula; `part` is what the formulas
    call s, named and written out.
    """

    rule: str
    piece: Piece
    below: Piece | None = None
    function: Function | None = None
    constants: tuple[Formula, ...] = ()
    part: tuple[Formula, Formula] | None = None

    @property
    def named(self) -> Formula | None:
        return None if self.function is None else self.function(Z, *self.constants)

    @property
    def named_slope(self) -> Formula | None:
        return None if self.function is None else derivative_of(self.function)(Z, *self.constants)


ONE, ZERO = lift(1), lift(0)
KEPT = Piece(Z, ONE, NONE, {"value-for-slope": Z})
JUMPED = Piece(ONE, ZERO, {"wrong-side": ZERO}, {"value-for-slope": ONE})
FLAT = Piece(ZERO, ZERO, {"wrong-side": ONE}, {"kink": ONE})
GAUSSIAN = exp(-(Z**2) / 2) / sqrt(2 * constant("pi"))

ACTIVATIONS: Mapping[str, Activation] = {
    "linear": Activation("What comes in goes out.", Piece(Z, ONE, NONE, {"value-for-slope": Z})),
    "step": Activation(
        "It gives 1 where {above}, and 0 elsewhere.", JUMPED, FLAT._replace(wrong_slopes=NONE)
    ),
    "sigmoid": Activation(
        "It maps every number to one between 0 and 1.",
        Piece(
            LOGISTIC,
            SLOPES["sigmoid"](Z, A),
            {"exponent-sign": 1 / (1 + exp(Z)), "tanh-for-sigmoid": tanh(Z)},
            {"input-for-output": Z * (1 - Z), "second-factor-missing": A},
        ),
        function=sigmoid,
    ),
    "tanh": Activation(
        "It maps every number to one between -1 and 1.",
        Piece(
            (exp(Z) - exp(-Z)) / (exp(Z) + exp(-Z)),
            SLOPES["tanh"](Z, A),
            {"sigmoid-for-tanh": LOGISTIC},
            {"input-for-output": 1 - Z**2, "square-forgotten": 1 - A},
        ),
        function=tanh,
    ),
    "relu": Activation(
        "It keeps positive numbers and turns all others into 0.",
        KEPT._replace(wrong_values={"wrong-side": ZERO}),
        Piece(ZERO, ZERO, {"negative-kept": Z}, {"kink": ONE}),
        function=relu,
    ),
    "leaky-relu": Activation(
        "It keeps positive numbers and multiplies all others by {alpha}.",
        KEPT._replace(wrong_values={"constant-everywhere": ALPHA * Z}),
        Piece(ALPHA * Z, ALPHA, {"relu": ZERO, "negative-kept": Z}, {"relu": ZERO, "kink": ONE}),
        function=leaky_relu,
        constants=(ALPHA,),
    ),
    "elu": Activation(
        "It keeps positive numbers; below 0 it bends toward {floor}.",
        KEPT,
        Piece(
            ALPHA * (exp(Z) - 1),
            ALPHA * exp(Z),
            {"minus-one-missing": ALPHA * exp(Z), "relu": ZERO},
            {"value-for-slope": A, "relu": ZERO},
        ),
        function=elu,
        constants=(ALPHA,),
    ),
    "softplus": Activation(
        "It is a smooth form of ReLU; its derivative is the sigmoid.",
        Piece(
            log(1 + exp(Z)),
            LOGISTIC,
            {"one-missing": Z, "exponent-sign": log(1 + exp(-Z))},
            {"exponent-sign": 1 / (1 + exp(Z))},
        ),
        function=softplus,
    ),
    "swish": Activation(
        "It is the number times the sigmoid {s} of itself, scaled by {beta}.",
        Piece(
            Z * S,
            S + BETA * Z * S * (1 - S),
            {"factor-missing": S},
            {"product-rule": S, "input-for-output": S + Z * (1 - Z)},
        ),
        part=(sigmoid(BETA * Z), 1 / (1 + exp(-(BETA * Z)))),
    ),
    "gelu": Activation(
        "It is the number times the share {s} of a standard normal variable below it.",
        Piece(Z * S, S + Z * GAUSSIAN, {"factor-missing": S}, {"product-rule": S}),
        part=(normal_cdf(Z), normal_cdf(Z)),
        function=gelu,
    ),
}

GELU_BY_TANH = Activation(
    "It is the number times a share, which tanh comes close to; {s} is that tanh.",
    Piece(
        Z / 2 * (1 + S),
        (1 + S) / 2 + Z / 2 * (1 - S**2) * SCALE * (1 + lift(3) * CUBIC * Z**2),
        {"factor-missing": (1 + S) / 2},
        {"product-rule": (1 + S) / 2},
    ),
    part=(tanh(SCALE * (Z + CUBIC * Z**3)), tanh(SCALE * (Z + CUBIC * Z**3))),
)
"""Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, section 2."""

MISTAKES = {
    "exponent-sign": "e^x was taken for e^-x",
    "tanh-for-sigmoid": "tanh was taken for the sigmoid",
    "sigmoid-for-tanh": "the sigmoid was taken for tanh",
    "wrong-side": "the output was that of the other side of 0",
    "negative-kept": "a number that is not positive was kept as it is",
    "relu": "all that is not positive was turned into 0, as ReLU does",
    "constant-everywhere": "positive numbers were multiplied by the constant, too",
    "minus-one-missing": "the 1 was not subtracted from the exponential",
    "one-missing": "the 1 was left out of the logarithm",
    "factor-missing": "the factor x was left out",
    "value-for-slope": "the value was given for the derivative",
    "kink": "at 0 or below, the derivative of the positive side was taken",
    "input-for-output": "x was put in where the derivative takes the output of the function",
    "second-factor-missing": "the factor 1 - a was left out of the derivative",
    "square-forgotten": "the output was not squared in the derivative",
    "product-rule": "the second term of the product rule was left out",
}
