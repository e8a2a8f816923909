"""How far roundings one after another move the quantities of a record, each with its sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

_NEGLIGIBLE = 2.0**-70
"""What one rounding moves a number by is nothing beside all others where it is this part of them."""

_FEW = 32
"""Up to so many roundings are not worth looking through."""


class Row(Struct, frozen=True):
    """How far roundings one after another move a quantity, each with its sign, and which is first."""

    first: int
    moves: NDArray[np.float64]


class Moves:
    """How far each of the roundings so far moves quantities that later ones are worked out from."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}
        self._count = 0

    def of(self, slopes: Mapping[str, float]) -> Row:
        """How far the roundings move what has these slopes, and room for one of its own.

        Not a number where the slopes are none.
        """
        used = [
            (slope, self._rows[symbol]) for symbol, slope in slopes.items() if slope and symbol in self._rows
        ]
        first = min([row.first for _, row in used], default=self._count)
        moves = np.zeros(self._count - first + 1)
        with np.errstate(over="ignore", invalid="ignore"):
            for slope, row in used:
                start = row.first - first
                moves[start : start + len(row.moves)] += slope * row.moves
        return Row(first, moves)

    def keep(self, name: str, row: Row, own: float, bound: float) -> None:
        """Keep how far a quantity is moved, with its own rounding, and without the first ones that no longer
        matter: in a descent, most do not.
        """
        moves = row.moves if own else row.moves[:-1]
        if own:
            # What is not rounded itself has no number: in many a long loop nothing is rounded at all.
            moves[-1] = own
            self._count += 1
        if len(moves) > _FEW and not abs(moves[0]) > bound * _NEGLIGIBLE:
            start = int(np.argmax(np.abs(moves) > bound * _NEGLIGIBLE))
            row, moves = Row(row.first + start, moves), moves[start:].copy()
        self._rows[name] = Row(row.first, moves)

    def forget(self, names: Iterable[str]) -> None:
        """Forget quantities that are not used again."""
        for name in names:
            self._rows.pop(name, None)
