"""Null space of a matrix: row reduction, free variables, basis and nullity.

Keywords: kernel of a matrix, nullity, nullspace.
"""

from solver.authoring import Working
from solver.authoring.formulas import Symbol
from solver.models import linear_algebra
from solver.problems.linear_algebra import _row_reduction, _space, _vectors
from solver.problems.linear_algebra._row_reduction import Reduction, Rows


class NullSpace(_space.Space):
    """All x with Ax = 0."""

    idea = "All solutions of $Ax = 0$ are combinations of a few of them, one for each column without a pivot."
    sanity = "The rank and the nullity sum to the number of columns, and A times a vector of the basis is 0."
    version = 2
    source = "Strang, Introduction to Linear Algebra, section 3.2"
    example = "--matrix '2,-4;1,-2;-4,8'"
    model = linear_algebra.null_space
    answers = {"rank": "rank", "nullity": "nullity", "basis": "basis of the null space"}
    tasks = (
        "Find a basis of the null space of the matrix A by row reduction. What are the rank and the nullity"
        " of A?",
        "Solve $Ax = 0$ for the matrix A below. Give a basis of the solutions, the rank and the nullity.",
    )
    coordinates = "basis"
    also_called = {
        "rank": "r; rk; rk A; rank of A; dim C(A); dim Col(A)",
        "nullity": "dim N(A); dim ker A; dim Nul(A); n-r; dimension of the null space",
        "basis": "N(A); ker; Nul A; null(A); kernel; nullspace; span; x; N",
    }
    mistakes = {
        **_row_reduction.MISTAKES,
        **_vectors.MISTAKES,
        **_space.MISTAKES,
        "above-kept": "the entries above the pivots were not cleared",
        "column-space": "the pivot columns of A were taken, which span the column space",
    }
    title = "Free variables"
    shapes = {
        "easy": ((2, 2, 1), (2, 3, 1), (2, 3, 2), (2, 4, 2)),
        "medium": ((3, 3, 2), (3, 4, 2), (3, 4, 3), (3, 4, 3)),
        "hard": ((3, 5, 2), (3, 5, 3), (4, 4, 2), (4, 5, 3), (4, 5, 4)),
    }

    def basis(self, work: Working, reduction: Reduction, rows: Rows) -> list[list[Symbol]]:
        if not reduction.free:
            with work.telling(*self.answers):
                work.say("Every column has a pivot, so x = 0 is the only solution of Ax = 0.")
        basis = _vectors.null_vectors(work, reduction)
        if work.choose(False, {"column-space": True}):
            columns = [(j, [reduction.show(row[j]) for row in rows]) for j in reduction.pivots]
            return [_vectors.column_vector(work, f"a_{j + 1}", column) for j, column in columns]
        return basis
