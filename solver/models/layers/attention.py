"""Attention of queries over keys."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array, NumberArray


class DotAttention:
    """softmax(q k^T) v for a batch: queries (batch, n, d), keys (batch, m, d), values (batch, m, e).

    With several inputs it is no layer, but it goes forward and back like one. `scaled` divides the scores by
    the root of d.

    Source: Luong, Pham and Manning, Effective Approaches to Attention-based Neural Machine Translation, 2015,
    equations 7 and 8 (dot); Vaswani et al., Attention Is All You Need, 2017, equation 1 (scaled).
    """

    def __init__(self, *, scaled: bool = True) -> None:
        self.scaled = scaled

    def forward(self, queries: Array, keys: Array, values: Array, seen: NumberArray | None = None) -> Array:
        """The output (batch, n, e); where `seen`, which spreads to (batch, n, m), is 0, so is the weight.

        `scores`, as they are before that, and `weights` have the shape (batch, n, m).
        """
        self.scale = 1 / np.sqrt(queries.shape[-1]) if self.scaled else 1.0
        self.scores = self.scale * (queries @ keys.transpose(0, 2, 1))
        scores = self.scores if seen is None else np.where(seen, self.scores, -np.inf)
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        self.weights = powers / powers.sum(axis=-1, keepdims=True)
        self.inputs = queries, keys, values
        return np.asarray(self.weights @ values)

    def backward(self, grad: Array) -> tuple[Array, Array, Array]:
        """The gradients by queries, keys and values."""
        queries, keys, values = self.inputs
        by_weights = grad @ values.transpose(0, 2, 1)
        inner = (by_weights * self.weights).sum(axis=-1, keepdims=True)
        by_scores = self.scale * self.weights * (by_weights - inner)
        return (
            by_scores @ keys,
            by_scores.transpose(0, 2, 1) @ queries,
            self.weights.transpose(0, 2, 1) @ grad,
        )
