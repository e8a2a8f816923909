"""How much texts look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def edit_distances(texts: Sequence[str]) -> NDArray[np.float64]:
    """How many signs have to be changed, put in or left out to make one text another, for each two."""
    table = np.zeros((len(texts), len(texts)))
    for i, one in enumerate(texts):
        places = _places_of_signs(one)
        for j, other in enumerate(texts[:i]):
            table[i, j] = table[j, i] = _distance(len(one), places, other)
    return table


def _places_of_signs(text: str) -> Mapping[str, int]:
    """Where each sign stands in a text: a bit for each place."""
    places: dict[str, int] = {}
    for place, sign in enumerate(text):
        places[sign] = places.get(sign, 0) | 1 << place
    return places


def _distance(size: int, places: Mapping[str, int], other: str) -> int:
    """The edit distance of Levenshtein, by the bits of Myers (1999): a column of its table is two whole
    numbers, whose bits tell at which places it grows by one, and at which it falls.

    Args:
        size: the length of one text.
        places: where its signs stand.
        other: the other text.
    """
    if not size:
        return len(other)
    every, last = (1 << size) - 1, 1 << size - 1
    grows, falls, distance = every, 0, size
    for sign in other:
        same = places.get(sign, 0)
        level = same | falls
        across = (((same & grows) + grows) ^ grows) | same
        more = falls | (every & ~(across | grows))
        less = grows & across
        distance += bool(more & last) - bool(less & last)
        more, less = ((more << 1) | 1) & every, (less << 1) & every
        grows, falls = less | (every & ~(level | more)), more & level
    return distance
