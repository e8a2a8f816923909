"""The losses of one output: how each is written, its derivative, and what goes wrong with it."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from solver.authoring.formulas import (
    Formula,
    Symbol,
    absolute,
    lift,
    log,
    log2,
    maximum,
    product_of_sequence,
    replace,
    sign,
    step,
    strict_step,
)
from solver.problems.neural_networks._network import LOSSES

Y, P, DELTA, GAMMA, ALPHA = map(Symbol, ("y", "p", "delta", "gamma", "alpha"))
NONE: Mapping[str, Formula] = MappingProxyType({})
LEFT = 1 - P


class Piece(NamedTuple):
    """A loss of a target y and a prediction p, and its derivative by p or by the logit of p."""

    loss: Formula
    slope: Formula
    by_logit: Formula | None = None
    wrong: Mapping[str, Formula] = NONE
    wrong_slopes: Mapping[str, Formula] = NONE

    def at(self, known: dict[str, Formula]) -> "Piece":
        """The formulas with what is known put in."""
        loss, slope = replace(self.loss, known), replace(self.slope, known)
        wrongs = ({k: replace(f, known) for k, f in part.items()} for part in (self.wrong, self.wrong_slopes))
        return Piece(loss, slope, self.by_logit and replace(self.by_logit, known), *wrongs)


class Kind(NamedTuple):
    """A loss; where `first` is 0, beyond a kink or for the targets 0, its other piece holds."""

    words: str
    rule: str
    piece: Piece
    other: Piece | None = None
    first: Formula = lift(1)

    def at(self, y: Formula, p: Formula, constants: Mapping[str, Formula]) -> Piece:
        """The formulas for a target and a prediction."""
        known = {"y": y, "p": p, **constants}
        is_first = replace(self.first, known).evaluate() == 1
        return (self.piece if is_first or self.other is None else self.other).at(known)


SQUARE = Piece(
    (Y - P) ** 2,
    2 * (P - Y),
    wrong={"not-squared": absolute(Y - P)},
    wrong_slopes={"error-sign": 2 * (Y - P), "factor-left-out": P - Y},
)
ROOTED = SQUARE._replace(slope=P - Y, wrong_slopes={"error-sign": Y - P, "factor-left-out": 2 * (P - Y)})
"""The derivative of the root divides by twice the root."""

EITHER = -(Y * log(P) + (1 - Y) * log(LEFT))
SURE, UNSURE = LEFT**GAMMA, P**GAMMA
MARGIN = 1 - Y * P


def _focal(ones: tuple[Formula, ...], zeros: tuple[Formula, ...]) -> Kind:
    """The focal loss, with factors for the labels 1 and for the labels 0."""
    one, zero = (partial(_times, factors) for factors in (ones, zeros))
    swapped = {"alpha-for-both": -_times(ones, UNSURE, log(LEFT))} if ones else {}
    return Kind(
        "focal loss",
        "Cross-entropy, times a power that is small where the label was given a high probability.",
        Piece(
            -one(SURE, log(P)),
            one(GAMMA * LEFT ** (GAMMA - 1) * log(P) - SURE / P),
            one(SURE, GAMMA * P * log(P) - LEFT),
            {
                "focus-missing": -one(log(P)),
                "focus-reversed": -one(UNSURE, log(P)),
                "minus-missing": one(SURE, log(P)),
            },
            {"focus-constant": -one(SURE / P)},
        ),
        Piece(
            -zero(UNSURE, log(LEFT)),
            zero(UNSURE / LEFT - GAMMA * P ** (GAMMA - 1) * log(LEFT)),
            zero(UNSURE, P - GAMMA * LEFT * log(LEFT)),
            {
                "focus-missing": -zero(log(LEFT)),
                "focus-reversed": -zero(SURE, log(LEFT)),
                "minus-missing": zero(UNSURE, log(LEFT)),
                **swapped,
            },
            {"focus-constant": zero(UNSURE / LEFT)},
        ),
        first=Y,
    )


def _times(factors: tuple[Formula, ...], *others: Formula) -> Formula:
    return product_of_sequence([*factors, *others])


KINDS: Mapping[str, Kind] = {
    "mse": Kind(LOSSES["se"], "The error is squared.", SQUARE),
    "mae": Kind(
        "absolute error",
        "The error counts without its sign.",
        Piece(
            absolute(Y - P),
            sign(P - Y),
            wrong={"sign-kept": Y - P, "squared": (Y - P) ** 2},
            wrong_slopes={"error-sign": sign(Y - P)},
        ),
    ),
    "rmse": Kind(f"root mean {LOSSES['se']}", "The error is squared.", ROOTED),
    "huber": Kind(
        "Huber loss",
        "Errors up to {delta} are squared, larger ones count as on a line.",
        Piece(
            (Y - P) ** 2 / 2,
            P - Y,
            wrong={"half-left-out": (Y - P) ** 2},
            wrong_slopes={"error-sign": Y - P, "factor-left-out": 2 * (P - Y)},
        ),
        Piece(
            DELTA * absolute(Y - P) - DELTA**2 / 2,
            DELTA * sign(P - Y),
            wrong={"half-left-out": DELTA * absolute(Y - P) - DELTA**2, "always-squared": (Y - P) ** 2 / 2},
            wrong_slopes={"error-sign": DELTA * sign(Y - P), "always-squared": P - Y},
        ),
        first=step(DELTA, absolute(Y - P)),
    ),
    "bce": Kind(
        "binary cross-entropy",
        "A label takes the logarithm of the probability that it was given.",
        Piece(
            EITHER,
            (P - Y) / (P * LEFT),
            P - Y,
            {
                "second-term-missing": -(Y * log(P)),
                "minus-missing": Y * log(P) + (1 - Y) * log(LEFT),
                "base-two": -(Y * log2(P) + (1 - Y) * log2(LEFT)),
            },
            {"error-sign": (Y - P) / (P * LEFT)},
        ),
    ),
    "categorical": Kind(
        "categorical cross-entropy",
        "Of each sample, the logarithm of the probability of its own class counts.",
        Piece(
            -(Y * log(P)),
            -Y / P,
            P - Y,
            {"minus-missing": Y * log(P), "base-two": -(Y * log2(P))},
            {"error-sign": Y / P},
        ),
    ),
    "hinge": Kind(
        "hinge loss",
        "Nothing is lost where the score is on the right side by 1 or more.",
        Piece(
            maximum(0, MARGIN),
            -Y,
            wrong={"not-cut": MARGIN, "no-margin": maximum(0, -(Y * P))},
            wrong_slopes={"error-sign": Y},
        ),
        Piece(maximum(0, MARGIN), 0 * Y, wrong={"not-cut": MARGIN}, wrong_slopes={"slope-beyond-margin": -Y}),
        first=strict_step(MARGIN, 0),
    ),
    "squared-hinge": Kind(
        "squared hinge loss",
        "What is lacking to a margin of 1 is squared.",
        Piece(
            maximum(0, MARGIN) ** 2,
            -(2 * Y * maximum(0, MARGIN)),
            wrong={"not-cut": MARGIN**2, "not-squared": maximum(0, MARGIN)},
            wrong_slopes={
                "factor-left-out": -(Y * maximum(0, MARGIN)),
                "error-sign": 2 * Y * maximum(0, MARGIN),
            },
        ),
    ),
    "focal": _focal((), ()),
}

BALANCED_FOCAL = _focal((ALPHA,), (1 - ALPHA,))
"""With weights for the labels 1 and 0."""

MISTAKES = {
    "not-squared": "the error, or what is lacking to the margin, was not squared",
    "sign-kept": "the sign of the error was kept",
    "squared": "the error was squared",
    "half-left-out": "the factor 1/2 was left out of the loss",
    "always-squared": "an error beyond delta was treated as a small one",
    "second-term-missing": "the term of the label 0 was left out",
    "minus-missing": "the minus sign before the logarithm was left out",
    "base-two": "the logarithm to base 2 was taken",
    "not-cut": "a negative value was not turned into 0",
    "no-margin": "the margin of 1 was left out",
    "focus-missing": "the focusing power was left out",
    "focus-reversed": "the power was taken of the probability of the label, not of what is left of it",
    "alpha-for-both": "alpha was taken for the label 0, in place of 1 - alpha",
    "focus-constant": "the focusing power was treated as a constant in the derivative",
    "error-sign": "the derivative has the wrong sign",
    "factor-left-out": "the factor 2 was left out of the derivative, or put in where there is none",
    "slope-beyond-margin": "a sample beyond the margin was given a gradient",
}

ALSO = (
    ("l1", "mae"),
    ("l2", "mse"),
    ("binary-cross-entropy", "bce"),
    ("log-loss", "bce"),
    ("cross-entropy", "categorical"),
    ("ce", "categorical"),
    ("nll", "categorical"),
)
SPOKEN = (
    *ALSO,
    ("mean-squared-error", "mse"),
    ("squared-error", "mse"),
    ("mean-absolute-error", "mae"),
    ("absolute-error", "mae"),
    ("root-mean-squared-error", "rmse"),
    ("categorical-cross-entropy", "categorical"),
    ("sparse-categorical-cross-entropy", "categorical"),
    ("bce-with-logits", "bce"),
    # PyTorch's takes logarithms.
    ("nllloss", "nll-loss"),
)
"""What functions and layers are called that work them out."""

_OF_LOGITS = ("bcewithlogitsloss", "crossentropyloss", "binarycrossentropywithlogits")
"""Losses of PyTorch that take logits."""

FULL = {
    "bce": ("binary cross entropy", "log_loss", "log loss", "cross entropy", "NLL"),
    "categorical": ("cross entropy", "categorical cross entropy", "NLL"),
    "mse": ("mean squared error", "squared error"),
    "mae": ("mean absolute error", "absolute error"),
}
"""What the losses are called in full."""

BY_PROBABILITY = ("bce", "categorical", "focal")


def of_logits(texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The texts of the givens; some losses of PyTorch say by their name that predictions are logits."""
    name = "".join(
        letter for letter in "".join(texts.get("kind", ())).lower().rpartition(".")[2] if letter.isalpha()
    )
    return {**texts, "logits": ("true",)} if name in _OF_LOGITS else texts
