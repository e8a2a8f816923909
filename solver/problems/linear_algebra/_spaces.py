"""What null space and column space share: the recorded reduction and the count of dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.drawing import Draw
from solver.formula import (
    Coordinates,
    Formula,
    Grid,
    Matrix,
    Mul,
    Number,
    Symbol,
    Text,
    closed_form,
    lift,
    subscripted,
    sum_of,
    times,
)
from solver.problem import Difficulty
from solver.problems.linear_algebra._row_reduction import (
    Reduction,
    Show,
    clearing_factor,
    reduce_rows,
    show_fraction,
)
from solver.solution import Slip
from solver.working import Working


def reduce_recorded(work: Working, matrix: Grid) -> Reduction:
    """Reduce the matrix; every multiple of a pivot row is a quantity, where signs are lost."""
    work.step("Row reduction", "Row operations keep the solutions of Ax = 0 and show the pivots.")

    def multiplier(row: int, column: int, entry: Fraction) -> Any:
        name = f"k_{row + 1},{column + 1}"
        wrong = "the multiple of the pivot row was added instead of subtracted"
        slips = [Slip("row-added", wrong, Number(-entry))]
        return work.let(name, Number(entry), slips=slips, shown=False).value

    work.rewrite(Symbol(matrix.name), matrix_of_values(matrix))
    return reduce_rows(work, matrix.values, show_fraction, multiplier)


def matrix_of_values(matrix: Grid) -> Matrix:
    """The matrix with its numbers."""
    return Matrix(tuple(tuple(Number(value) for value in row) for row in matrix.values))


def null_vectors(
    work: Working, reduction: Reduction, prefix: str = "v", show: Show = show_fraction
) -> list[list[Symbol]]:
    """A basis of the null space, worked out from the reduced form."""
    if not reduction.free:
        return []
    unknowns = [Symbol(f"x_{column + 1}") for column in range(len(reduction.rows[0]))]
    work.say("The rows of the reduced matrix, solved for the pivot variables:")
    for row, pivot in zip(reduction.rows, reduction.pivots, strict=False):
        terms = [times(show(-row[free]), unknowns[free]) for free in reduction.free if row[free]]
        work.rewrite(unknowns[pivot], sum_of(terms))
    return [_null_vector(work, reduction, number, prefix, show) for number in range(len(reduction.free))]


def _null_vector(work: Working, reduction: Reduction, number: int, prefix: str, show: Show) -> list[Symbol]:
    """Set one free variable to 1 and the others to 0; the result is scaled to whole numbers."""
    free = reduction.free[number]
    others = " and the other free variables to 0" if len(reduction.free) > 1 else ""
    work.say(f"Set {{free}} to 1{others}:", free=Symbol(f"x_{free + 1}"))
    several = len(reduction.free) > 1 or "_" not in prefix
    name = subscripted(prefix, str(number + 1)) if several else prefix
    column = [show(row[free]) for row in reduction.rows[: len(reduction.pivots)]]
    factor = clearing_factor([Fraction(1), *(entry.evaluate() for entry in column)])
    entries = [lift(0)] * len(reduction.rows[0])
    entries[free] = Number(factor)
    slips: list[list[Slip]] = [[] for _ in entries]
    for row, pivot in enumerate(reduction.pivots):
        words = "the sign was not changed when the free column was moved over"
        slips[pivot] = [Slip("sign-kept", words, times(Number(factor), column[row]))]
        entries[pivot] = times(Number(factor), show(-reduction.rows[row][free]))
    vector = [
        work.let(f"{name},{i}", entry, slips=slip, shown=False)
        for i, (entry, slip) in enumerate(zip(entries, slips, strict=True), 1)
    ]
    if factor == 1:
        work.rewrite(Symbol(name), _column(vector))
    else:
        unscaled = Matrix(tuple((Number(entry.evaluate() / factor),) for entry in vector))
        work.rewrite(Symbol(name), Mul((Number(factor), unscaled)), multiplied_through)
    return vector


def _column(vector: Sequence[Symbol]) -> Matrix:
    return Matrix(tuple((shown(entry),) for entry in vector))


def shown(entry: Symbol) -> Formula:
    """An entry as it is written, not as it is called."""
    return closed_form(entry) or Number(entry.evaluate())


def multiplied_through(product: Formula) -> Formula:
    """A number times a vector as one vector."""
    factor, vector = product.children()
    if not isinstance(vector, Matrix):
        raise TypeError("the second factor must be a vector")
    scale = factor.evaluate()
    return Matrix(tuple(tuple(Number(scale * entry.evaluate()) for entry in row) for row in vector.rows))


def count_dimensions(work: Working, matrix: Grid, reduction: Reduction) -> tuple[Symbol, Symbol]:
    """The rank and the nullity."""
    work.step("Rank and nullity", "Every column either has a pivot or is free: rank + nullity = columns.")
    rows, columns = matrix.shape
    pivots = len(reduction.pivots)
    m, n = (Symbol(name, Fraction(size)) for name, size in (("m", rows), ("n", columns)))
    rank = work.let(
        "rank",
        lift(pivots),
        slips=[Slip("zero-rows-counted", "zero rows were counted for the rank", lift(rows))],
    )
    nullity = work.let(
        "nullity",
        n - rank,
        slips=[Slip("rows-for-columns", "the rank was subtracted from the number of rows", m - rank)],
    )
    return rank, nullity


def set_of_vectors(vectors: Sequence[Sequence[Formula]]) -> Formula:
    """Vectors as the set they are in an answer."""
    if not vectors:
        return Text("none: only the zero vector")
    return Coordinates(tuple(Coordinates(tuple(vector)) for vector in vectors), braces=True)


def pivot_words(reduction: Reduction) -> str:
    """A sentence on the pivot columns and the free variables."""
    pivots = ", ".join(str(column + 1) for column in reduction.pivots) or "none"
    free = ", ".join(f"x{column + 1}" for column in reduction.free) or "none"
    return f"Columns with a pivot: {pivots}. Free variables: {free}."


def fractions(matrix: Grid) -> NDArray[np.object_]:
    """The matrix for the NumPy model, exact so that its rank is."""
    return np.array(matrix.values, dtype=object)


def sample_deficient(draw: Draw, difficulty: Difficulty) -> str:
    """A matrix of small whole numbers whose rank is below its number of columns.

    It is the product of a tall and a reduced factor, so that its reduced form is whole.
    """
    rows, columns, rank = {"easy": (2, 2, 1), "medium": (3, 3, 2), "hard": (3, 4, 2)}[difficulty]
    reduced = np.zeros((rank, columns), dtype=int)
    for row in range(rank):
        reduced[row, row] = 1
        for column in range(rank, columns):
            reduced[row, column] = draw.nonzero(3)
    lower = np.eye(rows, rank, dtype=int)
    for row in range(rows):
        for column in range(rank):
            if row != column:
                lower[row, column] = draw.nonzero(2) if row > column else 0
    matrix = lower @ reduced
    return ";".join(",".join(str(entry) for entry in row) for row in matrix.tolist())
