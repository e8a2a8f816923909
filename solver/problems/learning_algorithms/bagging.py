"""Bagging: the vote of several models, and what averaging them does to variance and error.

Keywords: ensemble, bootstrap aggregating, majority vote, random forest.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    one_or_all,
    parameter,
    present,
)
from solver.authoring.domains import (
    NONNEGATIVE,
    PROBABILITY,
    Grid,
    Integer,
    MatrixOf,
    Nonnegative,
    Probability,
    Scalar,
    spelled,
)
from solver.authoring.formulas import Formula, Symbol, factorial, sqrt, sum_of
from solver.models import learning_algorithms

MOST_MODELS = 25
IN_FULL = 3

SETTINGS = {
    "votes": (
        "Models vote on each sample; the label with the most votes wins, of several such the smallest.",
        "the number of votes for each label, from the smallest on, and the label that wins",
    ),
    "variance": (
        "The predictions of several models, all of the same variance, are averaged; {correlated}.",
        "the variance of the mean",
    ),
    "error": (
        "Models err independently of each other, each with the same probability; the majority decides.",
        "the probability that the majority is wrong",
    ),
    "samples": (
        "A bootstrap sample draws as many times as there are samples, with replacement.",
        "the probability that a bootstrap sample leaves out a certain one of the samples",
    ),
}


class Bagging(Problem):
    """Bootstrap aggregating, in four questions: a vote, a variance, an error, or a bootstrap sample."""

    votes: Annotated[Grid | None, MatrixOf(Integer(least=0, most=99), MOST_MODELS, MOST_MODELS)] = parameter(
        "votes, a row a model",
        symbol="V",
        note="or one list: of all models, on one sample",
        aliases="predictions labels",
    )
    variance: Nonnegative | None = parameter(
        "variance of each model", symbol="v", aliases="var sigma2 sigma-squared"
    )
    correlation: Annotated[Symbol, Scalar(at_least=-1, at_most=1)] = parameter(
        "correlation of any two", symbol="rho", default="0", quiet=True, goes_with="variance", aliases="rho"
    )
    error: Probability | None = parameter("error of each model", symbol="e", aliases="e error-rate")
    models: Annotated[Symbol | None, Integer(most=1000)] = parameter(
        "models", symbol="B", aliases="b estimators n-estimators n-models"
    )
    samples: Annotated[Symbol | None, Integer(most=1000)] = parameter(
        "samples", symbol="n", note="of a bootstrap sample", aliases="n"
    )

    ways = (("votes",), ("variance", "models"), ("error", "models"), ("samples",))
    idea = "Models of different bootstrap samples differ: what each gets wrong by itself averages out."
    sanity = "A mean varies no more than one model, and the votes on a sample are as many as the models."
    source = "Breiman, Bagging Predictors, 1996; Hastie, Tibshirani and Friedman, equation 15.1"
    example = "--variance 4 --correlation 0.25 --models 10"
    model = learning_algorithms.bagging
    answers = {
        "votes": "votes for each label, one row per sample",
        "label": "label that wins",
        "variance": "variance of the mean",
        "error": "probability that the majority is wrong",
        "left_out": "probability that a sample is left out",
    }
    natures = {"votes": NONNEGATIVE, "variance": NONNEGATIVE, "error": PROBABILITY, "left_out": PROBABILITY}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.0}
    allows_zeros = True
    stem = "{setting}"
    tasks = ("{setting} Give {asked}.", "{setting} What is {asked}?")
    also_called = {
        "variance": "ensemble variance; Var(Xbar); Var(fbar); sigma^2_ens",
        "label": "labels; prediction; predictions; predicted; majority vote; majority; y; yhat; class; vote",
        "votes": "counts; vote counts; number of votes",
    }
    mistakes = {
        "by-model": "the votes of each model were counted, not those on each sample",
        "fewest": "the label with the fewest votes was taken",
        "first-model": "the label of the first model was taken",
        "correlation-ignored": "the models were taken to be uncorrelated",
        "root-divided": "it was divided by the root of the number of models",
        "correlated-divided": "the part that all models share was divided by their number, too",
        "half-only": "only the smallest majority of wrong models was counted",
        "orders-left-out": "it was not counted which of the models are wrong",
        "right-for-wrong": "the probability that the majority is right was given",
        "one-draw": "only one of the draws was counted",
        "drawn": "the probability of being drawn was given",
    }

    @property
    def kind(self) -> str:
        """Which question it is."""
        return next(name for name in SETTINGS if getattr(self, name) is not None)

    @property
    def phrases(self) -> Mapping[str, str]:
        setting, asked = SETTINGS[self.kind]
        alike = "any two of them have the correlation below"
        told = alike if self.correlation.value else "they are uncorrelated"
        return {"setting": setting.format(correlated=told), "asked": asked}

    def check(self) -> None:
        count = int(self.models or 1)
        if 1 + (count - 1) * self.correlation.evaluate() < 0:
            wanted = f"must be at least -1/{count - 1} for so many models"
            raise InputError("--correlation", wanted, spelled(self.correlation))
        if self.kind == "error" and not (count % 2 and count <= MOST_MODELS):
            raise InputError("--models", f"must be odd and at most {MOST_MODELS} with --error", str(count))

    def solve(self, work: Working) -> None:
        solvers = {"votes": self._vote, "variance": self._average, "error": self._err, "samples": self._draw}
        solvers[self.kind](work)

    def _vote(self, work: Working) -> None:
        rows = present(self.votes).values
        columns = rows if len(rows) == 1 else tuple(zip(*rows, strict=True))
        work.step("Votes", "How many models are for each label, sample by sample.")
        classes = sorted({vote for row in rows for vote in row})
        voters = work.choose(columns, {"by-model": rows} if len(rows) > 1 else {})
        counts = [Counter(column) for column in voters]
        won = [max(classes, key=lambda label: count[label]) for count in counts]
        fewest = [min(count, key=lambda label: count[label]) for count in counts]
        labels = work.choose(won, {"fewest": fewest, "first-model": [column[0] for column in voters]})
        found = [[count[label] for label in classes] for count in counts]
        with work.telling("votes", "label"):
            headings = ["sample", *(f"for {label}" for label in classes)]
            work.table(headings, [[i, *row] for i, row in enumerate(found, 1)])
            if any(row.count(max(row)) > 1 for row in found):
                work.say("Where several labels have as many votes, the smallest one wins.")
        of = [f"label {label}" for label in classes]
        work.answer("votes", one_or_all(found), of=of)
        work.answer("label", one_or_all(labels))

    def _average(self, work: Working) -> None:
        v, rho, b = present(self.variance), self.correlation, present(self.models)
        work.step("Variance of the mean", "Only what the models do not share is divided by their number.")
        wrong: dict[str, Formula] = {"root-divided": v / sqrt(b)}
        if rho.value:
            wrong |= {"correlation-ignored": v / b, "correlated-divided": rho * v / b + (1 - rho) * v / b**2}
        mean = rho * v + (1 - rho) / b * v if rho.value else v / b
        work.answer("variance", work.let("v_mean", mean, mistakes=wrong))

    def _err(self, work: Working) -> None:
        e, b = present(self.error), present(self.models)
        count, least = int(b), int(b) // 2 + 1
        work.step("How many are wrong", "The number of wrong models has a binomial distribution.")
        terms = []
        for i in work.repeat(count - least + 1, IN_FULL):
            k = Symbol("k", Fraction(least + i - 1))
            orders = factorial(b) / (factorial(k) * factorial(b - k))
            single = e**k * (1 - e) ** (b - k)
            terms.append(work.let(f"P_{k.value}", orders * single, mistakes={"orders-left-out": single}))
        if len(terms) > IN_FULL:
            work.say("The others come about in the same way.")
        work.step("Majority", "It is wrong where more than half of the models are.")
        whole = sum_of(terms)
        wrong = {"half-only": terms[0], "right-for-wrong": 1 - whole} if count > 1 else {}
        work.answer("error", work.let("P_wrong", whole, mistakes=wrong))

    def _draw(self, work: Working) -> None:
        n = present(self.samples)
        work.step("Left out", "Each of the draws passes it by, independently of the others.")
        once = 1 - 1 / n
        wrong = {"one-draw": once, "drawn": 1 - once**n}
        work.answer("left_out", work.let("P_out", once**n, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Votes or a variance, then an error of few models, then more of all."""
        kinds = {"easy": ("votes", "variance"), "medium": ("variance", "variance", "error")}
        kind = draw.choice(kinds.get(difficulty, tuple(SETTINGS)))
        if kind == "votes":
            return {"votes": [draw.integers(4, 0, 1 if difficulty == "easy" else 2) for _ in range(5)]}
        if kind == "variance":
            rho = "0" if difficulty == "easy" else draw.choice(("0.1", "0.2", "0.25", "0.4", "0.5"))
            variance, models = draw.integer(2, 40), draw.choice((4, 5, 10, 20, 50))
            return {"variance": variance, "correlation": rho, "models": models}
        if kind == "error":
            error, models = draw.decimal(1, 9), 3 if difficulty == "medium" else draw.choice((5, 7))
            return {"error": error, "models": models}
        return {"samples": draw.integer(3, 12)}
