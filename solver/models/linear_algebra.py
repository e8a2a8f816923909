"""Rank, null space and column space by the singular value decomposition, and eigenvalues."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
ComplexArray: TypeAlias = NDArray[np.complex128]
ExactArray: TypeAlias = NDArray[np.object_]
Polynomial: TypeAlias = list[Fraction]


def _cutoff(matrix: ComplexArray, singular_values: NDArray[np.floating]) -> float:
    """Below this a singular value counts as zero (Golub and Van Loan, section 5.4.1)."""
    largest = float(singular_values[0]) if len(singular_values) else 0.0
    return float(max(matrix.shape) * np.finfo(float).eps * largest * 10)


def rank(matrix: ExactArray | Array) -> int:
    """The rank of a matrix of shape (m, n), exact for entries that are.

    It is the number of eigenvalues of A A^T other than 0, which are the squares of the singular
    values of A (Golub and Van Loan, section 2.4): as many as the characteristic polynomial has
    powers from its first term to its last.
    """
    exact = _fractions(matrix)
    coefficients = characteristic_polynomial(exact @ exact.T)
    return max(power for power, coefficient in enumerate(coefficients) if coefficient)


def nullity(matrix: ExactArray | Array) -> int:
    """The dimension of {x : Ax = 0} for a matrix of shape (m, n), exact for entries that are.

    It is the multiplicity of the eigenvalue 0 of A^T A, which is symmetric and has the null space
    of A (Golub and Van Loan, section 2.4). No rank is asked for.
    """
    exact = _fractions(matrix)
    lowest_first = reversed(characteristic_polynomial(exact.T @ exact))
    return next(power for power, coefficient in enumerate(lowest_first) if coefficient)


def _fractions(matrix: ExactArray | Array) -> ExactArray:
    return np.array([[Fraction(entry) for entry in row] for row in matrix], dtype=object)


def null_space(matrix: ExactArray | Array) -> tuple[int, int, Array]:
    """Rank, nullity, and an orthonormal basis of {x : Ax = 0}, one vector a row, of shape (nullity, n).

    Source: Golub and Van Loan, Matrix Computations, section 2.4.
    """
    _, _, right = np.linalg.svd(matrix.astype(float))
    order = rank(matrix)
    return order, nullity(matrix), right[order:]


def _eigenspace(shifted: ComplexArray, tolerance: float) -> ComplexArray:
    """The null space of A less an eigenvalue that is itself a rounded number."""
    _, singular_values, right = np.linalg.svd(shifted)
    count = int(np.sum(singular_values > max(tolerance, _cutoff(shifted, singular_values))))
    basis: ComplexArray = right[count:].conj()
    return basis


def column_space(matrix: ExactArray | Array) -> tuple[int, int, Array]:
    """Rank, nullity, and an orthonormal basis of {Ax}, one vector a row, of shape (rank, m)."""
    left, _, _ = np.linalg.svd(matrix.astype(float))
    order = rank(matrix)
    return order, nullity(matrix), left[:, :order].T


def eigen(matrix: ExactArray) -> tuple[list[complex], list[ComplexArray], bool]:
    """Eigenvalues with repetition, bases of their eigenspaces, and whether A is diagonalizable."""
    values, multiplicities, spaces = eigenspaces(matrix)
    repeated = [value for value, count in zip(values, multiplicities, strict=True) for _ in range(count)]
    return repeated, spaces, is_diagonalizable(matrix)


def eigenspaces(matrix: ExactArray) -> tuple[list[complex], list[int], list[ComplexArray]]:
    """Distinct eigenvalues, their algebraic multiplicities and bases of their eigenspaces.

    The matrix holds fractions, so that multiplicities are exact: its characteristic polynomial is
    split by multiplicity before any root is taken. Ordered by multiplicity, then by real part,
    then by imaginary part, each from large to small.
    """
    floats = matrix.astype(float)
    scale = max(float(np.abs(floats).max()), 1e-300)
    found = []
    for multiplicity, factor in enumerate(square_free_factors(characteristic_polynomial(matrix)), 1):
        for root in np.roots([float(c) for c in factor]):
            value = complex(root.real) if abs(root.imag) < 1e-10 * scale else complex(root)
            shifted = floats - value * np.eye(len(floats))
            found.append((value, multiplicity, _eigenspace(shifted, 1e-9 * scale)))
    found.sort(key=lambda item: (-item[1], -round(item[0].real / scale, 9), -item[0].imag))
    return [item[0] for item in found], [item[1] for item in found], [item[2] for item in found]


def is_diagonalizable(matrix: ExactArray) -> bool:
    """Whether a matrix of fractions, of shape (n, n), has n independent complex eigenvectors.

    So it is just where its minimal polynomial has no multiple root: where the characteristic
    polynomial, with each of its roots taken once, is 0 at the matrix. No root is computed.

    Source: Horn and Johnson, Matrix Analysis, section 3.3.
    """
    polynomial = characteristic_polynomial(matrix)
    roots_once, _ = _divided(polynomial, _greatest_common_divisor(polynomial, _derivative(polynomial)))
    value = np.zeros_like(matrix)
    for coefficient in roots_once:
        value = value @ matrix + coefficient * np.eye(len(matrix), dtype=int)
    return not value.any()


def characteristic_polynomial(matrix: ExactArray) -> Polynomial:
    """The coefficients of det(lambda I - A), the highest power first.

    Source: Faddeev and LeVerrier; Gantmacher, The Theory of Matrices, volume 1, chapter IV, section 5.
    """
    identity = np.array([[Fraction(int(i == j)) for j in range(len(matrix))] for i in range(len(matrix))])
    coefficients = [Fraction(1)]
    auxiliary = identity * Fraction(0)
    for k in range(1, len(matrix) + 1):
        auxiliary = matrix @ auxiliary + coefficients[-1] * identity
        coefficients.append(-Fraction(np.trace(matrix @ auxiliary)) / k)
    return coefficients


def square_free_factors(polynomial: Polynomial) -> list[Polynomial]:
    """Monic a_1, a_2, ... without multiple roots, such that p = a_1 a_2^2 a_3^3 ...

    Source: Yun's algorithm; von zur Gathen and Gerhard, Modern Computer Algebra, algorithm 14.21.
    """
    common = _greatest_common_divisor(polynomial, _derivative(polynomial))
    rest = _divided(polynomial, common)[0]
    changed = _difference(_divided(_derivative(polynomial), common)[0], _derivative(rest))
    factors = []
    while len(rest) > 1:
        factor = _greatest_common_divisor(rest, changed)
        rest = _divided(rest, factor)[0]
        changed = _difference(_divided(changed, factor)[0], _derivative(rest))
        factors.append(factor)
    return factors


def _derivative(p: Polynomial) -> Polynomial:
    return [c * (len(p) - 1 - i) for i, c in enumerate(p[:-1])]


def _difference(p: Polynomial, q: Polynomial) -> Polynomial:
    size = max(len(p), len(q))
    padded = [[Fraction(0)] * (size - len(terms)) + terms for terms in (p, q)]
    return _trimmed([a - b for a, b in zip(*padded, strict=True)])


def _trimmed(p: Polynomial) -> Polynomial:
    first = next((i for i, c in enumerate(p) if c), len(p))
    return p[first:]


def _divided(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    remainder, quotient = list(p), []
    while len(remainder) >= len(q):
        factor = remainder[0] / q[0]
        quotient.append(factor)
        remainder = [a - factor * b for a, b in zip(remainder, q, strict=False)][1:] + remainder[len(q) :]
    return quotient, _trimmed(remainder)


def _greatest_common_divisor(p: Polynomial, q: Polynomial) -> Polynomial:
    while q:
        p, q = q, _divided(p, q)[1]
    return [c / p[0] for c in p]
