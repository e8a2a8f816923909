"""Singular value decomposition by way of eigenvectors, and approximations of low rank.

Keywords: singular values, low-rank approximation.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

import numpy as np

from solver.authoring import (
    Comparison,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    decimal_text,
    parameter,
)
from solver.authoring.domains import (
    SIZES_LARGEST_FIRST,
    Grid,
    Integer,
    MatrixOf,
    Nature,
    Scalar,
    Switch,
    Units,
)
from solver.authoring.formulas import Formula, Symbol, Tensor, array_of, lift, sqrt, sum_of, tensor
from solver.models import decompositions
from solver.problems.linear_algebra import _gram

BASES = {
    "easy": (([[3, -4], [4, 3]], [[4, -3], [3, 4]]), ([[3, 4], [4, -3]], [[4, 3], [3, -4]])),
    "medium": (([[1, -2], [2, 1]], [[2, -1], [1, 2]]), ([[1, 3], [3, -1]], [[3, -1], [1, 3]])),
    "hard": (([[1, 2], [2, 1], [2, -2]], [[3, 4], [4, -3]]), ([[2, 1], [-1, 2], [2, 2]], [[4, -3], [3, 4]])),
}
"""Left and right singular vectors as columns, of equal length in each matrix."""

MOST = {"easy": 26, "medium": 21, "hard": 16}
"""Singular values are below these."""


class Svd(Problem):
    """A = U Sigma V^T, with orthonormal columns in U and V and singular values that are not negative."""

    matrix: Annotated[Grid, MatrixOf(Scalar(rational=True))] = parameter(
        "matrix", symbol="A", aliases="A a m"
    )
    rank: Annotated[Symbol | None, Integer(most=_gram.MOST)] = parameter(
        "rank of the approximation", symbol="K", aliases="k", serves=("approximation",)
    )
    full: Switch = parameter("square matrices U and V", aliases="full-matrices")
    flip: _gram.Flipped = _gram.flips()

    idea = "Any matrix turns, stretches along the axes by its singular values, and turns again."
    sanity = "The squares of the singular values sum to the squares of all entries of $A$."
    source = "Strang, Introduction to Linear Algebra, section 7.2; Golub and Van Loan, section 2.4"
    example = "--matrix '1,2;3,4;5,6'"
    model = decompositions.svd
    exact_model = allows_zeros = True
    answers = {
        "u": "matrix U, with a left singular vector in each column",
        "singular_values": "singular values, the largest first",
        "v": "matrix V, with a right singular vector in each column",
        "approximation": "best approximation of A of rank K",
    }
    also_called = {
        "singular_values": "sigma; s; Sigma; D; sv",
        "approximation": "A_K",
        "G": "A^T A; ATA; A'A; A.T A",
    }
    exact_share = {"easy": 0.9, "medium": 0.4, "hard": 0.4}
    stem = (
        "The matrix A is the product of U, the singular values on a diagonal, and V transposed; the largest"
        " comes first. The first entry other than 0 in each column of V is {signs}."
    )
    tasks = (
        "Find the {thin} singular value decomposition of A by way of {gram}, with the largest singular value"
        " first and the first entry other than 0 in each column of V {signs}.{rank}",
        "Decompose A into singular values and vectors ({thin}): give U, the values from the largest on, and"
        " V, in each column of which the first entry other than 0 is {signs}.{rank}",
    )
    mistakes = {
        **_gram.MISTAKES,
        **_gram.VECTOR_MISTAKES,
        "wrong-order": "A and its transpose were multiplied in the other order",
        "root-forgotten": "the eigenvalues were taken for the singular values, without the root",
        "not-divided": "A v was not divided by the singular value",
        "last-kept": "the terms of the smallest singular values were kept",
        "values-squared": "the terms were weighted by the squares of the singular values",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        wanted = "" if self.rank is None else f" Then give the best approximation of rank {int(self.rank)}."
        thin = "full" if self.full else "thin"
        is_wide = self.matrix.shape[1] > self.matrix.shape[0]
        gram = "A times its transpose" if is_wide else "the transpose of A times A"
        return {"thin": thin, "rank": wanted, "signs": _gram.signs(self.flip), "gram": gram}

    @property
    def natures(self) -> Mapping[str, Nature]:
        rows, columns = self.matrix.shape
        u, v = (rows, columns) if self.full else (min(rows, columns),) * 2
        leading = tuple(_gram.turn(self.flip, k) for k in range(1, v + 1))
        found = {
            "singular_values": SIZES_LARGEST_FIRST,
            "u": Nature(units=Units(u, across=True)),
            "v": Nature(units=Units(v, across=True, leading=leading)),
        }
        is_single = self.rank is not None and int(self.rank) == 1
        return found | ({"approximation": Nature(proportional=self.matrix.shape[1])} if is_single else {})

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named = super().other_names
        if self.rank is None:
            return named
        called = "A_{0}; A_({0}); rank-{0} approximation; rank {0} approximation; Ahat; Atilde"
        ranked = self.called(called, int(self.rank))
        return {**named, "approximation": (*named["approximation"], *ranked)}

    def check(self) -> None:
        most = min(self.matrix.shape)
        if most > _gram.MOST:
            raise InputError("--matrix", f"must have at most {_gram.MOST} rows or {_gram.MOST} columns")
        if self.rank is not None and int(self.rank) > most:
            raise InputError("--rank", f"must be at most {most}, as many as there are singular values")
        _gram.require_flips(self.flip, most)

    def solve(self, work: Working) -> None:
        a = tensor(self.matrix)
        rows, columns = self.matrix.shape
        is_wide = columns > rows
        gram = _gram.product(a)
        reason = "The eigenvalues of {gram} are the squares of the singular values."
        work.step("Eigenvalues", reason, gram=gram)
        wrong = {"wrong-order": a @ a.T} if rows == columns else {}
        matrix = work.let_array("G", gram, mistakes=wrong)
        own, other, across = ("u", "v", a.T) if is_wide else ("v", "u", a)

        def orient(k: int, value: Symbol, vector: Tensor) -> int:
            right = across @ vector if is_wide and value.value else vector
            return _gram.first_sign(right) * _gram.turn(self.flip, k)

        first = "the first entry of A transposed times it" if is_wide else "its first entry other than 0"
        pairs = _gram.eigenpairs(work, matrix, own, orient, f"{first} is {_gram.signs(self.flip)}")
        work.step("Singular values", "The square roots of the eigenvalues.")
        sigma = [
            work.let(f"sigma_{k}", sqrt(value), mistakes={"root-forgotten": value})
            for k, (value, _) in enumerate(pairs, 1)
        ]
        image = Symbol("A").T * Symbol("u") if is_wide else Symbol("A") * Symbol("v")
        work.step("The other singular vectors", "{image}, divided by the singular value.", image=image)
        vectors = {own: [unit for _, unit in pairs], other: []}
        for k, ((_, unit), size) in enumerate(zip(pairs, sigma, strict=True), 1):
            if size.value:
                wrong = {"not-divided": across @ unit}
                vectors[other].append(work.let_array(f"{other}_{k}", across @ unit / size, mistakes=wrong))
        self._finish(work, a, vectors, sigma)

    def _finish(
        self, work: Working, a: Tensor, vectors: dict[str, list[Tensor]], sigma: Sequence[Symbol]
    ) -> None:
        rows, columns = self.matrix.shape if self.full else (len(sigma), len(sigma))
        spaces = {
            "u": _gram.complete(work, "u", vectors["u"], a.T, rows),
            "v": _gram.complete(work, "v", vectors["v"], a, columns),
        }
        told = (
            "The vectors are the columns of U and V; A is U times the diagonal of singular values times {v}."
        )
        work.step("Decomposition", told, v=Symbol("V").T)
        u, v = (work.let_array(name.upper(), _side_by_side(vectors[name])) for name in "uv")
        matrices = {"u": u, "v": v}
        added = slice(sum(bool(s.value) for s in sigma), None)
        for letter, space in spaces.items():
            if space:
                copies = [_entries(vectors[letter])[added], _columns_of(matrices[letter])[added]]
                work.free_basis(vectors[letter][added], copies, space)
        between = [[sigma[i] if i == j else lift(0) for j in range(columns)] for i in range(rows)]
        work.display(Symbol("A"), u @ array_of(between) @ v.T, found=True)
        work.answer("u", u.rows)
        multiset, beside = Comparison.MULTISET, ("u", "v")
        work.answer("singular_values", sigma, comparison=multiset, ordered_by=beside)
        work.number_freely(
            "singular_values", *map(_columns_of, matrices.values()), *map(_entries, vectors.values())
        )
        work.answer("v", v.rows)
        near = None if self.rank is None else self._approximate(work, a, vectors, sigma)
        self._free(work, vectors, matrices, sigma, near)
        if near is not None:
            work.answer("approximation", near.rows)

    def _approximate(
        self, work: Working, a: Tensor, vectors: Mapping[str, Sequence[Tensor]], sigma: Sequence[Symbol]
    ) -> Tensor:
        rank = int(self.rank or 0)
        terms = [s * (x @ y.T) for s, x, y in zip(sigma, vectors["u"], vectors["v"], strict=False)]
        squared = [s * term for s, term in zip(sigma, terms, strict=True)]
        wrong = {"last-kept": sum_of(terms[-rank:]), "values-squared": sum_of(squared[:rank])}
        if any(size.value for size in sigma[rank:]):
            work.step("Approximation", "The terms of the largest singular values, as many as the rank says.")
            return work.let_array("B", sum_of(terms[:rank]), mistakes=wrong)
        # What a sum of roots comes to may be beyond proof where it is the number that was given.
        work.step("Approximation", "All singular values other than 0 are kept: the terms sum to A itself.")
        return work.let_array("B", a, mistakes=wrong)

    def _free(
        self,
        work: Working,
        vectors: Mapping[str, list[Tensor]],
        matrices: Mapping[str, Tensor],
        sigma: Sequence[Symbol],
        near: Tensor | None,
    ) -> None:
        """Vectors of equal singular values are turned together, those of U along with those of V.

        An approximation of a rank that keeps some of them tells which these are.
        """
        rows, columns = self.matrix.shape
        own, other = ("u", "v") if columns > rows else ("v", "u")
        for group in _gram.equals(sigma):
            letters = (own, other) if sigma[group[0]].value else (own,)
            families = [
                family
                for letter in letters
                for family in (_entries(vectors[letter]), _columns_of(matrices[letter]))
            ]
            kept = sum(k < int(self.rank or 0) for k in group)
            is_cut = near is not None and 0 < kept < len(group)
            seen = (near.rows if own == "v" else _columns_of(near)) if near is not None and is_cut else ()
            copies = [[f[k] for k in group] for f in families]
            work.free_basis([vectors[own][k] for k in group], copies, seen=seen, count=kept)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A matrix of short decimals that is made of its decomposition; tall or wide where it is `hard`."""
        left, right = draw.choice(BASES[difficulty])
        sigma = sorted(draw.some(range(1, MOST[difficulty]), 2), reverse=True)
        mixed = [np.array(base)[draw.shuffled(range(len(base)))] for base in (left, right)]
        unit_u, unit_v = (base[:, draw.shuffled((0, 1))] for base in mixed)
        product = unit_u @ np.diag(sigma) @ unit_v.T
        length = round(np.linalg.norm(unit_u[:, 0]) * np.linalg.norm(unit_v[:, 0]))
        entries = [[Fraction(int(entry), length) for entry in row] for row in product]
        if any(10 % entry.denominator or abs(entry) > 15 for row in entries for entry in row):
            return None
        if difficulty == "hard" and draw.integer(0, 1):
            entries = [list(row) for row in zip(*entries, strict=True)]
        given = {"matrix": [[decimal_text(entry) for entry in row] for row in entries]}
        return given if difficulty == "easy" else given | {"rank": 1}


def _entries(vectors: Sequence[Tensor]) -> list[tuple[Formula, ...]]:
    return [tuple(vector.children()) for vector in vectors]


def _columns_of(matrix: Tensor) -> list[tuple[Formula, ...]]:
    return list(zip(*matrix.rows, strict=True))


def _side_by_side(vectors: Sequence[Tensor]) -> Tensor:
    """The matrix that has the vectors as its columns."""
    return array_of(zip(*(vector.children() for vector in vectors), strict=True))
