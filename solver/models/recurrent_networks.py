"""Models of networks of plain recurrences: in both directions, in layers, and what grows along trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.models.sequences import rnn

Array: TypeAlias = NDArray[np.float64]

MERGED: Mapping[str, Callable[[Array, Array], Array]] = {
    "concat": lambda one, other: np.concatenate((one, other), axis=1),
    "sum": np.add,
    "mean": lambda one, other: (one + other) / 2,
    "product": np.multiply,
}


def bidirectional_rnn(
    x: ArrayLike,
    w: ArrayLike,
    u: ArrayLike,
    w_back: ArrayLike,
    u_back: ArrayLike,
    b: ArrayLike | None = None,
    b_back: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    h0_back: ArrayLike | None = None,
    activation: str = "tanh",
    merge: str = "concat",
) -> dict[str, Array]:
    """A recurrence over the rows of `x`, of shape (steps, inputs), another one from the last row back.

    The weights of the input have the shape (units, inputs), those of the state (units, units). The states of
    both, of the shape (steps, units), come in the order of time; merged ones are twice as wide if they are
    joined.

    Source: Schuster and Paliwal, Bidirectional Recurrent Neural Networks, 1997.
    """
    forward = rnn(x, w, u, b, h0, activation)["hidden"]
    backward = rnn(np.flip(x, axis=0), w_back, u_back, b_back, h0_back, activation)["hidden"][::-1]
    return {"forward": forward, "backward": backward, "hidden": MERGED[merge](forward, backward)}
