"""Eigenvalues, and for each of them a basis of its eigenspace."""

from typing import Any

from msgspec import Struct

from solver.authoring import Working
from solver.authoring.formulas import Coordinates, Formula, Number, Relation, Symbol, lift, sum_of, values
from solver.mathematics.polynomials import factors, roots
from solver.problems.linear_algebra import _vectors
from solver.problems.linear_algebra._characteristic import IDENTITY, A, X
from solver.problems.linear_algebra._row_reduction import Rows, Show, as_matrix, reduce_rows

MISTAKES = {"root-sign": "the root was read off its factor with the wrong sign"}


class Eigenvalue(Struct, frozen=True):
    """An eigenvalue, and the field element that stands for it in the elimination."""

    symbol: Symbol
    element: Any
    show: Show
    multiplicity: int


def find_eigenvalues(work: Working, polynomial: Formula, *, by_size: bool = False) -> list[Eigenvalue]:
    """The eigenvalues; repeated ones first unless they are `by_size` alone."""
    work.step("Eigenvalues", "The roots of the characteristic polynomial.")
    found = [(root, count) for factor, count in factors(polynomial) for root in roots(factor)]
    found.sort(key=lambda pair: _order(0 if by_size else pair[1], pair[0].formula.evaluate()))
    eigenvalues = []
    for k, (root, multiplicity) in enumerate(found, 1):
        opposite = -root.formula
        wrong = {"root-sign": opposite}
        symbol = work.let(f"lambda_{k}", root.formula, named=root.origin, mistakes=wrong)
        # The mistake leads on to the space of the opposite number; a value that is only rounded does not.
        turned = _distance(symbol, opposite) < _distance(symbol, root.formula)
        element = -root.element if turned else root.element
        eigenvalues.append(Eigenvalue(symbol, element, root.show, multiplicity))
    numbers = [root.formula.number for root, _ in found if isinstance(root.formula, Number)]
    if not all(map(values.is_exact, numbers)):
        work.say("No root formula that can be used by hand serves here, so these are numerical.")
    return eigenvalues


def _order(multiplicity: int, value: values.Value) -> tuple[values.Value, ...]:
    return (-multiplicity, *(-values.real(part) for part in values.parts(value)))


def _distance(one: Formula, other: Formula) -> values.Value:
    return values.real(abs(values.subtract(one.evaluate(), other.evaluate())))


def find_eigenspace(
    work: Working, matrix: Rows, k: int, eigenvalue: Eigenvalue, name: Symbol = A, prefix: str = "v"
) -> list[list[Symbol]]:
    """A basis of the eigenspace of the k-th eigenvalue; empty where, after a mistake, it is none."""
    here = eigenvalue.symbol
    shifted = name - here * IDENTITY
    equation = Relation(shifted * X, "=", lift(0))
    work.step("Eigenspace of {here}", "Solve {equation} by row reduction.", here=here, equation=equation)
    rows = [[value * eigenvalue.element**0 for value in row] for row in matrix]
    for i, row in enumerate(rows):
        row[i] -= eigenvalue.element
    entries = [list(map(eigenvalue.show, row)) for row in rows]
    for i, row in enumerate(entries):
        row[i] = work.let(f"d_{k},{i + 1}", row[i], shown=False)
    with work.telling("eigenvalues"):
        work.display(shifted, as_matrix(entries))
    vectors = _vectors.null_vectors(work, reduce_rows(work, rows, eigenvalue.show), f"{prefix}_{k}")
    if not vectors:
        work.say("The only solution is x = 0, so this is no eigenvalue.")
        return []
    several = "constants that are not all 0" if len(vectors) > 1 else "any constant other than 0"
    work.say(f"The eigenvectors, with {several}:")
    terms = [Symbol(f"c_{i}") * Coordinates(tuple(vector)) for i, vector in enumerate(vectors, 1)]
    work.display(X, sum_of(terms))
    return vectors
