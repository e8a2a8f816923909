"""Random variables whose values are whole numbers: an event is a sum of probabilities."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, TypeAlias

from solver.authoring import Cell, InputError, Mistakes, Working, parameter
from solver.authoring.domains import Integer
from solver.authoring.formulas import Formula, Number, Relation, Symbol, lift, sum_of
from solver.problems.probability._distribution import EVENTS, NAMES, RandomVariable, for_any_letter

Bound: TypeAlias = Annotated[Symbol | None, Integer(least=0, most=10_000)]

MOST_TERMS = 40
"""A sum of more probabilities would not fit a page."""

IN_FULL = 3

SUM_MISTAKES = {
    "opposite": "the probability of the opposite event was given",
    "border": "the border was counted where it does not belong, or left out where it does",
    "exactly-taken": "the probability of the border alone was given",
}


class Counting(RandomVariable):
    """A variable whose values are the whole numbers from 0 on."""

    k: Bound = parameter("exactly", symbol="k", note="P(X = k)", aliases="x exactly successes")
    at_most: Bound = parameter("at most", symbol="k", note="P(X <= k)")
    at_least: Bound = parameter("at least", symbol="k", note="P(X >= k)")
    above: Bound = parameter("more than", symbol="k", note="P(X > k)", aliases="more-than")
    below: Bound = parameter("less than", symbol="k", note="P(X < k)", aliases="less-than p-below")

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
                *for_any_letter([f"P(X={number})"]),
                *self.called("P({0}); P_{0}; p_X({0})", number),
            )
            for number in self._terms[0]
        }
        events = for_any_letter((f"P(X{EVENTS[self.event][0]}{k})", same[self.event], whole))
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
        bound = k.spelling or Number(Fraction(int(k)), str(int(k)))
        wanted = k if event == "k" else Relation(Symbol("X"), sign, bound)
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
