"""Rank, null space, column space and eigenvalues by the singular value decomposition and LAPACK."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
ComplexArray: TypeAlias = NDArray[np.complex128]

_DEFECTIVE = 100.0


def _cutoff(matrix: Array | ComplexArray, singular_values: NDArray[np.floating]) -> float:
    """Below this a singular value counts as zero (Golub and Van Loan, section 5.4.1)."""
    largest = float(singular_values[0]) if len(singular_values) else 0.0
    return float(max(matrix.shape) * np.finfo(float).eps * largest * 10)


def rank(matrix: Array) -> int:
    """The number of singular values that are not zero; matrix of shape (m, n)."""
    singular_values = np.linalg.svd(matrix, compute_uv=False)
    return int(np.sum(singular_values > _cutoff(matrix, singular_values)))


def null_space(matrix: Array | ComplexArray, tolerance: float = 0.0) -> ComplexArray:
    """An orthonormal basis of {x : Ax = 0}, one vector a row, of shape (nullity, n).

    Source: Golub and Van Loan, Matrix Computations, section 2.4.
    """
    _, singular_values, right = np.linalg.svd(matrix)
    count = int(np.sum(singular_values > max(tolerance, _cutoff(matrix, singular_values))))
    basis: ComplexArray = right[count:].conj()
    return basis


def column_space(matrix: Array) -> Array:
    """An orthonormal basis of {Ax}, one vector a row, of shape (rank, m)."""
    left, singular_values, _ = np.linalg.svd(matrix)
    count = int(np.sum(singular_values > _cutoff(matrix, singular_values)))
    basis: Array = left[:, :count].T
    return basis


def eigen(matrix: Array) -> tuple[list[complex], list[int], list[ComplexArray]]:
    """Distinct eigenvalues, their algebraic multiplicities and bases of their eigenspaces.

    A defective eigenvalue comes out of LAPACK split into a cluster, as wide as its condition
    number allows; the mean of the cluster is accurate again. Ordered by multiplicity, then by
    real part, then by imaginary part, each from large to small.

    Source: Golub and Van Loan, Matrix Computations, sections 7.2.2 and 7.2.3.
    """
    eigenvalues, vectors = np.linalg.eig(matrix.astype(complex))
    scale = max(float(np.linalg.norm(matrix)), 1e-300)
    found = []
    for mean, count in _multiple_eigenvalues(matrix, eigenvalues, vectors, scale):
        value = complex(mean.real) if abs(mean.imag) < 1e-10 * scale else mean
        shifted = matrix - value * np.eye(len(matrix))
        found.append((value, count, null_space(shifted, 1e-9 * scale)))
    found.sort(key=lambda item: (-item[1], -round(item[0].real / scale, 9), -item[0].imag))
    return [item[0] for item in found], [item[1] for item in found], [item[2] for item in found]


def _multiple_eigenvalues(
    matrix: Array, eigenvalues: ComplexArray, vectors: ComplexArray, scale: float
) -> list[tuple[complex, int]]:
    """The coarsest clusters whose means are eigenvalues, as means and sizes.

    A mean that is no eigenvalue shows that different eigenvalues were thrown together.
    """
    epsilon = float(np.finfo(float).eps)
    widest = 10 * scale * epsilon ** (1 / len(matrix))
    radius = np.minimum(_DEFECTIVE * epsilon * scale * _condition_numbers(vectors), widest)
    means: list[tuple[complex, int]] = []
    for shrink in 10.0 ** -np.arange(9):
        clusters = _clusters(eigenvalues, radius * shrink)
        means = [(complex(np.mean(eigenvalues[cluster])), len(cluster)) for cluster in clusters]
        if all(_is_eigenvalue(matrix, mean, scale) for mean, _ in means):
            break
    return means


def _is_eigenvalue(matrix: Array, value: complex, scale: float) -> bool:
    singular_values = np.linalg.svd(matrix - value * np.eye(len(matrix)), compute_uv=False)
    return bool(singular_values[-1] <= 1e-12 * scale)


def _condition_numbers(vectors: ComplexArray) -> Array:
    """Of each eigenvalue, within a factor of n: 1/|y* x| with unit left and right eigenvectors y, x."""
    try:
        left = np.linalg.inv(vectors)
    except np.linalg.LinAlgError:
        return np.full(len(vectors), 1 / float(np.sqrt(np.finfo(float).eps)))
    return np.asarray(np.minimum(np.abs(left).max(axis=1), 1e13))


def _clusters(eigenvalues: ComplexArray, radius: Array) -> list[list[int]]:
    """Groups of eigenvalues that lie within each other's radius."""
    groups: list[list[int]] = []
    for i, value in enumerate(eigenvalues):
        near = [
            group
            for group in groups
            if any(abs(value - eigenvalues[j]) <= radius[i] + radius[j] for j in group)
        ]
        merged = [i, *(j for group in near for j in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return groups
