"""Networks that can be worked out by hand."""

from collections.abc import Mapping
from typing import Any

from solver.authoring import Difficulty, RandomStream

SIZES: Mapping[Difficulty, tuple[tuple[int, ...], ...]] = {
    "easy": ((2, 2, 1),),
    "medium": ((3, 2, 1), (2, 3, 1), (2, 2, 2)),
    "hard": ((2, 2, 1), (2, 2, 2)),
}
"""Inputs, hidden units and outputs."""


def network(draw: RandomStream, difficulty: Difficulty) -> dict[str, Any]:
    """Givens of a small network: small whole inputs, weights in tenths, ReLU unless it is hard."""
    shape = draw.choice(SIZES[difficulty])
    layers = list(zip(shape[1:], shape, strict=False))
    most = 9 if difficulty == "easy" else 12
    weights = [draw.rows(m, n, most) for m, n in layers]
    biases = [[draw.decimal(-5, 5) for _ in range(m)] for m, _ in layers]
    hidden = draw.choice(("sigmoid", "tanh")) if difficulty == "hard" else "relu"
    x = [draw.nonzero(3) for _ in range(shape[0])]
    return {"x": x, "weights": weights, "biases": biases, "activations": [hidden, "linear"]}
