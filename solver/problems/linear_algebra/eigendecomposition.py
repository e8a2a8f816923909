"""Eigendecomposition of a matrix: eigenvectors, eigenvalues and an inverse; powers by it.

Keywords: diagonalization, diagonalize, matrix power, spectral decomposition.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import Comparison, Difficulty, RandomStream, Working, parameter
from solver.authoring.domains import Conjugates, Grid, Integer, MatrixOf, Nature, Scalar
from solver.authoring.formulas import (
    Blank,
    Formula,
    Symbol,
    Tensor,
    array_of,
    column_of,
    diagonal,
    lift,
    values,
)
from solver.models import decompositions
from solver.problems.linear_algebra import _determinant, _inverse
from solver.problems.linear_algebra._spectrum import OfEigenvalues

Square = MatrixOf(Scalar(rational=True), most_rows=3, most_columns=3, square=True)


class Eigendecomposition(OfEigenvalues):
    """A = V diag(lambda) V^-1."""

    matrix: Annotated[Grid, Square] = parameter("matrix", symbol="A", aliases="A a m")
    power: Annotated[Symbol | None, Integer(most=60)] = parameter(
        "power", symbol="N", aliases="n exponent k", serves=("power",)
    )

    idea = (
        "Along its eigenvectors A only multiplies by numbers; a power of A multiplies by the powers of them."
    )
    sanity = (
        "$A$ times a column of $V$ is that column times its eigenvalue, and $V$ times its inverse is $I$."
    )
    source = "Strang, Introduction to Linear Algebra, section 6.2"
    example = "--matrix '4,1;2,3'"
    model = decompositions.eigendecomposition
    answers = {
        "eigenvalues": "eigenvalues, the largest first",
        "vectors": "matrix V with an eigenvector in each column, in the order of the eigenvalues",
        "inverse": "inverse of V",
        "power": "power of A",
    }
    also_called = {
        "vectors": "eigenvectors; P; S; Q; X; U; T; matrix of eigenvectors",
        "inverse": "P^-1; S^-1; Q^-1; X^-1; U^-1; T^-1; Vinv; inverse of V; V inverse",
        "eigenvalues": "D; Lambda; eig; eigvals; lambdas; w",
        "none": "not diagonalizable; nondiagonalizable; defective; does not exist; no eigendecomposition",
    }
    stem = (
        "The square matrix A is the product of V, a diagonal matrix of the eigenvalues, the largest first,"
        " and the inverse of V.{scaled}"
    )
    tasks = (
        "Find the eigendecomposition of A: its eigenvalues, the largest first, a matrix V of eigenvectors as"
        " columns, and the inverse of V.{scaled}{power}",
        "Diagonalize A, with the largest eigenvalue first: give the eigenvalues, a matrix V of eigenvectors"
        " as columns, and its inverse.{scaled}{power}",
    )
    may_be_none = "vectors"
    mistakes = {
        **OfEigenvalues.mistakes,
        **_inverse.MISTAKES,
        **{name: words for name, words in _determinant.MISTAKES.items() if name != "swap-forgotten"},
        "transposed": "the transpose of V was taken for its inverse",
        "entrywise": "the entries of A were raised to the power one by one",
        "multiplied-by-power": "the eigenvalues were multiplied by the exponent",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        size = self.matrix.shape[0]
        return {
            "eigenvalues": Nature(descending=True, conjugates=Conjugates()),
            "vectors": Nature(independent=size, conjugates=Conjugates(size, across=True)),
            "inverse": Nature(independent=size, conjugates=Conjugates(size)),
        }

    @property
    def phrases(self) -> Mapping[str, str]:
        told = "" if self.power is None else f" Use these to work out A to the power of {int(self.power)}."
        scaled = (
            " Each eigenvector has whole entries without a common divisor, the last that is not 0 positive."
        )
        return {"power": told, "scaled": scaled if self._fixes_vectors else ""}

    @property
    def _fixes_vectors(self) -> bool:
        """Whether a scale fixes V, and so its inverse: whole vectors, and eigenvalues that differ."""
        v, count = self.worked.arrays.get("V"), len(self.matrix.rows)
        entries = [] if v is None else [entry.evaluate() for entry in v.children()]
        is_whole = all(isinstance(entry, Fraction) and entry.denominator == 1 for entry in entries)
        return bool(entries) and len(self.spectrum) == count and is_whole

    @property
    def shown_exactly(self) -> bool:
        """Roots in the eigenvectors would make their inverse too wide to be read."""
        found = (quantity.symbol.value for quantity in self.worked.quantities.values())
        return all(value is None or values.is_exact(value) for value in found)

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named = super().other_names
        if self.power is None:
            return named
        raised = f"A^{int(self.power)}"
        return {**named, "power": (raised, f"A^({int(self.power)})", "A^N", "A^k", "A^n")}

    def solve(self, work: Working) -> None:
        found = self.find(work, by_size=True)
        repeated = [e.symbol for e, _ in found for _ in range(e.multiplicity)]
        columns = [vector for _, space in found for vector in space]
        if len(columns) < len(self.matrix.rows):
            with work.telling("vectors", "inverse"):
                work.say("There are too few eigenvectors for the columns of V: A has no eigendecomposition.")
            work.withhold(vectors=Blank(), inverse=Blank())
            return
        work.step("Eigenvectors as columns", "In the order of the eigenvalues.")
        v = work.let_array("V", array_of(zip(*columns, strict=True)))
        work.answer("vectors", v.rows, comparison=Comparison.COLUMNS, beside="eigenvalues")
        adjugate, determinant = _inverse.adjugate(work, v)
        if _inverse.is_singular(work, determinant, "V"):
            return
        inverse = _inverse.divide(work, v, adjugate, determinant, {"transposed": v.T})
        work.answer("inverse", inverse.rows, inverse_of="vectors")
        scales = column_of(repeated, "lambda")
        work.step(
            "Decomposition", "A is V times the diagonal matrix of the eigenvalues times the inverse of V."
        )
        between = [[s if i == j else lift(0) for j in range(len(v.rows))] for i, s in enumerate(repeated)]
        work.display(Symbol("A"), v @ array_of(between) @ inverse, found=True)
        if self.power is not None:
            is_rational = all(values.is_exact(e.element) for e, _ in found)
            self._raise(work, (v, scales, inverse), int(self.power), is_rational=is_rational)

    def _raise(
        self, work: Working, factors: tuple[Tensor, Tensor, Tensor], power: int, *, is_rational: bool
    ) -> None:
        """Work the power out from V, the eigenvalues and the inverse of V or, with roots in them, from A."""
        v, scales, inverse = factors
        reason = "Between the factors, {inverse} and {V} cancel: only the eigenvalues are raised."
        work.step("Power", reason, inverse=Symbol("V^-1"))
        a, exponent = Tensor("A", self.matrix.rows), Symbol("N", Fraction(power))
        raised: Formula = v @ diagonal(scales**exponent) @ inverse
        wrong = {"entrywise": a**exponent, "multiplied-by-power": v @ diagonal(scales * exponent) @ inverse}
        if not is_rational:
            work.display(Symbol("B"), raised)
            work.say("What is not rational cancels. Multiplied out without it, one factor A after another:")
            before = a
            for k in range(2, power):
                before = work.let_array(f"B_{k}", before @ a, shown=k == 2)
            raised = before @ a if power > 1 else a
        work.answer("power", work.let_array("B", raised, mistakes=wrong).rows)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """As for eigenvalues alone; powers that stay small."""
        drawn = super().candidate(draw, difficulty)
        return drawn and {**drawn, "power": draw.integer(2, 3)}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether a scale fixes the decomposition, and row reductions have small denominators."""
        is_whole = work.answers[-1].name == "power" and self._fixes_vectors
        return is_whole and super().is_suitable(difficulty, work)
