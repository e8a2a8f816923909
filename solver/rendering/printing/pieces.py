"""Printed pieces with what their neighbors must know of them."""

from __future__ import annotations

from enum import IntEnum
from typing import Generic, TypeVar

from msgspec import Struct

Piece = TypeVar("Piece")


class Level(IntEnum):
    """How tightly a printed piece holds together."""

    SUM = 1
    PRODUCT = 2
    FRACTION = 3
    POWER = 4
    ATOM = 5


# A member of an enumeration takes longer to get by its name than the rest of a short rule.
SUM, PRODUCT, FRACTION, POWER, ATOM = Level


class Shown(Struct, Generic[Piece], frozen=True):
    """A printed piece and what its neighbors must know of it."""

    piece: Piece
    level: Level
    digit_first: bool = False
    negative: bool = False
    is_boxed: bool = False
    """Whether it stands in brackets of its own."""
    is_number_over: bool = False
    """Whether it is a fraction with a number on top: 5 and 12/3 side by side would be a mixed number."""
