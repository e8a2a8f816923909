"""Eigenvalues and unit eigenvectors of a symmetric matrix that was worked out, such as a covariance."""

from solver.authoring import Formula, Symbol, Tensor, Working, values
from solver.problems.linear_algebra.eigen import _characteristic, _eigenvalues
from solver.record.eigenvalues import MISTAKES as MISTAKES
from solver.record.eigenvalues import of_two

MOST = 4
"""The largest size: roots of polynomials of a higher degree are numbers without a formula."""


def product(a: Tensor) -> Formula:
    """The smaller one of the products of a matrix and its transpose, which share their eigenvalues but 0."""
    rows, columns = a.shape
    return a @ a.T if columns > rows else a.T @ a


def eigenvalues(work: Working, matrix: Tensor) -> list[Symbol]:
    """Record the eigenvalues, the largest first, as often as their multiplicity says."""
    if len(matrix.rows) == 1:
        return [work.let("lambda_1", matrix[1, 1])]
    if len(matrix.rows) == 2:
        return of_two(work, matrix)
    polynomial = _characteristic.characteristic_polynomial(
        work, _numbers(matrix), Symbol(matrix.name), mistakes=()
    )
    found = _eigenvalues.find_eigenvalues(work, polynomial, mistakes=())
    repeated = [e.symbol for e in found for _ in range(e.multiplicity)]
    return sorted(repeated, key=lambda symbol: -values.real(symbol.value))


def _numbers(matrix: Tensor) -> list[list[values.Value]]:
    return [[entry.evaluate() for entry in row] for row in matrix.rows]
