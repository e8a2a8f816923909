"""What an answer can be by its nature, whatever the numbers: its range, its sum, its symmetry."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import gcd, hypot, inf, isclose, isqrt
from operator import mul
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from solver.mathematics import values
from solver.mathematics.values import Value

Entry = TypeVar("Entry")

_CLOSE = 1e-9
_ALIKE = 0.02
"""Products of entries that were rounded for display differ by no larger share."""
_ROUNDED = 6e-4
"""So does a number that was rounded to four digits."""
_EACH_SIDE = 5
_STEPS = 12
_LEGS = tuple(Fraction(sign * n, 100) for n in (28, 60, 80, 96) for sign in (-1, 1))
"""The sides of triangles with a right angle whose longest side is 1."""
_FAR = 24
_NARROW = 0.1
"""A range that is no wider than this part of the numbers in it is drawn from directly."""


class Units(Struct, frozen=True):
    """Vectors of length 1: rows of so many entries, or `across` them, the columns of these.

    They are `at_right_angles` to each other. `leading` are the signs of their first entries other than 0,
    where these are told.
    """

    size: int
    across: bool = False
    at_right_angles: bool = True
    leading: tuple[int, ...] = ()

    def vectors(self, entries: Sequence[Entry]) -> list[Sequence[Entry]]:
        """The entries of each vector."""
        return in_lists(entries, self.size, across=self.across)

    def of_part(self, start: int, count: int) -> Units | None:
        """What holds for so many entries from a place on, where these are whole vectors."""
        if self.across or start % self.size or count % self.size:
            return None
        return replace(self, leading=self.leading[start // self.size : (start + count) // self.size])

    def allow(self, numbers: Sequence[Value]) -> bool:
        """Whether the numbers are such vectors, but for rounding."""
        vectors = self.vectors(list(map(_size, numbers)))
        if any(abs(hypot(*vector) - 1) > _ROUNDED for vector in vectors):
            return False
        signs = [next((1 if n > 0 else -1 for n in vector if abs(n) > _CLOSE), 1) for vector in vectors]
        if self.leading and tuple(signs) != self.leading[: len(signs)]:
            return False
        pairs = combinations(vectors, 2) if self.at_right_angles else ()
        return all(abs(sum(map(mul, one, other))) <= _ROUNDED for one, other in pairs)


class Sums(Struct, frozen=True):
    """What each row of so many entries sums to, or `across` them each column."""

    size: int
    total: int
    across: bool = False

    def lists(self, entries: Sequence[Entry]) -> list[Sequence[Entry]]:
        """The entries of each of these rows or columns."""
        return in_lists(entries, self.size, across=self.across)

    def of_part(self, start: int, count: int) -> Sums | None:
        """What holds for so many entries from a place on, where these are whole rows."""
        return None if self.across or start % self.size or count % self.size else self

    def allow(self, numbers: Sequence[Value]) -> bool:
        """Whether each of them does, but for rounding."""
        lists = self.lists(list(map(_size, numbers)))
        return all(abs(sum(row) - self.total) <= _ROUNDED * max(1, *map(abs, row)) for row in lists)


class Conjugates(Struct, frozen=True):
    """Vectors of so many entries, each of which stands there with its conjugate where it is complex: what
    belongs to the eigenvalues of a real matrix. They are rows, or `across` these the columns.
    """

    size: int = 1
    across: bool = False

    def vectors(self, entries: Sequence[Entry]) -> list[Sequence[Entry]]:
        """The entries of each vector."""
        return in_lists(entries, self.size, across=self.across)

    def allow(self, numbers: Sequence[Value]) -> bool:
        """Whether each has its conjugate, but for rounding."""
        left = self.vectors([complex(values.as_number(number)) for number in numbers])
        while left:
            vector = left.pop()
            if all(abs(entry.imag) <= _CLOSE for entry in vector):
                continue
            place = next((k for k, other in enumerate(left) if _are_conjugate(vector, other)), None)
            if place is None:
                return False
            del left[place]
        return True


class Nature(Struct, frozen=True):
    """What holds for the numbers of an answer.

    Attributes:
        least: none is below.
        most: none is above.
        total: what they sum to.
        primitive: they are whole and have no common divisor.
        symmetric: they are the rows of a symmetric matrix.
        conjugate: they are spectra of real entries, both parts of each, of so many points.
        proportional: they are rows of so many entries, each of them a multiple of one row.
        among: each is one of these, but for rounding; nothing is told where there is none.
        ascending: none is smaller than the one before.
        descending: none is larger than the one before.
        independent: they are vectors of so many entries, none of which is a combination of the others.
        with_both_signs: each stands there with the other sign as often.
        units: they are the entries of vectors of length 1.
        sums: what each of their rows or columns sums to.
        spread: no two of them are farther apart.
        conjugates: which of them stand there with their conjugates.
        among_each: what each of them is one of, by its place.
    """

    least: Value | None = None
    most: Value | None = None
    total: int | None = None
    primitive: bool = False
    symmetric: bool = False
    conjugate: int = 0
    proportional: int = 0
    among: tuple[Value, ...] = ()
    ascending: bool = False
    descending: bool = False
    independent: int = 0
    with_both_signs: bool = False
    units: Units | None = None
    sums: Sums | None = None
    spread: int | None = None
    conjugates: Conjugates | None = None
    among_each: tuple[tuple[Value, ...], ...] = ()

    def allows(self, numbers: Sequence[Value]) -> bool:
        """Whether an answer of these numbers is possible."""
        if any(map(values.is_complex, numbers)):
            return self._allows_complex(numbers)
        reached = all(self.at(place).reaches(number) for place, number in enumerate(numbers))
        return reached and self._holds_together(numbers)

    def at(self, place: int) -> Nature:
        """What holds for the number at a place as for all, and for it alone."""
        return replace(self, among=self.among_each[place], among_each=()) if self.among_each else self

    def _allows_complex(self, numbers: Sequence[Value]) -> bool:
        """Whether what is told of numbers that have no order holds."""
        if self.independent and not _are_independent(numbers, self.independent):
            return False
        return self.conjugates is None or self.conjugates.allow(numbers)

    def reaches(self, number: Value) -> bool:
        """Whether a number is within the range."""
        if self.among and not any(_reads_as(number, one) for one in self.among):
            return False
        is_below = self.least is not None and _order(number, self.least) < 0
        return not is_below and (self.most is None or _order(number, self.most) <= 0)

    def _holds_together(self, numbers: Sequence[Value]) -> bool:
        """Whether what is told of all numbers at once holds."""
        if self.total is not None and abs(sum(map(values.real, numbers)) - self.total) > _CLOSE:
            return False
        pairs = self.pairs(len(numbers))
        if not all(_are_close(numbers[i], sign * numbers[j]) for i, j, sign in pairs):
            return False
        if self.proportional and not _are_proportional(numbers, self.proportional):
            return False
        if self.spread is not None and max(map(_size, numbers)) - min(map(_size, numbers)) > self.spread:
            return False
        if self.ascending and any(_order(after, before) < 0 for before, after in pairwise(numbers)):
            return False
        if self.descending and any(_order(after, before) > 0 for before, after in pairwise(numbers)):
            return False
        if self.independent and not _are_independent(numbers, self.independent):
            return False
        if self.with_both_signs and not _have_both_signs(numbers):
            return False
        told = [rule for rule in (self.units, self.sums) if rule is not None]
        if not all(rule.allow(numbers) for rule in told):
            return False
        return not self.primitive or _is_primitive(numbers)

    def pairs(self, count: int) -> list[tuple[int, int, int]]:
        """The places of so many numbers of which one tells the other, and its sign then."""
        found = [(below, above, 1) for below, above in mirrored(count)] if self.symmetric else []
        return [*found, *_conjugate(count, self.conjugate)] if self.conjugate else found

    def of_part(self, start: int, count: int) -> Nature:
        """What holds for so many of the numbers from a place on, whatever the others are."""

        def is_in_rows_of(size: int) -> bool:
            return size > 0 and start % size == count % size == 0

        return Nature(
            self.least,
            self.most,
            conjugate=self.conjugate if is_in_rows_of(2 * self.conjugate) else 0,
            proportional=self.proportional if is_in_rows_of(self.proportional) else 0,
            among=self.among,
            ascending=self.ascending,
            descending=self.descending,
            independent=self.independent if is_in_rows_of(self.independent) else 0,
            units=self.units and self.units.of_part(start, count),
            sums=self.sums and self.sums.of_part(start, count),
            spread=self.spread,
            among_each=self.among_each[start : start + count],
        )

    @property
    def whole_range(self) -> range:
        """The whole numbers that are possible, where these have an end on both sides; else none."""
        if self.least is None or self.most is None:
            return range(0)
        return range(int(self.least), int(self.most) + 1)

    @property
    def _ends(self) -> tuple[float, float] | None:
        """Both ends of the range, where it has them."""
        if self.among:
            sizes = list(map(_size, self.among))
            return min(sizes), max(sizes)
        if self.least is None or self.most is None:
            return None
        return _size(self.least), _size(self.most)

    @property
    def width(self) -> float:
        """From the smallest possible number to the largest; infinite where one end is open."""
        ends = self._ends
        return ends[1] - ends[0] if ends else inf

    def few(self, value: Value, *, whole: bool) -> tuple[Value, ...]:
        """The numbers that are possible, where they are counted or lie close: those nearest to a value.

        Args:
            value: the right one.
            whole: whether all numbers of the answer are whole.
        """
        is_leg = self.units is not None and (_size(value) * 100).is_integer()
        known, ends = _LEGS if is_leg else self.among, self._ends
        if not known and whole:
            return tuple(map(Fraction, self.whole_range))
        if not known and ends and self.width < _NARROW * abs(_size(value)):
            known = tuple(Fraction(ends[0] + self.width * k / _STEPS) for k in range(_STEPS + 1))
        ordered = sorted(dict.fromkeys(known), key=_size)
        place = bisect(ordered, _size(value), key=_size)
        # Beside the smallest or the largest, those on its one side.
        first = max(min(place - _EACH_SIDE, len(ordered) - 2 * _EACH_SIDE), 0)
        return tuple(ordered[first : first + 2 * _EACH_SIDE])


ANY = Nature()
NONNEGATIVE = Nature(least=0)
PROBABILITY = Nature(least=0, most=1)
DISTRIBUTION = Nature(least=0, most=1, total=1)
PRIMITIVE = Nature(primitive=True)
SYMMETRIC = Nature(symmetric=True)
LARGEST_FIRST = Nature(descending=True)
SIZES_LARGEST_FIRST = Nature(least=0, descending=True)
WITH_BOTH_SIGNS = Nature(with_both_signs=True)


def in_steps(start: Fraction, step: Fraction) -> tuple[Value, ...]:
    """The numbers that so many steps lead to from a start, one way and the other."""
    return tuple(start + k * step for k in range(-_FAR, _FAR + 1))


def in_rows(entries: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    """The entries in rows of so many."""
    return [entries[i : i + size] for i in range(0, len(entries), size)]


def in_lists(entries: Sequence[Entry], size: int, *, across: bool) -> list[Sequence[Entry]]:
    """The entries in rows of so many, or the columns of these."""
    rows = in_rows(entries, size)
    return list(zip(*rows, strict=True)) if across else rows


def mirrored(count: int) -> list[tuple[int, int]]:
    """The places below the diagonal of a square matrix of so many entries, and those above it."""
    size = isqrt(count)
    return [(i * size + j, j * size + i) for i in range(size) for j in range(i)] if size**2 == count else []


def _conjugate(count: int, points: int) -> Iterator[tuple[int, int, int]]:
    """The places of both parts at each frequency in the upper half of spectra, and at its opposite; at 0, and
    in the middle, an imaginary part is its own opposite.
    """
    for start in range(0, count, 2 * points):
        for k in range(points // 2 + 1):
            re, opposite = start + 2 * k, start + 2 * (-k % points)
            yield opposite, re, 1
            yield opposite + 1, re + 1, -1


def _are_conjugate(vector: Sequence[complex], other: Sequence[complex]) -> bool:
    return all(abs(one - two.conjugate()) <= _CLOSE for one, two in zip(vector, other, strict=True))


def _have_both_signs(numbers: Sequence[Value]) -> bool:
    sizes = sorted(map(_size, numbers))
    return all(abs(one + other) <= _CLOSE for one, other in zip(sizes, reversed(sizes), strict=True))


def _are_proportional(numbers: Sequence[Value], columns: int) -> bool:
    """Whether rows of so many entries are multiples of one of them, but for rounding."""
    found = [float(values.real(number)) for number in numbers]
    rows = in_rows(found, columns)
    products = [
        (one[i] * other[j], one[j] * other[i])
        for one, other in combinations(rows, 2)
        for i, j in combinations(range(columns), 2)
    ]
    return all(isclose(a, b, rel_tol=_ALIKE, abs_tol=_CLOSE) for a, b in products)


def _size(value: Value) -> float:
    return float(values.real(value).real)


def _reads_as(number: Value, other: Value) -> bool:
    """Whether a number is another one, or that rounded."""
    return isclose(_size(number), _size(other), rel_tol=_ROUNDED, abs_tol=_CLOSE)


def _are_independent(numbers: Sequence[Value], size: int) -> bool:
    """Whether vectors of so many entries are independent, by elimination."""
    left = [list(map(values.real, numbers[i : i + size])) for i in range(0, len(numbers), size)]
    while left:
        row = left.pop()
        pivot = next((j for j, entry in enumerate(row) if not _are_close(entry, Fraction(0))), None)
        if pivot is None:
            return False
        ratios = [values.divide(other[pivot], row[pivot]) for other in left]
        left = [
            [values.subtract(a, values.multiply(ratio, b)) for a, b in zip(other, row, strict=True)]
            for ratio, other in zip(ratios, left, strict=True)
        ]
    return True


def _are_close(one: Value, other: Value) -> bool:
    """Whether two numbers are the same but for rounding."""
    return bool(abs(values.real(values.subtract(one, other))) <= _CLOSE)


def _order(number: Value, bound: Value) -> int:
    """-1 where a number is below a bound, 1 where it is above."""
    limit = Fraction(bound) if isinstance(bound, int) else bound
    return values.sign(values.subtract(number, limit))


def _is_primitive(numbers: Sequence[Value]) -> bool:
    whole = [number for number in numbers if isinstance(number, Fraction) and number.denominator == 1]
    return len(whole) == len(numbers) and gcd(*(number.numerator for number in whole)) == 1
