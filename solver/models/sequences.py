"""Models of sequences: recurrences with gates, and attention."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


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
        forget, enter, leave = map(_sigmoid, (forget, enter, leave))
        candidate = np.tanh(candidate)
        cell = forget * cell + enter * candidate
        hidden = leave * np.tanh(cell)
        rows.append((hidden, cell, forget, enter, candidate, leave))
    names = ("hidden", "cell", "forget", "input", "candidate", "output")
    return dict(zip(names, np.moveaxis(np.array(rows), 1, 0), strict=True))


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


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
