"""Eigenvalues and unit eigenvectors of a symmetric matrix that was worked out, such as a covariance."""

from solver.authoring import Formula, Symbol, Tensor, Working, sqrt, values
from solver.problems.linear_algebra.eigen import _characteristic, _eigenvalues

MOST = 4
"""The largest size: roots of polynomials of a higher degree are numbers without a formula."""

MISTAKES = {
    "four-forgotten": "the factor 4 was left out below the root of the quadratic formula",
    "determinant-signs": "the products of the determinant were added instead of subtracted",
}
"""What goes wrong with these eigenvalues."""


def product(a: Tensor) -> Formula:
    """The smaller one of the products of a matrix and its transpose, which share their eigenvalues but 0."""
    rows, columns = a.shape
    return a @ a.T if columns > rows else a.T @ a


def eigenvalues(work: Working, matrix: Tensor) -> list[Symbol]:
    """Record the eigenvalues, the largest first, as often as their multiplicity says."""
    if len(matrix.rows) == 1:
        return [work.let("lambda_1", matrix[1, 1])]
    if len(matrix.rows) == 2:
        return _of_two(work, matrix)
    polynomial = _characteristic.characteristic_polynomial(
        work, _numbers(matrix), Symbol(matrix.name), mistakes=()
    )
    found = _eigenvalues.find_eigenvalues(work, polynomial, mistakes=(), by_size=True)
    return [e.symbol for e in found for _ in range(e.multiplicity)]


def _of_two(work: Working, matrix: Tensor) -> list[Symbol]:
    """The roots of λ² − tλ + d, with the trace t and the determinant d."""
    name, unknown, t, d = map(Symbol, (matrix.name, "lambda", "t", "d"))
    told = (
        "With the trace {t} and the determinant {d} of {name}, the eigenvalues are the roots of {polynomial}:"
    )
    work.say(told, t=t, d=d, name=name, polynomial=unknown**2 - t * unknown + d)
    t = work.let("t", matrix[1, 1] + matrix[2, 2])
    product, square = matrix[1, 1] * matrix[2, 2], matrix[1, 2] ** 2
    d = work.let("d", product - square, mistakes={"determinant-signs": product + square})
    root, careless = sqrt(t**2 - 4 * d), sqrt(t**2 - d)
    return [
        work.let("lambda_1", (t + root) / 2, mistakes={"four-forgotten": (t + careless) / 2}),
        work.let("lambda_2", (t - root) / 2, mistakes={"four-forgotten": (t - careless) / 2}),
    ]


def _numbers(matrix: Tensor) -> list[list[values.Value]]:
    return [[entry.evaluate() for entry in row] for row in matrix.rows]
