"""Models of sequences: recurrences with gates, and attention."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.models.neural_networks import ACTIVATIONS, sigmoid

Array: TypeAlias = NDArray[np.float64]


def rnn(
    x: ArrayLike,
    w: ArrayLike,
    u: ArrayLike,
    b: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    activation: str = "tanh",
    output_weights: ArrayLike | None = None,
    output_bias: ArrayLike | None = None,
    output_activation: str = "linear",
) -> dict[str, Array]:
    """A simple recurrence over the rows of `x`, of shape (steps, inputs).

    The weights `w` of the input have the shape (units, inputs), `u` of the state (units, units); biases and
    the first state are 0 where none are given. The outputs, of shape (steps, outputs), come where there are
    output weights (outputs, units).

    Source: Elman, Finding Structure in Time, 1990; Goodfellow, Bengio and Courville, Deep Learning,
    equations 10.8 to 10.11.
    """
    enter, stay = np.asarray(w, dtype=float), np.asarray(u, dtype=float)
    shift = 0.0 if b is None else np.asarray(b, dtype=float)
    state = np.zeros(len(stay)) if h0 is None else np.asarray(h0, dtype=float)
    states = []
    for now in np.asarray(x, dtype=float):
        state = ACTIVATIONS[activation](enter @ now + stay @ state + shift)
        states.append(state)
    hidden = np.array(states)
    if output_weights is None:
        return {"hidden": hidden}
    sums = hidden @ np.asarray(output_weights, dtype=float).T
    sums = sums if output_bias is None else sums + np.asarray(output_bias, dtype=float)
    return {"hidden": hidden, "outputs": np.array([ACTIVATIONS[output_activation](row) for row in sums])}


def gru(
    x: ArrayLike,
    wz: ArrayLike,
    wr: ArrayLike,
    wh: ArrayLike,
    bz: ArrayLike | None = None,
    br: ArrayLike | None = None,
    bh: ArrayLike | None = None,
    bz2: ArrayLike | None = None,
    br2: ArrayLike | None = None,
    bh2: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    order: str = "hx",
    convention: str = "cho",
    mirrored: bool = False,
) -> dict[str, Array]:
    """A GRU over the rows of `x`, of shape (steps, inputs); all results have the shape (steps, units).

    The weights of the update gate, the reset gate and the candidate have the shape (units, units + inputs)
    and act on the state and the input one above the other, in that `order`. By the convention of Cho, the
    reset gate multiplies the state before its weights; by that of PyTorch the weighted state with its second
    biases. The update gate weighs the candidate, in PyTorch the old state; `mirrored` exchanges these.

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, equations 5 to 8;
    Chung et al., Empirical Evaluation of Gated Recurrent Neural Networks, 2014, equations 4 to 7.
    """
    stacks = [np.asarray(weights, dtype=float) for weights in (wz, wr, wh)]
    units = len(stacks[0])
    if order == "xh":
        stacks = [np.concatenate((s[:, -units:], s[:, :-units]), axis=1) for s in stacks]
    given = (bz, br, bh, bz2, br2, bh2, h0)
    *shifts, hidden = (np.zeros(units) if s is None else np.asarray(s, dtype=float) for s in given)
    first, second = shifts[:3], shifts[3:]
    rows = []
    for now in np.asarray(x, dtype=float):
        update, reset = (
            sigmoid(stacks[k][:, :units] @ hidden + stacks[k][:, units:] @ now + first[k] + second[k])
            for k in (0, 1)
        )
        back, ahead = stacks[2][:, :units], stacks[2][:, units:] @ now + first[2]
        after = convention == "pytorch"
        kept = reset * (back @ hidden + second[2]) if after else back @ (reset * hidden) + second[2]
        candidate = np.tanh(ahead + kept)
        share = update if after == mirrored else 1 - update
        hidden = hidden + share * (candidate - hidden)
        rows.append((hidden, update, reset, candidate))
    names = ("hidden", "update", "reset", "candidate")
    return dict(zip(names, np.moveaxis(np.array(rows), 1, 0), strict=True))


def lstm(
    x: ArrayLike,
    wf: ArrayLike,
    wi: ArrayLike,
    wc: ArrayLike,
    wo: ArrayLike,
    bf: ArrayLike | None = None,
    bi: ArrayLike | None = None,
    bc: ArrayLike | None = None,
    bo: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    c0: ArrayLike | None = None,
    order: str = "hx",
) -> dict[str, Array]:
    """An LSTM over the rows of `x`, of shape (steps, inputs); all results have the shape (steps, units).

    The weights of the forget gate, the input gate, the candidate and the output gate have the shape (units,
    units + inputs) and act on the state and the input one above the other, in that `order`. Biases, the first
    state and the first cell are 0 where none are given, else of shape (units,).

    Source: Gers, Schmidhuber and Cummins, Learning to Forget, 2000; Goodfellow, Bengio and Courville, Deep
    Learning, equations 10.40 to 10.44.
    """
    stacks = [np.asarray(w, dtype=float) for w in (wf, wi, wc, wo)]
    given = (bf, bi, bc, bo, h0, c0)
    *shifts, hidden, cell = (
        np.zeros(len(stacks[0])) if s is None else np.asarray(s, dtype=float) for s in given
    )
    rows = []
    for now in np.asarray(x, dtype=float):
        joined = np.concatenate((hidden, now) if order == "hx" else (now, hidden))
        forget, enter, candidate, leave = (w @ joined + b for w, b in zip(stacks, shifts, strict=True))
        forget, enter, leave = map(sigmoid, (forget, enter, leave))
        candidate = np.tanh(candidate)
        cell = forget * cell + enter * candidate
        hidden = leave * np.tanh(cell)
        rows.append((hidden, cell, forget, enter, candidate, leave))
    names = ("hidden", "cell", "forget", "input", "candidate", "output")
    return dict(zip(names, np.moveaxis(np.array(rows), 1, 0), strict=True))


def attention(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, seen: ArrayLike | None = None, scaled: bool = True
) -> dict[str, Array]:
    """Dot-product attention of queries (n, d) over keys (m, d) with values (m, e).

    `seen`, of shape (n, m), is 1 where a query may see a key: other weights are 0. The scores come as they
    are before it.

    Source: Vaswani et al., Attention Is All You Need, 2017, equation 1.
    """
    queries, keys, kept = (np.asarray(part, dtype=float) for part in (q, k, v))
    scores = np.einsum("nd,md->nm", queries, keys)
    if scaled:
        scores = scores / np.sqrt(queries.shape[1])
    shifted = scores if seen is None else np.where(np.asarray(seen) > 0, scores, -np.inf)
    powers = np.exp(shifted - shifted.max(axis=1, keepdims=True))
    weights = powers / powers.sum(axis=1, keepdims=True)
    return {"scores": scores, "weights": weights, "output": np.einsum("nm,me->ne", weights, kept)}


def positional_encoding(length: int, dimensions: int, base: float = 10000.0) -> Array:
    """Sines and cosines in turn, of the shape (length, dimensions); positions count from 0.

    Source: Vaswani et al., Attention Is All You Need, 2017, section 3.5.
    """
    columns = np.arange(dimensions)
    angles = np.arange(length)[:, None] * base ** (-(columns // 2 * 2) / dimensions)
    return np.where(columns % 2, np.cos(angles), np.sin(angles))


def parameter_count(
    cell: str, inputs: int, units: int, biases: str = "1", bidirectional: bool = False
) -> tuple[int, int]:
    """The parameters of one set of weights, and of a recurrent layer of `rnn`, `lstm` or `gru` cells.

    Source: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Chung et al., Empirical Evaluation of
    Gated Recurrent Neural Networks, 2014, section 3.
    """
    matrix = np.empty((units, inputs + units + int(biases)))
    sets = {"rnn": 1, "gru": 3, "lstm": 4}[cell]
    return matrix.size, sets * matrix.size * (1 + bidirectional)


def multi_head(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    heads: int,
    seen: ArrayLike | None = None,
    scaled: bool = True,
    wq: ArrayLike | None = None,
    wk: ArrayLike | None = None,
    wv: ArrayLike | None = None,
    wo: ArrayLike | None = None,
) -> dict[str, Array | list[Array]]:
    """Attentions side by side of queries (n, d) over keys (m, d) with values (m, e), cut by their columns.

    The weights, of the shape (columns before, columns after), act from the right where they are given.

    Source: Vaswani et al., Attention Is All You Need, 2017, section 3.2.2.
    """
    weighed = [
        np.asarray(part, dtype=float) if w is None else np.asarray(part, dtype=float) @ np.asarray(w)
        for part, w in ((q, wq), (k, wk), (v, wv))
    ]
    cut = [np.split(whole, heads, axis=1) for whole in weighed]
    found = [attention(q, k, v, seen, scaled) for q, k, v in zip(*cut, strict=True)]
    joined = np.concatenate([head["output"] for head in found], axis=1)
    return {
        "scores": [head["scores"] for head in found],
        "weights": [head["weights"] for head in found],
        "head_outputs": [head["output"] for head in found],
        "output": joined if wo is None else joined @ np.asarray(wo, dtype=float),
    }
