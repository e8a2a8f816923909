"""Maximum likelihood: the parameter under which the observations are most probable.

Keywords: maximum likelihood, likelihood, log-likelihood.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    Given,
    InputError,
    Mistakes,
    RandomStream,
    Working,
    decimal_text,
    parameter,
)
from solver.authoring.domains import Choice, Switch
from solver.authoring.formulas import (
    Convention,
    Formula,
    Symbol,
    constant,
    exp,
    factorial,
    lift,
    log,
    maximum,
    minimum,
    product_of_sequence,
    sum_of,
)
from solver.models import estimation
from solver.problems.probability._observations import Observed

LAWS = {
    "bernoulli": ("a Bernoulli variable", "the probability $theta$ of a 1"),
    "poisson": ("a Poisson variable", "the rate $lambda$"),
    "exponential": ("an exponential variable", "the rate $lambda$"),
    "gaussian": ("a Gaussian variable", "the mean $mu$ and the variance v"),
    "uniform": ("a uniform variable on [0, $theta$]", "the upper end $theta$"),
}
"""What each distribution is called, and its parameters."""

BOTH_ENDS = ("a uniform variable on [a, b]", "both ends a and b")
ALSO = (("normal", "gaussian"), ("gauss", "gaussian"), ("binomial", "bernoulli"))
LARGEST_COUNT = 100

THETA, LAMBDA, MU, V = map(Symbol, ("theta", "lambda", "mu", "v"))


def _of(*letters: str) -> tuple[str, ...]:
    """The letters of an estimate with the marks of maximum likelihood."""
    return tuple(f"{letter}_{mark}" for letter in letters for mark in ("ML", "MLE"))


USUAL: Mapping[str, Mapping[str, Sequence[str]]] = {
    "gaussian": {
        "muhat": ("mean", "xbar", *_of("mu")),
        "vhat": ("variance", "sigma^2", "sigmahat^2", "s^2", "var", *_of("v", "sigma^2")),
    },
    "poisson": {"lambdahat": ("mu", "mean", "xbar", *_of("lambda")), "s": ("sum", "sum of x", "sum x_i")},
    "exponential": {"lambdahat": ("rate", *_of("lambda"))},
    "bernoulli": {"thetahat": ("p", "phat", *_of("theta", "p"))},
    "uniform": {"thetahat": _of("theta"), "ahat": _of("a"), "bhat": _of("b")},
}
"""What else the estimates are called."""


class MaximumLikelihood(Observed):
    """argmax of the likelihood of independent observations."""

    distribution: Annotated[str, Choice(tuple(LAWS), also=ALSO)] = parameter(
        "distribution", aliases="family model dist type"
    )
    lower: Switch = parameter(
        "lower end estimated as well",
        goes_with="distribution",
        only_for=("uniform",),
        note="of a uniform variable on [a, b]",
    )

    idea = "Of all parameters, the one is taken that makes what was observed most probable."
    sanity = "Moved a little either way, the parameter makes the observations less probable."
    source = "Wasserman, All of Statistics, section 9.3; Goodfellow et al., Deep Learning, section 5.5"
    example = "--distribution poisson --data 2,0,3,1"
    model = estimation.maximum_likelihood
    answers = {"estimate": "maximum likelihood estimate", "log_likelihood": "log-likelihood at the estimate"}
    exact_share = {"easy": 0.6, "medium": 0.6, "hard": 0.5}
    allows_zeros = True
    stem = "The observations below are independent draws of {law}. Logarithms are natural."
    tasks = (
        "The observations below are independent draws of {law}. What is the maximum likelihood estimate of"
        " {unknown}, and the log-likelihood there, with the natural logarithm?",
        "Estimate {unknown} by maximum likelihood from the independent draws of {law} below, and give the"
        " natural logarithm of the likelihood at the estimate.",
    )
    mistakes = {
        "inverted": "the mean was taken for the rate, which is its inverse",
        "not-divided": "the sum was not divided by the number of observations",
        "unbiased": "n - 1 was divided by: that is unbiased, but not the most likely variance",
        "odds": "the successes were divided by the failures",
        "moments": "twice the mean was taken: that is the method of moments",
        "factorials-left-out": "the factorials of the observations were left out",
        "negative-taken": "the negative log-likelihood was given",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Successes and failures are those of a Bernoulli variable."""
        is_told = texts.get("distribution") or not texts.get("heads")
        return texts if is_told else {**texts, "distribution": ("bernoulli",)}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        return {
            "estimate": ("MLE", "estimator"),
            "log_likelihood": ("loglik", "LL", "log L", "logL", "ln L", "l", "ℓ", *self._likelihoods),
            **USUAL.get(self.distribution, {}),
        }

    @property
    def _likelihoods(self) -> Iterator[str]:
        """What the log-likelihood at the estimate is called."""
        estimates = (name for name in USUAL.get(self.distribution, {}) if name.endswith("hat"))
        return (f"{head}({name})" for name in estimates for head in ("l", "ℓ", "log L", "ln L", "LL"))

    @property
    def phrases(self) -> Mapping[str, str]:
        law, unknown = BOTH_ENDS if self.lower else LAWS[self.distribution]
        return {"law": law, "unknown": unknown}

    @property
    def givens(self) -> tuple[Given, ...]:
        """The distribution comes first."""
        return tuple(sorted(super().givens, key=lambda given: given.option != "--distribution"))

    def check(self) -> None:
        self.check_counts(is_binary=self.distribution == "bernoulli")
        least, most = min(self.values), max(self.values)
        if self.distribution == "poisson" and not all(x in range(LARGEST_COUNT + 1) for x in self.values):
            raise InputError(
                "--data", f"must be whole numbers from 0 to {LARGEST_COUNT}, for a Poisson variable"
            )
        if self.distribution == "exponential" and (least < 0 or most == 0):
            raise InputError("--data", "must not be negative, nor 0 throughout, for an exponential variable")
        if self.distribution == "uniform" and not self.lower and (least < 0 or most == 0):
            told = "must not be negative, nor 0 throughout, on [0, theta]; --lower estimates both ends"
            raise InputError("--data", told)
        if (self.distribution == "gaussian" or self.lower) and least == most:
            raise InputError("--data", "must differ: of equal ones the likelihood grows without bound")

    def solve(self, work: Working) -> None:
        work.step("Likelihood", "The n observations are independent, so what each contributes is multiplied.")
        DERIVATIONS[self.distribution](self, work)

    def derive(self, work: Working, likelihood: Formula, logarithm: Formula, **scores: Formula) -> None:
        """Show the likelihood, its logarithm, and the derivatives of that."""
        work.display(Symbol("L"), likelihood, values=False, found=True)
        work.step("Log-likelihood", "The logarithm of a product is a sum, and is largest at the same place.")
        work.display(Symbol("l"), logarithm, values=False, found=True)
        work.step("Score", "At the maximum, the derivative is 0.")
        for name, slope in scores.items():
            work.display(Symbol(f"dl/d{name}"), slope, values=False, found=True)

    def estimate(
        self, work: Working, name: str, formula: Formula, wrong: Mistakes, *, on_edge: bool = False
    ) -> Symbol:
        """Record an estimate with one parameter."""
        reason = "The likelihood has no inner maximum here: it is largest on the edge." if on_edge else ""
        work.step("Estimate", reason or "The score is set to 0 and solved for the parameter.")
        return work.answer("estimate", work.let(f"{name}hat", formula, mistakes=wrong))

    def conclude(self, work: Working, formula: Formula, mistakes: Mistakes | None = None) -> None:
        """Record the log-likelihood at the estimate."""
        work.step("Log-likelihood at the estimate", "The estimate is put in.")
        found = work.let("lhat", formula, mistakes={"negative-taken": -formula, **(mistakes or {})})
        work.answer("log_likelihood", found)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Four, five, eight or ten observations, whose mean is short; `hard` has two parameters."""
        kinds = {
            "easy": ("bernoulli", "poisson", "uniform"),
            "medium": ("poisson", "exponential", "bernoulli"),
            "hard": ("gaussian", "uniform", "exponential"),
        }
        kind, count = draw.choice(kinds[difficulty]), draw.choice((4, 5))
        if kind == "bernoulli":
            size = draw.choice((5, 8, 10, 20))
            heads = draw.integer(1, size - 1)
            if draw.choice((True, False)):
                return {"distribution": kind, "heads": heads, "tails": size - heads}
            return {"distribution": kind, "data": draw.shuffled([1] * heads + [0] * (size - heads))}
        if kind == "exponential":
            data = [Fraction(draw.integer(1, 50), 10) for _ in range(count)]
            mean = sum(data, Fraction(0)) / count
            fits = (10**4 / mean).denominator == 1
            return {"distribution": kind, "data": list(map(decimal_text, data))} if fits else None
        if kind == "uniform":
            data = [Fraction(draw.integer(1, 99), 10) for _ in range(count)]
            ends = {"lower": "true"} if difficulty == "hard" else {}
            return {"distribution": kind, "data": list(map(decimal_text, data)), **ends}
        low, high = (0, 5) if kind == "poisson" else (1, 15)
        whole = [draw.integer(low, high) for _ in range(count)]
        return {"distribution": kind, "data": whole} if len(set(whole)) > 1 else None


def _bernoulli(problem: MaximumLikelihood, work: Working) -> None:
    n, s = problem.size, problem.summed(work)
    failures = n - s
    logarithm = s * log(THETA) + failures * log(1 - THETA)
    score = s / THETA - failures / (1 - THETA)
    problem.derive(work, THETA**s * (1 - THETA) ** failures, logarithm, theta=score)
    edge = s.value in (0, n.value)
    wrong = {"not-divided": s} if edge else {"not-divided": s, "odds": s / failures}
    theta = problem.estimate(work, "theta", s / n, wrong, on_edge=edge)
    terms = (s * log(theta), s.value == 0), (failures * log(1 - theta), s.value == n.value)
    parts = [Convention(term, lift(0)) if vanishes else term for term, vanishes in terms]
    problem.conclude(work, sum_of(parts))


def _poisson(problem: MaximumLikelihood, work: Working) -> None:
    n, s = problem.size, problem.summed(work)
    c = work.let("c", product_of_sequence([factorial(x) for x in problem.data or ()]))
    likelihood = LAMBDA**s * exp(-(n * LAMBDA)) / c
    logarithm = s * log(LAMBDA) - n * LAMBDA - log(c)
    problem.derive(work, likelihood, logarithm, **{"lambda": s / LAMBDA - n})
    edge = s.value == 0
    rate = problem.estimate(work, "lambda", s / n, {"not-divided": s}, on_edge=edge)
    first = Convention(s * log(rate), lift(0)) if edge else s * log(rate)
    problem.conclude(work, first - n * rate - log(c), {"factorials-left-out": first - n * rate})


def _exponential(problem: MaximumLikelihood, work: Working) -> None:
    n, s = problem.size, problem.summed(work)
    logarithm = n * log(LAMBDA) - LAMBDA * s
    problem.derive(work, LAMBDA**n * exp(-(LAMBDA * s)), logarithm, **{"lambda": n / LAMBDA - s})
    rate = problem.estimate(work, "lambda", n / s, {"inverted": s / n})
    problem.conclude(work, n * log(rate) - rate * s)


def _gaussian(problem: MaximumLikelihood, work: Working) -> None:
    n, s, x = problem.size, problem.summed(work), problem.data
    members = () if x is None else x.members
    squares = work.let("q", sum_of([member**2 for member in members]))
    spread = squares - 2 * MU * s + n * MU**2
    area = 2 * constant("pi") * V
    logarithm = -(n / 2 * log(area)) - spread / (2 * V)
    slopes = {"mu": (s - n * MU) / V, "v": spread / (2 * V**2) - n / (2 * V)}
    problem.derive(work, exp(-(spread / (2 * V))) / area ** (n / 2), logarithm, **slopes)
    work.step("Estimates", "Both scores are set to 0: the mean, and the mean squared distance from it.")
    mean = work.let("muhat", s / n, mistakes={"not-divided": s})
    around = sum_of([(member - mean) ** 2 for member in members])
    variance = work.let("vhat", around / n, mistakes={"unbiased": around / (n - 1), "not-divided": around})
    work.answer("estimate", [mean, variance])
    problem.conclude(work, -(n / 2 * (log(2 * constant("pi") * variance) + 1)))


def _uniform(problem: MaximumLikelihood, work: Working) -> None:
    n, x = problem.size, problem.data
    members = () if x is None else x.members
    width = Symbol("b") - Symbol("a") if problem.lower else THETA
    work.display(Symbol("L"), 1 / width**n, values=False, found=True)
    work.say("That holds where no observation lies outside the interval; elsewhere the likelihood is 0.")
    work.step("Estimate", "The shorter the interval, the larger the likelihood: no derivative is 0.")
    high = maximum(*members)
    if problem.lower:
        a, b = work.let("ahat", minimum(*members)), work.let("bhat", high)
        work.answer("estimate", [a, b])
        problem.conclude(work, -(n * log(b - a)))
        return
    theta = work.answer("estimate", work.let("thetahat", high, mistakes={"moments": 2 * sum_of(members) / n}))
    problem.conclude(work, -(n * log(theta)))


DERIVATIONS: Mapping[str, Callable[[MaximumLikelihood, Working], None]] = {
    "bernoulli": _bernoulli,
    "poisson": _poisson,
    "exponential": _exponential,
    "gaussian": _gaussian,
    "uniform": _uniform,
}
