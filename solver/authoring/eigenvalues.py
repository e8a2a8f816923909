"""Eigenvalues of a symmetric matrix of up to three rows that was worked out, such as a Hessian."""

from collections.abc import Sequence

from solver.mathematics import values
from solver.mathematics.formula import Formula, Number, Symbol, Tensor, sqrt, sum_of
from solver.mathematics.polynomials import factored, factors, multiplied_out, roots
from solver.record.recorder import Working

MISTAKES = {
    "four-forgotten": "the factor 4 was left out below the root of the quadratic formula",
    "determinant-signs": "the products of the determinant were added instead of subtracted",
}
"""What goes wrong with the eigenvalues of two rows."""

LAMBDA, P = Symbol("lambda"), Symbol("p(lambda)")


def symmetric(work: Working, matrix: Tensor) -> list[Symbol]:
    """Record the eigenvalues, the largest first, as often as their multiplicity says."""
    size = len(matrix.rows)
    if all(matrix.rows[i][j].evaluate() == 0 for i in range(size) for j in range(size) if i != j):
        if size > 1:
            work.say("{name} is diagonal: its eigenvalues stand on the diagonal.", name=Symbol(matrix.name))
        return _recorded(work, [matrix.rows[i][i] for i in range(size)])
    return of_two(work, matrix) if size == 2 else _of_three(work, matrix)


def of_two(work: Working, matrix: Tensor) -> list[Symbol]:
    """The roots of λ² − tλ + d, with the trace t and the determinant d."""
    name, t, d = map(Symbol, (matrix.name, "t", "d"))
    told = (
        "With the trace {t} and the determinant {d} of {name}, the eigenvalues are the roots of {polynomial}:"
    )
    work.say(told, t=t, d=d, name=name, polynomial=LAMBDA**2 - t * LAMBDA + d)
    t = work.let("t", matrix[1, 1] + matrix[2, 2])
    product, square = matrix[1, 1] * matrix[2, 2], matrix[1, 2] ** 2
    d = work.let("d", product - square, mistakes={"determinant-signs": product + square})
    root, careless = sqrt(t**2 - 4 * d), sqrt(t**2 - d)
    return [
        work.let("lambda_1", (t + root) / 2, mistakes={"four-forgotten": (t + careless) / 2}),
        work.let("lambda_2", (t - root) / 2, mistakes={"four-forgotten": (t - careless) / 2}),
    ]


def _of_three(work: Working, matrix: Tensor) -> list[Symbol]:
    """The roots of λ³ − tλ² + mλ − d, with the sum m of the minors along the diagonal; of fractions."""
    a = matrix.rows
    t, m, d = map(Symbol, "tmd")
    told = (
        "With the trace {t}, the sum {m} of the minors of two rows along the diagonal, and the determinant"
        " {d}, the eigenvalues are the roots of {p}:"
    )
    work.say(told, t=t, m=m, d=d, p=P)
    work.display(P, LAMBDA**3 - t * LAMBDA**2 + m * LAMBDA - d, values=False)
    t = work.let("t", sum_of([a[i][i] for i in range(3)]))
    pairs = ((0, 1), (0, 2), (1, 2))
    products, squares = [a[i][i] * a[j][j] for i, j in pairs], [a[i][j] ** 2 for i, j in pairs]
    m = work.let("m", sum_of(products) - sum_of(squares))
    mixed = 2 * a[0][1] * a[0][2] * a[1][2]
    taken = [a[2][2] * squares[0], a[1][1] * squares[1], a[0][0] * squares[2]]
    d = work.let("d", a[0][0] * a[1][1] * a[2][2] + mixed - sum_of(taken))
    whole = LAMBDA**3 - Number(t.evaluate()) * LAMBDA**2 + Number(m.evaluate()) * LAMBDA
    polynomial = multiplied_out(whole - Number(d.evaluate()))
    with work.telling("t", "m", "d"):
        work.display(P, polynomial, values=False)
    if (product := factored(polynomial)) != polynomial:
        with work.telling("lambda", *(f"lambda_{k}" for k in range(1, 4))):
            work.display(P, product, values=False)
    found = [
        root.formula for factor, count in factors(polynomial) for root in roots(factor) for _ in range(count)
    ]
    if any(isinstance(root, Number) and not values.is_exact(root.number) for root in found):
        work.say("No root formula that can be used by hand serves here, so these are numerical.")
    return _recorded(work, found)


def _recorded(work: Working, found: Sequence[Formula]) -> list[Symbol]:
    ordered = sorted(found, key=lambda formula: -values.real(formula.evaluate()))
    return [
        work.let("lambda" if len(found) == 1 else f"lambda_{k}", each) for k, each in enumerate(ordered, 1)
    ]
