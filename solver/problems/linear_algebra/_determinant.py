"""What determinant and inverse share: the square matrix, its minors, and their expansion along a row."""

from collections.abc import Sequence
from typing import Annotated

from solver.authoring import (
    Formula,
    Grid,
    InputError,
    MatrixOf,
    Mistakes,
    Problem,
    Scalar,
    Symbol,
    Working,
    grid_name,
    lift,
    parameter,
    product_of_sequence,
    sum_of,
    values,
)
from solver.problems.linear_algebra._row_reduction import Reduction

LARGEST_BY_MINORS = 3
"""The size up to which determinants are worked out from minors; beyond it, by elimination."""

MISTAKES = {
    "products-added": "the products of a 2 by 2 determinant were added instead of subtracted",
    "no-checkerboard": "the signs of the cofactors did not alternate",
    "swap-forgotten": "the sign was not changed when two rows were swapped",
}
"""What goes wrong with a determinant."""


class OfSquare(Problem):
    """What is worked out from a square matrix by minors or, if it is larger, by elimination."""

    matrix: Annotated[Grid, MatrixOf(Scalar(), most_rows=6, most_columns=6, square=True)] = parameter(
        "matrix", symbol="A", aliases=("A", "a", "m")
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


def two_by_two(rows: Sequence[Sequence[Formula]]) -> tuple[Formula, Mistakes]:
    """The determinant of four entries, and what a lost sign makes of it."""
    (a, b), (c, d) = rows
    return a * d - b * c, {"products-added": a * d + b * c}


def minor(work: Working, matrix: Grid, i: int, j: int) -> Symbol:
    """Record the determinant without a row and a column of a 3 by 3 matrix, both counted from 1."""
    rows = [[e for k, e in enumerate(row, 1) if k != j] for n, row in enumerate(matrix, 1) if n != i]
    formula, wrong = two_by_two(rows)
    return work.let(grid_name("M", i, j), formula, mistakes=wrong)


def expansion(
    matrix: Grid, minors: Sequence[Formula], i: int, columns: Sequence[int]
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
