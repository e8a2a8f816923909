"""The turn of axes that brings them nearest to rounded vectors, each entry measured by its own rounding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ROUNDS = 20
_SMALLEST = 1e-9
"""Beside the largest slack: what has less was not rounded, and counts as if it had so much."""

_LEAST_WEIGHT = 1e-6


def nearest_turn(copies: Sequence[tuple[Array, Array, Array]], count: int) -> Array:
    """Orthonormal columns Q with A Q near to T, for several A and T at once.

    The largest of the differences, each over its slack, is made small by Gauss-Newton steps on weights that
    grow where differences are large.

    Args:
        copies: for each, A of shape (n, d) with columns at right angles and of one length, T of shape (n, r),
            and the slack of each entry of T. r may be smaller than `count`.
        count: the number of columns of Q.

    Source: Lawson and Hanson, Solving Least Squares Problems, chapter 24; Absil, Mahony and Sepulchre,
    Optimization Algorithms on Matrix Manifolds, section 3.5.
    """
    axes, theirs, _ = max(copies, key=lambda copy: copy[1].shape[1])
    least = _SMALLEST * max(float(slack.max(initial=0)) for _, _, slack in copies) or 1.0
    known = [(a, t, np.maximum(slack, least)) for a, t, slack in copies]
    pairs = combinations(range(axes.shape[1]), 2)
    skews = [_skew(i, j, axes.shape[1]) for i, j in pairs]
    q = best = _orthonormal(axes.T @ theirs / (axes[:, 0] @ axes[:, 0]))
    weights, smallest = np.ones(1), np.inf
    for _ in range(_ROUNDS):
        left = np.concatenate([((t - a @ q[:, : t.shape[1]]) / slack).ravel() for a, t, slack in known])
        if np.abs(left).max() < smallest:
            best, smallest = q, float(np.abs(left).max())
        moves = [
            np.concatenate([(a @ (skew @ q)[:, : t.shape[1]] / slack).ravel() for a, t, slack in known])
            for skew in skews
        ]
        root = np.sqrt(weights)
        steps = np.linalg.lstsq(np.array(moves).T * root[..., None], left * root, rcond=None)[0]
        q = _orthonormal(q + np.einsum("k,kij->ij", steps, np.array(skews)) @ q)
        weights = weights * np.abs(left) + _LEAST_WEIGHT
        weights = weights / weights.max()
    return best[:, :count]


def _skew(i: int, j: int, size: int) -> Array:
    """The turn from one axis to another, to first order."""
    found = np.zeros((size, size))
    found[j, i], found[i, j] = 1, -1
    return found


def _orthonormal(columns: Array) -> Array:
    """The nearest orthonormal columns."""
    left, _, right = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left @ right)
