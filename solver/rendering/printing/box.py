"""Two-dimensional text: rectangles of characters that are stacked and set side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.cells import cell_len

_TALL = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "|": "│││",
    "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦",
    "⌈": "⎡⎢⎢",
    "⌉": "⎤⎥⎥",
}
_BRACES = {"{": ("⎧", "⎨", "⎩"), "}": ("⎫", "⎬", "⎭")}


class Box:
    """Lines of equal width; `baseline` is the line that neighbors are aligned with.

    The lines are drawn when they are first asked for: much is only measured.
    """

    __slots__ = ("_draw", "_lines", "baseline", "height", "width")

    def __init__(self, width: int, height: int, baseline: int, draw: Callable[[], Sequence[str]]) -> None:
        self.width, self.height, self.baseline = width, height, baseline
        self._draw = draw
        self._lines: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        if self._lines is None:
            self._lines = tuple(self._draw())
        return self._lines

    def __str__(self) -> str:
        return "\n".join(self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


def drawn(lines: Sequence[str], baseline: int = 0) -> Box:
    """A box of lines that are there already."""
    line = lines[0]
    width = len(line) if line.isascii() and line.isprintable() else cell_len(line)
    return Box(width, len(lines), baseline, lambda: lines)


@lru_cache(maxsize=1024)
def text_box(text: str) -> Box:
    """A box of one line. Most are signs, names and short numbers, which come again and again."""
    return drawn((text,))


def beside(boxes: Sequence[Box]) -> Box:
    """The boxes in a row, their baselines on one line."""
    if len(boxes) == 1:
        return boxes[0]
    width = sum([box.width for box in boxes])
    if all(box.height == 1 for box in boxes):
        return Box(width, 1, 0, lambda: ("".join([box.lines[0] for box in boxes]),))
    above = max([box.baseline for box in boxes])
    below = max([box.height - box.baseline for box in boxes])

    def draw() -> list[str]:
        columns = [_padded(box, above, below) for box in boxes]
        return ["".join(parts) for parts in zip(*columns, strict=True)]

    return Box(width, above + below, above, draw)


def _padded(box: Box, above: int, below: int) -> list[str]:
    blank = " " * box.width
    top = [blank] * (above - box.baseline)
    bottom = [blank] * (below - (box.height - box.baseline))
    return [*top, *box.lines, *bottom]


def stacked(boxes: Sequence[Box], baseline: int) -> Box:
    """The boxes one below the other, centered."""
    width = max(box.width for box in boxes)
    height = sum(box.height for box in boxes)
    return Box(
        width, height, baseline, lambda: [_centered(line, width) for box in boxes for line in box.lines]
    )


def _centered(line: str, width: int) -> str:
    left = (width - cell_len(line)) // 2
    return " " * left + line + " " * (width - left - cell_len(line))


def over(numerator: Box, denominator: Box) -> Box:
    """A fraction, with its bar on the baseline."""
    rule = text_box("─" * max(numerator.width, denominator.width))
    return stacked([numerator, rule, denominator], numerator.height)


def enclosed(box: Box, left: str, right: str) -> Box:
    """The box within brackets as tall as it is."""
    pillars = [pillar(character, box) for character in (left, right)]
    return beside([pillars[0], box, pillars[1]])


def pillar(character: str, box: Box) -> Box:
    """A bracket as tall as the box."""
    if box.height == 1:
        return text_box(character)
    if character in _BRACES:
        return drawn(_brace(*_BRACES[character], box.height), box.baseline)
    top, middle, bottom = tuple(_TALL[character])
    return drawn((top, *[middle] * (box.height - 2), bottom), box.baseline)


def _brace(top: str, middle: str, bottom: str, height: int) -> tuple[str, ...]:
    if height == 2:
        return (top, bottom)
    lines = [top, *["⎪"] * (height - 2), bottom]
    lines[(height - 1) // 2] = middle
    return tuple(lines)


def raised(base: Box, exponent: Box) -> Box:
    """The exponent above and to the right of its base."""
    height, baseline = base.height + exponent.height, base.baseline + exponent.height
    left = Box(base.width, height, baseline, lambda: (*[" " * base.width] * exponent.height, *base.lines))
    right = Box(
        exponent.width, height, baseline, lambda: (*exponent.lines, *[" " * exponent.width] * base.height)
    )
    return beside([left, right])


def rooted(box: Box) -> Box:
    """A square root with a bar over its operand."""

    def draw() -> list[str]:
        *upper, last = box.lines
        return [" " + "_" * box.width, *(f"│{line}" for line in upper), f"√{last}"]

    return Box(box.width + 1, box.height + 1, box.baseline + 1, draw)


def integrated(lower: Box, upper: Box, body: Box) -> Box:
    """The body behind an integral sign as tall as it is, with the bounds at the sign's ends."""
    above, below = max(1, body.baseline), max(1, body.height - 1 - body.baseline)
    middle = above + below - 1
    sign = drawn(("⌠", *["⎮"] * middle, "⌡"), above)
    bounds = stacked([upper, drawn(("",) * middle), lower], upper.height - 1 + above)
    return beside([sign, bounds, text_box(" "), body])


def columns(rows: Sequence[Sequence[Box]]) -> list[Box]:
    """Cells in columns of one height, right-aligned, with two spaces before all but the first."""
    sides = [
        (max(cell.baseline for cell in row), max(cell.height - cell.baseline for cell in row)) for row in rows
    ]
    height = sum(
        above + below + _is_apart(place, above + below) for place, (above, below) in enumerate(sides)
    )
    cells = zip(*rows, strict=True)
    return [_column(column, sides, height, "  " if place else "") for place, column in enumerate(cells)]


def _is_apart(place: int, height: int) -> bool:
    """Whether a row of cells has an empty line above it."""
    return place > 0 and height > 1


def _column(cells: Sequence[Box], sides: Sequence[tuple[int, int]], height: int, gap: str) -> Box:
    """Cells one below the other, with so many lines above the baseline of each and from it on."""
    width = max(cell.width for cell in cells)

    def draw() -> list[str]:
        lines: list[str] = []
        for place, (cell, (above, below)) in enumerate(zip(cells, sides, strict=True)):
            lines += [gap + " " * width] * _is_apart(place, above + below)
            blank = gap + " " * (width - cell.width)
            lines += [blank + line for line in _padded(cell, above, below)]
        return lines

    return Box(len(gap) + width, height, (height - 1) // 2, draw)


def grid(rows: Sequence[Sequence[Box]]) -> Box:
    """Cells in rows and columns, right-aligned, two spaces apart."""
    return beside(columns(rows))
