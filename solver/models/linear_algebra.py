"""Rank, null space and column space in fractions, and eigenvalues to 200 digits."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np

from solver.models.arrays import Array, ComplexArray, ExactArray

Polynomial: TypeAlias = list[Fraction]

Basis: TypeAlias = list[list[Fraction]] | list[list[float]]

ROUNDED = 1e-10
"""What counts as 0 beside the largest singular value of a matrix whose entries were rounded."""

DIGITS = 200
"""Digits of eigenvalues and eigenvectors while they are worked out."""

NEGLIGIBLE = 1e-80
"""What counts as 0 beside the largest entry of a matrix: far less than the roots differ by."""


def rank(matrix: ExactArray | Array) -> int:
    """The rank of a matrix of shape (m, n), exact for entries that are.

    It is the number of eigenvalues of A A^T other than 0, which are the squares of the singular values of A:
    as many as the characteristic polynomial has powers from its first term to its last.

    Source: Golub and Van Loan, Matrix Computations, section 2.4.
    """
    exact = _whole_rows(matrix)
    coefficients = characteristic_polynomial(exact @ exact.T)
    return max(power for power, coefficient in enumerate(coefficients) if coefficient)


def nullity(matrix: ExactArray | Array) -> int:
    """The dimension of {x : Ax = 0} for a matrix of shape (m, n), exact for entries that are.

    It is the multiplicity of the eigenvalue 0 of A^T A, which is symmetric and has the null space of A. No
    rank is asked for.

    Source: Golub and Van Loan, Matrix Computations, section 2.4.
    """
    exact = _whole_rows(matrix)
    lowest_first = reversed(characteristic_polynomial(exact.T @ exact))
    return next(power for power, coefficient in enumerate(lowest_first) if coefficient)


def _fractions(matrix: ExactArray | Array) -> ExactArray:
    return np.array([[Fraction(entry) for entry in row] for row in matrix], dtype=object)


def _whole_rows(matrix: ExactArray | Array) -> ExactArray:
    """Multiples of the rows without denominators, which would only grow; rank and null space stay."""
    exact = _fractions(matrix)
    return np.array([row * lcm(*(entry.denominator for entry in row)) for row in exact], dtype=object)


def row_reduced(matrix: ExactArray | Array) -> tuple[list[list[Fraction]], list[int]]:
    """The rows of the reduced row echelon form that are not 0, and the columns of their pivots.

    Source: Strang, Introduction to Linear Algebra, section 3.2.
    """
    rows = [list(row) for row in _fractions(matrix)]
    pivots: list[int] = []
    for column in range(len(rows[0])):
        below = [i for i in range(len(pivots), len(rows)) if rows[i][column]]
        if not below:
            continue
        place = len(pivots)
        rows[place], rows[below[0]] = rows[below[0]], rows[place]
        rows[place] = [entry / rows[place][column] for entry in rows[place]]
        for i in set(range(len(rows))) - {place}:
            rows[i] = [a - rows[i][column] * b for a, b in zip(rows[i], rows[place], strict=True)]
        pivots.append(column)
    return rows[: len(pivots)], pivots


def null_space(matrix: ExactArray | Array, rounded: bool = False) -> tuple[int, int, Basis]:
    """Rank, nullity, and a basis of {x : Ax = 0}, one vector a row, exact for entries that are.

    Of each vector one free variable is 1 and the others are 0. Of `rounded` entries, what is not told apart
    from 0 in floating point counts as 0, and the basis is that of the singular vectors.

    Source: Strang, Introduction to Linear Algebra, sections 3.2 and 7.2.
    """
    if rounded:
        rank_, _, right = _singular_vectors(matrix)
        return rank_, len(right) - rank_, right[rank_:].tolist()
    return rank(matrix), nullity(matrix), _solutions(matrix)


def _solutions(matrix: ExactArray | Array) -> list[list[Fraction]]:
    """Of each free variable, the solution of Ax = 0 in which it is 1 and the others are 0."""
    rows, pivots = row_reduced(matrix)
    columns = matrix.shape[1]
    basis = []
    for free in sorted(set(range(columns)) - set(pivots)):
        solved = {pivot: -row[free] for pivot, row in zip(pivots, rows, strict=True)}
        basis.append([solved.get(j, Fraction(int(j == free))) for j in range(columns)])
    return basis


def column_space(matrix: ExactArray | Array, rounded: bool = False) -> tuple[int, int, Basis]:
    """Rank, nullity, and a basis of {Ax}, one vector a row, exact for entries that are.

    The columns of A are the rows of its transpose, whose reduction spans the same space. Of `rounded` entries
    the basis is that of the singular vectors.

    Source: Strang, Introduction to Linear Algebra, sections 3.5 and 7.2.
    """
    if rounded:
        rank_, left, right = _singular_vectors(matrix)
        return rank_, len(right) - rank_, left[:, :rank_].T.tolist()
    return rank(matrix), nullity(matrix), row_reduced(matrix.T)[0]


def _singular_vectors(matrix: ExactArray | Array) -> tuple[int, Array, Array]:
    """The rank, and the singular vectors: the left ones in columns, the right ones in rows."""
    left, sizes, right = np.linalg.svd(np.asarray(matrix, dtype=float))
    return int(np.sum(sizes > ROUNDED * sizes.max())), left, right


def eigen(matrix: ExactArray) -> tuple[list[complex], list[ComplexArray], bool]:
    """Eigenvalues with repetition, bases of their eigenspaces, and whether A is diagonalizable.

    Source: Strang, Introduction to Linear Algebra, sections 6.1 and 6.2.
    """
    values, multiplicities, spaces = eigenspaces(matrix)
    repeated = [value for value, count in zip(values, multiplicities, strict=True) for _ in range(count)]
    return repeated, spaces, is_diagonalizable(matrix)


def eigenspaces(matrix: ExactArray) -> tuple[list[complex], list[int], list[ComplexArray]]:
    """Distinct eigenvalues, their algebraic multiplicities and bases of their eigenspaces.

    The matrix holds fractions, so that multiplicities are exact: its characteristic polynomial is
    split by multiplicity before any root is taken. Roots and vectors are worked out to 200 digits,
    which tell eigenvalues apart however close they are. Ordered by multiplicity, then by real part,
    then by imaginary part, each from large to small.

    Source: Strang, Introduction to Linear Algebra, section 6.1; Horn and Johnson, Matrix Analysis, section
    1.4.
    """
    found = _eigenspaces(matrix)
    found.sort(key=lambda item: (-item[1], -item[0].real, -item[0].imag))
    return [complex(item[0]) for item in found], [item[1] for item in found], [item[2] for item in found]


def _eigenspaces(matrix: ExactArray) -> list[tuple[Any, int, ComplexArray]]:
    import mpmath

    with mpmath.workdps(DIGITS):
        exact = mpmath.matrix([[mpmath.mpf(x.numerator) / x.denominator for x in row] for row in matrix])
        scale = max(map(abs, exact)) or mpmath.mpf(1)
        found = []
        factors = square_free_factors(characteristic_polynomial(matrix))
        for multiplicity, factor in enumerate(factors, 1):
            for value in _simple_roots(factor, scale):
                shifted = exact - value * mpmath.eye(len(matrix))
                found.append((value, multiplicity, _eigenspace(shifted, scale * NEGLIGIBLE)))
    return found


def decomposed(matrix: ExactArray) -> tuple[list[complex], ComplexArray | None]:
    """The eigenvalues, the largest first, and the eigenvectors as columns in that order.

    There is no matrix of them where they are too few. Those of a rational eigenvalue are whole without a
    common factor, and each has a 0 in place of the free unknowns of the others; a single one of another
    eigenvalue has 1 for its last entry that is not 0.

    Source: Strang, Introduction to Linear Algebra, section 6.2.
    """
    import mpmath

    with mpmath.workdps(DIGITS):
        found = sorted(_eigenspaces(matrix), key=lambda item: (-item[0].real, -item[0].imag))
        digits = [int(value.real * 10**150) for value, *_ in found]
    columns: list[Any] = []
    for (value, _, space), number in zip(found, digits, strict=True):
        guess = Fraction(number, 10**150).limit_denominator(10**60)
        rational = [] if value.imag else _solutions(matrix - guess * np.eye(len(matrix), dtype=int))
        scales = [lcm(*(entry.denominator for entry in vector)) for vector in rational]
        columns += [np.array(vector) * scale for vector, scale in zip(rational, scales, strict=True)] or [
            vector / vector[np.flatnonzero(abs(vector) > NEGLIGIBLE)[-1]] for vector in space
        ]
    repeated = [complex(value) for value, multiplicity, _ in found for _ in range(multiplicity)]
    return repeated, np.array(columns, dtype=complex).T if len(columns) == len(matrix) else None


def _simple_roots(polynomial: Polynomial, scale: Any) -> list[Any]:
    """The roots of a polynomial without multiple ones, real ones and zeros as such.

    Source: Durand and Kerner; McNamee, Numerical Methods for Roots of Polynomials, section 4.3.
    """
    if len(polynomial) < 2:
        return []
    import mpmath

    coefficients = [mpmath.mpf(c.numerator) / c.denominator for c in polynomial]
    roots = mpmath.polyroots(coefficients, maxsteps=2000, extraprec=4 * DIGITS)
    return [mpmath.mpc(*(0 if abs(x) < scale * NEGLIGIBLE else x for x in (r.real, r.imag))) for r in roots]


def _eigenspace(shifted: Any, negligible: Any) -> ComplexArray:
    """The null space of A less an eigenvalue, one vector a row, by elimination with complete pivoting.

    Source: Golub and Van Loan, Matrix Computations, section 3.4.
    """
    size = shifted.rows
    order, rank = list(range(size)), 0
    while rank < size:
        places = [(i, j) for i in range(rank, size) for j in range(rank, size)]
        row, column = max(places, key=lambda place: abs(shifted[place[0], order[place[1]]]))
        pivot = shifted[row, order[column]]
        if abs(pivot) <= negligible:
            break
        order[rank], order[column] = order[column], order[rank]
        for j in range(size):
            shifted[row, j], shifted[rank, j] = shifted[rank, j], shifted[row, j] / pivot
        for i in set(range(size)) - {rank}:
            factor = shifted[i, order[rank]]
            for j in range(size):
                shifted[i, j] -= factor * shifted[rank, j]
        rank += 1
    basis = np.zeros((size - rank, size), dtype=complex)
    for vector, free in zip(basis, order[rank:], strict=True):
        vector[free] = 1
        for i in range(rank):
            vector[order[i]] = complex(-shifted[i, free])
    return basis


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
