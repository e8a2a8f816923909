"""What eigenvalues and eigendecomposition share: the matrix, its eigenspaces, and the sampler."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeAlias

import numpy as np

from solver.authoring import Comparison, Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Grid, MatrixOf, Scalar
from solver.authoring.formulas import Coordinates, Symbol, Value, values
from solver.problems.linear_algebra import _characteristic, _eigenvalues, _vectors
from solver.problems.linear_algebra._eigenvalues import Eigenvalue
from solver.problems.linear_algebra._row_reduction import stays_short

Found: TypeAlias = Sequence[tuple[Eigenvalue, list[list[Symbol]]]]
"""Eigenvalues, each with a basis of its eigenspace."""

LONGEST_ENTRY = 50
"""Bits of a numerator or denominator: roots of polynomials over longer ones take SymPy too long."""

SIZES = {"easy": (2, 6, 4), "medium": (2, 9, 5), "hard": (3, 4, 2)}
"""Of a sampled matrix, its eigenvalues, and the entries of its eigenvectors."""


class OfEigenvalues(Problem):
    """What begins with the eigenvalues of a matrix and the eigenspace of each."""

    matrix: Annotated[Grid, MatrixOf(Scalar(rational=True), most_rows=5, most_columns=5, square=True)] = (
        parameter("matrix", symbol="A", aliases="A a m")
    )

    exact = exact_model = allows_zeros = True
    version = 3
    mistakes = _characteristic.MISTAKES | _eigenvalues.MISTAKES | _vectors.MISTAKES

    @property
    def spectrum(self) -> list[Value | None]:
        """The eigenvalues, each once."""
        found = self.worked.quantities.items()
        return [quantity.symbol.value for name, quantity in found if name.startswith("lambda_")]

    def check(self) -> None:
        if max(values.exact_bits(value) for row in self.matrix.values for value in row) > LONGEST_ENTRY:
            raise InputError("--matrix", "must have entries of at most 15 digits, for its polynomial")

    def find(self, work: Working, *, by_size: bool = False) -> Found:
        """Answer the eigenvalues, as a set unless they stand `by_size`, and find their eigenspaces."""
        matrix = self.matrix.values
        polynomial = _characteristic.characteristic_polynomial(work, matrix)
        eigenvalues = _eigenvalues.find_eigenvalues(work, polynomial, by_size=by_size)
        repeated = [e.symbol for e in eigenvalues for _ in range(e.multiplicity)]
        shown = Coordinates(tuple(repeated), braces=not by_size)
        work.answer("eigenvalues", repeated, comparison=Comparison.MULTISET, shown=shown)
        return [(e, _eigenvalues.find_eigenspace(work, matrix, k, e)) for k, e in enumerate(eigenvalues, 1)]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """V J V^-1 for whole eigenvectors V and eigenvalues on the diagonal of J, where that is whole.

        Entries are up to 12. Half of the J have a repeated eigenvalue, and most of these lack an eigenvector.
        The eigenvalues cannot be read off the diagonal, and wrong signs and swapped entries show: in the
        spectrum, and in an eigenvector.
        """
        size, largest, widest = SIZES[difficulty]
        jordan = np.diag(draw.integers(size, -largest, largest))
        if draw.choice((True, False)):
            jordan[1, 1] = jordan[0, 0]
            jordan[0, 1] = draw.choice((0, 1, 1)) if size > 2 else 1
        vectors = np.array([[draw.nonzero(widest) for _ in range(size)] for _ in range(size)])
        if abs(np.linalg.det(vectors)) < 0.5 or np.all(abs(vectors[0]) == abs(vectors[-1])):
            return None
        product = vectors @ jordan @ np.linalg.inv(vectors)
        matrix = np.rint(product).astype(int)
        spectrum, mirrored, diagonal = map(sorted, (np.diag(jordan), -np.diag(jordan), np.diag(matrix)))
        telling = spectrum not in (mirrored, diagonal) and np.count_nonzero(matrix) >= size**2 - 1
        fits = np.allclose(product, matrix) and abs(matrix).max() <= 12
        return {"matrix": matrix.tolist()} if telling and fits else None

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether row reductions have denominators of up to 3, or 2 where the matrix is larger."""
        return stays_short(work, 5 - len(self.matrix.rows))
