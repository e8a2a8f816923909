"""Eigenvalues and eigenvectors: characteristic polynomial and eigenspaces.

Keywords: eigenvalues, eigenvectors, eigenvalue, eigenvector, characteristic polynomial.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from solver.authoring import Comparison, Working, number_text
from solver.authoring.domains import Conjugates, Nature
from solver.authoring.formulas import Coordinates, Relation
from solver.models import linear_algebra
from solver.problems.linear_algebra._spectrum import OfEigenvalues


class Eigen(OfEigenvalues):
    """Solutions of Ax = lambda x."""

    idea = "To an eigenvector A does nothing but multiply it by a number, its eigenvalue."
    sanity = "The eigenvalues sum to the sum of the diagonal of $A$, and their product is its determinant."
    source = "Strang, Introduction to Linear Algebra, section 6.1"
    example = "--matrix '1,2;5,4'"
    model = linear_algebra.eigen
    answers = {
        "eigenvalues": "eigenvalues, as often as their multiplicity says",
        "eigenvectors": "basis of the eigenspace of each eigenvalue",
        "diagonalizable": "whether the matrix is diagonalizable",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        size = self.matrix.shape[0]
        vectors = Nature(independent=size, conjugates=Conjugates(size))
        return {"eigenvalues": Nature(conjugates=Conjugates()), "eigenvectors": vectors}

    stem = "The matrix A is square."
    tasks = (
        "Find the eigenvalues and the eigenvectors of the matrix A. Is A diagonalizable?",
        "Derive the characteristic polynomial of the matrix A, its eigenvalues, and a basis of each"
        " eigenspace. Can A be diagonalized?",
    )
    also_called = {
        "eigenvalues": "eig; eigvals; evals; lambdas; spectrum; eig(A); ew; sigma(A); w",
        "eigenvectors": "eigenspaces; vectors; x; evecs; P",
        "diagonalizable": "diagonalisable; A diagonalizable; A is diagonalizable",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """An eigenspace is called by its eigenvalue, too."""
        names = "E_{0}; E({0}); Eig(A,{0}); V_{0}; E_lambda={0}; eigenspace of {0}; eigenvector of {0}"
        own = {
            f"v_{k}": self.called(names, number_text(value))
            for k, value in enumerate(self.spectrum, 1)
            if isinstance(value, Fraction)
        }
        return {**super().other_names, **own}

    def solve(self, work: Working) -> None:
        found = self.find(work)
        spaces = [space for _, space in found]
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
        diagonalizable = sum(map(len, spaces)) == len(self.matrix.rows)
        verdict = "The multiplicities agree: A is diagonalizable."
        with work.telling("diagonalizable"):
            work.table(("eigenvalue", "algebraic multiplicity", "geometric multiplicity"), rows)
            work.say(verdict if diagonalizable else "Eigenvectors are missing: A is not diagonalizable.")
        work.answer("diagonalizable", diagonalizable)
