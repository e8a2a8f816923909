"""What the named distributions share: their moments, and the steps from an event to its probability."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from msgspec.structs import replace

from solver.authoring import Difficulty, Given, InputError, Mistakes, Problem, Working, listed, parameters
from solver.authoring.domains import NONNEGATIVE, PROBABILITY, Nature, is_letter, spelled
from solver.authoring.formulas import Formula, Symbol, Value, sqrt

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
    "density": ("pdf", "pdf(x)", "p(x)", "density"),
}
"""What else its answers are called."""

LETTERS = "XTYNKUWxkn"
"""What variables are called."""


def for_any_letter(events: Sequence[str]) -> list[str]:
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


LEAST_LIKELY = 0.005
"""An event that is posed has this probability at least, and so has its opposite."""


class RandomVariable(Problem):
    """A random variable with a distribution by name, and at most one event that is asked for."""

    answers = ANSWERS
    events: ClassVar[tuple[str, ...]]
    """The givens that stand for an event."""

    @property
    def ends(self) -> tuple[Value | None, Value | None]:
        """The least and the largest value of the variable, where it has one."""
        return None, None

    @property
    def natures(self) -> Mapping[str, Nature]:
        between = Nature(*self.ends)
        return {
            **dict.fromkeys(("variance", "standard_deviation", "density"), NONNEGATIVE),
            "probability": PROBABILITY,
            **dict.fromkeys(("mean", "median"), between),
        }

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
        asked = [
            name for name in ("mean", "variance", "standard_deviation") if name not in self.given_answers
        ]
        moments = listed([f"the {name.replace('_', ' ')}" for name in asked])
        median = ", and the median" if self.moments.median is not None else ""
        if self.event is None:
            return {"asked": f"Work out {moments} of X{median}.", "event": ""}
        of_event = self.wanted.removeprefix("the probability ")
        event = f" The event is {of_event}." if of_event != self.wanted else f" Consider {self.wanted}."
        return {"asked": f"What is {self.wanted}? Work out {moments} of X{median} as well.", "event": event}

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

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the event is neither all but sure nor all but impossible."""
        asked = (answer.value for answer in work.answers if answer.name == "probability")
        likely = [float(value.evaluate()) for value in asked if isinstance(value, Symbol)]
        return all(LEAST_LIKELY <= probability <= 1 - LEAST_LIKELY for probability in likely)

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
