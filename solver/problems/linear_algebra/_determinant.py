"""What determinant and inverse share: the square matrix, its minors, and their expansion along a row."""

from collections.abc import Collection, Sequence
from typing import Annotated

from solver.authoring import InputError, Mistakes, Problem, Working, parameter
from solver.authoring.domains import Grid, MatrixOf, Scalar
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    grid_name,
    lift,
    product_of_sequence,
    sum_of,
    values,
)
from solver.problems.linear_algebra import _row_reduction
from solver.problems.linear_algebra._row_reduction import Reduction, as_matrix, reduce_rows

LARGEST_BY_MINORS = 3
"""The size up to which determinants are worked out from minors; beyond it, by elimination."""

MISTAKES = {
    "products-added": "the products of a 2 by 2 determinant were added instead of subtracted",
    "no-checkerboard": "the signs of the cofactors did not alternate",
    "swap-forgotten": "the sign was not changed when two rows were swapped",
}
"""What goes wrong with a determinant."""

BY_ELIMINATION = ("swap-forgotten", *_row_reduction.MISTAKES)

MISTAKES_OF_ALL = {
    **MISTAKES,
    **_row_reduction.MISTAKES,
    "diagonal-only": "only the diagonal was multiplied, as for a triangular matrix",
}
"""What goes wrong where it is worked out from the matrix alone."""


class OfSquare(Problem):
    """What is worked out from a square matrix by minors or, if it is larger, by elimination."""

    matrix: Annotated[Grid, MatrixOf(Scalar(), most_rows=6, most_columns=6, square=True)] = parameter(
        "matrix", symbol="A", aliases="A a m"
    )

    exact = allows_zeros = True

    @property
    def size(self) -> int:
        return len(self.matrix.rows)

    @property
    def takes_fractions(self) -> bool:
        return all(values.is_exact(value) for row in self.matrix.values for value in row)

    def check(self) -> None:
        if self.size > LARGEST_BY_MINORS and not self.takes_fractions:
            raise InputError("--matrix", "must have fractions or decimal numbers beyond 3 by 3")


BY_MINORS = {known: words for known, words in MISTAKES_OF_ALL.items() if known not in BY_ELIMINATION}
"""What goes wrong up to 3 by 3."""


def record_determinant(work: Working, matrix: Grid, mistakes: Collection[str] = MISTAKES_OF_ALL) -> Symbol:
    """Record the determinant of a square matrix: by minors up to 3 by 3, by elimination beyond."""
    rows = matrix.rows
    diagonal = product_of_sequence([row[i] for i, row in enumerate(rows)])
    if len(rows) > LARGEST_BY_MINORS:
        reason = "Adding multiples of rows to others keeps the determinant; a swap turns its sign."
        work.step("Elimination", reason)
        work.display(Symbol(matrix.name), as_matrix(matrix.values))
        offered = [known for known in _row_reduction.MISTAKES if known in mistakes]
        reduction = reduce_rows(work, matrix.values, mistakes=offered, forward=True)
        work.step("Determinant", "That of a triangular matrix is the product of its diagonal.")
        formula, wrong = from_pivots(reduction)
    elif len(rows) == 3:
        i = max((1, 2, 3), key=lambda i: sum(entry.value == 0 for entry in rows[i - 1]))
        places = [j for j in (1, 2, 3) if rows[i - 1][j - 1].value != 0]
        which = ("first", "second", "third")[i - 1]
        work.step("Minors", f"Strike out the {which} row and one column after another.")
        minors = [minor(work, matrix, i, j) for j in places]
        work.step("Determinant", f"The {which} row times its minors, with the signs of a checkerboard.")
        formula, wrong = expansion(matrix, minors, i, places)
    elif len(rows) == 2:
        work.step("Determinant", "The product of the diagonal less that of the other two entries.")
        formula, wrong = two_by_two(rows)
    else:
        work.step("Determinant", "That of a single entry is the entry.")
        formula, wrong = diagonal, {}
    wrong = {known: what for known, what in wrong.items() if known in mistakes}
    return work.let(f"det({matrix.name})", formula, mistakes={**wrong, "diagonal-only": diagonal})


def two_by_two(rows: Sequence[Sequence[Formula]]) -> tuple[Formula, Mistakes]:
    """The determinant of four entries, and what a lost sign makes of it."""
    (a, b), (c, d) = rows
    return a * d - b * c, {"products-added": a * d + b * c}


def minor(work: Working, matrix: Grid | Tensor, i: int, j: int) -> Symbol:
    """Record the determinant without a row and a column of a 3 by 3 matrix, both counted from 1."""
    rows = [[e for k, e in enumerate(row, 1) if k != j] for n, row in enumerate(matrix.rows, 1) if n != i]
    formula, wrong = two_by_two(rows)
    return work.let(grid_name("M", i, j), formula, mistakes=wrong)


def expansion(
    matrix: Grid | Tensor, minors: Sequence[Formula], i: int, columns: Sequence[int]
) -> tuple[Formula, Mistakes]:
    """The determinant from entries of row i in some columns and their minors, with alternating signs."""
    products = [matrix[i, j] * part for j, part in zip(columns, minors, strict=True)]
    signed = [part if (i + j) % 2 == 0 else -part for j, part in zip(columns, products, strict=True)]
    return sum_of(signed), {"no-checkerboard": sum_of(products)}


def from_pivots(reduction: Reduction) -> tuple[Formula, Mistakes]:
    """The determinant from the pivots of an elimination: each swap of rows turns its sign."""
    if len(reduction.pivots) < len(reduction.rows):
        return lift(0), {}
    product = product_of_sequence([reduction.show(pivot) for pivot in reduction.scales])
    return (-product, {"swap-forgotten": product}) if reduction.swaps % 2 else (product, {})
