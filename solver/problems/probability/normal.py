"""Normal distribution: density, standardized values and probabilities.

Keywords: gaussian, normal distribution, z-score, standard normal.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    InputError,
    Mistakes,
    RandomStream,
    Working,
    decimal_text,
    number_text,
    one_or_all,
    parameter,
    worked_out,
)
from solver.authoring.domains import OrName, Real, Scalar
from solver.authoring.formulas import Formula, Symbol, constant, exp, normal_cdf, sqrt
from solver.models import distributions
from solver.problems.probability._distribution import MOMENT_MISTAKES, Moments
from solver.problems.probability._measured import AREA_MISTAKES, Measured

FARTHEST = 30

_LETTERS = re.compile(r"\b(?!sqrt\b)[A-Za-z]")

ONE = Symbol("sigma", Fraction(1))


class Normal(Measured):
    """f(x) = e^(-z^2/2) / (sigma sqrt(2 pi)) with z = (x - mu)/sigma."""

    mean: Annotated[Symbol, OrName(Scalar())] = parameter("mean", symbol="mu", aliases="mu loc")
    sd: Annotated[Symbol | None, OrName(Scalar(above=0))] = parameter(
        "standard deviation",
        symbol="sigma",
        note="1 where no variance is given",
        aliases="sigma std deviation standard-deviation scale",
    )
    variance: Annotated[Symbol | None, OrName(Scalar(above=0))] = parameter(
        "variance", symbol="v", note="in place of the deviation", aliases="var sigma2 sigma-squared sigma^2"
    )

    z: Real | None = parameter(
        "standardized value",
        symbol="z",
        note="P(X < x) for x = mean + z sd; without --mean, of the standard normal distribution",
        aliases="z-score",
    )

    idea = (
        "A normal variable is a standard one moved and stretched: $z$ tells how many deviations $x$ lies off."
    )
    sanity = "About 68 % lies within one deviation of the mean, 95 % within two, and $99.7$ % within three."
    source = "Wasserman, All of Statistics, section 2.4"
    example = "--mean 100 --sd 15 --above 130"
    model = distributions.normal
    version = 3
    exact_share = {"easy": 0.8, "medium": 0.7, "hard": 0.6}
    allows_zeros = True
    stem = "X has a normal distribution with the parameters below.{event}"
    tasks = (
        "X is normal with the parameters below. {asked}{z}",
        "X has a normal distribution with the parameters below. {asked}{z}",
    )
    mistakes = {
        "variance-for-deviation": "the distance was divided by the variance in place of the deviation",
        "sign-of-z": "x was subtracted from the mean",
        "not-standardized": "the distance from the mean was not divided by the deviation",
        "half-left-out": "the half in the exponent was left out",
        "root-left-out": "the root of 2 pi was left out of the density",
        **MOMENT_MISTAKES,
        **AREA_MISTAKES,
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """A standardized value stands for the number that it is the value of."""
        if not texts.get("z"):
            return texts
        first, *_ = texts["z"]
        mean, sd, variance = (texts.get(name, ("",))[0] for name in ("mean", "sd", "variance"))
        spread = sd or (f"sqrt({variance})" if variance else "1")
        asked = next((f"--{name}" for name in cls.events if texts.get(name)), None)
        if asked or any(map(_LETTERS.search, (mean, spread))):
            raise InputError("--z", f"goes without {asked}" if asked else "needs numbers for --mean and --sd")
        cls.value_of("z", first)
        mean = mean or "0"
        return {**texts, "mean": (mean,), "below": (worked_out(f"({mean})+({first})*({spread})"),)}

    @property
    def given_answers(self) -> Collection[str]:
        return "mean", "standard_deviation" if self.variance is None else "variance"

    @property
    def phrases(self) -> Mapping[str, str]:
        several = "the standardized values" if self.event == "between" else "the standardized value z"
        return {**super().phrases, "z": f" Give {several}, too." if self.event else ""}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The events of X are those of Z with the standardized values, too."""
        scores = ("z-score", "standard score", "z-value", "standardized value", "z_0")
        named = {**super().other_names, "z": scores}
        if self.event not in ("above", "below"):
            return named
        quantity = self.worked.quantities["z"].symbol.value
        z = number_text(quantity) if isinstance(quantity, Fraction) else "z"
        areas = [f"{head}({z})" for head in ("Phi", "phi", "cdf", "N")] + ["Phi(z)", "phi(z)"]
        below = [f"P(Z{sign}{z})" for sign in ("<", "<=")] + areas
        if self.event == "below":
            return {**named, "F(x)": [*named["F(x)"], *below]}
        beyond = [f"P(Z>{z})", f"P(Z>={z})", "P(Z>z)", f"Q({z})", f"sf({z})", f"Phi(-{z})"]
        above = beyond + [f"1-{name}" for name in below]
        return {**named, "F(x)": [*named["F(x)"], *below], "probability": [*named["probability"], *above]}

    @property
    def moments(self) -> Moments:
        square = self.variance or (self.sd or ONE) ** 2
        return Moments(self.mean, square, median=self.mean)

    def check(self) -> None:
        super().check()
        if self.sd is not None and self.variance is not None:
            raise InputError("--variance", "goes without --sd")
        sigma = self.sd or (sqrt(self.variance) if self.variance else ONE)
        if any(abs(((x - self.mean) / sigma).evaluate()) > FARTHEST for x in self.points):
            option = f"--{self.event}"
            raise InputError(option, f"must lie within {FARTHEST} standard deviations of the mean")

    def deviation(self, sigma: Symbol) -> Symbol:
        """The standard deviation as it was given, or else as it was worked out."""
        return sigma if self.variance else self.sd or ONE

    def standardized(self, work: Working, sigma: Symbol) -> Sequence[Symbol]:
        sigma = self.deviation(sigma)
        names = ["z"] if len(self.points) == 1 else ["z_1", "z_2"]
        found = []
        for name, x in zip(names, self.points, strict=True):
            wrong = {
                "variance-for-deviation": (x - self.mean) / sigma**2,
                "sign-of-z": (self.mean - x) / sigma,
                "not-standardized": x - self.mean,
            }
            found.append(work.let(name, (x - self.mean) / sigma, mistakes=wrong))
        work.answer("z", one_or_all(found))
        return found

    def density(self, x: Symbol, sigma: Symbol) -> tuple[Formula, Mistakes]:
        bell, own = exp(-(x**2 / 2)), self.deviation(sigma)
        area = own * sqrt(2 * constant("pi"))
        return bell / area, {"half-left-out": exp(-(x**2)) / area, "root-left-out": bell / own}

    def cumulative(self, x: Symbol) -> tuple[Formula, Mistakes]:
        return normal_cdf(x), {}

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Values of z with one decimal or two; `hard` has two bounds and a variance."""
        mean = draw.choice((0, 5, 10, 20, 50, 100, -2, 3))
        sigma = draw.choice((2, 3, 4, 5, 10, 15))
        spread = {"variance": sigma**2} if difficulty == "hard" else {"sd": sigma}
        places = draw.some([tenth for tenth in range(-25, 26) if tenth], 2)
        points = [decimal_text(mean + Fraction(sigma * tenth, 10)) for tenth in sorted(places)]
        if difficulty == "hard":
            return {"mean": mean, **spread, "between": points}
        events = ("x", "below") if difficulty == "easy" else ("below", "above")
        return {"mean": mean, **spread, draw.choice(events): points[0]}
