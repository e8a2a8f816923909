"""What a wrong value is instead: the right one with the other sign, in percent, in another place.

These are observations, not guesses: what they say is so, whatever the student was thinking.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.comparing.cells import Cell, by_claim
from solver.checking.comparing.matching import FROM_0, Judge, next_one
from solver.checking.comparing.ordered import Ordered
from solver.checking.comparing.rounding import WANTED_DIGITS, Match, digits_written, is_written, names_before
from solver.checking.explaining.chance import LARGEST, resolution
from solver.checking.written.claims import Written
from solver.mathematics import values
from solver.mathematics.formula import Formula, symbols_of
from solver.mathematics.values import Value, is_complex
from solver.record.error_bounds import FEWEST_DIGITS
from solver.record.slopes import number
from solver.record.solution import Nested

Path: TypeAlias = tuple[int, ...]
Reordering: TypeAlias = Callable[[Path, tuple[int, ...]], Path]
"""Where the value of an entry comes from, given the sizes of the array; it may lie beside it."""

MOST_PLACES = 6
"""Number of places by which the point of a decimal may have slipped."""

MOST_ENTRIES = 400

NEAR = 0.5
"""Numbers of which one is less than this part of the other are never the same, however rounded."""

FEW = 4
"""Of whole numbers up to this, too many are squares or roots of others."""

FARTHEST = 0.1
"""Numbers farther apart than this part of the larger one are not the same, unless one of them is 0."""

BESIDE = 1e-6
"""What is lost in floats is a much smaller part of a number than this."""

HUNDRED = 100

MODERATE = 1e100
"""A number up to this has a square in floats."""

PERCENTAGE = ": a percentage needs its sign, %"

_ORDERS: tuple[tuple[int, str, Reordering], ...] = (
    (2, "it is transposed: rows and columns are exchanged", lambda p, _: (*p[:-2], p[-1], p[-2])),
    (2, "the rows are in reverse order", lambda p, n: (*p[:-2], n[-2] - 1 - p[-2], p[-1])),
    (2, "each row is in reverse order", lambda p, n: (*p[:-1], n[-1] - 1 - p[-1])),
    (2, "it is turned by 180 degrees", lambda p, n: (*p[:-2], n[-2] - 1 - p[-2], n[-1] - 1 - p[-1])),
    (1, "the values are in reverse order", lambda p, n: (*p[:-1], n[-1] - 1 - p[-1])),
)
"""The fewest dimensions, the words, and where each entry was taken from."""

_SHIFTS = (("each value stands one place too late", -1), ("each value stands one place too early", 1))


class Readings(Struct, frozen=True, dict=True):
    """What can be seen in the wrong values of a student's work.

    Attributes:
        judge: the plain run.
        cells: all that the student wrote.
    """

    judge: Judge
    cells: Sequence[Cell]
    _arrays: dict[int, str] = field(default_factory=dict)
    _sizes: dict[int, tuple[float, float]] = field(default_factory=dict)

    def of_order(self, cell: Cell) -> str:
        """The right number with another unit, or in another place among the student's own numbers."""
        return self._of_unit(cell) or self.of_array(cell) or self._exchanged(cell)

    def of_number(self, cell: Cell) -> str:
        """The right number with another sign or decimal point or upside down, or that of the step before."""
        formula = self.judge.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return ""
        return (
            self._of_number(cell.written, formula)
            or _that_of(self.judge.rounding.step_before(cell.written, formula))
            or _that_of(self.before(cell))
            or self._of_power(cell.written, formula)
        )

    def before(self, cell: Cell) -> str:
        """The quantity of the step before whose value a number is, be it worked out from that or not."""
        quantities = self.judge.solution.quantities
        if not isinstance(cell.written, Written) or digits_written(cell.written) < FEWEST_DIGITS:
            return ""
        known = (name for name in names_before(cell.quantity) if name in quantities)
        values_of = ((name, quantities[name].symbol.value) for name in known)
        same = (name for name, value in values_of if value is not None and is_written(cell.written, value))
        return next(same, "")

    def elsewhere(self, cell: Cell) -> str:
        """The quantity whose value a number is instead, such as that of the step before."""
        formula = self.judge.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return ""
        return self._elsewhere(cell.quantity, cell.written, formula)

    def outweighs(self, cell: Cell, mistaken: Judge | None) -> bool:
        """Whether what can be seen of a number speaks against a mistake that leads to it.

        Other numbers of the student's that it changed places with do, unless the mistake leads to them
        as well, and a percentage.

        Args:
            cell: the number.
            mistaken: the run with the mistake made wherever it can be.
        """
        if self._of_unit(cell):
            return True
        is_array = bool(self.of_array(cell))
        moved = self._by_claim[id(cell.claim)] if is_array else list(self._exchanged_with(cell))
        if not moved:
            return self._is_percentage(cell)
        return mistaken is None or any(mistaken.match_cell(other) is Match.NO for other in moved)

    @cached_property
    def _by_claim(self) -> Mapping[int, list[Cell]]:
        return by_claim(self.cells)

    # Single numbers

    def _of_unit(self, cell: Cell) -> str:
        """The right number with the wrong unit."""
        formula = self.judge.claimed(cell)
        if cell.typed is None or formula is None or self.judge.match(cell.typed, formula) is not Match.YES:
            return ""
        return f"the number is right, but its unit is not {cell.typed.unit}"

    def _of_number(self, written: Written, formula: Formula) -> str:
        right = formula.evaluate()
        if not values.is_defined(written.value) or 0 in (right, written.value):
            return ""
        if self._is(written, formula, -1):
            return "only its sign is wrong"
        if not (values.is_finite(right) and values.is_finite(written.value)):
            return ""
        for places in range(1, MOST_PLACES + 1):
            for power, size in ((10**places, "large"), (Fraction(1, 10**places), "small")):
                if self._is(written, formula, 1 / Fraction(power)):
                    about = PERCENTAGE if power == HUNDRED and 0 <= number(right) <= 1 else ""
                    return f"it is {10**places:,} times too {size}{about}"
        inverse = values.divide(Fraction(1), written.value)
        slope = min(abs(number(inverse)), MODERATE) ** 2
        is_long = digits_written(written) >= WANTED_DIGITS
        is_inverse = inverse == right or (is_long and self._is_after(written, formula, inverse, slope))
        return "it is upside down: 1 divided by what is wanted" if is_inverse else ""

    def _of_power(self, written: Written, formula: Formula) -> str:
        """A share of the other part, or the right number squared or under a root."""
        value, right = written.value, formula.evaluate()
        if not (values.is_finite(value) and values.is_finite(right)):
            return ""
        is_telling = digits_written(written) > 1 or abs(value) > FEW
        if values.is_complex(value) or values.is_complex(right) or not is_telling:
            return ""
        size, wanted = number(value), number(right)
        is_share = 0 < size < 1 and 0 < wanted < 1
        if is_share and self._is_after(written, formula, values.subtract(1, value), 1):
            return "it is 1 minus what is wanted"
        is_whole = abs(value) > FEW and written.half_unit < 1
        is_long = digits_written(written) >= WANTED_DIGITS or is_whole
        square, of_right = values.multiply(value, value), values.multiply(right, right)
        if size <= 0:
            return ""
        if square == right or (is_long and self._is_after(written, formula, square, 2 * size)):
            return "it is the square root of what is wanted"
        if wanted > 0 and (of_right == value or (is_long and is_written(written, of_right))):
            return "it is the square of what is wanted"
        return ""

    def _is_after(self, written: Written, formula: Formula, value: Value, slope: float) -> bool:
        """Whether a number is the right one once it was put into a function of this slope.

        It has lost its last digits, even where the right number has no more of them; but not all of them.
        """
        changed = replace(written, value=value, half_unit=written.half_unit * slope)
        if changed.half_unit > NEAR * abs(number(formula.evaluate())):
            return False
        return is_written(changed, formula.evaluate()) or self.judge.match(changed, formula) is Match.YES

    def _is_percentage(self, cell: Cell) -> bool:
        """Whether a share is written in percent; what has negative entries has no shares."""
        formula = self.judge.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return False
        if number(formula.evaluate()) > 1 or not self._is(cell.written, formula, Fraction(1, HUNDRED)):
            return False
        beside = map(self.judge.claimed, self._by_claim[id(cell.claim)])
        return all(number(f.evaluate()) >= 0 for f in beside if isinstance(f, Formula))

    def _is(self, written: Written, formula: Formula, factor: int | Fraction) -> bool:
        """Whether a number is the right one once it is multiplied."""
        times = abs(number(written.value) * float(factor))
        if not NEAR * times <= abs(number(formula.evaluate())) <= times / NEAR:
            return False
        value = values.multiply(written.value, Fraction(factor))
        half = written.half_unit * abs(float(factor))
        return self.judge.match(replace(written, value=value, half_unit=half), formula) is Match.YES

    def _elsewhere(self, own: str, written: Written, formula: Formula) -> str:
        if len(self._numbers) * resolution(written, number(formula.evaluate())) > LARGEST:
            return ""
        near = self._known_sizes.between(*_ends(written))
        found = (self._numbers[place] for place in near)
        others = [name for name, value in found if is_written(written, value)]
        return _that_of(max(others, key=lambda name: _likeness(name, own), default=""))

    @cached_property
    def _numbers(self) -> Sequence[tuple[str, Value]]:
        """All numbers of the working, and those that it starts from, with their names."""
        quantities = self.judge.solution.quantities
        used = [symbol for quantity in quantities.values() for symbol in symbols_of(quantity.formula)]
        symbols = [*used, *(quantity.symbol for quantity in quantities.values())]
        known = {symbol.name: symbol.value for symbol in symbols}
        return [(name, value) for name, value in known.items() if value is not None]

    @cached_property
    def _known_sizes(self) -> Ordered:
        return Ordered([_float(value) for _, value in self._numbers])

    # Other numbers of the student's

    def _exchanged(self, cell: Cell) -> str:
        """Another number of the student's with which it changed places, such as the bias."""
        other = next(self._exchanged_with(cell), None)
        return "" if other is None else f"it is exchanged with your {other.label}"

    def _exchanged_with(self, cell: Cell) -> Iterator[Cell]:
        """The numbers with which it changed places; most others are seen to be too far from it."""
        written, right = self._both_sizes(cell)
        for place in self._places(written):
            other = self.cells[place]
            theirs = self._both_sizes(other)
            is_near = not (_are_apart(written, theirs[1]) or _are_apart(theirs[0], right))
            if is_near and self._is_exchanged(cell, other):
                yield other

    def _places(self, written: float) -> Sequence[int]:
        """The places of the numbers that may be what was written where they are right."""
        if not written or math.isnan(written):
            return range(len(self.cells))
        ends = sorted((written * (1 - FARTHEST), written / (1 - FARTHEST)))
        return self._right_sizes.between(*ends)

    @cached_property
    def _right_sizes(self) -> Ordered:
        return Ordered([self._both_sizes(cell)[1] for cell in self.cells])

    def _both_sizes(self, cell: Cell) -> tuple[float, float]:
        """What a cell claims and what is right, in floats."""
        if id(cell) not in self._sizes:
            formula = self.judge.claimed(cell)
            right = _float(formula.evaluate()) if isinstance(formula, Formula) else math.nan
            written = _float(cell.written.value) if isinstance(cell.written, Written) else math.nan
            self._sizes[id(cell)] = written, right
        return self._sizes[id(cell)]

    def _is_exchanged(self, cell: Cell, other: Cell) -> bool:
        """Whether two numbers that were claimed apart are those of one another."""
        ours, theirs = self.judge.claimed(cell), self.judge.claimed(other)
        if other.claim is cell.claim or not isinstance(ours, Formula) or not isinstance(theirs, Formula):
            return False
        is_moved = self.judge.matches(cell.written, theirs) and self.judge.matches(other.written, ours)
        return is_moved and not self.judge.matches(other.written, theirs)

    # Arrays

    def of_array(self, cell: Cell) -> str:
        """What is wrong with the order of all values of a claim."""
        if id(cell.claim) not in self._arrays:
            self._arrays[id(cell.claim)] = self._order(cell)
        return self._arrays[id(cell.claim)]

    def _order(self, cell: Cell) -> str:
        own = self._by_claim[id(cell.claim)]
        if not 1 < len(own) <= MOST_ENTRIES or any(other.is_whole or other.is_part for other in own):
            return ""
        written = {other.path or (place,): other for place, other in enumerate(own)}
        right = {path: self.judge.claimed(other) or False for path, other in written.items()}
        wrong = [path for path in written if not self.judge.matches(written[path].written, right[path])]
        depths = {len(path) for path in written}
        if len(wrong) < 2 or len(depths) > 1:
            return ""
        if self._is_counted_from_0(own):
            return FROM_0
        sizes = tuple(max(path[axis] for path in written) + 1 for axis in range(depths.pop()))
        for dimensions, words, move in _ORDERS:
            if len(sizes) >= dimensions and self._moved(written, right, sizes, move, strict=True):
                return words
        for words, step in _SHIFTS:
            if self._moved(written, right, sizes, _shift(step), strict=False):
                return words
        return self._permuted(written, right, wrong) or self._one_before(list(written.values()))

    def _is_counted_from_0(self, own: Sequence[Cell]) -> bool:
        """Whether positions, which are no quantities, are all the right ones counted from 0."""
        if any(cell.quantity for cell in own):
            return False
        later = [(next_one(cell.written), self.judge.claimed(cell)) for cell in own]
        return all(one is not None and self.judge.matches(one, right or False) for one, right in later)

    def _moved(
        self,
        written: Mapping[Path, Cell],
        right: Mapping[Path, Nested],
        sizes: tuple[int, ...],
        move: Reordering,
        *,
        strict: bool,
    ) -> bool:
        """Whether each value is that of the entry a move leads to; `strict` if there must be one for each."""
        sources = {path: move(path, sizes) for path in written}
        known = {path: source for path, source in sources.items() if source in right}
        if len(known) < (len(written) if strict else 2):
            return False
        return all(self.judge.matches(written[path].written, right[source]) for path, source in known.items())

    def _permuted(
        self, written: Mapping[Path, Cell], right: Mapping[Path, Nested], wrong: Sequence[Path]
    ) -> str:
        """Whether the wrong values are those of one another's entries."""
        left = list(wrong)
        for path in wrong:
            source = next((p for p in left if self.judge.matches(written[path].written, right[p])), None)
            if source is None:
                return ""
            left.remove(source)
        if len(wrong) > 2:
            return "the right values, but in another order"
        names = [written[path].label for path in wrong]
        return f"{' and '.join(names)} are exchanged"

    def _one_before(self, own: Sequence[Cell]) -> str:
        """Whether all values are those of the step, or of the iteration, before."""
        quantities = self.judge.solution.quantities
        for names in zip(*(names_before(cell.quantity) for cell in own), strict=False):
            before = [quantities[name].symbol for name in names if name in quantities]
            pairs = zip(own, before, strict=False)
            if len(before) == len(own) and all(self.judge.matches(c.written, s) for c, s in pairs):
                return f"these are the values of {', '.join(names[:2])}{', …' if len(names) > 2 else ''}"
        return ""


def _shift(step: int) -> Reordering:
    return lambda path, _: (path[0] + step, *path[1:])


def _that_of(name: str) -> str:
    return f"that is the value of {name}" if name else ""


def _likeness(name: str, other: str) -> int:
    """How many characters two names begin with alike."""
    return next(
        (k for k, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other))
    )


def _float(value: Value) -> float:
    """A real number in floats; not a number for any other."""
    return number(value) if values.is_finite(value) and not is_complex(value) else math.nan


def _ends(written: Written) -> tuple[float, float]:
    """Between what a number lies that was written down as one, and a little beyond for the sake of floats."""
    value = number(written.value)
    far = written.half_unit * (1 + BESIDE) + abs(value) * BESIDE
    return value - far, value + far


def _are_apart(one: float, other: float) -> bool:
    """Whether no rounding makes two numbers the same; what is no number, or nothing, may be the same."""
    return abs(one - other) > FARTHEST * max(abs(one), abs(other)) and bool(one and other)
