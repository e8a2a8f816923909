"""Norms of a vector or a matrix: L1, L2 and L-infinity, Frobenius, 1, infinity and spectral.

Keywords: norm, frobenius, spectral norm, l2 norm, l1 norm, euclidean norm.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter, present
from solver.authoring.domains import NONNEGATIVE, Grid, MatrixOf, Scalar, Vector
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    absolute,
    column_of,
    maximum,
    sqrt,
    sum_of,
    tensor,
    total,
)
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _gram

Given = Annotated[Grid | None, MatrixOf(Scalar(rational=True))]


class Norms(Problem):
    """How large a vector or a matrix is."""

    vector: Vector | None = parameter("vector", symbol="x", aliases="v x")
    matrix: Given = parameter("matrix", symbol="A", instead_of="vector", aliases="A a m")

    idea = "A norm is a size: of a vector its length, of a matrix how much longer it makes a vector at most."
    sanity = "The largest entry is at most the Euclidean norm, and that is at most the sum of all sizes."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 2.5; Golub and Van Loan, section 2.3"
    example = "--vector 3,-4,1"
    model = matrix_algebra.norms
    answers = {
        "l1": "L1 norm of the vector",
        "l2": "L2 norm of the vector",
        "linf": "L-infinity norm of the vector",
        "frobenius": "Frobenius norm of the matrix",
        "one": "1-norm of the matrix",
        "infinity": "infinity-norm of the matrix",
        "spectral": "spectral norm of the matrix",
    }
    natures = dict.fromkeys(answers, NONNEGATIVE)
    exact_share = {"easy": 0.6, "medium": 0.5, "hard": 0.5}
    allows_zeros = True
    stem = (
        "The norms of a vector are L1, L2 and L-infinity; those of a matrix are Frobenius, 1, infinity and 2."
    )
    tasks = ("Work out {norms}.", "How large is the {thing} below? Give {norms}.")
    also_called = {
        "l1": "L^1; L1 norm; 1-norm; taxicab; one norm; manhattan",
        "l2": "L^2; L2 norm; 2-norm; length; magnitude; norm; two norm; euclidean",
        "linf": "ℓ∞; inf-norm; sup norm; ||x||_max; max|x_i|; maximum norm; chebyshev; L-infinity;"
        " L-infinity norm; infinity norm",
        "spectral": "sigma_max",
        "one": "1-norm; one norm; L1; L^1; L1 norm",
    }
    mistakes = {
        "signs-kept": "the entries were added without their absolute values",
        "no-root": "the square root was left out",
        "not-largest": "the largest entry was taken with its sign, not by its size",
        "rows-for-columns": "the sums of rows and of columns were exchanged",
        "no-squares": "the entries were not squared",
        **_gram.MISTAKES,
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.vector is not None:
            return {"thing": "vector", "norms": "the L1, the L2 and the L-infinity norm of the vector"}
        norms = (
            "the Frobenius norm, the 1-norm, the infinity-norm and the spectral norm (2-norm) of the matrix"
        )
        return {"thing": "matrix", "norms": norms}

    def check(self) -> None:
        if self.matrix is not None and min(self.matrix.shape) > _gram.MOST:
            wanted = f"must have at most {_gram.MOST} rows or {_gram.MOST} columns, for its spectral norm"
            raise InputError("--matrix", wanted)

    def solve(self, work: Working) -> None:
        if self.vector is not None:
            self._of_vector(work)
        else:
            self._of_matrix(work)

    def _of_vector(self, work: Working) -> None:
        x = tensor(present(self.vector))
        entries, n = x.children(), len(x.rows)
        work.step("Norm {l1}", "The sum of the absolute values.", l1=Symbol("norm_1(x)"))
        l1 = sum_of([absolute(entry) for entry in entries])
        work.answer("l1", work.let("norm_1(x)", l1, mistakes={"signs-kept": absolute(sum_of(entries))}))
        told = "The Euclidean length: the root of the sum of the squares."
        work.step("Norm {l2}", told, l2=Symbol("norm_2(x)"))
        squares = total("i", n, lambda i: x[i] ** 2)
        wrong = {"no-root": squares, "no-squares": sqrt(l1)}
        work.answer("l2", work.let("norm_2(x)", sqrt(squares), mistakes=wrong))
        work.step("Norm {linf}", "The largest absolute value.", linf=Symbol("norm_infinity(x)"))
        wrong = {"not-largest": absolute(maximum(*entries))}
        largest = maximum(*map(absolute, entries))
        work.answer("linf", work.let("norm_infinity(x)", largest, mistakes=wrong))

    def _of_matrix(self, work: Working) -> None:
        matrix = present(self.matrix)
        a = tensor(matrix)
        entries = a.children()
        work.step("Norm {frobenius}", "The root of the sum of all squares.", frobenius=Symbol("norm_F(A)"))
        squares = sum_of([entry**2 for entry in entries])
        wrong = {"no-root": squares, "no-squares": sqrt(sum_of([absolute(entry) for entry in entries]))}
        work.answer("frobenius", work.let("norm_F(A)", sqrt(squares), mistakes=wrong))
        rows, columns = matrix.rows, tuple(zip(*matrix.rows, strict=True))
        for name, lines, others, word in (("1", columns, rows, "column"), ("infinity", rows, columns, "row")):
            letter = Symbol(f"norm_{name}(A)")
            work.step("Norm {norm}", f"The largest sum of absolute values in a {word}.", norm=letter)
            careless = column_of(absolute(sum_of(line)) for line in lines)
            sums = work.let_array(word[0], _sums(lines), mistakes={"signs-kept": careless})
            wrong = {"rows-for-columns": maximum(*_sums(others).children())}
            norm = work.let(letter.name, maximum(*sums.children()), mistakes=wrong)
            work.answer("one" if name == "1" else name, norm)
        gram = _gram.product(a)
        told = "Those of {gram} are the squares of the singular values."
        work.step("Eigenvalues for the spectral norm", told, gram=gram)
        largest, *_ = _gram.eigenvalues(work, work.let_array("G", gram))
        work.step("Spectral norm", "The root of the largest eigenvalue.")
        work.answer("spectral", work.let("norm_2(A)", sqrt(largest), mistakes={"no-root": largest}))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """A vector, then a square matrix, then one that is not square; negative entries in each."""
        if difficulty == "easy":
            return {"vector": [*draw.varied(draw.integer(2, 3), -9, 9), -draw.integer(1, 9)]}
        rows, columns = (2, 2) if difficulty == "medium" else draw.choice(((2, 3), (3, 2)))
        return {"matrix": [[draw.nonzero(6) for _ in range(columns)] for _ in range(rows)]}


def _sums(lines: Sequence[Sequence[Formula]]) -> Tensor:
    return column_of(sum_of([absolute(entry) for entry in line]) for line in lines)
