"""Eigenvalues and eigenvectors: characteristic polynomial and eigenspaces."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Self

from solver.domains import MatrixOf, Scalar
from solver.errors import InputError
from solver.mathematics.formula import Coordinates, Grid, Matrix, Relation, Symbol, lift, sum_of
from solver.mathematics.values import exact_bits
from solver.models.linear_algebra import eigen, is_diagonalizable
from solver.problem import Difficulty, Problem, parameter
from solver.problems.linear_algebra._characteristic import IDENTITY, A, X, characteristic_polynomial
from solver.problems.linear_algebra._eigenvalues import Eigenvalue, find_eigenvalues
from solver.problems.linear_algebra._null_vectors import null_vectors
from solver.problems.linear_algebra._row_reduction import as_matrix, reduce_rows
from solver.problems.linear_algebra._sampling import sample_eigen
from solver.problems.linear_algebra._spaces import fractions
from solver.record.comparison import Comparison
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

RationalSquare = MatrixOf(Scalar(rational=True), most_rows=5, most_columns=5, square=True)
LONGEST_ENTRY = 50
"""Bits of a numerator or denominator: roots of polynomials over longer ones take SymPy too long."""


class Eigen(Problem):
    """Solutions of Ax = lambda x (Strang, Introduction to Linear Algebra, section 6.1)."""

    exact = True

    matrix: Annotated[Grid, RationalSquare] = parameter("matrix", symbol="A")

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "Find the eigenvalues and the eigenvectors of the matrix A. Is A diagonalizable?",
            "Derive the characteristic polynomial of the matrix A, its eigenvalues, and a basis of each"
            " eigenspace. Can A be diagonalized?",
        )

    def check(self) -> None:
        if max(exact_bits(value) for row in self.matrix.values for value in row) > LONGEST_ENTRY:
            raise InputError("--matrix", "must have entries of at most 15 digits, for its polynomial")

    def solve(self, work: Working) -> None:
        eigenvalues = find_eigenvalues(work, characteristic_polynomial(work, self.matrix.values))
        repeated = [e.symbol for e in eigenvalues for _ in range(e.multiplicity)]
        listed = Coordinates(tuple(repeated), braces=True)
        work.answer("eigenvalues", repeated, comparison=Comparison.MULTISET, shown=listed)
        spaces = [self._eigenspace(work, k, eigenvalue) for k, eigenvalue in enumerate(eigenvalues, 1)]
        pairs = [
            Relation(Coordinates(tuple(vector)), "for", eigenvalue.symbol)
            for eigenvalue, space in zip(eigenvalues, spaces, strict=True)
            for vector in space
        ]
        # A number without eigenvectors comes of a mistake; there is nothing to answer then.
        if all(spaces):
            shown = Coordinates(tuple(pairs), braces=True)
            work.answer(
                "eigenvectors", spaces, comparison=Comparison.SPANS, shown=shown, beside="eigenvalues"
            )
        self._conclude(work, eigenvalues, spaces)

    def _eigenspace(self, work: Working, k: int, eigenvalue: Eigenvalue) -> list[list[Symbol]]:
        here = eigenvalue.symbol
        equation = Relation((A - here * IDENTITY) * X, "=", lift(0))
        work.step("Eigenspace of {here}", "Solve {equation} by row reduction.", here=here, equation=equation)
        zero = eigenvalue.embed(Fraction(0))
        rows = [
            [
                eigenvalue.embed(value) - (eigenvalue.element if i == j else zero)
                for j, value in enumerate(row)
            ]
            for i, row in enumerate(self.matrix.values)
        ]
        entries = [list(row) for row in as_matrix(rows, eigenvalue.show).rows]
        for i, row in enumerate(entries):
            row[i] = work.let(f"d_{k},{i + 1}", row[i], shown=False)
        work.display(A - here * IDENTITY, Matrix(tuple(map(tuple, entries))))
        reduction = reduce_rows(work, rows, eigenvalue.show)
        vectors = null_vectors(work, reduction, f"v_{k}", eigenvalue.show)
        if not vectors:
            work.say("The only solution is x = 0, so this is no eigenvalue.")
            return []
        several = "constants that are not all 0" if len(vectors) > 1 else "any constant other than 0"
        work.say(f"The eigenvectors, with {several}:")
        terms = [Symbol(f"c_{i}") * Coordinates(tuple(vector)) for i, vector in enumerate(vectors, 1)]
        work.display(X, sum_of(terms))
        return vectors

    def _conclude(
        self, work: Working, eigenvalues: list[Eigenvalue], spaces: list[list[list[Symbol]]]
    ) -> None:
        work.step(
            "Multiplicities",
            "A is diagonalizable just where every eigenvalue has as many independent eigenvectors as its"
            " multiplicity as a root.",
        )
        rows = [(e.symbol, e.multiplicity, len(space)) for e, space in zip(eigenvalues, spaces, strict=True)]
        work.table(("eigenvalue", "algebraic multiplicity", "geometric multiplicity"), rows)
        diagonalizable = sum(map(len, spaces)) == len(self.matrix.rows)
        verdict = "The multiplicities agree: A is diagonalizable."
        work.say(verdict if diagonalizable else "Eigenvectors are missing: A is not diagonalizable.")
        work.answer("diagonalizable", diagonalizable)

    def reference(self) -> Mapping[str, Any]:
        matrix = fractions(self.matrix)
        values, multiplicities, spaces = eigen(matrix)
        repeated = [value for value, count in zip(values, multiplicities, strict=True) for _ in range(count)]
        return {
            "eigenvalues": repeated,
            "eigenvectors": spaces,
            "diagonalizable": is_diagonalizable(matrix),
        }

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: entries up to 12, whole eigenvalues and short eigenvectors, denominators up to 3.

        The eigenvalues cannot be read off the diagonal.
        """
        return cls.of(matrix=sample_eigen(draw, difficulty))
