"""What an answer can be by its nature, whatever the numbers: its range, whether it is whole, its sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from solver.mathematics import values
from solver.mathematics.values import Value

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Nature:
    """What holds for the numbers of an answer.

    Attributes:
        least: none is below.
        most: none is above.
        total: what they sum to.
        primitive: they are whole and have no common divisor.
    """

    least: Value | None = None
    most: Value | None = None
    total: int | None = None
    primitive: bool = False

    def allows(self, numbers: Sequence[Value]) -> bool:
        """Whether an answer of these numbers is possible; only real ones are told of."""
        if any(values.is_complex(number) for number in numbers):
            return True
        if self.least is not None and any(_order(number, self.least) < 0 for number in numbers):
            return False
        if self.most is not None and any(_order(number, self.most) > 0 for number in numbers):
            return False
        if self.total is not None and abs(sum(map(values.real, numbers)) - self.total) > _CLOSE:
            return False
        return not self.primitive or _is_primitive(numbers)

    @property
    def whole_range(self) -> range:
        """The whole numbers that are possible, where these have an end on both sides; else none."""
        if self.least is None or self.most is None:
            return range(0)
        return range(int(self.least), int(self.most) + 1)


ANY = Nature()
NONNEGATIVE = Nature(least=0)
PROBABILITY = Nature(least=0, most=1)
DISTRIBUTION = Nature(least=0, most=1, total=1)
PRIMITIVE = Nature(primitive=True)


def _order(number: Value, bound: Value) -> int:
    """-1 where a number is below a bound, 1 where it is above."""
    limit = Fraction(bound) if isinstance(bound, int) else bound
    return values.sign(values.subtract(number, limit))


def _is_primitive(numbers: Sequence[Value]) -> bool:
    whole = [number for number in numbers if isinstance(number, Fraction) and number.denominator == 1]
    return len(whole) == len(numbers) and gcd(*(number.numerator for number in whole)) == 1
