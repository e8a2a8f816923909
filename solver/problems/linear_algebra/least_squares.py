"""Least squares: linear regression by the normal equations, with or without a ridge penalty.

Keywords: linear regression, ols, ordinary least squares, ridge, ridge regression, normal equation, normal
equations, pseudoinverse.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Annotated, Any

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
    present,
)
from solver.authoring.domains import NONNEGATIVE, Grid, MatrixOf, Nature, RationalVector, Scalar, Switch
from solver.authoring.formulas import (
    Coordinates,
    Formula,
    Matrix,
    Relation,
    Symbol,
    Tensor,
    Text,
    array_of,
    column_of,
    diagonal,
    lift,
    sum_of,
    tensor,
    total,
)
from solver.mathematics.linear_systems import reduced
from solver.models import decompositions

DATA = MatrixOf(Scalar(rational=True), most_rows=40, most_columns=40)
MOST_COLUMNS = 6


class LeastSquares(Problem):
    """The beta that makes the sum of squared residuals smallest."""

    design: Annotated[Grid | None, DATA] = parameter(
        "design matrix", symbol="X", note="taken as it is", aliases="X A design-matrix"
    )
    x: Annotated[Grid | None, DATA] = parameter(
        "inputs",
        symbol="x",
        instead_of="design",
        note="one row per sample; an intercept is added",
        together="points data",
    )
    y: RationalVector = parameter("targets", symbol="y", aliases="targets b", together="points data")
    ridge: Annotated[Symbol | None, Scalar(at_least=0, rational=True)] = parameter(
        "ridge penalty", symbol="lambda", aliases="lambda l2 alpha lam regularization"
    )
    no_intercept: Switch = parameter("without an intercept", goes_with="x", aliases="no-bias")
    penalize_intercept: Switch = parameter(
        "intercept penalized as well",
        convention=True,
        quiet=True,
        goes_with="ridge",
        aliases="penalise-intercept",
    )
    uncentered: Switch = parameter(
        "R² about 0 instead of the mean of the targets", convention=True, quiet=True
    )

    idea = "The best fit leaves residuals that are orthogonal to every column of $X$: linear equations."
    sanity = "With an intercept and without a penalty, the residuals sum to 0."
    source = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, sections 3.2 and 3.4"
    example = "--design '1,1;1,2;2,2' --y 6,8,9"
    model = decompositions.least_squares
    exact_model = allows_zeros = True
    answers = {
        "beta": "coefficients",
        "fitted": "fitted values",
        "residuals": "residuals",
        "sse": "sum of squared residuals",
        "r_squared": "coefficient of determination",
    }
    natures = {"sse": NONNEGATIVE, "r_squared": Nature(most=1)}
    exact_share = {"easy": 0.9, "medium": 0.85, "hard": 0.8}
    planes = {"beta": ""}
    stem = "The {model} is fitted by least squares. {penalty}"
    tasks = (
        "Fit the {model} by the normal equations. {penalty} Give the coefficients, the fitted values, the"
        " residuals $y - yhat$, the sum of their squares, and R² {about}.",
        "The {model} is fitted by least squares. {penalty} Find the coefficients from the normal equations,"
        " then the fitted values, the residuals $y - yhat$, SSE, and R² {about}.",
    )
    also_called = {
        "beta": "coefficients; w; theta; coef; params; parameters; weights; solution",
        "G": "X^T X; XTX; X'X; A^T A",
        "c": "X^T y; XTy; X'y; A^T b",
        "fitted": "predictions; fitted values; y_pred; p; projection; Xbeta; Hy",
        "residuals": "r; errors; error; epsilon; epsilonhat; resid; y-yhat",
        "sse": "S; loss; ||e||^2; residual sum of squares; sum of squares; RSS; SSR; SS_res",
        "r_squared": "score",
        "SST": "TSS; SS_tot",
        "ybar": "mean(y); y_mean",
    }
    mistakes = {
        "no-ones": "the column of ones was left out",
        "inverse-forgotten": "the coefficients were taken to be X^T y, without solving the system",
        "products-added": "the products of the determinant were added instead of subtracted",
        "signs-kept": "the signs beside the diagonal of the inverse were kept",
        "row-added": "the multiple of the pivot row was added instead of subtracted",
        "back-sign": "the known terms were added instead of subtracted on the way up",
        "penalty-left-out": "the penalty was not added to the diagonal",
        "reversed": "the targets were subtracted from the fitted values",
        "not-squared": "the residuals were summed without squares",
        "share-left": "SSE/SST was taken for R², without subtracting it from 1",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named = dict(super().other_names)
        if self._has_ones:
            named["beta_0"] = ("intercept", "b0", "a", "b", "bias", "w0", "theta_0", "constant", "const")
            for k in range(1, self.design_matrix.shape[1]):
                named[f"beta_{k}"] = (f"b{k}", f"w{k}", f"theta_{k}", f"slope_{k}")
        if self._has_ones and self.design_matrix.shape[1] == 2:
            # The letters of y = ax + b are those of y = a + bx as well, and of y = mx + c.
            named["beta_0"] = (*named["beta_0"], "c")
            named["beta_1"] = (*named["beta_1"], "slope", "m", "gradient", "a", "b", "w", "coef", "weight")
        return named

    @property
    def phrases(self) -> Mapping[str, str]:
        model = f"linear model of y with{'out' * self.no_intercept} an intercept"
        model = "model $y = X beta$" if self.x is None else model
        bare = "" if self.penalize_intercept else " but that of an intercept, a column of ones"
        penalty = f"The penalty is $lambda$ times the sum of the squared coefficients, all{bare}."
        return {
            "model": model,
            "penalty": "" if self.ridge is None else penalty,
            "about": "about 0" if self.uncentered else "about the mean of y",
        }

    @property
    def _rows(self) -> list[list[Symbol]]:
        """The samples; a single row may hold one input of each."""
        given = present(self.x if self.design is None else self.design)
        listed = self.design is None and given.shape[0] == 1 < len(self.y)
        if not listed:
            return [list(row) for row in given]
        return [[entry.renamed(f"x_{i}")] for i, entry in enumerate(given.rows[0], 1)]

    @property
    def _has_ones(self) -> bool:
        return self.x is not None and not self.no_intercept

    @property
    def design_matrix(self) -> Any:
        """For the model."""
        ones = [Fraction(1)] * self._has_ones
        return np.array([ones + [entry.value for entry in row] for row in self._rows], dtype=object)

    @property
    def penalties(self) -> Any:
        """The penalty of each coefficient."""
        ridge = Fraction(0) if self.ridge is None else self.ridge.value
        penalties = np.full(self.design_matrix.shape[1], ridge, dtype=object)
        ones = np.flatnonzero((self.design_matrix == 1).all(axis=0))
        if len(ones) and not self.penalize_intercept:
            penalties[ones[0]] = Fraction(0)
        return penalties

    def check(self) -> None:
        if len(self.y) != len(self._rows):
            wanted = f"must have a number for each sample, {len(self._rows)}"
            raise InputError("--y", wanted, str(len(self.y)))
        if self.design_matrix.shape[1] > MOST_COLUMNS:
            option = "--x" if self.design is None else "--design"
            raise InputError(option, f"must lead to at most {MOST_COLUMNS} coefficients")

    def solve(self, work: Working) -> None:
        y, x, gram = tensor(self.y), *self._normal_matrix(work)
        c = work.let_array("c", x.T @ y)
        size = x.shape[1]
        rows = [[entry.evaluate() for entry in row] for row in x.rows]
        _, pivots = reduced(rows + np.diag(self.penalties[-size:]).tolist())
        names = [f"beta_{k}" for k in range(1 - self._has_ones, size + 1 - self._has_ones)]
        beta = _solved(work, gram, c, [j + 1 for j in pivots], names)
        comparison = Comparison.VALUES if len(pivots) == size else Comparison.FEASIBLE
        work.answer("beta", beta, comparison=comparison)
        work.step("Fitted values and residuals", "What the model says, and what is left of the targets.")
        fitted = work.answer("fitted", work.let_array("yhat", x @ beta))
        e = work.answer("residuals", work.let_array("e", y - fitted, mistakes={"reversed": fitted - y}))
        count = len(self.y)
        squares = total("i", count, lambda i: e[i] ** 2)
        sse = work.let("SSE", squares, mistakes={"not-squared": total("i", count, lambda i: e[i])})
        work.answer("sse", sse)
        self._explain(work, y, sse)

    def _normal_matrix(self, work: Working) -> tuple[Tensor, Tensor]:
        """The matrix X, and that of the normal equations."""
        x = tensor(self.design) if self.design is not None else self._from_inputs(work)
        penalties = self.penalties[-x.shape[1] :]
        system = Relation(Symbol("G") * Symbol("beta"), "=", Symbol("c"))
        reason = "Residuals that are orthogonal to every column of {X} lead to the equations {system}."
        work.step("Normal equations", reason, system=system)
        plain = x.T @ x
        if not any(penalties):
            return x, work.let_array("G", plain)
        p = work.let_array("p", column_of(present(self.ridge) if penalty else 0 for penalty in penalties))
        return x, work.let_array("G", plain + diagonal(p), mistakes={"penalty-left-out": plain})

    def _from_inputs(self, work: Working) -> Tensor:
        """The matrix X of the inputs."""
        ones: list[Formula] = [lift(1)] * self._has_ones
        reason = "A row for each sample; ones are for the intercept." if ones else "A row for each sample."
        work.step("Design matrix", reason)
        if ones:
            ones = work.choose(ones, {"no-ones": []})
        return work.let_array("X", array_of((*ones, *row) for row in self._rows))

    def _explain(self, work: Working, y: Tensor, sse: Symbol) -> None:
        """How much of the variation of the targets the model explains."""
        count = len(self.y)
        work.step("Coefficient of determination", "The share of the variation of y that is explained.")
        if len({*self.y.values, *[0] * self.uncentered}) == 1:
            work.say("The targets do not vary: there is nothing to explain, and R² has no value.")
            return
        mean = 0 if self.uncentered else work.let("ybar", total("i", count, lambda i: y[i]) / count)
        sst = work.let("SST", total("i", count, lambda i: (y[i] - mean if mean else y[i]) ** 2))
        work.answer("r_squared", work.let("R^2", 1 - sse / sst, mistakes={"share-left": sse / sst}))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Targets of short coefficients, with residuals whose products with X balance the penalty."""
        n, features = {"easy": (4, 1), "medium": (4, 2), "hard": (5, 2)}[difficulty]
        inputs = np.array([[draw.integer(-3, 4) for _ in range(features)] for _ in range(n)])
        has_ones, ridge = difficulty != "medium", difficulty == "hard" and draw.integer(0, 1)
        x = np.column_stack([np.ones((n, int(has_ones)), dtype=int), inputs])
        beta = np.array([draw.nonzero(4) for _ in x[0]]) / draw.choice((1, 2))
        pull = ridge * beta * (np.arange(len(beta)) > 0)
        left = np.array([e for e in product(range(-2, 3), repeat=n) if any(e)])
        left = left[(left @ x == pull).all(axis=1)]
        if not len(left) or len({*map(tuple, inputs.tolist())}) < n or np.linalg.matrix_rank(x) < len(beta):
            return None
        y = [decimal_text(Fraction(value)) for value in x @ beta + draw.choice(left.tolist())]
        rows = inputs.tolist() if features > 1 else inputs[:, 0].tolist()
        return {"x" if has_ones else "design": rows, "y": y} | ({"ridge": 1} if ridge else {})


def _solved(work: Working, gram: Tensor, c: Tensor, pivots: Sequence[int], names: Sequence[str]) -> Tensor:
    """The coefficients of these names; those of columns that depend on the ones before them are 0."""
    work.step("Coefficients", "The solution of the normal equations.")
    if len(c.rows) != 2 or len(pivots) != 2:
        return _eliminated(work, gram, c, pivots, names)
    straight, cross = gram[1, 1] * gram[2, 2], gram[1, 2] * gram[2, 1]
    det = work.let("det(G)", straight - cross, mistakes={"products-added": straight + cross})
    turned = (gram[2, 2] * c[1], gram[1, 2] * c[2]), (gram[1, 1] * c[2], gram[2, 1] * c[1])
    beta = [
        work.let(name, (a - b) / det, mistakes={"inverse-forgotten": c[k], "signs-kept": (a + b) / det})
        for k, (name, (a, b)) in enumerate(zip(names, turned, strict=True), 1)
    ]
    return column_of(beta, "beta")


def _eliminated(
    work: Working, gram: Tensor, c: Tensor, pivots: Sequence[int], names: Sequence[str]
) -> Tensor:
    size = len(c.rows)
    work.say("Elimination, with the right-hand side as a last column:")
    rows = [Tensor(f"R_{i}", ((*row, c[i]),)) for i, row in enumerate(gram.rows, 1)]
    work.display(Text("[G, c]"), Matrix(tuple(row.rows[0] for row in rows)))
    for k in pivots:
        top = rows[k - 1]
        with work.scope(str(k)):
            for i in range(k + 1, size + 1):
                row = rows[i - 1]
                factor = work.let(f"k_{i}", row[1, k] / top[1, k])
                wrong = {"row-added": row + factor * top}
                rows[i - 1] = work.let_array(f"R_{i}", row - factor * top, mistakes=wrong)
    if len(pivots) < size:
        told = (
            "Columns of X that depend on those before them: {columns}. So {beta} is not unique; with 0 for"
            " their coefficients, the fitted values are the same as with any others."
        )
        free = tuple(lift(k) for k in range(1, size + 1) if k not in pivots)
        work.say(told, columns=Coordinates(free, braces=True))
    return _back_substituted(work, rows, c, pivots, names)


def _back_substituted(
    work: Working, rows: Sequence[Tensor], c: Tensor, pivots: Sequence[int], names: Sequence[str]
) -> Tensor:
    """The coefficients from rows in echelon form; those without a pivot are 0."""
    size = len(rows)
    work.say("From the last row upward:")
    beta: dict[int, Symbol] = {}
    for k in range(size, 0, -1):
        row, solved = rows[k - 1], lift(0)
        known, right = [row[1, j] * beta[j] for j in range(k + 1, size + 1)], row[1, size + 1]
        wrong = {"inverse-forgotten": c[k]}
        if k in pivots:
            wrong["back-sign"] = sum_of([right, *known]) / row[1, k]
            solved = sum_of([right, *(-term for term in known)]) / row[1, k]
        beta[k] = work.let(names[k - 1], solved, mistakes=wrong)
    return column_of((beta[k] for k in range(1, size + 1)), "beta")
