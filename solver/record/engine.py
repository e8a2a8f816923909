"""From a problem to its verified solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cache, partial
from math import inf, isfinite
from typing import Any, ClassVar, Protocol

import numpy as np
from msgspec.structs import replace

from solver.errors import DisagreementError, InputError, LongRunError, UndefinedError
from solver.mathematics.formula import Formula, Symbol, symbols_of
from solver.mathematics.values import INFINITY, Value
from solver.record.blocks import Phrase
from solver.record.comparison import TOLERANCE, Comparison
from solver.record.recorder import Rerun, Working
from solver.record.solution import Answer, Conclusion, Given, Nested, Solution, exact_numbers, leaves

MODERATE = 1e-10, 1e6
"""Below or beyond these, the size of a number may be why the NumPy model disagrees."""


class Solvable(Protocol):
    """What the engine asks of a problem."""

    command: ClassVar[str]
    summary: ClassVar[str]
    idea: ClassVar[str]
    sanity: ClassVar[str]
    stem: ClassVar[str]
    answers: ClassVar[Mapping[str, str]]
    flats: ClassVar[Mapping[str, str]]
    planes: ClassVar[Mapping[str, str]]
    may_be_none: ClassVar[str]
    coordinates: ClassVar[str]
    of_samples: ClassVar[str]

    @property
    def shown_exactly(self) -> bool: ...

    @property
    def givens(self) -> tuple[Given, ...]: ...

    @property
    def told_answers(self) -> Mapping[str, str]: ...

    @property
    def program_values(self) -> Mapping[str, object]: ...

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]: ...

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]: ...

    @property
    def worked(self) -> Working: ...

    @property
    def told_mistakes(self) -> Mapping[str, str]: ...

    def told(self, text: str) -> str: ...

    def spoken(self, text: str) -> Phrase: ...

    def solve(self, work: Working) -> None: ...

    def reference(self) -> Mapping[str, Any]: ...


def solve_problem(problem: Solvable, round_to: int | None = None) -> Solution:
    """Solve and verify; with `round_to`, show the working of a hand that rounds every step.

    Raises:
        InputError: the problem has no solution, or it is given up because its numbers grow too large.
        DisagreementError: the NumPy model disagrees; nothing is returned then.
    """
    plain = run(problem)
    difference = verify(problem, plain)
    shown = plain if round_to is None else run(problem, Rerun(round_to=round_to))
    exact = shown.exact and round_to is None
    return replace(shown, exact=exact, max_difference=difference, rounded_to=round_to)


def run(problem: Solvable, rerun: Rerun | None = None) -> Solution:
    """One run of the solver, not compared with the model; a long one may lack its last part.

    Raises:
        InputError: the givens lead to a quantity without a value.
    """
    try:
        work = problem.worked if rerun is None else _worked_again(problem, rerun)
    except UndefinedError as undefined:
        raise InputError("the problem", f"{undefined.verdict}: {undefined}") from None
    return Solution(
        problem.command,
        problem.summary,
        problem.givens,
        work.steps,
        tuple(replace(answer, phrase=problem.told_answers.get(answer.name, "")) for answer in work.answers),
        work.quantities,
        work.arrays,
        tuple(work.choices),
        problem.shown_exactly,
        problem.spoken(problem.idea),
        problem.spoken(problem.sanity),
        work.withheld,
        tuple(work.bases),
        work.decides_by_values,
        problem.other_names,
        problem.told_answers,
        problem.flats,
        problem.planes,
        problem.coordinates,
        work.formulas,
        partial(getattr, problem, "program_values"),
        partial(problem.spoken, problem.stem),
        multiples=problem.multiples,
        asides=frozenset(work.asides),
        effort=work.effort,
        may_be_none=problem.may_be_none,
        of_samples=problem.of_samples,
    )


def _worked_again(problem: Solvable, rerun: Rerun) -> Working:
    work = Working(rerun, problem.told_mistakes)
    try:
        with suppress(LongRunError):
            problem.solve(work)
    except (ArithmeticError, LookupError, ValueError) as error:
        # The steps are written for what the givens can lead to, and values from elsewhere may be anything.
        if not rerun.values:
            raise
        raise UndefinedError(
            f"with {', '.join(rerun.values)} from elsewhere, a step cannot be made"
        ) from error
    return work


def serves(problem: Solvable, solution: Solution, feasible: Mapping[str, Value]) -> bool:
    """Whether all other answers stay with these values in place of the solution's own feasible ones."""
    try:
        theirs = run(problem, Rerun(values=feasible)).numbers
    except InputError:
        return False
    named = {answer.name for answer in solution.answers if answer.comparison is Comparison.FEASIBLE}
    return all(theirs.get(name) == value for name, value in solution.numbers.items() if name not in named)


def verify(problem: Solvable, solution: Solution) -> float:
    """Compare every answer with the NumPy model; returns the largest relative difference.

    Raises:
        DisagreementError: an answer differs, or only one side knows it.
    """
    # What is no number is compared like any other: NumPy need not warn of it.
    with np.errstate(all="ignore"):
        reference = problem.reference()
    names = {answer.name for answer in solution.answers}
    if names != set(reference):
        _require_moderate(solution)
        theirs = ", ".join(sorted(reference))
        raise DisagreementError(f"the solver answers {', '.join(sorted(names))}, the model {theirs}")
    # Most answers are far larger than what rounding leaves of nothing: it is worked out when need be.
    moved = cache(partial(_moved, solution))
    worst = 0.0
    for answer in solution.answers:
        ours, theirs = exact_numbers(answer.value), _plain(reference[answer.name])
        difference = answer.comparison.difference(ours, theirs)
        if not difference <= TOLERANCE:
            difference = answer.comparison.difference(ours, theirs, _noise(answer.value, moved()))
        if not difference <= TOLERANCE:
            _require_moderate(solution)
            _require_certain(answer, moved())
            raise DisagreementError(
                f"{solution.command}: the solver and the NumPy model disagree on {answer.name}"
                f" by {difference:.3g}; please report this problem"
            )
        worst = max(worst, difference)
    return worst


def _moved(solution: Solution) -> Mapping[str, float]:
    """How far rounding may move each quantity."""
    from solver.record.error_bounds import noise_bounds

    return noise_bounds(solution.quantities)


def _noise(value: Nested, moved: Mapping[str, float]) -> Any:
    """How far rounding may move each number of an answer; what nothing is known of must be met."""
    from solver.record.error_bounds import noise

    if isinstance(value, Conclusion):
        return 0.0
    if isinstance(value, Formula):
        bound = moved[value.name] if isinstance(value, Symbol) and value.name in moved else noise(value)
        return bound if isfinite(bound) else 0.0
    return [_noise(item, moved) for item in value]


def _require_moderate(solution: Solution) -> None:
    """Numbers of extreme size drown one another in floating point, where no model can judge.

    Raises:
        InputError: the solution holds such a number.
    """
    shown = [given.shown for given in solution.givens if isinstance(given.shown, Formula)]
    known = [quantity.symbol for quantity in solution.quantities.values()]
    symbols = (symbol for formula in (*shown, *known) for symbol in symbols_of(formula))
    for symbol in symbols:
        size = Fraction(0) if symbol.value is None else abs(symbol.value)
        if size not in (0, INFINITY) and not MODERATE[0] <= float(size) <= MODERATE[1]:
            raise InputError(
                "the problem", "mixes numbers too far apart in size to be verified in floating point"
            )


def _require_certain(answer: Answer, moved: Mapping[str, float]) -> None:
    """Where rounding may move a number by more than the largest there is, no model in floats can judge it.

    Raises:
        InputError: the answer holds such a number.
    """
    if any(moved.get(name) == inf for name in leaves(answer.value)):
        raise InputError("the problem", "is given up: rounding errors grow until no digit is certain")


def _plain(value: Any) -> Any:
    """A NumPy result as Python numbers and lists."""
    if type(value) is float:
        return value
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        raise TypeError("a reference answer must be a number, a word or an array")
    return value if isinstance(value, str | bool | int | complex | Fraction) else float(value)
