"""Shapes of arrays, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Shape: TypeAlias = tuple[int, int]
"""The number of rows and of columns. A vector is a column."""


class ShapeError(ValueError):
    """Arrays that do not fit each other."""


def common_shape(shapes: Sequence[Shape]) -> Shape:
    """The shape that all have when a single row or column is repeated.

    Raises:
        ShapeError: they do not fit each other.
    """
    if shapes.count(shapes[0]) == len(shapes):
        return shapes[0]
    rows, columns = (set(sizes) - {1} for sizes in zip(*shapes, strict=True))
    if len(rows) > 1 or len(columns) > 1:
        raise ShapeError(f"sizes {sorted(rows | columns)} do not fit each other")
    return max(rows, default=1), max(columns, default=1)
