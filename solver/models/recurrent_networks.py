"""Models of networks of plain recurrences: in both directions, in layers, and what grows along trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.models.neural_networks import ACTIVATIONS
from solver.models.sequences import lstm, rnn

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
    cell: str = "rnn",
    c0: ArrayLike | None = None,
) -> dict[str, Any]:
    """Backpropagation through time over the rows of `x`, of shape (steps, inputs).

    Shapes are those of `rnn`; of an `lstm` cell, which is a single unit, the weights have a row for the
    forget gate, the input gate, the candidate and the output gate. The `target` has the shape (steps,
    outputs), or a single row for the last step; without output weights it is that of the states. Each loss
    goes back through its own step and those before it, `truncate` in all; the losses and the gradients of
    all steps are added.

    Source: Werbos, Backpropagation through time: what it does and how to do it, 1990; Williams and Peng, An
    efficient gradient-based algorithm for on-line training of recurrent network trajectories, 1990.
    """
    inputs, enter, stay, wanted = (np.asarray(part, dtype=float) for part in (x, w, u, target))
    known = {"w": enter, "u": stay, "b": b, "output_weights": output_weights, "output_bias": output_bias}
    trained = {name: np.asarray(part, dtype=float) for name, part in known.items() if part is not None}
    run = _run_lstm(x, enter, stay, b, h0, c0) if cell == "lstm" else rnn(x, w, u, b, h0, activation)
    first = np.zeros(stay.shape[1]) if h0 is None else np.asarray(h0, dtype=float)
    hidden, steps = np.vstack([first, run["hidden"]]), len(inputs)
    found: dict[str, Any] = {"hidden": run["hidden"]}
    outputs = run["hidden"]
    if output_weights is not None:
        sums = outputs @ trained["output_weights"].T + trained.get("output_bias", 0.0)
        found["outputs"] = outputs = ACTIVATIONS[output_activation](sums)
    errors = outputs[-len(wanted) :] - wanted
    scale = {"half-sse": 0.5, "sse": 1.0, "mse": 1 / wanted.shape[1]}[loss]
    slopes = {name: np.zeros_like(part) for name, part in {"b": np.zeros(len(stay)), **trained}.items()}
    backs: dict[int, Array] = {}
    for t, error in enumerate(errors, steps - len(errors) + 1):
        back = 2 * scale * error
        if output_weights is not None:
            back = back * SLOPES[output_activation](outputs[t - 1])
            slopes["output_weights"] += np.outer(back, hidden[t])
            if output_bias is not None:
                slopes["output_bias"] += back
            back = back @ trained["output_weights"]
        backs[t] = back
    if cell == "lstm":
        deltas, found["factors"] = _back_through_lstm(run, stay, backs, c0), run["forget"][1:, :, None]
    else:
        deltas = _back_through_plain(hidden, stay, backs, activation, truncate or steps)
        found["factors"] = [SLOPES[activation](state)[:, None] * stay for state in hidden[2:]]
    for s, delta in deltas:
        slopes["w"] += np.outer(delta, inputs[s - 1])
        slopes["u"] += np.outer(delta, hidden[s - 1])
        slopes["b"] += delta
    if steps == 1:
        del found["factors"]
    found["loss"] = scale * (errors**2).sum()
    found |= {f"grad_{name}": slope for name, slope in slopes.items()}
    if lr is not None:
        found |= {f"new_{name}": part - lr * slopes[name] for name, part in trained.items()}
    return found


def _back_through_plain(
    hidden: Array, stay: Array, backs: Mapping[int, Array], activation: str, reach: int
) -> Iterator[tuple[int, Array]]:
    """What each loss by itself brings to the weighted sums of the steps, with the number of the step."""
    for t, back in backs.items():
        for s in range(t, max(t - reach, 0), -1):
            delta = back * SLOPES[activation](hidden[s])
            yield s, delta
            back = delta @ stay


def _run_lstm(
    x: ArrayLike,
    enter: Array,
    stay: Array,
    b: ArrayLike | None,
    h0: ArrayLike | None,
    c0: ArrayLike | None,
) -> dict[str, Array]:
    """An LSTM of one unit whose weights are stacked, a row a gate."""
    forget, write, new, leave = np.hstack([stay, enter])[:, None]
    bf, bi, bc, bo = np.zeros((4, 1)) if b is None else np.asarray(b, dtype=float)[:, None]
    return lstm(x, forget, write, new, leave, bf, bi, bc, bo, h0, c0)


def _back_through_lstm(
    run: Mapping[str, Array], stay: Array, backs: Mapping[int, Array], c0: ArrayLike | None
) -> Iterator[tuple[int, Array]]:
    """What all losses together bring to the weighted sums of the steps, from the last step on.

    Source: Greff et al., LSTM: A Search Space Odyssey, 2017, section II.B, without peepholes.
    """
    start = np.zeros(1) if c0 is None else np.asarray(c0, dtype=float)
    cells = np.vstack([start, run["cell"]])
    by_next_state, by_next_cell = np.zeros(1), np.zeros(1)
    for t in range(len(run["cell"]), 0, -1):
        f, i, g, o = (run[name][t - 1] for name in ("forget", "input", "candidate", "output"))
        bent = np.tanh(cells[t])
        by_state = backs.get(t, 0.0) + by_next_state
        by_cell = by_state * o * (1 - bent**2) + by_next_cell
        delta = np.concatenate(
            [
                by_cell * cells[t - 1] * f * (1 - f),
                by_cell * g * i * (1 - i),
                by_cell * i * (1 - g**2),
                by_state * bent * o * (1 - o),
            ]
        )
        yield t, delta
        by_next_state, by_next_cell = delta @ stay, by_cell * f


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


def seq2seq(
    x: ArrayLike,
    w: ArrayLike,
    u: ArrayLike,
    w_dec: ArrayLike,
    u_dec: ArrayLike,
    output_weights: ArrayLike,
    tokens: Sequence[int],
    start_token: int = 0,
    ignored: int | None = None,
    b: ArrayLike | None = None,
    b_dec: ArrayLike | None = None,
    output_bias: ArrayLike | None = None,
    embedding: ArrayLike | None = None,
    activation: str = "tanh",
) -> dict[str, Any]:
    """The loss of a decoder that is given the target `tokens`, each a step late, behind an encoder.

    The input has the shape (steps, inputs). Both recurrences have the same number of units; what the decoder
    is given for a token is a row of the embedding (tokens, width), one-hot if there is none. The output
    weights have the shape (tokens, units). A target of the `ignored` token does not count.

    Source: Sutskever, Vinyals and Le, Sequence to Sequence Learning with Neural Networks, 2014; Goodfellow,
    Bengio and Courville, Deep Learning, section 10.2.1 and figure 10.12.
    """
    context = rnn(x, w, u, b, activation=activation)["hidden"][-1]
    leave = np.asarray(output_weights, dtype=float)
    vectors = np.eye(len(leave)) if embedding is None else np.asarray(embedding, dtype=float)
    fed = vectors[[int(start_token), *tokens[:-1]]]
    found = rnn(fed, w_dec, u_dec, b_dec, context, activation, leave, output_bias)
    outputs = found["outputs"]
    shifted = outputs - outputs.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    counts = np.array([token != ignored for token in tokens])
    losses = np.where(counts, -logs[np.arange(len(tokens)), tokens], 0.0)
    return {
        "context": context,
        "outputs": outputs,
        "probabilities": np.exp(logs),
        "losses": losses,
        "loss": losses.sum() / counts.sum(),
    }
