"""Two-dimensional text: rectangles of characters that are stacked and set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
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


class Box(Struct, frozen=True):
    """Lines of equal width; `baseline` is the line that neighbors are aligned with."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        line = self.lines[0]
        return len(line) if line.isascii() and line.isprintable() else cell_len(line)

    @property
    def height(self) -> int:
        return len(self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


@lru_cache(maxsize=1024)
def text_box(text: str) -> Box:
    """A box of one line. Most are signs, names and short numbers, which come again and again."""
    return Box((text,))


def beside(boxes: Sequence[Box]) -> Box:
    """The boxes in a row, their baselines on one line."""
    if len(boxes) == 1:
        return boxes[0]
    if all(len(box.lines) == 1 for box in boxes):
        return Box(("".join([box.lines[0] for box in boxes]),))
    above = max(box.baseline for box in boxes)
    below = max(box.height - box.baseline for box in boxes)
    columns = [_padded(box, above, below) for box in boxes]
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above)


def _padded(box: Box, above: int, below: int) -> list[str]:
    blank = " " * box.width
    top = [blank] * (above - box.baseline)
    bottom = [blank] * (below - (box.height - box.baseline))
    return [*top, *box.lines, *bottom]


def stacked(boxes: Sequence[Box], baseline: int) -> Box:
    """The boxes one below the other, centered."""
    width = max(box.width for box in boxes)
    lines = [_centered(line, width) for box in boxes for line in box.lines]
    return Box(tuple(lines), baseline)


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
        return Box(_brace(*_BRACES[character], box.height), box.baseline)
    top, middle, bottom = tuple(_TALL[character])
    return Box((top, *[middle] * (box.height - 2), bottom), box.baseline)


def _brace(top: str, middle: str, bottom: str, height: int) -> tuple[str, ...]:
    if height == 2:
        return (top, bottom)
    lines = [top, *["⎪"] * (height - 2), bottom]
    lines[(height - 1) // 2] = middle
    return tuple(lines)


def raised(base: Box, exponent: Box) -> Box:
    """The exponent above and to the right of its base."""
    baseline = base.baseline + exponent.height
    left = Box((*[" " * base.width] * exponent.height, *base.lines), baseline)
    right = Box((*exponent.lines, *[" " * exponent.width] * base.height), baseline)
    return beside([left, right])


def rooted(box: Box) -> Box:
    """A square root with a bar over its operand."""
    bar = " " + "_" * box.width
    lines = [bar]
    for position, line in enumerate(box.lines):
        lines.append(("√" if position == box.height - 1 else "│") + line)
    return Box(tuple(lines), box.baseline + 1)


def integrated(lower: Box, upper: Box, body: Box) -> Box:
    """The body behind an integral sign as tall as it is, with the bounds at the sign's ends."""
    above, below = max(1, body.baseline), max(1, body.height - 1 - body.baseline)
    middle = above + below - 1
    sign = Box(("⌠", *["⎮"] * middle, "⌡"), above)
    bounds = stacked([upper, Box(("",) * middle), lower], upper.height - 1 + above)
    return beside([sign, bounds, text_box(" "), body])


def columns(rows: Sequence[Sequence[Box]]) -> list[Box]:
    """Cells in columns of one height, right-aligned, with two spaces before all but the first."""
    drawn: list[list[str]] = [[] for _ in rows[0]]
    widths = [max(row[column].width for row in rows) for column in range(len(rows[0]))]
    for position, row in enumerate(rows):
        above = max(cell.baseline for cell in row)
        below = max(cell.height - cell.baseline for cell in row)
        for column, cell in enumerate(row):
            gap = "  " if column else ""
            if position and above + below > 1:
                drawn[column].append(gap + " " * widths[column])
            blank = gap + " " * (widths[column] - cell.width)
            drawn[column] += [blank + line for line in _padded(cell, above, below)]
    return [Box(tuple(lines), (len(lines) - 1) // 2) for lines in drawn]


def grid(rows: Sequence[Sequence[Box]]) -> Box:
    """Cells in rows and columns, right-aligned, two spaces apart."""
    return beside(columns(rows))
