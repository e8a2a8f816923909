"""Joint distribution of two variables: marginals, conditionals, covariance and independence.

Keywords: marginal, marginalization, covariance, correlation, independence.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    InputError,
    Mistakes,
    Problem,
    RandomStream,
    Working,
    decimal_text,
    joint_probabilities,
    listed,
    parameter,
    present,
)
from solver.authoring.domains import DISTRIBUTION, Family, Grid, Integer, JointOf, Nature, VectorOf, spelled
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    Value,
    column_of,
    column_sums,
    row_sums,
    sqrt,
    tensor,
    total,
)
from solver.models import probability

VALUES = VectorOf(most=8)
PLACE = Integer(most=8)


class Joint(Problem):
    """P(X = x_i, Y = y_j), X in the rows and Y in the columns."""

    table: Annotated[Grid, JointOf()] = parameter(
        "joint probabilities", symbol="p", note="X in the rows, or counts", aliases="p joint counts"
    )
    row_values: Annotated[Family | None, VALUES] = parameter(
        "values of X", symbol="x", aliases="x x-values rows"
    )
    column_values: Annotated[Family | None, VALUES] = parameter(
        "values of Y", symbol="y", aliases="y y-values columns"
    )
    given_row: Annotated[Symbol | None, PLACE] = parameter(
        "given row, counted from 1", note="P(Y | X = x_i)", aliases="given-x", serves=("conditional",)
    )
    given_column: Annotated[Symbol | None, PLACE] = parameter(
        "given column, counted from 1",
        goes_without=("given_row",),
        note="P(X | Y = y_j)",
        aliases="given-y",
        serves=("conditional",),
    )

    inseparable = (("row_values", "column_values"),)

    idea = (
        "A joint table holds all there is to know of two variables; sums along its lines forget one of them."
    )
    sanity = "Each marginal sums to 1, and a correlation lies between $-1$ and 1."
    source = "Wasserman, All of Statistics, sections 2.5 to 2.8 and 3.3"
    example = "--table 0.1,0.2;0.3,0.4 --row-values 0,1 --column-values 0,1 --given-row 1"
    model = probability.joint
    answers = {
        "marginal_rows": "marginal distribution of X",
        "marginal_columns": "marginal distribution of Y",
        "conditional": "conditional distribution given the row or column",
        "covariance": "covariance of X and Y",
        "correlation": "correlation of X and Y",
        "independent": "whether X and Y are independent",
    }
    natures = {
        **dict.fromkeys(("marginal_rows", "marginal_columns", "conditional"), DISTRIBUTION),
        "correlation": Nature(least=-1, most=1),
    }
    version = 2
    exact_share = {"easy": 0.85, "medium": 0.8, "hard": 0.75}
    allows_zeros = True
    stem = "The table holds the joint probabilities of X, in the rows, and Y, in the columns."
    tasks = (
        "The table holds the joint distribution of X, in the rows, and Y, in the columns. Work out {wanted}."
        " Are X and Y independent?",
        "X has the rows and Y the columns of this table of a joint distribution. Find {wanted}. Are X and Y"
        " independent?",
    )
    also_called = {
        "marginal_rows": "p_X; P_X; P(X); p(x); f_X; marginal of X; p_X(x)",
        "marginal_columns": "p_Y; P_Y; P(Y); p(y); f_Y; marginal of Y; p_Y(y)",
        "no": "dependent",
        "independent": "independence; X and Y independent; X⊥Y",
        "covariance": "E(XY)-E(X)E(Y); E[XY]-E[X]E[Y]; sigma_XY",
        "correlation": "rho_XY; r_XY; Pearson; Cor(X,Y); correlation coefficient; Corr(X,Y)",
        "E(X)": "mu_X; EX; mean of X",
        "E(Y)": "mu_Y; EY; mean of Y",
        "E(XY)": "EXY",
        "Var(X)": "sigma_X^2; sigma^2_X",
        "Var(Y)": "sigma_Y^2; sigma^2_Y",
    }
    mistakes = {
        "exchanged": "the marginals of X and Y were exchanged",
        "not-divided": "the joint probabilities were not divided by the probability of the condition",
        "other-marginal": "the joint probabilities were divided by the marginals of the other variable",
        "product-not-subtracted": "the mean of the product was taken for the covariance",
        "mean-not-squared": "the mean was not squared in the variances",
        "covariance-taken": "the covariance was not divided by the deviations",
        "variances-taken": "the covariance was divided by the variances in place of the deviations",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named = dict(super().other_names)
        if self.row_values is None or self.column_values is None:
            return {**named, **self._numbered}
        sides = (("X", "r", self.row_values), ("Y", "c", self.column_values))
        named |= {
            f"{letter}_{k}": (f"P({variable}={spelled(value)})", f"p_{variable}({spelled(value)})")
            for variable, letter, known in sides
            for k, value in enumerate(known, 1)
        }
        return {**named, **self._conditions}

    @property
    def _numbered(self) -> Mapping[str, Sequence[str]]:
        """The names of the marginals of values that have no numbers but those of their rows and columns."""
        sides = (("X", "r", self.table.shape[0]), ("Y", "c", self.table.shape[1]))
        return {
            f"{letter}_{k}": tuple(
                f"P({event})"
                for x in (v.lower(),)
                for event in (f"{v}={k}", f"{v}={x}{k}", f"{v}={x}_{k}", f"{x}_{k}")
            )
            for v, letter, count in sides
            for k in range(1, count + 1)
        }

    @property
    def _conditions(self) -> Mapping[str, Sequence[str]]:
        """The names of the conditional distribution and of its entries, by the values of the variables."""
        rows, columns = present(self.row_values), present(self.column_values)
        if self.given_row is not None:
            whole, own, others = "Y|X", rows.members[int(self.given_row) - 1], columns
        elif self.given_column is not None:
            whole, own, others = "X|Y", columns.members[int(self.given_column) - 1], rows
        else:
            return {}
        asked, known = whole.split("|")
        single: dict[str, Sequence[str]] = {
            f"q_{k}": (f"P({asked}={spelled(other)}|{known}={spelled(own)})",)
            for k, other in enumerate(others, 1)
        }
        return single | {"conditional": (f"P({whole}={spelled(own)})", f"P({whole})")}

    @property
    def told_answers(self) -> Mapping[str, str]:
        if self.given_column is None:
            return {**self.answers, "conditional": "conditional distribution of Y given the row"}
        return {**self.answers, "conditional": "conditional distribution of X given the column"}

    @property
    def phrases(self) -> Mapping[str, str]:
        parts = ["both marginals"]
        if self.given_row is not None:
            parts.append(f"the conditional distribution of Y given row {int(self.given_row)}")
        if self.given_column is not None:
            parts.append(f"the conditional distribution of X given column {int(self.given_column)}")
        parts += ["the covariance", "the correlation"] if self.row_values is not None else []
        return {"wanted": listed(parts)}

    def check(self) -> None:
        lines = self.table.values
        self._check_side("row", lines, self.row_values, self.given_row)
        self._check_side("column", [*zip(*lines, strict=True)], self.column_values, self.given_column)

    def _check_side(
        self, side: str, lines: Sequence[Sequence[Value]], known: Family | None, given: Symbol | None
    ) -> None:
        """Refuse values that are not as many as the lines, and a condition that never holds."""
        if known is not None and len(known) != len(lines):
            wanted = f"must be as many as the {side}s, {len(lines)}"
            raise InputError(f"--{side}-values", wanted, f"{len(known)}")
        if given is not None and int(given) > len(lines):
            raise InputError(f"--given-{side}", f"must be from 1 to {len(lines)}", f"{int(given)}")
        if given is not None and not any(lines[int(given) - 1]):
            raise InputError(f"--given-{side}", f"must be a {side} of positive probability")

    def solve(self, work: Working) -> None:
        work.step("Marginals", "The sum of a row, or of a column, is the probability of its value.")
        p = joint_probabilities(work, self.table)
        down, across = row_sums(p), column_sums(p).T
        r = work.let_array("r", down, mistakes={"exchanged": across})
        c = work.let_array("c", across, mistakes={"exchanged": down})
        work.answer("marginal_rows", r)
        work.answer("marginal_columns", c)
        if self.given_row is not None or self.given_column is not None:
            self._condition(work, p, r, c)
        if self.row_values is not None and self.column_values is not None:
            self._correlate(work, p, tensor(self.row_values), tensor(self.column_values), r, c)
        self._compare(work, p, r, c)

    def _condition(self, work: Working, p: Tensor, r: Tensor, c: Tensor) -> None:
        """The distribution of one variable where the value of the other is known."""
        if self.given_row is not None:
            place, own, other = int(self.given_row), r, c
            line = column_of(p.rows[place - 1])
            title = "Distribution of Y, given the row"
        else:
            place, own, other = int(self.given_column or 1), c, r
            line = column_of(row[place - 1] for row in p.rows)
            title = "Distribution of X, given the column"
        reason = "Only its entries count now: divided by their sum, {whole}, they sum to 1 again."
        work.step(title, reason, whole=own[place])
        wrong = {"not-divided": line, "other-marginal": line / other}
        work.answer("conditional", work.let_array("q", line / own[place], mistakes=wrong))

    def _correlate(self, work: Working, p: Tensor, x: Tensor, y: Tensor, r: Tensor, c: Tensor) -> None:
        work.step("Means and variances", "They take the marginals alone.")
        mean_x, var_x = _moments(work, "X", x, r)
        mean_y, var_y = _moments(work, "Y", y, c)
        rows, columns = self.table.shape
        work.step("Covariance", "The mean of the product less the product of the means.")
        product = total("i", rows, lambda i: total("j", columns, lambda j: x[i] * y[j] * p[i, j]))
        mean = work.let("E(XY)", product)
        covariance = work.let("Cov(X,Y)", mean - mean_x * mean_y, mistakes={"product-not-subtracted": mean})
        work.answer("covariance", covariance)
        if 0 in (var_x.value, var_y.value):
            work.say("A variable that never varies has no correlation: it would be 0/0.")
            return
        work.step("Correlation", "The covariance is divided by both standard deviations.")
        wrong = {"variances-taken": covariance / (var_x * var_y), "covariance-taken": covariance}
        work.answer("correlation", work.let("rho", covariance / sqrt(var_x * var_y), mistakes=wrong))

    def _compare(self, work: Working, p: Tensor, r: Tensor, c: Tensor) -> None:
        """Whether every joint probability is the product of its marginals."""
        work.step("Independence", "X and Y are independent if each entry is the product of its marginals.")
        e = work.let_array("e", r @ c.T)
        lines = self.table.values
        rows, columns = list(map(sum, lines)), list(map(sum, zip(*lines, strict=True)))
        whole = sum(rows)
        apart = [
            (p[i, j], e[i, j])
            for i, row in enumerate(rows, 1)
            for j, column in enumerate(columns, 1)
            if lines[i - 1][j - 1] * whole != row * column
        ]
        with work.telling("independent"):
            if apart:
                own, product = apart[0]
                work.say("{own} differs from {product}: they are not independent.", own=own, product=product)
            else:
                work.say("All entries are the same: they are independent.")
        work.answer("independent", not apart)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Hundredths or twentieths, of which about half turn out to be products of two marginals."""
        rows, columns = {"easy": (2, 2), "medium": (2, 3), "hard": (3, 3)}[difficulty]
        # Small products of marginals are nicer than other tables are.
        if draw.integer(1, 6 if difficulty == "easy" else 2) == 1:
            shares = [[Fraction(share) for share in draw.shares(size)] for size in (rows, columns)]
            table = [[a * b for b in shares[1]] for a in shares[0]]
        else:
            parts = [Fraction(share) for share in draw.shares(rows * columns, 20)]
            table = [parts[i * columns : (i + 1) * columns] for i in range(rows)]
        side, size = draw.choice((("row", rows), ("column", columns)))
        return {
            "table": [[decimal_text(entry) for entry in row] for row in table],
            "row_values": sorted(draw.some(range(4), rows)),
            "column_values": sorted(draw.some(range(-1, 4), columns)),
            f"given_{side}": draw.integer(1, size),
        }


def _moments(work: Working, letter: str, values: Tensor, p: Tensor) -> tuple[Symbol, Symbol]:
    """Record mean and variance of one variable."""
    count = len(values.rows)
    mean = work.let(f"E({letter})", total("i", count, lambda i: values[i] * p[i]))
    squares: Formula = total("i", count, lambda i: values[i] ** 2 * p[i])
    wrong: Mistakes = {"mean-not-squared": squares - mean}
    return mean, work.let(f"Var({letter})", squares - mean**2, mistakes=wrong)
