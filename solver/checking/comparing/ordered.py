"""Numbers in their order: those near another one are found without a look at each."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain


class Ordered:
    """The places of numbers, by their sizes."""

    def __init__(self, numbers: Sequence[float]) -> None:
        places = range(len(numbers))
        self._open = [place for place in places if not (numbers[place] and math.isfinite(numbers[place]))]
        self._sorted = sorted(set(places) - set(self._open), key=numbers.__getitem__)
        self._numbers = [numbers[place] for place in self._sorted]

    def between(self, low: float, high: float) -> list[int]:
        """The places of the numbers from `low` to `high`, and of 0 and of what is no finite number."""
        first, last = bisect_left(self._numbers, low), bisect_right(self._numbers, high)
        return sorted(chain(self._open, self._sorted[first:last]))
