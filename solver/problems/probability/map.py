"""Maximum a posteriori: the most probable parameter, given a prior and observations.

Keywords: maximum a posteriori, beta-bernoulli.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, InputError, RandomStream, Working, parameter
from solver.authoring.domains import Choice, Positive, Real, Scalar
from solver.authoring.formulas import Symbol, lift
from solver.models import estimation
from solver.problems.probability._observations import Observed

ALSO = (("normal", "gaussian"), ("gauss", "gaussian"), ("binomial", "bernoulli"), ("beta", "bernoulli"))
PriorCount = Annotated[Symbol | None, Scalar(above=0, rational=True)]


class MaximumAPosteriori(Observed):
    """argmax of likelihood times prior."""

    distribution: Annotated[str | None, Choice(("bernoulli", "gaussian"), also=ALSO)] = parameter(
        "distribution", note="which the prior tells as well", quiet=True, aliases="family model dist type"
    )
    alpha: PriorCount = parameter("alpha of the Beta prior", symbol="alpha", aliases="a")
    beta: PriorCount = parameter("beta of the Beta prior", symbol="beta", aliases="b")
    variance: Positive | None = parameter(
        "variance of an observation",
        symbol="v",
        note="Gaussian data of unknown mean",
        aliases="var sigma2 sigma-squared sigma^2",
    )
    prior_mean: Real | None = parameter("mean of the Gaussian prior", symbol="mu_0", aliases="mu0 m0")
    prior_variance: Positive | None = parameter(
        "variance of the prior", symbol="v_0", aliases="prior-var sigma0-squared tau2 tau-squared"
    )

    unclear = dict.fromkeys(
        ("sigma", "sd", "std", "tau", "prior-sd"),
        "is a deviation: give its square as --variance or --prior-variance",
    )
    ways = (("alpha", "beta"), ("variance", "prior_mean", "prior_variance"))
    idea = "The prior counts like observations made before; the more there are of others, the less it weighs."
    sanity = "The estimate lies between that of the observations alone and the mode of the prior."
    source = "Murphy, Probabilistic Machine Learning: An Introduction, sections 4.5 and 4.6"
    example = "--heads 7 --tails 3 --alpha 2 --beta 2"
    model = estimation.maximum_a_posteriori
    answers = {"estimate": "maximum a posteriori estimate", "posterior": "parameters of the posterior"}
    also_called = {
        "estimate": "MAP; MAP estimate; estimator",
        "thetahat": "p; phat; mode; theta_MAP; p_MAP",
        "mu_n": "mu_MAP",
        "posterior": "Beta; p(θ|x); p(θ|D); P(θ|D); post",
        "alpha_n": "α'; a; a'; posterior alpha; α_post; alpha_post; a_n",
        "beta_n": "β'; b; b'; posterior beta; β_post; beta_post; b_n",
    }
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.8}
    allows_zeros = True
    stem = "The observations below are independent. {prior}"
    tasks = (
        "{prior} What are the parameters of the posterior, {named}, and the maximum a posteriori estimate?",
        "Work out the posterior, that is {named}, and its mode, the maximum a posteriori estimate. {prior}",
    )
    mistakes = {
        "prior-ignored": "the prior was left out: that is the maximum likelihood estimate",
        "posterior-mean": "the mean of the posterior was taken in place of its mode",
        "two-left-out": "the 2 was not subtracted from alpha and beta together",
        "exchanged": "successes and failures were exchanged",
        "weights-exchanged": "the weights of the observations and of the prior were exchanged",
        "one-observation": "the precision of the observations was not multiplied by their number",
        "precision-for-variance": "the precision of the posterior was taken for its variance",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.alpha is not None:
            prior = "The probability $theta$ of a 1 has a Beta prior with the $alpha$ and $beta$ below."
            return {"prior": prior, "named": "$alpha$ and $beta$"}
        prior = "The mean $mu$ of Gaussian observations has the Gaussian prior below."
        return {"prior": prior, "named": "mean and variance"}

    def check(self) -> None:
        implied = "bernoulli" if self.alpha is not None else "gaussian"
        if self.distribution not in (None, implied):
            wanted = "--alpha and --beta" if implied == "gaussian" else "--variance and a Gaussian prior"
            raise InputError("--distribution", f"goes with {wanted}", self.distribution)
        self.check_counts(is_binary=self.alpha is not None)

    def solve(self, work: Working) -> None:
        if self.alpha is not None and self.beta is not None:
            self._solve_coin(work, self.alpha, self.beta)
        elif self.variance is not None and self.prior_mean is not None and self.prior_variance is not None:
            self._solve_bell(work, self.variance, self.prior_mean, self.prior_variance)

    def _solve_coin(self, work: Working, alpha: Symbol, beta: Symbol) -> None:
        theta, n = Symbol("theta"), self.size
        work.step("Likelihood times prior", "What does not depend on the parameter is left out.")
        s = self.summed(work)
        likelihood, rest = theta**s * (1 - theta) ** (n - s), 1 - theta
        work.display(Symbol("L"), likelihood, values=False, found=True)
        product = likelihood * theta ** (alpha - 1) * rest ** (beta - 1)
        together = theta ** (alpha + s - 1) * rest ** (beta + n - s - 1)
        work.display(Symbol("p"), product, together, values=False, found=True)
        work.step("Posterior", "It is a Beta distribution again: prior and observed counts are added.")
        a = work.let("alpha_n", alpha + s, mistakes={"exchanged": alpha + n - s})
        b = work.let("beta_n", beta + n - s, mistakes={"exchanged": beta + s})
        wrong = {"prior-ignored": s / n, "posterior-mean": a / (a + b)}
        if min(a.evaluate(), b.evaluate()) > 1:
            work.step("Mode", "The derivative of its logarithm is 0 there.")
            mode, wrong["two-left-out"] = (a - 1) / (a + b - 2), (a - 1) / (a + b)
        else:
            work.step("Mode", "The posterior rises up to the edge: it has no inner maximum.")
            mode = lift(int(a.evaluate() > b.evaluate()))
        work.answer("estimate", work.let("thetahat", mode, mistakes=wrong))
        work.answer("posterior", [a, b])

    def _solve_bell(self, work: Working, v: Symbol, mean: Symbol, spread: Symbol) -> None:
        n = self.size
        work.step("Observations", "Their mean is all that matters.")
        s = self.summed(work)
        xbar = work.let("xbar", s / n)
        reason = "The precision is the inverse of the variance; those of prior and data are added."
        work.step("Precisions", reason)
        own = work.let("r_0", 1 / spread)
        data = work.let("r", n / v, mistakes={"one-observation": 1 / v})
        wrong = {"precision-for-variance": own + data}
        variance = work.let("v_n", 1 / (own + data), mistakes=wrong)
        reason = "It is Gaussian; its mean, which is its mode, weighs both by their precisions."
        work.step("Posterior", reason)
        wrong = {"prior-ignored": xbar, "weights-exchanged": (data * mean + own * xbar) / (own + data)}
        center = work.let("mu_n", (own * mean + data * xbar) / (own + data), mistakes=wrong)
        work.answer("estimate", center)
        work.answer("posterior", [center, variance])

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A coin with whole prior counts, then one with its tosses listed, then a Gaussian mean."""
        if difficulty == "hard":
            return _bell(draw)
        alpha, beta = draw.integer(1, 6), draw.integer(1, 6)
        heads, tails = draw.integer(1, 20), draw.integer(1, 20)
        inner = alpha + beta + heads + tails - 2
        if (10**4 * Fraction(alpha + heads - 1, inner)).denominator != 1 or alpha + beta == 2:
            return None
        prior = {"alpha": alpha, "beta": beta}
        if difficulty == "easy":
            return {**prior, "heads": heads, "tails": tails}
        return {**prior, "data": draw.shuffled([1] * heads + [0] * tails)}


def _bell(draw: RandomStream) -> Mapping[str, object] | None:
    """Precisions whose sum leaves short weights."""
    count = draw.choice((3, 4, 5))
    data = [draw.integer(1, 12) for _ in range(count)]
    v, spread, mean = draw.choice((1, 2, 4, 5, 8)), draw.choice(("0.5", "1", "2", "4")), draw.integer(0, 9)
    weight = Fraction(count, v) / (Fraction(count, v) + 1 / Fraction(spread))
    if (10**3 * weight).denominator != 1 or sum(data) == mean * count:
        return None
    return {"data": data, "variance": v, "prior_mean": mean, "prior_variance": spread}
