"""Matrices: sum, difference, product, transpose, trace and kind.

Keywords: matrix, matmul, matrix multiplication, transpose, trace, hadamard.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Annotated

import numpy as np

from solver.authoring import (
    Comparison,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    listed,
    parameter,
)
from solver.authoring.domains import Grid, MatrixOf, Scalar
from solver.authoring.formulas import (
    Coordinates,
    Formula,
    Operand,
    Symbol,
    Tensor,
    Text,
    lift,
    product_of_sequence,
    sum_of,
    tensor,
    values,
)
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _determinant

KINDS = {
    "rectangular": "it has more rows than columns, or fewer",
    "identity": "ones on the diagonal, zeros beside it",
    "diagonal": "there are only zeros beside the diagonal",
    "symmetric": "it is its own transpose",
    "orthogonal": "its columns have length 1 and are at right angles, so its transpose is its inverse",
    "singular": "its determinant is 0, and it has no inverse",
    "invertible": "its determinant is not 0",
}
"""The kinds that are told apart, and what makes a matrix one of that kind."""

ORTHOGONAL = {
    2: (([[3, -4], [4, 3]], 5), ([[4, 3], [-3, 4]], 5), ([[0, -1], [1, 0]], 1), ([[5, 12], [-12, 5]], 13)),
    3: (([[1, 2, 2], [2, 1, -2], [2, -2, 1]], 3), ([[2, -1, 2], [2, 2, -1], [-1, 2, 2]], 3)),
}
"""Matrices whose columns are at right angles, and how long these are."""

SMALL = MatrixOf(Scalar(), most_rows=6, most_columns=6)


class Matrices(Problem):
    """One or two matrices, and what is worked out from them."""

    a: Annotated[Grid, SMALL] = parameter("first matrix", symbol="A", aliases="A matrix m1 first")
    b: Annotated[Grid | None, SMALL] = parameter("second matrix", symbol="B", aliases="B m2 second")

    idea = "Sums go entry by entry; an entry of the product is a row of $A$ times a column of $B$."
    sanity = "The product has the rows of $A$ and the columns of $B$; $A B$ and $B A$ differ as a rule."
    source = "Strang, Introduction to Linear Algebra, sections 2.4 and 2.7"
    example = "--a '1,2;3,4' --b '5,6;7,8'"
    model = matrix_algebra.matrices
    exact = allows_zeros = True
    answers = {
        "sum": "sum of the matrices",
        "difference": "first matrix less the second",
        "product": "first matrix times the second",
        "transpose_a": "transpose of the first matrix",
        "trace": "trace of the first matrix",
        "kind": "kinds of matrix that the first one is, all that hold",
    }
    also_called = {
        "invertible": "regular; nonsingular; non-singular; not singular",
        "singular": "not invertible; non-invertible; noninvertible",
        "sum": "B+A; A plus B; A+B",
        "difference": "A minus B; A-B",
        "product": "A×B; A times B; dot(A,B); matmul(A,B); AB; A*B; C; A@B",
        "transpose_a": "A transposed; transpose of A; A.T; A'; AT",
        "trace": "Tr A; Spur; trace of A",
        "kind": "type; A",
        "det(A)": "determinant",
    }
    stem = "{matrices} given."
    tasks = ("Work out {wanted}. {kinds}", "{matrices} given: find {wanted}. {kinds}")
    mistakes = {
        **_determinant.BY_MINORS,
        "entrywise": "the matrices were multiplied entry by entry",
        "rows-by-rows": "rows were multiplied by rows in place of columns",
        "exchanged": "BA was worked out in place of AB",
        "reversed": "the first matrix was subtracted from the second",
        "diagonal-multiplied": "the entries of the diagonal were multiplied for the trace",
        "other-diagonal": "the trace was taken along the other diagonal",
        "lengths-unchecked": "columns at right angles were called orthogonal without having length 1",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        square, b = self._is_square, self.b
        wanted = ["the sum $A + B$", "the difference $A - B$"] if b and b.shape == self.a.shape else []
        wanted += ["the product AB"] if b and self.a.shape[1] == b.shape[0] else []
        wanted += ["the transpose of A"] + ["the trace of A"] * square
        every = ", ".join([*KINDS][1:-1])
        return {
            "wanted": listed(wanted),
            "matrices": "The matrices A and B are" if b else "The matrix A is",
            "kinds": f"Which of these is A: {every}, invertible? Name all that hold." * square
            + "What kind of matrix is A: square or rectangular?" * (not square),
        }

    @property
    def takes_fractions(self) -> bool:
        grids = [self.a] + [self.b] * (self.b is not None)
        return all(values.is_exact(entry) for grid in grids if grid for row in grid.values for entry in row)

    @property
    def _is_square(self) -> bool:
        return self.a.shape[0] == self.a.shape[1]

    def check(self) -> None:
        if self.b is not None and self.b.shape != self.a.shape and self.b.shape[0] != self.a.shape[1]:
            rows, columns = self.a.shape
            wanted = f"must be {rows} by {columns} for a sum, or have {columns} rows for a product"
            raise InputError("--b", wanted, f"{self.b.shape[0]} by {self.b.shape[1]}")
        if self._is_square and len(self.a.rows) > _determinant.LARGEST_BY_MINORS and not self.takes_fractions:
            raise InputError("--a", "must have fractions or decimal numbers beyond 3 by 3")

    def solve(self, work: Working) -> None:
        a = tensor(self.a)
        if self.b is not None:
            self._combine(work, a, tensor(self.b))
        work.step("Transpose", "The rows of A become columns.")
        transposed = work.let_array("T", a.T)
        work.answer("transpose_a", transposed.rows)
        if not self._is_square:
            work.step("Kind", "Trace, determinant and symmetry belong to square matrices.")
            self._tell(work, ["rectangular"])
            return
        work.step("Trace", "The sum of the diagonal.")
        size = len(a.rows)
        diagonal = [a[i, i] for i in range(1, size + 1)]
        other = [a[i, size + 1 - i] for i in range(1, size + 1)]
        wrong = {"diagonal-multiplied": product_of_sequence(diagonal), "other-diagonal": sum_of(other)}
        work.answer("trace", work.let("tr(A)", sum_of(diagonal), mistakes=wrong))
        determinant = _determinant.record_determinant(work, self.a, _determinant.BY_MINORS)
        work.step("Columns of A", "Their products with each other: of an orthogonal matrix, the identity.")
        products = work.let_array("G", transposed @ a, named=a.T @ a)
        work.step("Kind", "All that hold are named.")
        found = {*self._kinds(work, a, products, determinant)}
        self._tell(work, [kind for kind in KINDS if kind in found])

    def _tell(self, work: Working, found: Sequence[str]) -> None:
        with work.telling("kind"):
            for kind in found:
                work.say(f"A is {kind}: {KINDS[kind]}.")
        shown = Coordinates(tuple(map(Text, found)), braces=True)
        work.answer(
            "kind", found, comparison=Comparison.MULTISET, words=[*KINDS], shown=shown, form_tells=("kind",)
        )

    def _combine(self, work: Working, a: Tensor, b: Tensor) -> None:
        if a.shape == b.shape:
            work.step("Sum and difference", "Entry by entry.")
            work.answer("sum", work.let_array("S", a + b).rows)
            work.answer("difference", work.let_array("D", a - b, mistakes={"reversed": b - a}).rows)
        if a.shape[1] == b.shape[0]:
            work.step("Product", "Each row of A times each column of B.")
            wrong = {"entrywise": a * b, "rows-by-rows": a @ b.T, "exchanged": b @ a}
            work.answer("product", work.let_array("P", a @ b, mistakes=wrong).rows)
        else:
            work.say("A has not as many columns as B has rows: there is no product AB.")

    def _kinds(self, work: Working, a: Tensor, products: Tensor, determinant: Symbol) -> Iterator[str]:
        """The kinds of a square matrix, in any order."""
        yield "singular" if _is(determinant, 0) else "invertible"
        if all(_is(a[i, j], a[j, i]) for i, j in _places(a)):
            yield "symmetric"
        if all(_is(a[i, j], 0) for i, j in _places(a) if i != j):
            yield "diagonal"
        if all(_is(a[i, j], int(i == j)) for i, j in _places(a)):
            yield "identity"
        right_angles = all(_is(products[i, j], 0) for i, j in _places(a) if i != j)
        lengths = all(_is(products[i, i], 1) for i, _ in _places(a))
        if right_angles and work.choose(lengths, {"lengths-unchecked": True}):
            yield "orthogonal"

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A matrix of one of several kinds, and one of small whole numbers that fits it."""
        size = {"easy": 2, "medium": draw.choice((2, 3)), "hard": 3}[difficulty]
        form = draw.choice(("any", "symmetric", "singular", "right angles", "orthogonal"))
        if form in ("right angles", "orthogonal"):
            unit, length = draw.choice(ORTHOGONAL[size])
            scale = Fraction(1, length) if form == "orthogonal" else 1
            a = np.array(unit, dtype=object)[draw.shuffled(range(size))] * scale
        else:
            a = np.array([[draw.nonzero(5) for _ in range(size)] for _ in range(size)], dtype=object)
        if form == "symmetric":
            a = np.triu(a) + np.triu(a, 1).T
        elif form == "singular":
            a[-1] = a[0] * draw.choice((-2, -1, 2)) + (a[1] if size > 2 else 0)
        wide = difficulty == "medium" and draw.integer(1, 3) == 1
        b = [[draw.nonzero(6) for _ in range(size)] for _ in range(size)]
        rows = a.tolist()[:-1] if wide else a.tolist()
        return {"a": [[str(entry) for entry in row] for row in rows], "b": b}


def _is(entry: Formula, number: Operand) -> bool:
    """Whether two numbers are the same, for certain."""
    return values.sign(values.subtract(entry.evaluate(), lift(number).evaluate())) == 0


def _places(a: Tensor) -> Iterator[tuple[int, int]]:
    places = range(1, len(a.rows) + 1)
    return product(places, places)
