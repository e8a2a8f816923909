"""Eigenvalues and eigenvectors: characteristic polynomial and eigenspaces.

Keywords: eigenvalues, eigenvectors, eigenvalue, eigenvector, characteristic polynomial.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

import numpy as np

from solver.authoring import Comparison, Difficulty, Problem, RandomStream, Working, number_text, parameter
from solver.authoring.domains import Grid, MatrixOf, Nature, Scalar
from solver.authoring.formulas import Coordinates, Relation
from solver.models import linear_algebra
from solver.problems.linear_algebra import _characteristic, _eigenvalues, _vectors
from solver.problems.linear_algebra._row_reduction import stays_short

RationalSquare = MatrixOf(Scalar(rational=True), most_rows=5, most_columns=5, square=True)

SIZES = {"easy": (2, 6, 4), "medium": (2, 9, 5), "hard": (3, 4, 2)}
"""Of a sampled matrix, its eigenvalues, and the entries of its eigenvectors."""


class Eigen(Problem):
    """Solutions of Ax = lambda x."""

    matrix: Annotated[Grid, RationalSquare] = parameter("matrix", symbol="A", aliases="A a m")

    idea = "To an eigenvector A does nothing but multiply it by a number, its eigenvalue."
    sanity = "The eigenvalues sum to the sum of the diagonal of A, and their product is its determinant."
    source = "Strang, Introduction to Linear Algebra, section 6.1"
    example = "--matrix '1,2;5,4'"
    model = linear_algebra.eigen
    exact = exact_model = allows_zeros = True
    answers = {
        "eigenvalues": "eigenvalues, as often as their multiplicity says",
        "eigenvectors": "basis of the eigenspace of each eigenvalue",
        "diagonalizable": "whether the matrix is diagonalizable",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"eigenvectors": Nature(independent=self.matrix.shape[0])}

    stem = "The matrix A is square."
    tasks = (
        "Find the eigenvalues and the eigenvectors of the matrix A. Is A diagonalizable?",
        "Derive the characteristic polynomial of the matrix A, its eigenvalues, and a basis of each"
        " eigenspace. Can A be diagonalized?",
    )
    also_called = {
        "eigenvalues": "eig; eigvals; evals; lambdas; spectrum; eig(A); ew; sigma(A)",
        "eigenvectors": "eigenspaces; vectors; x; evecs; P",
        "diagonalizable": "diagonalisable; A diagonalizable; A is diagonalizable",
    }
    version = 2
    mistakes = _characteristic.MISTAKES | _eigenvalues.MISTAKES | _vectors.MISTAKES

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """An eigenspace is called by its eigenvalue, too."""
        named, found = dict(super().other_names), self.worked.quantities
        for k in range(1, self.matrix.shape[0] + 1):
            value = found[f"lambda_{k}"].symbol.value if f"lambda_{k}" in found else None
            if isinstance(value, Fraction):
                at = number_text(value)
                heads = (f"E_{at}", f"E({at})", f"Eig(A,{at})", f"V_{at}", f"E_lambda={at}")
                named[f"v_{k}"] = (*heads, f"eigenspace of {at}", f"eigenvector of {at}")
        return named

    def check(self) -> None:
        _characteristic.require_short_entries(self.matrix)

    def solve(self, work: Working) -> None:
        matrix = self.matrix.values
        polynomial = _characteristic.characteristic_polynomial(work, matrix)
        eigenvalues = _eigenvalues.find_eigenvalues(work, polynomial)
        repeated = [e.symbol for e in eigenvalues for _ in range(e.multiplicity)]
        shown = Coordinates(tuple(repeated), braces=True)
        work.answer("eigenvalues", repeated, comparison=Comparison.MULTISET, shown=shown)
        spaces = [_eigenvalues.find_eigenspace(work, matrix, k, e) for k, e in enumerate(eigenvalues, 1)]
        found = list(zip(eigenvalues, spaces, strict=True))
        # A number without eigenvectors comes of a mistake; there is nothing to answer then.
        if all(spaces):
            pairs = [Relation(Coordinates(tuple(v)), "for", e.symbol) for e, space in found for v in space]
            shown = Coordinates(tuple(pairs), braces=True)
            kind = Comparison.SPANS
            work.answer("eigenvectors", spaces, comparison=kind, shown=shown, beside="eigenvalues")
        work.step(
            "Multiplicities",
            "A is diagonalizable just where every eigenvalue has as many independent eigenvectors as its"
            " multiplicity as a root.",
        )
        rows = [(e.symbol, e.multiplicity, len(space)) for e, space in found]
        diagonalizable = sum(map(len, spaces)) == len(matrix)
        verdict = "The multiplicities agree: A is diagonalizable."
        with work.telling("diagonalizable"):
            work.table(("eigenvalue", "algebraic multiplicity", "geometric multiplicity"), rows)
            work.say(verdict if diagonalizable else "Eigenvectors are missing: A is not diagonalizable.")
        work.answer("diagonalizable", diagonalizable)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """V J V^-1 for whole eigenvectors V and eigenvalues on the diagonal of J, where that is whole.

        Entries are up to 12. One of four J has a repeated eigenvalue, and most of these lack an eigenvector.
        The eigenvalues cannot be read off the diagonal, and wrong signs and swapped entries show: in the
        spectrum, and in an eigenvector.
        """
        size, largest, widest = SIZES[difficulty]
        jordan = np.diag(draw.integers(size, -largest, largest))
        if draw.integer(1, 4) == 1:
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
