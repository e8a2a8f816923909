"""Column space of a matrix: row reduction, pivot columns, basis and rank.

Keywords: range, image, rank, rref, row reduction, gaussian elimination.
"""

from solver.authoring import Working
from solver.authoring.formulas import Symbol
from solver.models import linear_algebra
from solver.problems.linear_algebra import _row_reduction, _space
from solver.problems.linear_algebra._row_reduction import Reduction, Rows
from solver.problems.linear_algebra._vectors import column_vector


class ColumnSpace(_space.Space):
    """All combinations of the columns of a matrix."""

    idea = "The column space is what A can reach: every $Ax$ is a combination of the columns of A."
    sanity = "The basis has as many vectors as the rank says: no more than A has rows, or columns."
    version = 3
    source = "Strang, Introduction to Linear Algebra, section 3.5"
    example = "--matrix '2,3;4,5'"
    model = linear_algebra.column_space
    length_along = 0
    answers = {"rank": "rank", "nullity": "nullity", "basis": "basis of the column space"}
    tasks = (
        "Find a basis of the column space of the matrix A by row reduction. What are the rank and the"
        " nullity of A?",
        "Which vectors are combinations of the columns of the matrix A? Choose a basis among its columns,"
        " and give the rank and the nullity.",
    )
    also_called = {
        "rank": "r; rk; rk A; rank of A; dim C(A); dim Col(A); dim im(A); dim im A; dim col A",
        "nullity": "dim N(A); dim ker A; dim null(A); null(A); n-r; dimension of the null space",
        "basis": "C(A); Col(A); im(A); R(A); range; image; span; col space; colspace; columnspace; orth(A)",
    }
    mistakes = {
        **_row_reduction.MISTAKES,
        **_space.MISTAKES,
        "reduced-columns": "the columns were taken from the reduced matrix instead of A",
        "all-columns": "all columns of A were taken, not only those with a pivot",
        "row-space": "the rows of the reduced matrix were taken, which span the row space",
    }
    title = "Basis"
    shapes = {
        # Of columns that span all there is any basis is one: with options, rank or nullity is all to ask for.
        "easy": ((3, 3, 2), (3, 3, 2), (4, 3, 3)),
        "medium": ((3, 4, 2), (4, 3, 2), (4, 3, 3), (3, 4, 3)),
        "hard": ((4, 4, 3), (4, 4, 2), (4, 5, 3), (4, 5, 2)),
    }

    def basis(self, work: Working, reduction: Reduction, rows: Rows) -> list[list[Symbol]]:
        work.say(
            "The columns of A where the reduced matrix has its pivots are a basis: row operations keep"
            " the relations between columns, but not the columns themselves."
        )
        columns = work.choose(reduction.pivots, {"all-columns": tuple(range(self.matrix.shape[1]))})
        if work.choose(False, {"row-space": True}):
            shown = [list(map(reduction.show, row)) for row in reduction.rows[: len(reduction.pivots)]]
            numbered = [(k, enumerate(row, 1)) for k, row in enumerate(shown, 1)]
            return [[work.let(f"r_{k},{i}", e, shown=False) for i, e in row] for k, row in numbered]
        basis = []
        for j in columns:
            wrong = [{"reduced-columns": reduction.show(row[j])} for row in reduction.rows]
            basis.append(column_vector(work, f"a_{j + 1}", [reduction.show(row[j]) for row in rows], wrong))
        return basis
