"""Models of networks of plain recurrences: in both directions, in layers, and what grows along trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array
from solver.models.layers.lstm import LSTM
from solver.models.layers.recurrent import RNN, Recurrent
from solver.models.linear_regression import LinearRegression
from solver.models.neural_networks import ACTIVATIONS, SLOPES_BY_VALUE, softmax
from solver.models.recursive import RecursiveNetwork, forest
from solver.models.recursive import Tree as NumberedTree
from solver.models.reservoir import EchoStateNetwork, spectral_radius
from solver.models.sequences import along, rnn, zeros_unless

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


ROWS_OF: Mapping[str, slice | list[int]] = {"rnn": slice(None), "lstm": [0, 1, 3, 2]}
"""The rows of given weights in the order of the columns that a layer has; the other way about, the same."""


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
    trained = _known(w=w, u=u, b=b, output_weights=output_weights, output_bias=output_bias)
    inputs, layer = np.asarray(x, dtype=float), _layer(cell, activation, trained)
    hidden = along(layer, inputs, h0, *((c0,) if cell == "lstm" else ()))
    found, slopes, by_states = _judged(hidden, np.asarray(target, float), trained, output_activation, loss)
    if len(inputs) > 1:
        found["factors"] = _factors(layer, hidden, trained["u"])
    for name, slope in _back_through(layer, inputs, by_states, truncate).items():
        slopes[name] = slope.T[ROWS_OF[cell]]
    found |= {f"grad_{name}": slope for name, slope in slopes.items()}
    if lr is not None:
        found |= {f"new_{name}": part - lr * slopes[name] for name, part in trained.items()}
    return found


def _known(**parts: ArrayLike | None) -> dict[str, Array]:
    """Those that are given, as arrays."""
    return {name: np.asarray(part, dtype=float) for name, part in parts.items() if part is not None}


def _judged(
    hidden: Array, target: Array, trained: Mapping[str, Array], output_activation: str, loss: str
) -> tuple[dict[str, Any], dict[str, Array], Array]:
    """States and outputs with their loss, the gradients by the output's weights, and those by the states.

    States and the gradients by them have the shape (steps, units); the target that of the last steps.
    """
    found, told = {"hidden": hidden}, slice(len(hidden) - len(target), None)
    outputs, weights = hidden, trained.get("output_weights")
    if weights is not None:
        sums = hidden @ weights.T + trained.get("output_bias", 0.0)
        found["outputs"] = outputs = ACTIVATIONS[output_activation](sums)
    errors, scale = outputs[told] - target, {"half-sse": 0.5, "sse": 1.0, "mse": 1 / target.shape[1]}[loss]
    found["loss"] = scale * (errors**2).sum()
    slopes, back = {}, 2 * scale * errors
    if weights is not None:
        back = back * SLOPES_BY_VALUE[output_activation](outputs[told])
        slopes["output_weights"] = back.T @ hidden[told]
        if "output_bias" in trained:
            slopes["output_bias"] = back.sum(axis=0)
        back = back @ weights
    by_states = np.zeros(hidden.shape)
    by_states[told] = back
    return found, slopes, by_states


def _layer(cell: str, activation: str, trained: Mapping[str, Array]) -> Recurrent:
    """The recurrent layer of a cell with these weights."""
    rows, (units, inputs) = ROWS_OF[cell], (trained["u"].shape[1], trained["w"].shape[1])
    layer = LSTM(inputs, units, 0) if cell == "lstm" else RNN(inputs, units, 0, activation)
    b = trained["b"][rows] if "b" in trained else 0.0
    layer.load(W=trained["w"][rows].T, U=trained["u"][rows].T, b=b)
    return layer


def _factors(layer: Recurrent, hidden: Array, stay: Array) -> Array:
    """What the gradient is multiplied by from each step, but the first, to the one before it.

    Of shape (steps - 1, units, units); for an LSTM, along its cells, (steps - 1, 1, units).
    """
    if isinstance(layer, RNN):
        return np.array([layer.slope(state)[:, None] * stay for state in hidden[1:]])
    return np.array([gates[:, : layer.units] for (gates,) in layer.kept[1:]])


def _back_through(layer: Recurrent, x: Array, by_states: Array, reach: int | None) -> dict[str, Array]:
    """The gradients by the parameters, of the losses that bring `by_states` (steps, units) to the states.

    They go back through all steps, or each by itself through its own and those before, `reach` in all.
    """
    names = {"w": "W", "u": "U", "b": "b"}
    if reach is None or reach >= len(x):
        layer.backward(by_states[None])
        return {name: layer.gradients[inner] for name, inner in names.items()}
    found = {name: np.zeros_like(layer.gradients[inner]) for name, inner in names.items()}
    states = [part.copy() for part in layer.states]
    for t in map(int, np.flatnonzero(by_states.any(axis=1))):
        first = max(t + 1 - reach, 0)
        layer.forward(x[None, first : t + 1], initial=tuple(part[first] for part in states))
        only_last = np.zeros((1, t + 1 - first, layer.units))
        only_last[:, -1] = by_states[t]
        layer.backward(only_last)
        for name, inner in names.items():
            found[name] += layer.gradients[inner]
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
    numbers: dict[str, int] = {}

    def numbered(node: Tree) -> NumberedTree:
        if isinstance(node, str):
            return numbers.setdefault(node, len(numbers))
        return numbered(node[0]), numbered(node[1])

    weights, words = np.asarray(w, dtype=float), forest([numbered(tree)])
    network = RecursiveNetwork(len(numbers), len(weights), 0, activation)
    table = np.asarray(vectors, dtype=float)[: len(numbers)]
    network.load(table=table, W=weights.T, b=zeros_unless(b))
    (top,) = network.forward(words)
    return [*network.vectors[network.pairs]], top


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
    network = EchoStateNetwork(enter.shape[1], len(stay), 0, leak=leak, activation=activation)
    shift = np.broadcast_to(zeros_unless(b), len(stay))
    network.entering, network.staying = np.column_stack([shift, enter]), stay
    states = network.states(np.asarray(x, dtype=float), zeros_unless(h0))
    found: dict[str, Any] = {"states": states, "spectral_radius": spectral_radius(stay)}
    if target is None:
        return found
    readout = LinearRegression(ridge, intercept=False).fit(states, np.asarray(target, dtype=float))
    return found | {"output_weights": readout.weights.T, "outputs": readout.predict(states)}


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
    outputs = rnn(fed, w_dec, u_dec, b_dec, context, activation, leave, output_bias)["outputs"]
    logs = np.array([softmax(row)["log_probabilities"] for row in outputs])
    counts = np.array([token != ignored for token in tokens])
    losses = np.where(counts, -logs[np.arange(len(tokens)), tokens], 0.0)
    return {
        "context": context,
        "outputs": outputs,
        "probabilities": np.exp(logs),
        "losses": losses,
        "loss": losses.sum() / counts.sum(),
    }
