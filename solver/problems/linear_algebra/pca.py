"""Principal component analysis: covariance, its eigenvectors, scores and explained variance.

Keywords: principal components, explained variance.
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
    counted,
    decimal_text,
    parameter,
)
from solver.authoring.domains import (
    SIZES_LARGEST_FIRST,
    SYMMETRIC,
    Grid,
    Integer,
    MatrixOf,
    Nature,
    Scalar,
    Sums,
    Switch,
    Units,
)
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    array_of,
    column_means,
    column_sums,
    entries_of,
    sqrt,
    sum_of,
    tensor,
)
from solver.models import decompositions
from solver.problems.linear_algebra import _gram

PARTS = {
    4: ((1, 1, -1, -1), (1, -1, 1, -1), (1, -1, -1, 1)),
    5: ((1, 1, -1, -1, 0), (1, -1, 1, -1, 0), (1, -1, -1, 1, 0)),
}
"""Parts of samples along axes, at right angles to each other, with mean 0 and variance 1."""

AXES = {
    "easy": (((3, 4), (-4, 3)), ((4, -3), (3, 4)), ((3, -4), (4, 3))),
    "medium": (((3, 1), (-1, 3)), ((3, -1), (1, 3)), ((1, 3), (3, -1))),
    "hard": (((1, 2, 2), (2, 1, -2), (2, -2, 1)), ((2, -1, 2), (2, 2, -1), (-1, 2, 2))),
}
"""Axes at right angles to each other, of equal length."""

TRIPLES = ((3, 4), (4, 3), (4, -3), (-3, 4), (5, 12), (12, 5), (8, 6), (0, 5), (10, 0))
"""Two numbers whose squares sum to a square."""

Samples = MatrixOf(Scalar(rational=True), most_rows=40, most_columns=_gram.MOST)


class Pca(Problem):
    """The directions in which data vary most, and the data in these coordinates."""

    data: Annotated[Grid, Samples] = parameter(
        "data", symbol="X", note="a sample in each row", aliases="X x matrix points samples"
    )
    components: Annotated[Symbol | None, Integer(most=_gram.MOST)] = parameter(
        "number of components", symbol="K", aliases="k n-components"
    )
    standardize: Switch = parameter("data divided by their standard deviations", aliases="standardise scale")
    biased: Switch = parameter(
        "covariance divided by n, not n - 1", convention=True, aliases="population ddof-0"
    )
    scale_by_n: Switch = parameter(
        "standard deviations divided by n alone",
        convention=True,
        quiet=True,
        goes_with="standardize",
        note="as StandardScaler does",
    )
    flip: _gram.Flipped = _gram.flips()

    idea = "The eigenvectors of the covariance are directions without correlation; the first ones vary most."
    sanity = "The eigenvalues sum to the variances of all features, and each column of scores has mean 0."
    source = "Bishop, Pattern Recognition and Machine Learning, section 12.1"
    example = "--data '2.5,2.4;0.5,0.7;2.2,2.9' --components 1"
    model = decompositions.pca
    exact_model = allows_zeros = True
    answers = {
        "mean": "mean of each feature",
        "covariance": "covariance matrix of what is analyzed",
        "eigenvalues": "eigenvalues of the covariance matrix, the largest first",
        "components": "components, one in each row",
        "scores": "scores, those of a sample in each row",
        "explained_variance": "variance explained by each component",
        "explained_ratio": "share of the variance explained by each component",
        "singular_values": "singular values of the centered data",
    }
    also_called = {
        "components": "PC; eigenvectors; principal components; principal directions; principal axes;"
        " loadings; u",
        "covariance": "cov; Sigma; covariance matrix; cov_matrix",
        "mean": "xbar; mean vector; means",
        "eigenvalues": "eig; eigvals; lambdas; eigenvalues of C; eigenvalues of S",
        "scores": "projection; transformed; X_pca; projected data; X_reduced; XW; Y; Z; PCs",
        "explained_ratio": "PVE; proportion of variance; ratio; EVR",
        "explained_variance": "variance explained",
        "singular_values": "sigma; s",
    }
    version = 3
    exact_share = {"easy": 0.8, "medium": 0.5, "hard": 0.5}
    stem = (
        "Principal components of the data, a sample in each row, come from {analyzed} with the divisor"
        " {divisor}. The first entry other than 0 in each component is positive{turned}."
    )
    tasks = (
        "Find {kept} of the data from {analyzed} with the divisor {divisor}; in each the first entry other"
        " than 0 is positive{turned}. Give mean, covariance and its eigenvalues, the components and the"
        " scores in rows, the explained variance and its ratio, and the singular values of what is centered.",
        "Work out the mean of the data, {analyzed} with the divisor {divisor}, its eigenvalues, {kept} (in"
        " rows, the first entry other than 0 positive{turned}), the scores, explained variance and ratio,"
        " and the singular values of the centered data.",
    )
    mistakes = {
        **_gram.MISTAKES,
        **_gram.VECTOR_MISTAKES,
        "not-centered": "the mean was not subtracted from the data",
        "not-divided": "the products were summed without being divided",
        "raw-scores": "the data were projected without being centered",
        "roots-compared": "the shares were those of standard deviations, not of variances",
        "root-of-eigenvalue": "the root of the eigenvalue was taken for the singular value",
    }

    @property
    def kept(self) -> int:
        """How many components are asked for."""
        return min(self.data.shape) if self.components is None else int(self.components)

    @property
    def natures(self) -> Mapping[str, Nature]:
        leading = tuple(_gram.turn(self.flip, k) for k in range(1, self.kept + 1))
        return {
            **dict.fromkeys(("eigenvalues", "explained_variance", "singular_values"), SIZES_LARGEST_FIRST),
            "explained_ratio": Nature(least=0, most=1, descending=True),
            "covariance": SYMMETRIC,
            "scores": Nature(sums=Sums(self.kept, 0, across=True)),
            "components": Nature(units=Units(self.data.shape[1], leading=leading)),
        }

    @property
    def phrases(self) -> Mapping[str, str]:
        several = counted(self.kept, "principal component")
        by_n = " (with the divisor n)" * (self.scale_by_n and not self.biased)
        scaled = f"the covariance of the data divided by their standard deviations{by_n}"
        return {
            "analyzed": scaled if self.standardize else "the covariance matrix",
            "divisor": "$n$" if self.biased else "$n - 1$",
            "kept": f"the first {several if self.kept > 1 else 'principal component'}",
            "turned": _gram.signs(self.flip).removeprefix("positive"),
        }

    def check(self) -> None:
        samples, features = self.data.shape
        varying = [len(set(column)) > 1 for column in zip(*self.data.values, strict=True)]
        if samples < 2 or not any(varying):
            raise InputError("--data", "must be samples in rows, at least two, that are not all the same")
        if self.standardize and not all(varying):
            raise InputError("--data", "must vary in every column, to be divided by standard deviations")
        if self.standardize and 2 < features >= samples:
            raise InputError("--data", "must have more samples than features, if these are more than two")
        if self.kept > features:
            raise InputError("--components", f"must be at most {features}, as many as the features")
        _gram.require_flips(self.flip, features)

    def solve(self, work: Working) -> None:
        x = tensor(self.data)
        n = Symbol("n", Fraction(len(x.rows)))
        divisor = n if self.biased else n - 1
        work.step("Centered data", "The mean of each feature is subtracted.")
        mu = work.answer("mean", work.let_array("mu", column_means(x).T))
        centered = work.let_array("C", x - mu.T, mistakes={"not-centered": x})
        products = centered.T @ centered
        if self.standardize:
            work.step("Standard deviations", "Each feature is divided by its own.")
            squares = column_sums(centered**2).T
            s = work.let_array("s", sqrt(squares / (n if self.scale_by_n else divisor)))
            work.step("Covariance of the standardized data", "Each product is divided by both deviations.")
            between = products / (divisor * (s @ s.T))
            covariance = work.let_array("S", between, mistakes={"not-divided": products / (s @ s.T)})
            centered = work.let_array("Z", centered / s.T)
        else:
            reason = "Products of the features, summed over the {n} samples and divided by {divisor}."
            work.step("Covariance", reason, n=n, divisor=divisor)
            covariance = work.let_array("S", products / divisor, mistakes={"not-divided": products})
        work.answer("covariance", covariance.rows)
        if len(covariance.rows) <= 2:
            work.step("Eigenvalues", "They are the variances along the components.")
        told = f"the first entry other than 0 is {_gram.signs(self.flip)}"
        pairs = _gram.eigenpairs(work, covariance, "v", self._orient, told)
        spectrum = [value for value, _ in pairs]
        work.answer("eigenvalues", spectrum, comparison=Comparison.MULTISET, ordered_by=("components",))
        work.step("Components and scores", "The centered data, along each component.")
        kept = pairs[: self.kept]
        w = work.let_array("W", array_of(unit.children() for _, unit in kept))
        work.answer("components", w.rows)
        wrong = {"raw-scores": x @ w.T}
        scores = work.let_array("T", centered @ w.T, mistakes=wrong)
        work.answer("scores", scores.rows)
        self._free(work, pairs, centered, w, scores)
        units = [unit.children() for _, unit in pairs]
        shares = self._explain(work, spectrum, divisor)
        work.number_freely("eigenvalues", units, w.rows, zip(*scores.rows, strict=True), shares)

    def _free(
        self,
        work: Working,
        pairs: Sequence[tuple[Symbol, Tensor]],
        centered: Tensor,
        w: Tensor,
        scores: Tensor,
    ) -> None:
        """Components of equal variances are turned together, and the scores with them."""
        units = [unit for _, unit in pairs]
        unshown = [[row[0] for row in entries_of(centered @ unit)] for unit in units[self.kept :]]
        families = ([unit.children() for unit in units], w.rows, [*zip(*scores.rows, strict=True), *unshown])
        for group in _gram.equals([value for value, _ in pairs]):
            copies = [[family[k] for k in group if k < len(family)] for family in families]
            work.free_basis([units[k] for k in group], copies)

    def _orient(self, k: int, _: Symbol, vector: Tensor) -> int:
        return _gram.first_sign(vector) * _gram.turn(self.flip, k)

    def _explain(self, work: Working, spectrum: Sequence[Symbol], divisor: Formula) -> Sequence[Symbol]:
        """Returns the shares."""
        kept = spectrum[: self.kept]
        work.step("Explained variance", "An eigenvalue is the variance along its component.")
        work.answer("explained_variance", kept)
        whole, roots = work.let("tau", sum_of(spectrum)), [sqrt(value) for value in spectrum]
        wrong = [{"roots-compared": root / sum_of(roots)} for root in roots]
        shares = [work.let(f"r_{k}", e / whole, mistakes=wrong[k - 1]) for k, e in enumerate(kept, 1)]
        work.answer("explained_ratio", shares)
        work.step("Singular values", "Their squares are the sums that the variances are averages of.")
        found = [
            work.let(f"sigma_{k}", sqrt(divisor * e), mistakes={"root-of-eigenvalue": sqrt(e)})
            for k, e in enumerate(kept, 1)
        ]
        work.answer("singular_values", found, comparison=Comparison.MULTISET)
        return shares

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole means, and parts along axes at right angles; deviations are whole where they are needed.

        The coordinates of the axes come in any order, with any signs.
        """
        biased = draw.integer(0, 3) == 0
        axes = np.array(draw.choice(AXES[difficulty]))
        order = draw.shuffled(range(len(axes)))
        axes = axes[:, order] * [draw.choice((1, -1)) for _ in order]
        parts = np.array(PARTS[4 if biased else 5][: len(axes)])
        sizes = sorted(draw.some(range(1, 5), len(axes)), reverse=True)
        given: dict[str, object] = {"biased": "true"} if biased else {}
        if difficulty == "medium" and draw.integer(0, 1):
            axes, sizes = np.array([draw.choice(TRIPLES), draw.choice(TRIPLES)]).T, [1, 1]
            given["standardize"] = "true"
        spread = (np.array(sizes)[:, None] * parts).T @ axes
        if np.linalg.matrix_rank(spread) < len(axes) or np.corrcoef(spread.T)[0, 1] == 0:
            return None
        whole = 5 if difficulty == "easy" else 1
        means = [draw.integer(2, 20) for _ in axes[0]]
        rows = [
            [Fraction(int(x), whole) + mean for x, mean in zip(row, means, strict=True)] for row in spread
        ]
        data = [[decimal_text(entry) for entry in row] for row in draw.shuffled(rows)]
        return {"data": data, "components": min(2, len(axes) - 1), **given}
