"""Random variables with a density: an event is an area below it."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, TypeAlias

from solver.authoring import InputError, Mistakes, Working, parameter
from solver.authoring.domains import Family, OrName, Scalar, VectorOf, spelled
from solver.authoring.formulas import Formula, Relation, Symbol, lift, values
from solver.problems.probability._distribution import EVENTS, NAMES, RandomVariable, for_any_letter

Place: TypeAlias = Annotated[Symbol | None, OrName(Scalar(), least=Fraction(1, 2))]
"""A number, or a letter that stands for one above those that have no least one."""

AREA_MISTAKES = {
    "opposite": "the probability of the opposite event was given",
    "lower-left-out": "only the upper bound was taken, and nothing subtracted for the lower one",
}


class Measured(RandomVariable):
    """A variable with a density."""

    x: Place = parameter("density at", symbol="x", note="the density there", aliases="at")
    below: Place = parameter("less than", symbol="x", note="P(X < x)", aliases="less-than at-most cdf")
    above: Place = parameter("more than", symbol="x", note="P(X > x)", aliases="more-than at-least")
    between: Annotated[Family | None, VectorOf(least=2, most=2)] = parameter(
        "between", symbol="x", note="two numbers A,B: P(A < X < B)"
    )

    events = ("x", "below", "above", "between")

    @abstractmethod
    def density(self, x: Symbol, sigma: Symbol) -> tuple[Formula, Mistakes]:
        """The density at x or what stands for it, where it is not 0, and what mistakes make of it."""

    @abstractmethod
    def cumulative(self, x: Symbol) -> tuple[Formula, Mistakes]:
        """P(X < x) within the support, and what mistakes make of it."""

    def within(self, x: Symbol) -> Relation | None:
        """That x is a value that X can take, where not every number is one."""
        return None

    def place(self, x: Symbol) -> int:
        """-1 below the support, 1 above it, 0 within it."""
        return 0

    def standardized(self, work: Working, sigma: Symbol) -> Sequence[Symbol]:
        """What stands for the points in the distribution function."""
        return self.points

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named = {name: for_any_letter(events) for name, events in self._events.items()}
        return {**NAMES, **named, "probability": (*NAMES["probability"], *named.get("probability", ()))}

    @property
    def _events(self) -> Mapping[str, Sequence[str]]:
        """What the events are called whose probabilities are worked out, for a variable X."""
        numbers = [spelled(point) for point in self.points]
        below = [[f"P(X{sign}{number})" for sign in ("<", "<=")] for number in numbers]
        if self.event == "between":
            first, second = numbers
            both = [f"P({first}{a}X{b}{second})" for a in ("<", "<=") for b in ("<", "<=")]
            return {"F_1": below[0], "F_2": below[1], "probability": both}
        whole = [f"{head}({numbers[0]})" for head in ("F", "cdf", "F_X")] if numbers else []
        if self.event == "above":
            survival = [f"S({numbers[0]})"]
            above = [name.replace("<", ">") for name in below[0]]
            complements = [f"1-{name}" for name in (*below[0], f"F({numbers[0]})")]
            return {"F(x)": [*below[0], *whole], "probability": [*above, *survival, *complements]}
        return {"F(x)": [*below[0], *whole]} if self.event == "below" else {}

    @property
    def points(self) -> tuple[Symbol, ...]:
        """The numbers of the event."""
        asked = self.between if self.event == "between" else getattr(self, self.event or "", None)
        return asked.members if isinstance(asked, Family) else (asked,) if asked is not None else ()

    @property
    def wanted(self) -> str:
        first, *rest = (f"${spelled(point)}$" for point in self.points)
        if self.event == "x":
            return f"the density of X at {first}"
        words = f"between {first} and {rest[0]}" if rest else f"{EVENTS[self.event or ''][1]} {first}"
        return f"the probability that X is {words}"

    def check(self) -> None:
        super().check()
        if self.between is not None and values.sign(values.subtract(*reversed(self.between.values))) <= 0:
            raise InputError("--between", "must have the smaller number first, and two different ones")

    def find(self, work: Working, event: str, sigma: Symbol) -> None:
        if event == "x":
            self._find_density(work, sigma)
            return
        x, bounds = Symbol("X"), [point.spelling or point for point in self.points]
        single = Relation(x, EVENTS.get(event, ("<",))[0], bounds[-1])
        wanted = Relation(bounds[0], "<", single) if event == "between" else single
        work.step("Probability of {event}", "It is the area under the density.", event=wanted)
        names = ["F(x)"] if len(self.points) == 1 else ["F_1", "F_2"]
        places = self.standardized(work, sigma)
        areas = [self._area(work, *both, event) for both in zip(names, self.points, places, strict=True)]
        if event == "below":
            found = areas[0]
        elif event == "above":
            found = work.let("P", 1 - areas[0], mistakes={"opposite": areas[0]})
        else:
            first, second = areas
            wrong = {"lower-left-out": second, "opposite": 1 - (second - first)}
            found = work.let("P", second - first, mistakes=wrong)
        work.answer("probability", found)

    def _find_density(self, work: Working, sigma: Symbol) -> None:
        (x,) = self.points
        work.step("Density at {x}", "A density is no probability: it may be above 1.", x=x)
        (place,) = self.standardized(work, sigma)
        if self.place(x):
            work.say("{x} lies outside the values that X can take.", x=x)
            work.answer("density", work.let("f(x)", lift(0)))
            return
        self._take_for_granted(work, x)
        formula, wrong = self.density(place, sigma)
        work.answer("density", work.let("f(x)", formula, mistakes=wrong))

    def _take_for_granted(self, work: Working, x: Symbol) -> None:
        """Letters are taken to stand for what X can be."""
        within = self.within(x.spelling if isinstance(x.spelling, Symbol) else x)
        if within is not None and self.letters:
            work.say("This holds for {within}.", within=within)

    def _area(self, work: Working, name: str, x: Symbol, place: Symbol, event: str) -> Symbol:
        """P(X < x); outside the support it is 0 or 1."""
        where = self.place(x)
        if where:
            words = "No value of X lies below {x}." if where < 0 else "All values of X lie below {x}."
            work.say(words, x=x)
            return work.let(name, lift(max(where, 0)))
        self._take_for_granted(work, x)
        formula, wrong = self.cumulative(place)
        opposite = {"opposite": 1 - formula} if event == "below" else {}
        return work.let(name, formula, mistakes={**wrong, **opposite})
