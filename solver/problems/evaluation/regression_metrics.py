"""Regression metrics: MAE, MSE, RMSE, MAPE and the coefficient of determination.

Keywords: mae, rmse, mape, r2, coefficient of determination.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

from solver.authoring import Difficulty, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import NONNEGATIVE, Nature, Vector
from solver.authoring.formulas import Symbol, absolute, sqrt, tensor, total
from solver.models import evaluation

TARGETS = (2, 4, 5, 8, 10, 20, 25, 40, 50)
UNITS = "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8"
"""What errors are multiples of: in one unit, few mean squares are squares, and the RMSE is often the same."""
EASY_UNITS = "0.5", "1", "1.5", "2"


class RegressionMetrics(Problem):
    """How far predictions are from their targets, in five measures."""

    actual: Vector = parameter("targets", symbol="y", aliases="y true targets y-true target truth observed")
    predicted: Vector = parameter(
        "predictions", symbol="yhat", like="actual", aliases="p pred yhat predictions y-pred y-hat prediction"
    )

    idea = (
        "MAE, RMSE and MAPE tell how far predictions are off; R² compares them with always saying the mean."
    )
    sanity = "The RMSE is at least the MAE and at most the largest error; R² is 1 at most."
    source = "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, section 5.8"
    example = "--actual 3,5,2,7 --predicted 2.5,5,4,8"
    model = evaluation.regression_metrics
    version = 2
    natures = {"r_squared": Nature(most=1), **dict.fromkeys(("mae", "mse", "rmse", "mape"), NONNEGATIVE)}
    answers = {
        "mae": "mean absolute error",
        "mse": "mean squared error",
        "rmse": "root mean squared error",
        "r_squared": "coefficient of determination",
        "mape": "mean absolute percentage error, as a fraction",
    }
    also_called = {
        "r_squared": "r2; r2_score",
        "SSE": "RSS; SS_res; SSR; sum of squared errors",
        "mae": "L1; l1 loss",
        "mse": "J; L2 loss",
        "rmse": "rms; sqrt(MSE); rms error",
        "e": "errors; residuals; y-yhat; ε; r",
        "SST": "TSS; SS_tot; total sum of squares",
        "ybar": "mean(y); mean; mean of y; y_mean",
    }
    exact_share = {"easy": 0.7, "medium": 0.7, "hard": 0.6}
    allows_zeros = True
    stem = "A regression model has made the predictions below. Errors are averaged over all samples."
    tasks = (
        "Work out MAE, MSE, RMSE, R² and MAPE of the predictions, with means over all samples and MAPE as a"
        " fraction.",
        "How good are the predictions? Give the mean absolute, mean squared and root mean squared error, the"
        " coefficient of determination, and the mean absolute percentage error as a fraction.",
    )
    mistakes = {
        "signs-kept": "the errors were averaged with their signs, so that they cancel",
        "not-averaged": "the errors were summed, not averaged",
        "degrees-of-freedom": "the squared errors were divided by n - 1, as for a sample variance",
        "root-left-out": "the root of the mean squared error was left out",
        "share-left": "SSE/SST was taken for R², without subtracting it from 1",
        "about-predictions": "the total sum of squares was taken about the mean of the predictions",
        "by-predictions": "the errors were divided by the predictions, not by the targets",
    }

    def solve(self, work: Working) -> None:
        y, p, count = tensor(self.actual), tensor(self.predicted), len(self.actual)
        n = Symbol("n", Fraction(count))
        work.step("Errors", "What is left of each target when its prediction is subtracted.")
        e = work.let_array("e", y - p)
        work.step("Mean errors", "The root of the mean square is in the units of the targets again.")
        sizes = total("i", count, lambda i: absolute(e[i]))
        wrong = {"signs-kept": total("i", count, lambda i: e[i]) / n, "not-averaged": sizes}
        work.answer("mae", work.let("MAE", sizes / n, mistakes=wrong))
        squares = total("i", count, lambda i: e[i] ** 2)
        wrong = {"not-averaged": squares} | ({"degrees-of-freedom": squares / (n - 1)} if count > 1 else {})
        mse = work.answer("mse", work.let("MSE", squares / n, mistakes=wrong))
        work.answer("rmse", work.let("RMSE", sqrt(mse), mistakes={"root-left-out": mse}))
        work.step("Coefficient of determination", "The share of the targets' variation that is explained.")
        if len(set(self.actual.values)) == 1:
            work.say("All targets are the same: there is no variation to explain, and R² has no value.")
        else:
            wrong = {"about-predictions": total("i", count, lambda i: p[i]) / n}
            mean = work.let("ybar", total("i", count, lambda i: y[i]) / n, mistakes=wrong)
            sse = work.let("SSE", squares)
            sst = work.let("SST", total("i", count, lambda i: (y[i] - mean) ** 2))
            work.answer("r_squared", work.let("R^2", 1 - sse / sst, mistakes={"share-left": sse / sst}))
        work.step("Relative errors", "Each error is measured by its target.")
        if 0 in self.actual.values:
            work.say("A target is 0, and no error can be measured by it: MAPE has no value.")
            return
        wrong = {"by-predictions": total("i", count, lambda i: absolute(e[i] / p[i])) / n}
        mape = total("i", count, lambda i: absolute(e[i] / y[i])) / n
        work.answer("mape", work.let("MAPE", mape, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Errors whose mean square is a square, in several units, on targets that divide powers of ten."""
        count, units = {"easy": (4, EASY_UNITS), "medium": (5, UNITS), "hard": (8, UNITS)}[difficulty]
        sizes = [draw.integer(-8, 8) for _ in range(count)]
        unit, targets = Fraction(draw.choice(units)), [draw.choice(TARGETS) for _ in sizes]
        square, rest = divmod(sum(size * size for size in sizes), count)
        # Most draws fail here, so that no fractions are made before.
        if rest or isqrt(square) ** 2 != square or not (square and sum(sizes)):
            return None
        errors, mean = [size * unit for size in sizes], Fraction(sum(targets), count)
        spread = sum((y - mean) ** 2 for y in targets) / count
        if not 1 < spread / (square * unit**2) < 50:
            return None
        predicted = [decimal_text(y - e) for y, e in zip(targets, errors, strict=True)]
        return {"actual": targets, "predicted": predicted}
