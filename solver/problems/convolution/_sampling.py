"""Givens of convolutions and poolings that are worth working through by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from solver.problem import Difficulty
from solver.sampling.niceness import Givens
from solver.sampling.random_stream import RandomStream

ATTEMPTS = 60

Moves = Mapping[str, str]
_WINDOWS: Mapping[Difficulty, tuple[tuple[int, str, Moves], ...]] = {
    "easy": ((4, "max", {"size": "2"}), (4, "average", {"size": "2"})),
    "medium": (
        (4, "max", {"size": "2", "stride": "1"}),
        (4, "average", {"size": "2", "stride": "1"}),
        (4, "max", {"size": "3", "stride": "1"}),
        (5, "max", {"size": "3", "stride": "2"}),
    ),
    "hard": (
        (4, "max", {"size": "2", "stride": "2", "padding": "1"}),
        (4, "average", {"size": "2", "stride": "2", "padding": "1"}),
        (5, "max", {"size": "3", "stride": "2", "padding": "1"}),
    ),
}
"""The side of the input, the mode of pooling, and how the window moves."""

_KERNELS: Mapping[Difficulty, tuple[tuple[int, int, Moves], ...]] = {
    "easy": ((3, 2, {}),),
    "medium": ((4, 3, {}), (4, 2, {}), (3, 3, {"padding": "1"}), (4, 3, {"stride": "2", "padding": "1"})),
    "hard": (
        (3, 2, {}),
        (4, 2, {"stride": "2"}),
        (4, 2, {"dilation": "2"}),
        (3, 2, {"stride": "2", "padding": "1"}),
    ),
}
"""The side of the input, that of the kernel, and how the kernel moves."""


def pooling(draw: RandomStream, difficulty: Difficulty) -> Givens:
    """The givens of a pooling."""
    side, mode, moves = draw.choice(_WINDOWS[difficulty])
    least, most = {"easy": (0, 9), "medium": (-9, 9), "hard": (-9, 4)}[difficulty]
    return {"input": sample_map(draw, side, least, most), "mode": mode, **moves}


def convolution(draw: RandomStream, difficulty: Difficulty) -> Givens:
    """The givens of a convolution; hard ones have two channels and a bias."""
    side, size, moves = draw.choice(_KERNELS[difficulty])
    channels = 2 if difficulty == "hard" else 1
    givens: dict[str, object] = {
        "input": [sample_map(draw, side, 0, 3) for _ in range(channels)],
        "kernel": [sample_kernel(draw, size) for _ in range(channels)],
        **moves,
    }
    if difficulty == "hard":
        givens["bias"] = str(draw.nonzero(3))
    if difficulty != "easy" and draw.integer(1, 4) == 1:
        givens["true_convolution"] = "true"
    return givens


def sample_map(draw: RandomStream, side: int, least: int, most: int) -> list[list[int]]:
    """A square matrix of whole numbers, no two neighbors in a row alike.

    So no window of two columns or more is constant.
    """
    rows = []
    for _ in range(side):
        row = [draw.integer(least, most)]
        while len(row) < side:
            step = draw.integer(1, most - least)
            row.append(least + (row[-1] - least + step) % (most - least + 1))
        rows.append(row)
    return rows


def sample_kernel(draw: RandomStream, side: int) -> list[list[int]]:
    """A square kernel of whole numbers from -1 to 2, some of them negative and few of them zero.

    It changes when it is turned by 180 degrees, when it is mirrored and when it is transposed.
    """
    drawn = (draw.integers(side * side, -1, 2) for _ in range(ATTEMPTS))
    kernels = ([entries[i : i + side] for i in range(0, side * side, side)] for entries in drawn)
    plain = [[1, -1, *[0] * (side - 2)], *[[2] * side] * (side - 1)]
    return next(filter(_is_telling, kernels), plain)


def _is_telling(rows: list[list[int]]) -> bool:
    array = np.array(rows)
    others = (array[::-1, ::-1], array[::-1], array[:, ::-1], array.T)
    is_filled = array.min() < 0 and np.count_nonzero(array) > len(rows)
    return bool(is_filled and not any((array == other).all() for other in others))
