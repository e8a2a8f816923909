"""Models of networks of plain recurrences: in both directions, in layers, and what grows along trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.models.sequences import ACTIVATIONS, rnn

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


SLOPES: Mapping[str, Callable[[Array], Array]] = {
    "linear": np.ones_like,
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a**2,
    "relu": lambda a: (a > 0).astype(float),
    "softplus": lambda a: -np.expm1(-a),
}
"""The derivatives of activations by their values."""


def bptt(
    x: ArrayLike,
    w: ArrayLike,
    u: ArrayLike,
    target: ArrayLike,
    b: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    activation: str = "tanh",
    output_weights: ArrayLike | None = None,
    output_bias: ArrayLike | None = None,
    output_activation: str = "linear",
    loss: str = "half-sse",
    truncate: int | None = None,
    lr: float | None = None,
) -> dict[str, Any]:
    """Backpropagation through time over the rows of `x`, of shape (steps, inputs).

    Shapes are those of `rnn`. The `target` has the shape (steps, outputs), or a single row for the last step;
    without output weights it is that of the states. Each loss goes back through its own step and those before
    it, `truncate` in all; the losses and the gradients of all steps are added.

    Source: Werbos, Backpropagation through time: what it does and how to do it, 1990; Williams and Peng, An
    efficient gradient-based algorithm for on-line training of recurrent network trajectories, 1990.
    """
    inputs, enter, stay, wanted = (np.asarray(part, dtype=float) for part in (x, w, u, target))
    known = {"w": enter, "u": stay, "b": b, "output_weights": output_weights, "output_bias": output_bias}
    trained = {name: np.asarray(part, dtype=float) for name, part in known.items() if part is not None}
    found: dict[str, Any] = rnn(x, w, u, b, h0, activation, output_weights, output_bias, output_activation)
    first = np.zeros(len(stay)) if h0 is None else np.asarray(h0, dtype=float)
    hidden, steps = np.vstack([first, found["hidden"]]), len(inputs)
    outputs = found.get("outputs", found["hidden"])
    errors = outputs[-len(wanted) :] - wanted
    scale = {"half-sse": 0.5, "sse": 1.0, "mse": 1 / wanted.shape[1]}[loss]
    slopes = {name: np.zeros_like(part) for name, part in {"b": np.zeros(len(stay)), **trained}.items()}
    for t, error in enumerate(errors, steps - len(errors) + 1):
        back = 2 * scale * error
        if output_weights is not None:
            back = back * SLOPES[output_activation](outputs[t - 1])
            slopes["output_weights"] += np.outer(back, hidden[t])
            if output_bias is not None:
                slopes["output_bias"] += back
            back = back @ trained["output_weights"]
        for s in range(t, max(t - (truncate or steps), 0), -1):
            delta = back * SLOPES[activation](hidden[s])
            slopes["w"] += np.outer(delta, inputs[s - 1])
            slopes["u"] += np.outer(delta, hidden[s - 1])
            slopes["b"] += delta
            back = delta @ stay
    factors = [SLOPES[activation](state)[:, None] * stay for state in hidden[2:]]
    found |= {"loss": scale * (errors**2).sum(), "factors": factors}
    found |= {f"grad_{name}": slope for name, slope in slopes.items()}
    if lr is not None:
        found |= {f"new_{name}": part - lr * slopes[name] for name, part in trained.items()}
    return found


Tree: TypeAlias = "str | tuple[Tree, Tree]"
"""A word, or two trees."""


def recursive(
    tree: Tree, vectors: ArrayLike, w: ArrayLike, b: ArrayLike | None = None, activation: str = "tanh"
) -> tuple[list[Array], Array]:
    """The vectors of the inner nodes of a binary tree, children before parents, and that of its root.

    The rows of `vectors`, of the shape (words, size), belong to the different words of the tree in the order
    in which it names them. The weights act on the left child above the right one: (size, 2 size).

    Source: Socher et al., Parsing Natural Scenes and Natural Language with Recursive Neural Networks, 2011,
    equation 5.
    """
    rows, weights = iter(np.asarray(vectors, dtype=float)), np.asarray(w, dtype=float)
    shift = 0.0 if b is None else np.asarray(b, dtype=float)
    known: dict[str, Array] = {}
    nodes: list[Array] = []

    def vector(node: Tree) -> Array:
        if isinstance(node, str):
            if node not in known:
                known[node] = next(rows)
            return known[node]
        children = np.concatenate([vector(child) for child in node])
        nodes.append(ACTIVATIONS[activation](weights @ children + shift))
        return nodes[-1]

    return nodes, vector(tree)


def echo_state(
    x: ArrayLike,
    w_in: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    leak: float = 1.0,
    activation: str = "tanh",
    target: ArrayLike | None = None,
    ridge: float = 0.0,
) -> dict[str, Any]:
    """The states of a reservoir over the rows of `x`, of shape (steps, inputs), and its spectral radius.

    The weights of the input have the shape (units, inputs), those of the reservoir (units, units). Where
    there is a `target`, of the shape (steps, outputs), the read-out (outputs, units) is fitted by ridge
    regression without an intercept.

    Source: Lukosevicius, A Practical Guide to Applying Echo State Networks, 2012, equations 2, 3 and 9.
    """
    enter, stay = np.asarray(w_in, dtype=float), np.asarray(w, dtype=float)
    shift = 0.0 if b is None else np.asarray(b, dtype=float)
    state = np.zeros(len(stay)) if h0 is None else np.asarray(h0, dtype=float)
    rows = []
    for now in np.asarray(x, dtype=float):
        fresh = ACTIVATIONS[activation](enter @ now + stay @ state + shift)
        state = state + leak * (fresh - state)
        rows.append(state)
    states = np.array(rows)
    found: dict[str, Any] = {"states": states, "spectral_radius": np.abs(np.linalg.eigvals(stay)).max()}
    if target is None:
        return found
    # Least squares over the states above a multiple of the unit matrix: squaring would cost digits.
    widened = np.vstack([states, np.sqrt(ridge) * np.eye(len(stay))])
    wanted = np.asarray(target, dtype=float)
    wanted = np.vstack([wanted, np.zeros((len(stay), wanted.shape[1]))])
    weights = np.linalg.lstsq(widened, wanted, rcond=None)[0]
    return found | {"output_weights": weights.T, "outputs": states @ weights}
