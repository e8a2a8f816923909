"""The room to work in that a question has on paper."""

from __future__ import annotations

import re

from msgspec import Struct

from solver.errors import InputError
from solver.rendering.page_data import Room, RoomKind

LINE = 0.85
"""The height of a line of handwriting, in centimeters."""

TALLEST = 25.0
_KINDS: dict[str, RoomKind] = {"": "blank", "none": "none", "lines": "lines", "box": "box", "grid": "grid"}
_CENTIMETERS = {"cm": 1.0, "mm": 0.1, "in": 2.54}
_SPACE = re.compile(
    r"(?P<kind>none|lines|box|grid)?\s*(?:(?P<height>\d{1,4}(?:\.\d{1,4})?)\s*(?P<unit>cm|mm|in))?"
)
REQUIREMENT = "must be none, lines, box, grid or a height such as 6cm, or both as in box 6cm"


class Space(Struct, frozen=True):
    """How room looks, and its height in centimeters where that is not up to the work; all 0 and blank where
    nothing was said of it.
    """

    kind: RoomKind = "blank"
    height: float = 0.0
    is_chosen: bool = False

    def for_work(self, lines: int) -> Room | None:
        """The room for so many lines of work; None where there is to be none."""
        if self.kind == "none":
            return None
        return Room(self.kind, self.height or round(lines * LINE, 2), is_tall=bool(self.height))


def read_space(text: str) -> Space:
    """The space that a blueprint asks for.

    Raises:
        InputError: it is none.
    """
    if not text:
        return Space()
    found = _SPACE.fullmatch(text.strip())
    height = float(found["height"]) * _CENTIMETERS[found["unit"]] if found and found["height"] else 0.0
    is_nothing = found is not None and found["kind"] == "none"
    if found is None or height > TALLEST or (is_nothing and height) or (found["height"] and not height):
        limit = f", at most {TALLEST:g}cm" if height > TALLEST else ""
        raise InputError("space", REQUIREMENT + limit, text)
    return Space(_KINDS[found["kind"] or ""], height, is_chosen=True)
