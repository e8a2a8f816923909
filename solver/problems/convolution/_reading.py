"""How the weights of a filter are read when it is laid on a patch, rightly or wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from solver.mathematics.values import Value, sign
from solver.models.convolution import Pair
from solver.problems.convolution._maps import Maps
from solver.record.recorder import Working


@dataclass(frozen=True, slots=True)
class Reading:
    """From which end each axis of a filter is read, in which order, and with which signs."""

    rows_reversed: bool = False
    columns_reversed: bool = False
    transposed: bool = False
    signed: bool = True

    @property
    def turned(self) -> bool:
        """Whether the filter is turned by 180 degrees."""
        return self.rows_reversed and self.columns_reversed

    def weight_at(self, place: Pair, window: Pair) -> Pair:
        """The weight that lies on a place of the window."""
        row, column = reversed(place) if self.transposed else place
        height, width = window
        return (
            height + 1 - row if self.rows_reversed else row,
            width + 1 - column if self.columns_reversed else column,
        )

    def letters(self, window: Pair) -> Sequence[str]:
        """The weight that lies on place u, v."""
        down, across = "vu" if self.transposed else "uv"
        height, width = window
        return (
            f"{height + 1}-{down}" if self.rows_reversed else down,
            f"{width + 1}-{across}" if self.columns_reversed else across,
        )


AS_GIVEN = Reading()
TURNED = Reading(rows_reversed=True, columns_reversed=True)
MIRRORED = Reading(columns_reversed=True)
TRANSPOSED = Reading(transposed=True)


def choose_reading(work: Working, filters: Sequence[Maps], *, turned: bool) -> Reading:
    """Cross-correlation reads a filter as it is, true convolution turned by 180 degrees."""
    right = TURNED if turned else AS_GIVEN
    mistakes = (
        {
            "kernel-not-turned": ("the kernel was not turned", AS_GIVEN),
            "kernel-mirrored": ("the kernel was mirrored left to right only", MIRRORED),
        }
        if turned
        else {
            "kernel-turned": ("the kernel was turned by 180 degrees", TURNED),
            "kernel-transposed": ("the rows of the kernel were taken for its columns", TRANSPOSED),
        }
    )
    height, width = filters[0].size
    if height != width:
        mistakes.pop("kernel-transposed", None)
    as_read = _weights(filters, right)
    telling = {
        name: mistake for name, mistake in mistakes.items() if _weights(filters, mistake[1]) != as_read
    }
    return work.choose(right, telling)


def choose_signs(work: Working, filters: Sequence[Maps], reading: Reading) -> Reading:
    """The reading with the signs of the weights, which are easily lost."""
    negative = any(sign(weight) < 0 for weight in _weights(filters, AS_GIVEN))
    mistakes = {"signs-lost": ("the minus signs of the kernel were left out", False)}
    return replace(reading, signed=work.choose(True, mistakes if negative else {}))


def _weights(filters: Sequence[Maps], reading: Reading) -> list[Value]:
    """All weights in the order in which they are read."""
    height, width = filters[0].size
    places = list(product(range(1, height + 1), range(1, width + 1)))
    return [
        channel[reading.weight_at(place, (height, width))].value
        for w in filters
        for channel in w.channels
        for place in places
    ]
