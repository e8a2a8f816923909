"""Models of networks of plain recurrences: in both directions, in layers, and what grows along trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def deep_rnn(
    x: ArrayLike,
    w: Sequence[ArrayLike],
    u: Sequence[ArrayLike],
    b: Sequence[ArrayLike] = (),
    h0: Sequence[ArrayLike] = (),
    activation: str = "tanh",
) -> list[Array]:
    """The states of each layer, of the shape (steps, units), over the rows of `x`, of shape (steps, inputs).

    The weights of a layer have the shape (units, units below) and (units, units); biases and first states are
    0 where there are none.

    Source: Graves, Mohamed and Hinton, Speech Recognition with Deep Recurrent Neural Networks, 2013,
    equation 9.
    """
    below, states = np.asarray(x, dtype=float), []
    for layer, (enter, stay) in enumerate(zip(w, u, strict=True)):
        shift, first = (part[layer] if len(part) else None for part in (b, h0))
        below = rnn(below, enter, stay, shift, first, activation)["hidden"]
        states.append(below)
    return states
