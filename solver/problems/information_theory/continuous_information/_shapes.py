"""The shapes of densities: their support, their moments, and what their logarithm makes of an integral."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from solver.authoring import Mistakes
from solver.authoring.formulas import INFINITE, Formula, Symbol, constant, exp, lift, sqrt
from solver.authoring.logarithms import Logarithm

X = Symbol("x")

Weigh: TypeAlias = Callable[[Formula, int], Formula]
"""A coefficient times what stands for that power of the distance from the center."""


class Moment(NamedTuple):
    """A moment in closed form, and how its integral is solved: in words, and by an antiderivative."""

    value: Formula
    words: str
    antiderivative: Formula | None = None
    mistakes: Mistakes = {}


class Shape(NamedTuple):
    """What a density is: its value at x within its support, and what follows from it."""

    at: Formula
    support: tuple[Formula, Formula]
    scale: Formula  # the parameter or the width that must be positive
    mean: Moment
    variance: Callable[[Formula], Moment]  # where the mean goes by that name
    information: Callable[[Logarithm, Weigh], Formula]  # -log of its value at x, multiplied out
    degree: int  # that of its logarithm in x, and so of the highest moment that the integrals ask for
    center: Formula = lift(0)  # from where its logarithm measures distances


def uniform(_: Symbol, a: Symbol, b: Symbol) -> Shape:
    """1/(b - a) from a to b."""
    width, thrice = b - a, 3 * (b - a)
    words = "The values of an antiderivative at the two bounds are subtracted:"
    return Shape(
        at=1 / width,
        support=(a, b),
        scale=width,
        mean=Moment((b**2 - a**2) / (2 * width), words, X**2 / (2 * width)),
        variance=lambda m: Moment(((b - m) ** 3 - (a - m) ** 3) / thrice, words, (X - m) ** 3 / thrice),
        information=lambda log, weigh: weigh(log(width), 0),
        degree=0,
    )


def exponential(_: Symbol, rate: Symbol) -> Shape:
    """lambda e^(-lambda x) from 0."""
    decay, words = exp(-rate * X), "By parts, with an antiderivative that goes to 0 as x goes to infinity:"
    wrong = {"deviation-for-variance": 1 / rate}
    return Shape(
        at=rate * decay,
        support=(lift(0), INFINITE),
        scale=rate,
        mean=Moment(1 / rate, words, -(X + 1 / rate) * decay, {"rate-for-mean": rate}),
        variance=lambda mean: Moment(1 / rate**2, words, -(X**2 + mean**2) * decay, wrong),
        information=lambda log, weigh: (
            weigh(rate if log.base == "e" else rate * log.nat, 1) - weigh(log(rate), 0)
        ),
        degree=1,
    )


def normal(density: Symbol, mu: Symbol, sigma: Symbol) -> Shape:
    """The bell curve around mu, of standard deviation sigma, on the whole line."""
    squared_area = 2 * constant("pi") * sigma**2  # under the bell curve of height 1
    by = (
        "By parts: the density alone integrates to 1, and {factor} times the density has this antiderivative:"
    )
    wrong = {"deviation-for-variance": sigma}
    return Shape(
        at=1 / sqrt(squared_area) * exp(-((X - mu) ** 2 / (2 * sigma**2))),
        support=(-INFINITE, INFINITE),
        scale=sigma,
        mean=Moment(mu, "The density is symmetric about {center}."),
        variance=lambda _: Moment(sigma**2, by, -(sigma**2 * density), wrong),
        information=lambda log, weigh: weigh(log(squared_area) / 2, 0) + weigh(log.nat / (2 * sigma**2), 2),
        degree=2,
        center=mu,
    )


SHAPES: dict[str, Callable[..., Shape]] = {"uniform": uniform, "exponential": exponential, "normal": normal}
SYMBOLS = {"uniform": ("a", "b"), "exponential": ("lambda",), "normal": ("mu", "sigma")}
