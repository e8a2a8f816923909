"""Uniform distribution on an interval: density, moments and probabilities.

Keywords: uniform distribution.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, InputError, Mistakes, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import OrName, Scalar, is_letter
from solver.authoring.formulas import Formula, Relation, Symbol, Value, values
from solver.models import distributions
from solver.problems.probability._distribution import MOMENT_MISTAKES, Moments
from solver.problems.probability._measured import AREA_MISTAKES, Measured


class Uniform(Measured):
    """f(x) = 1/(b - a) from a to b."""

    a: Annotated[Symbol, OrName(Scalar())] = parameter(
        "lower end", symbol="a", aliases="low min minimum from lower start", together="interval range support"
    )
    b: Annotated[Symbol, OrName(Scalar(), least=1)] = parameter(
        "upper end", symbol="b", aliases="high upper max maximum to end", together="interval range support"
    )

    idea = "All values from {a} to {b} are alike: a probability is a share of the interval's length."
    sanity = "The mean is the middle of the interval, and the standard deviation a bit over a quarter of it."
    source = "Wasserman, All of Statistics, section 2.4"
    example = "--a 2 --b 8 --below 3.5"
    model = distributions.uniform
    exact_share = {"easy": 0.6, "medium": 0.5, "hard": 0.5}
    allows_zeros = True
    stem = "X has a uniform distribution on the interval from a to b.{event}"
    tasks = (
        "X is uniform on the interval from a to b. {asked}",
        "Any number from a to b is as likely as any other, and X is one drawn at random. {asked}",
    )
    mistakes = {
        "half-the-width": "half the width was taken for the mean",
        "not-squared": "the width was not squared in the variance",
        "second-moment": "the mean of the squares was taken for the variance",
        "from-zero": "the lower end was not subtracted",
        "width-inverted": "the width was taken for the density",
        **MOMENT_MISTAKES,
        **AREA_MISTAKES,
    }

    @property
    def ends(self) -> tuple[Value | None, Value | None]:
        return self.a.value, self.b.value

    @property
    def moments(self) -> Moments:
        a, b = self.a, self.b
        second = (a**2 + a * b + b**2) / 3
        wrong = {"not-squared": (b - a) / 12, "second-moment": second}
        half = {"half-the-width": (b - a) / 2}
        return Moments((a + b) / 2, (b - a) ** 2 / 12, half, wrong, (a + b) / 2, half)

    def check(self) -> None:
        super().check()
        is_open = is_letter(self.a) or is_letter(self.b)
        if not is_open and values.sign(values.subtract(self.b.value, self.a.value)) <= 0:
            raise InputError("--b", "must be above the lower end")
        if self.letters and any(self.place(x) for x in self.points):
            wanted = "must be a letter where the ends are letters, and a number where they are numbers"
            raise InputError(f"--{self.event}", wanted)

    def within(self, x: Symbol) -> Relation:
        return Relation(self.a, "<=", Relation(x, "<=", self.b))

    def place(self, x: Symbol) -> int:
        below, above = (values.sign(values.subtract(x.value, end.value)) for end in (self.a, self.b))
        return -1 if below < 0 else 1 if above > 0 else 0

    def density(self, x: Symbol, sigma: Symbol) -> tuple[Formula, Mistakes]:
        return 1 / (self.b - self.a), {"width-inverted": self.b - self.a, "from-zero": 1 / self.b}

    def find(self, work: Working, event: str, sigma: Symbol) -> None:
        super().find(work, event, sigma)
        if event != "x":
            with work.aside():
                work.let("f(x)", 1 / (self.b - self.a))

    def cumulative(self, x: Symbol) -> tuple[Formula, Mistakes]:
        return (x - self.a) / (self.b - self.a), {"from-zero": x / self.b}

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Round widths; a density or one bound, then two, then an interval that may reach beyond."""
        width = draw.choice((2, 4, 5, 8, 10, 20))
        a = draw.integer(1, 9) if difficulty == "easy" else draw.integer(-9, 9)
        points = [decimal_text(a + Fraction(width * part, 20)) for part in sorted(draw.some(range(1, 20), 2))]
        if difficulty == "easy":
            return {"a": a, "b": a + width, draw.choice(("x", "below", "above")): points[0]}
        if difficulty == "hard" and draw.choice((True, False)):
            points[draw.integer(0, 1)] = str(a + width + 1)
        return {"a": a, "b": a + width, "between": sorted(points, key=Fraction)}
