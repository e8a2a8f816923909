"""What the named distributions share: their moments, and the steps from an event to its probability."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, NamedTuple, TypeAlias

from msgspec.structs import replace

from solver.authoring import Cell, Given, InputError, Mistakes, Problem, Working, parameter, parameters
from solver.authoring.domains import (
    NONNEGATIVE,
    PROBABILITY,
    Family,
    Integer,
    OrName,
    Scalar,
    VectorOf,
    is_letter,
    spelled,
)
from solver.authoring.formulas import Formula, Relation, Symbol, lift, sqrt, sum_of, values

Bound: TypeAlias = Annotated[Symbol | None, Integer(least=0, most=10_000)]
Place: TypeAlias = Annotated[Symbol | None, OrName(Scalar(), least=Fraction(1, 2))]
"""A number, or a letter that stands for one above those that have no least one."""

MOST_TERMS = 40
"""A sum of more probabilities would not fit a page."""

IN_FULL = 3

EVENTS = {
    "k": ("=", "exactly"),
    "at_most": ("<=", "at most"),
    "at_least": (">=", "at least"),
    "above": (">", "more than"),
    "below": ("<", "less than"),
}
"""What is asked of a variable: the sign of the relation, and its words."""

ANSWERS = {
    "mean": "mean",
    "variance": "variance",
    "standard_deviation": "standard deviation",
    "median": "median",
    "z": "standardized value z",
    "density": "density at x",
    "probability": "probability of the event",
}
MOMENT_MISTAKES = {"no-root": "the root of the variance was left out"}
NAMES: Mapping[str, Sequence[str]] = {
    "median": ("x_0.5", "m", "Q(0.5)", "F^-1(0.5)", "q_0.5", "half-life"),
    "probability": ("p", "P", "tail probability", "p-value"),
}
"""What else its answers are called."""

SUM_MISTAKES = {
    "opposite": "the probability of the opposite event was given",
    "border": "the border was counted where it does not belong, or left out where it does",
    "exactly-taken": "the probability of the border alone was given",
}
AREA_MISTAKES = {
    "opposite": "the probability of the opposite event was given",
    "lower-left-out": "only the upper bound was taken, and nothing subtracted for the lower one",
}


LETTERS = "XTYNKUWxkn"
"""What variables are called."""


def _for_any_letter(events: Sequence[str]) -> list[str]:
    """The names of events for each letter that a variable often has."""
    return list(dict.fromkeys(event.replace("X", letter) for letter in LETTERS for event in events))


class Moments(NamedTuple):
    """Mean and variance in closed form, each with its mistakes; the median, where it has a form."""

    mean: Formula
    variance: Formula
    wrong_mean: Mistakes = {}
    wrong_variance: Mistakes = {}
    median: Formula | None = None
    wrong_median: Mistakes = {}


class RandomVariable(Problem):
    """A random variable with a distribution by name, and at most one event that is asked for."""

    answers = ANSWERS
    natures = {
        **dict.fromkeys(("variance", "standard_deviation", "density"), NONNEGATIVE),
        "probability": PROBABILITY,
    }
    events: ClassVar[tuple[str, ...]]
    """The givens that stand for an event."""

    @property
    @abstractmethod
    def moments(self) -> Moments:
        """Mean, variance and median."""

    @property
    def event(self) -> str | None:
        """The name of the given that is asked for."""
        return next((name for name in self.events if getattr(self, name) is not None), None)

    @property
    def givens(self) -> tuple[Given, ...]:
        """The distribution comes first, and then what is asked of it; a letter goes by its own name."""
        options = [f"--{name.replace('_', '-')}" for name in self.events]
        told = [replace(given, symbol=None) if _is_itself(given) else given for given in super().givens]
        return tuple(sorted(told, key=lambda given: given.option in options))

    @property
    def letters(self) -> list[str]:
        """The givens that stand for any number."""
        known = {given.name: getattr(self, given.name) for given in parameters(type(self))}
        return [name for name, given in known.items() if isinstance(given, Symbol) and is_letter(given)]

    @property
    def shown_exactly(self) -> bool:
        return bool(self.letters)

    @property
    def phrases(self) -> Mapping[str, str]:
        listed = "the mean, the variance and the standard deviation"
        median = ", and the median" if self.moments.median is not None else ""
        if self.event is None:
            return {"asked": f"Work out {listed} of X{median}.", "event": ""}
        event = f" In question is {self.wanted}."
        return {"asked": f"What is {self.wanted}? Work out {listed} of X{median} as well.", "event": event}

    @property
    @abstractmethod
    def wanted(self) -> str:
        """What is asked for beside the moments, in words."""

    @abstractmethod
    def find(self, work: Working, event: str, sigma: Symbol) -> None:
        """Record the probability of the event, or the density."""

    def check(self) -> None:
        given = [name for name in self.events if getattr(self, name) is not None]
        if len(given) > 1:
            first, second = (f"--{name.replace('_', '-')}" for name in given[:2])
            raise InputError(second, f"goes without {first}: one event at a time")
        spelled_by = [spelled(getattr(self, name)) for name in self.letters]
        if len(set(spelled_by)) < len(spelled_by):
            raise InputError(f"--{self.letters[-1]}", "must be another letter")

    def solve(self, work: Working) -> None:
        found = self.moments
        work.step("Mean, variance and standard deviation", "They follow from the parameters alone.")
        work.answer("mean", work.let("E(X)", found.mean, mistakes=found.wrong_mean))
        variance = work.answer("variance", work.let("Var(X)", found.variance, mistakes=found.wrong_variance))
        sigma = work.let("sigma_X", sqrt(variance), mistakes={"no-root": variance})
        work.answer("standard_deviation", sigma)
        if found.median is not None:
            work.step("Median", "X lies below it as often as above it.")
            work.answer("median", work.let("med(X)", found.median, mistakes=found.wrong_median))
        if self.event is not None:
            self.find(work, self.event, sigma)


def _is_itself(given: Given) -> bool:
    """Whether a given is a letter that formulas have for it as well."""
    shown = given.shown
    return isinstance(shown, Symbol) and shown.spelling == given.symbol and is_letter(shown)


class Counting(RandomVariable):
    """A variable whose values are the whole numbers from 0 on."""

    k: Bound = parameter("exactly", symbol="k", note="P(X = k)", aliases=("x", "exactly", "successes"))
    at_most: Bound = parameter("at most", symbol="k", note="P(X <= k)")
    at_least: Bound = parameter("at least", symbol="k", note="P(X >= k)")
    above: Bound = parameter("more than", symbol="k", note="P(X > k)", aliases=("more-than",))
    below: Bound = parameter("less than", symbol="k", note="P(X < k)", aliases=("less-than", "p-below"))

    events = tuple(EVENTS)

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        if self.event is None:
            return NAMES
        k = int(self.border)
        same = {"at_most": f"P(X<{k + 1})", "at_least": f"P(X>{k - 1})", "above": f"P(X>={k + 1})"}
        same |= {"k": f"p({k})", "below": f"P(X<={k - 1})"}
        whole = {"k": f"pmf({k})", "at_most": f"F({k})", "below": f"F({k - 1})"}.get(self.event, "P")
        masses = {
            f"f({number})": (
                *_for_any_letter([f"P(X={number})"]),
                f"P({number})",
                f"P_{number}",
                f"p_X({number})",
            )
            for number in self._terms[0]
        }
        events = _for_any_letter((f"P(X{EVENTS[self.event][0]}{k})", same[self.event], whole))
        return {**NAMES, **masses, "probability": (*NAMES["probability"], *events)}

    @property
    def top(self) -> int | None:
        """The largest value, if there is one."""
        return None

    @abstractmethod
    def mass(self, k: Formula) -> Formula:
        """The probability of the value k."""

    @abstractmethod
    def wrong_masses(self, k: Formula) -> Mistakes:
        """What mistakes make of it."""

    @property
    def border(self) -> Symbol:
        """The number that the event names."""
        bound: Symbol = getattr(self, self.event or "")
        return bound

    @property
    def wanted(self) -> str:
        return f"the probability that X is {EVENTS[self.event or ''][1]} {int(self.border)}"

    def check(self) -> None:
        super().check()
        if self.event is not None and len(self._terms[0]) > MOST_TERMS:
            option = f"--{self.event.replace('_', '-')}"
            raise InputError(option, f"must leave at most {MOST_TERMS} probabilities to sum")

    @property
    def _terms(self) -> tuple[range, bool]:
        """The values whose probabilities are summed, and whether the event is the opposite of these."""
        event, k = self.event, int(self.border)
        first, last = k + (event == "above"), k - (event == "below")
        end = None if self.top is None else self.top + 1
        if event == "k":
            return (range(k, k + 1) if end is None or k < end else range(0)), False
        if event in ("at_least", "above"):
            short = end is not None and end - first <= first
            return (range(first, end or 0), False) if short else (range(first), True)
        holds = range(last + 1 if end is None else min(last + 1, end))
        rest = None if end is None else range(last + 1, end)
        return (rest, True) if rest is not None and len(rest) < len(holds) else (holds, False)

    def find(self, work: Working, event: str, sigma: Symbol) -> None:
        terms, is_opposite = self._terms
        sign, _ = EVENTS[event]
        k = self.border
        wanted = k if event == "k" else Relation(Symbol("X"), sign, k.spelling or lift(int(k)))
        reason = "All probabilities sum to 1, and the opposite takes fewer terms." if is_opposite else ""
        work.step("Probability of {event}", reason, event=wanted)
        can_be = self.top is None or int(k) <= self.top
        if can_be:
            work.display(Symbol("f(k)"), self.mass(k), values=False)
        found: dict[int, Symbol] = {}
        for number in terms:
            shown = number - terms.start < IN_FULL
            mass, wrong = self.mass(lift(number)), self.wrong_masses(lift(number))
            found[number] = work.let(f"f({number})", mass, mistakes=wrong, shown=shown)
        if len(terms) > IN_FULL:
            rows: list[list[Cell]] = [[str(number), found[number]] for number in terms[IN_FULL:]]
            work.table(["value", "its probability"], rows)
        if event == "k" and terms:
            work.answer("probability", found[int(k)])
            return
        work.answer("probability", self._summed(work, list(found.values()), is_opposite, can_be))

    def _summed(self, work: Working, terms: Sequence[Symbol], is_opposite: bool, can_be: bool) -> Symbol:
        """The probability of an event of several values, or of none."""
        if not terms:
            work.say("X is sure to be such a value." if is_opposite else "X is never such a value.")
            return work.let("P", lift(1 if is_opposite else 0))
        whole, k = sum_of(terms), int(self.border)
        wrong: dict[str, Formula] = {"opposite": whole if is_opposite else 1 - whole}
        if can_be:
            own, edge = f"f({k})", self.mass(lift(k))
            kept = [term for term in terms if term.name != own]
            moved = sum_of(kept) if len(kept) < len(terms) else sum_of([*terms, edge])
            wrong |= {"border": 1 - moved if is_opposite else moved, "exactly-taken": edge}
        return work.let("P", 1 - whole if is_opposite else whole, mistakes=wrong)


class Measured(RandomVariable):
    """A variable with a density."""

    x: Place = parameter("density at", symbol="x", note="the density there", aliases=("at",))
    below: Place = parameter(
        "less than", symbol="x", note="P(X < x)", aliases=("less-than", "at-most", "cdf")
    )
    above: Place = parameter("more than", symbol="x", note="P(X > x)", aliases=("more-than", "at-least"))
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
        named = {name: _for_any_letter(events) for name, events in self._events.items()}
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
        first, *rest = map(spelled, self.points)
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
