"""Random draws that are the same on every machine and in every version."""

from __future__ import annotations

import decimal
import hashlib
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item")

_EXACTLY = decimal.Context(prec=60, traps=[decimal.Inexact])
"""Rounds nothing."""


class RandomStream:
    """A stream of draws, fixed by its seed: SHA-256 over the seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    def integer(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both included."""
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).digest()
        # 256 bits over a range below 2**32: the modulo's bias is below 2**-220.
        return least + int.from_bytes(digest) % (most - least + 1)

    def choice(self, items: Sequence[Item]) -> Item:
        return items[self.integer(0, len(items) - 1)]

    def some(self, items: Iterable[Item], count: int) -> list[Item]:
        """Some of the items, `count` of them, none twice, in any order."""
        left = list(items)
        return [left.pop(self.integer(0, len(left) - 1)) for _ in range(count)]

    def shuffled(self, items: Collection[Item]) -> list[Item]:
        """All of the items, in any order."""
        return self.some(items, len(items))

    def nonzero(self, most: int) -> int:
        """A whole number from -most to most, but not 0."""
        return self.integer(1, most) * self.choice((1, -1))

    def integers(self, count: int, least: int, most: int) -> list[int]:
        return [self.integer(least, most) for _ in range(count)]

    def varied(self, count: int, least: int, most: int) -> list[int]:
        """Whole numbers from `least` to `most`, no two neighbors alike."""
        items = [self.integer(least, most)]
        while len(items) < count:
            step = self.integer(1, most - least)
            items.append(least + (items[-1] - least + step) % (most - least + 1))
        return items

    def decimal(self, least: int, most: int, places: int = 1) -> str:
        """The text of a decimal: `least` to `most` units of its last place."""
        return decimal_text(Fraction(self.integer(least, most), 10**places))

    def nonzero_decimal(self, most: int, places: int = 1) -> str:
        """The text of a decimal other than 0, of at most `most` units of its last place in size."""
        return decimal_text(Fraction(self.nonzero(most), 10**places))

    def rows(self, count: int, wide: int, most: int = 9) -> list[list[str]]:
        """Rows of decimals other than 0, of at most so many tenths in size."""
        return [[self.nonzero_decimal(most) for _ in range(wide)] for _ in range(count)]

    def shares(self, count: int, whole: int = 10) -> list[str]:
        """Positive decimals that sum to 1, in steps of 1/whole."""
        cuts: set[int] = set()
        while len(cuts) < count - 1:
            cuts.add(self.integer(1, whole - 1))
        edges = [0, *sorted(cuts), whole]
        return [decimal_text(Fraction(high - low, whole)) for low, high in pairwise(edges)]


def decimal_text(value: Fraction) -> str:
    """A terminating decimal as text.

    Raises:
        decimal.Inexact: it does not end within 60 digits.
    """
    digits = _EXACTLY.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator))
    return f"{digits.normalize(_EXACTLY):f}"
