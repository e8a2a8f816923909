"""Whether a student's value is the solver's, within honest rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from typing import Any

from solver import values
from solver.checking.claims import Claimed, Written
from solver.checking.precision import bands, number
from solver.comparison import Comparison
from solver.formula import Formula, Symbol
from solver.numerals import kept_digits
from solver.solution import Answer, Nested, Quantity, Solution
from solver.values import Value

FEWEST_DIGITS, MOST_DIGITS = 2, 6
WANTED_DIGITS = 3
_EXACT = 1e-9


class Match(IntEnum):
    """How well a value matches."""

    NO = 0
    COARSE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Reach:
    """How far rounding may move each quantity of a run, worked out when it is needed."""

    quantities: Mapping[str, Quantity]
    _known: dict[int, dict[str, float]] = field(default_factory=dict)

    def band(self, name: str, digits: int) -> float:
        """The band of a quantity for a hand that keeps so many digits."""
        if digits not in self._known:
            self._known[digits] = bands(self.quantities, digits)
        return self._known[digits].get(name, 0.0)


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares values with one run of the solver, within the bands of the plain run."""

    solution: Solution
    reach: Reach

    def match(self, written: Claimed, formula: Nested) -> Match:
        """Whether a number is the value of a quantity of this run."""
        if isinstance(written, bool) or isinstance(formula, bool):
            return Match.YES if written is formula else Match.NO
        if isinstance(written, tuple) or isinstance(formula, tuple):
            return Match.NO
        value = formula.evaluate()
        if written.value == value:
            return Match.YES
        distance = number(values.subtract(written.value, value))
        digits = min(max(written.digits or MOST_DIGITS, FEWEST_DIGITS), MOST_DIGITS)
        if abs(distance) <= self._reach(formula, value, max(digits, WANTED_DIGITS)):
            return Match.YES
        if digits >= WANTED_DIGITS or written.value == 0:
            return Match.NO
        coarse = max(self._reach(formula, value, digits), written.half_unit)
        return Match.COARSE if abs(distance) <= coarse else Match.NO

    def _reach(self, formula: Formula, value: Value, digits: int) -> float:
        """The band of rounding every step, and half a unit of the answer's own last digit."""
        band = self.reach.band(formula.name, digits) if isinstance(formula, Symbol) else 0.0
        size = abs(number(value))
        kept = digits if values.is_complex(value) or size == float("inf") else kept_digits(value, digits)
        own = 0.5 * 10.0 ** (leading_place(size) - kept + 1) if 0 < size < float("inf") else 0.0
        return max(band, own) * (1 + _EXACT) + size * 1e-12

    def match_whole(self, claimed: Claimed, answer: Answer) -> Match:
        """Whether a set of numbers, a basis or a list of bases is that of this run."""
        if self._match_nested(claimed, answer.value) is Match.YES:
            return Match.YES
        if answer.comparison is Comparison.MULTISET:
            return self._match_multiset(claimed, answer.value)
        if answer.comparison is Comparison.SPAN:
            return _match_span(claimed, answer.value)
        if answer.comparison is Comparison.SPANS:
            return self._match_spans(claimed, answer.value)
        return self._match_nested(claimed, answer.value)

    def _match_nested(self, claimed: Claimed, value: Nested) -> Match:
        if not isinstance(claimed, tuple) or not isinstance(value, tuple):
            return self.match(claimed, value)
        if len(claimed) != len(value):
            return Match.NO
        return min(map(self._match_nested, claimed, value), default=Match.YES)

    def _match_multiset(self, claimed: Claimed, value: Nested) -> Match:
        ours = list(value) if isinstance(value, tuple) else [value]
        theirs = claimed if isinstance(claimed, tuple) else (claimed,)
        if len(ours) != len(theirs):
            return Match.NO
        worst = Match.YES
        for item in theirs:
            scores = [self.match(item, candidate) for candidate in ours]
            best = max(scores)
            worst = min(worst, best)
            ours.pop(scores.index(best))
        return worst

    def _match_spans(self, claimed: Claimed, value: Nested) -> Match:
        """Bases in any order of their spaces; a single vector may stand for its basis."""
        if not isinstance(claimed, tuple) or not isinstance(value, tuple):
            return Match.NO
        remaining = list(value)
        for item in claimed:
            basis = item if depth(item) == 2 else (item,)
            found = next((space for space in remaining if _match_span(basis, space)), None)
            if found is None:
                return Match.NO
            remaining.remove(found)
        return Match.NO if remaining else Match.YES


def leading_place(size: float) -> int:
    """The power of ten of the first significant digit."""
    return int(f"{size:e}".partition("e")[2])


def depth(claimed: Claimed) -> int:
    """How deep tuples are nested."""
    return 1 + max(map(depth, claimed), default=0) if isinstance(claimed, tuple) else 0


def _match_span(claimed: Claimed, value: Nested) -> Match:
    """Whether vectors are a basis of the same space: independent, as many, and all inside it.

    Exact where everything is a fraction, else by rank within the digits that were written.
    """
    if not isinstance(claimed, tuple) or not isinstance(value, tuple):
        return Match.NO
    vectors = claimed if not claimed or depth(claimed) == 2 else (claimed,)
    theirs = [_numbers(vector) for vector in vectors]
    ours = [_numbers(vector) for vector in value]
    if len(ours) != len(theirs) or len({len(vector) for vector in (*ours, *theirs)}) > 1:
        return Match.NO
    if not ours:
        return Match.YES
    same = _rank(theirs, vectors) == len(ours) == _rank([*ours, *theirs], vectors)
    return Match.YES if same else Match.NO


def _numbers(vector: Any) -> list[Value]:
    items = vector if isinstance(vector, tuple) else (vector,)
    return [item.value if isinstance(item, Written) else item.evaluate() for item in items]


def _rank(rows: Sequence[Sequence[Value]], vectors: Sequence[Claimed]) -> int:
    if all(isinstance(entry, Fraction) for row in rows for entry in row) and not _is_rounded(vectors):
        import sympy

        return int(sympy.Matrix([[sympy.Rational(str(entry)) for entry in row] for row in rows]).rank())
    import numpy as np

    matrix = np.array([[complex(entry) for entry in row] for row in rows])
    sizes = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not sizes.all():
        return 0
    singular_values = np.linalg.svd(matrix / sizes, compute_uv=False)
    return int(np.sum(singular_values > _tolerance(vectors)))


def _is_rounded(vectors: Sequence[Claimed]) -> bool:
    """Whether a decimal with places was written, which may have been rounded."""
    return any("." in item.text for item in _written(vectors))


def _tolerance(vectors: Sequence[Claimed]) -> float:
    """How far a unit vector may lie from the space when its entries were rounded."""
    digits = [item.digits or MOST_DIGITS for item in _written(vectors) if "." in item.text]
    return 10.0 ** -max(min(digits, default=MOST_DIGITS) - 1, 1)


def _written(claimed: Claimed | Sequence[Claimed]) -> list[Written]:
    if isinstance(claimed, Written):
        return [claimed]
    return [] if isinstance(claimed, bool) else [item for part in claimed for item in _written(part)]
