"""The search for a problem that is nice enough, among those that are drawn."""

from collections.abc import Callable
from typing import TypeVar

ATTEMPTS = 200
"""Number of draws after which the best of them is taken if none is as nice as wanted."""

MOST_ATTEMPTS = 20_000

T = TypeVar("T")


def nicest(drawn: Callable[[], tuple[float, T] | None], wanted: float) -> T | None:
    """The first of the draws that is as nice as wanted; where many bring none, the best of them.

    A draw is how nice it is and what was drawn, or nothing. There is no result where none brings anything.
    """
    best: tuple[float, T] | None = None
    for attempt in range(1, MOST_ATTEMPTS + 1):
        found = drawn()
        if found is not None and found[0] >= wanted:
            return found[1]
        if found is not None and (best is None or found[0] > best[0]):
            best = found
        if attempt % ATTEMPTS == 0 and best is not None:
            return best[1]
    return None
