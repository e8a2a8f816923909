"""Samples to fit whose training by gradient descent stays within short decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeVar

from solver.problems.gradient_descent._linear_regression import LinearRegression
from solver.record.recorder import Working
from solver.sampling.niceness import is_short, short_share, worked
from solver.sampling.random_stream import RandomStream, decimal_text

Regression = TypeVar("Regression", bound=LinearRegression)

ATTEMPTS = 2000
ONE = 100
"""Weights are counted in hundredths: their errors have squares of four decimals."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a problem: its samples, how many of them make a batch, and what is fitted."""

    samples: int
    size: int
    features: int = 1
    biased: bool = True
    epochs: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A problem before its targets: `errors` are those at the time of the update that they go into.

    The last of the initial weights `start` is the bias, which has an input of 1 in every row.
    """

    rows: Sequence[Sequence[int]]
    errors: Sequence[int]
    start: Sequence[int]
    lr: int
    loss: str


def sample_regression(kind: type[Regression], draw: RandomStream, shape: Shape, **extra: str) -> Regression:
    """A problem of that shape in which every value of the working ends within four significant digits.

    The inputs are small whole numbers. Instead of the targets, the errors are drawn, as small whole numbers
    too. No gradient is zero, and training lowers the loss, though not to 0.
    """
    for _ in range(ATTEMPTS):
        plan = _drawn(draw, shape)
        targets = _targets(shape, plan)
        if targets is not None:
            problem = kind.of(**_givens(shape, plan, targets), **extra)
            if is_nice(worked(problem)):
                return problem
    return plain_regression(kind, shape, **extra)


def plain_regression(kind: type[Regression], shape: Shape, **extra: str) -> Regression:
    """A dull problem that is nice for every shape: each update halves the error, which all samples share."""
    width = shape.features + shape.biased
    updates = shape.epochs * len(range(0, shape.samples, shape.size))
    # The learning rate times the sum of the squared inputs is 1/2 or 3/2.
    plan = Plan([[1] * width] * shape.samples, [], [0] * width, 25 if width == 2 else 50, "half-mse")
    return kind.of(**_givens(shape, plan, [4 * ONE * 2**updates] * shape.samples), **extra)


def is_nice(work: Working) -> bool:
    """Whether all values are short and every update changes all that is fitted."""
    slopes = [q.symbol.value for name, q in work.quantities.items() if name.startswith(("dL/dw_", "dL/db_"))]
    return 0 not in slopes and short_share(work) == 1


def _drawn(draw: RandomStream, shape: Shape) -> Plan:
    if shape.features == 1:
        pool = [[x] for x in ((1, 2, 3, 4) if shape.samples <= 4 else (1, 1, 2, 2, 3, 3, 4))]
    else:
        pool = [[*inputs] for inputs in product((1, 2, 3), repeat=shape.features)]
    rows = [[*inputs, *[1] * shape.biased] for inputs in draw.some(pool, shape.samples)]
    # More targets lie above the first line than below it: training then has a way to go.
    errors = [draw.choice((-4, -3, -2, -2, -1, -1, 1, 2)) for _ in rows]
    start = [draw.choice((0, 0, 1, 2)) for _ in rows[0]]
    return Plan(rows, errors, start, draw.choice((10, 20)), draw.choice(("half-mse", "mse")))


def _givens(shape: Shape, plan: Plan, targets: Sequence[int]) -> dict[str, str]:
    inputs = [row[: shape.features] for row in plan.rows]
    givens = {
        "x": (";" if shape.features > 1 else ",").join(",".join(map(str, row)) for row in inputs),
        "y": ",".join(_text(target) for target in targets),
        "w": ",".join(map(str, plan.start[: shape.features])),
        "loss": plan.loss,
        "lr": _text(plan.lr),
        "epochs": str(shape.epochs),
    }
    return givens | ({"b": str(plan.start[-1])} if shape.biased else {"no_bias": "true"})


def _text(hundredths: int) -> str:
    return decimal_text(Fraction(hundredths, ONE))


def _targets(shape: Shape, plan: Plan) -> list[int] | None:
    """The targets, in hundredths, that lead to the planned errors on the way through the first epoch.

    None if the way through all epochs is longer than that or leads nowhere.
    """
    start = [ONE * weight for weight in plan.start]
    weights, targets = start, list[int]()
    factor = plan.lr * (2 if plan.loss == "mse" else 1)
    for epoch, first in product(range(shape.epochs), range(0, shape.samples, shape.size)):
        batch = range(first, min(first + shape.size, shape.samples))
        if epoch == 0:
            targets += [_guess(weights, plan.rows[i]) - ONE * plan.errors[i] for i in batch]
        errors = [_guess(weights, plan.rows[i]) - targets[i] for i in batch]
        columns = zip(*(plan.rows[i] for i in batch), strict=True)
        slopes = [sum(e * x for e, x in zip(errors, column, strict=True)) for column in columns]
        if any(slope == 0 or factor * slope % (len(batch) * ONE) for slope in slopes):
            return None
        weights = [w - factor * slope // (len(batch) * ONE) for w, slope in zip(weights, slopes, strict=True)]
    before, after = (
        sum((_guess(w, row) - target) ** 2 for row, target in zip(plan.rows, targets, strict=True))
        for w in (start, weights)
    )
    loss = Fraction(after, ONE**2 * shape.samples * (1 if plan.loss == "mse" else 2))
    return targets if 0 < after < before and is_short(loss) else None


def _guess(weights: Sequence[int], row: Sequence[int]) -> int:
    return sum(w * x for w, x in zip(weights, row, strict=True))
