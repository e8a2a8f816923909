"""Targets and predictions whose losses can be worked out by hand."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from solver.authoring import Difficulty, RandomStream, decimal_text

Givens: TypeAlias = dict[str, object]

SAMPLED = {
    "easy": ("mse", "mae", "huber"),
    "medium": ("mse", "huber", "hinge", "squared-hinge"),
    "hard": ("rmse", "bce", "categorical", "focal", "focal"),
}

WEIGHTS = {2: ((1, 3), (1, 4)), 4: ((1, 1, 2, 1), (2, 1, 3, 2))}
"""By the number of samples; they sum to what decimals can be divided by."""


def batch(draw: RandomStream, difficulty: Difficulty) -> Givens:
    """Givens of a loss: two or four samples, in tenths."""
    kind, count = draw.choice(SAMPLED[difficulty]), draw.choice((2, 4))
    givens: Givens = {"kind": kind, "reduction": draw.choice(("mean", "mean", "sum"))}
    if kind == "rmse":
        givens["reduction"] = "mean"
    if difficulty == "medium" and draw.integer(0, 1):
        givens["weights"] = draw.choice(WEIGHTS[count])
    if difficulty == "medium" and kind == "mse":
        return givens | _outputs(draw, count)
    return givens | SAMPLERS.get(kind, _errors)(draw, kind, count)


def _outputs(draw: RandomStream, count: int) -> Givens:
    """Two outputs of each sample."""
    rows = [draw.integers(2, 0, 9) for _ in range(count)]
    return {"y": rows, "p": [[a + draw.nonzero(3) for a in row] for row in rows]}


def _errors(draw: RandomStream, kind: str, count: int) -> Givens:
    y = draw.integers(count, 0, 9)
    own = {"delta": draw.choice(("1", "0.5", "2"))} if kind == "huber" else {}
    return {**own, "y": y, "p": [decimal_text(a + Fraction(draw.nonzero(30), 10)) for a in y]}


def _margins(draw: RandomStream, _: str, count: int) -> Givens:
    low = draw.choice((-1, 0))
    y = [1, low, *(draw.choice((1, low)) for _ in range(count - 2))]
    return {"y": y, "p": [draw.nonzero_decimal(18) for _ in range(count)]}


def _probabilities(draw: RandomStream, kind: str, count: int) -> Givens:
    last: Givens = {"smoothing": "0.1"} if kind == "bce" else {"alpha": "0.25"}
    power: Givens = {} if kind == "bce" else {"gamma": draw.choice((1, 2))}
    choices: tuple[Givens, ...] = {}, {"logits": True}, last
    own = draw.choice(choices)
    p = [draw.nonzero_decimal(20) if "logits" in own else draw.decimal(1, 9) for _ in range(count)]
    return {**own, **power, "y": [1, 0, *draw.integers(count - 2, 0, 1)], "p": p}


def _classes(draw: RandomStream, *_: object) -> Givens:
    choices: tuple[Givens, ...] = {}, {"logits": True}, {"smoothing": "0.1"}
    own = draw.choice(choices)
    rows = [draw.varied(3, -2, 3) if "logits" in own else draw.shares(3) for _ in range(2)]
    return {**own, "y": draw.integers(2, 0, 2), "p": rows}


SAMPLERS: Mapping[str, Callable[[RandomStream, str, int], Givens]] = {
    "hinge": _margins,
    "squared-hinge": _margins,
    "bce": _probabilities,
    "focal": _probabilities,
    "categorical": _classes,
}
