"""How wide formulas are as two-dimensional Unicode mathematics, without drawing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len

from solver.mathematics.formula import Prefix
from solver.rendering.printing.names import Name
from solver.rendering.printing.pretty import (
    PrettyPrinter,
    function_name,
    lowered,
    root_is_bare,
    superscript_of,
)
from solver.rendering.printing.text import TextPrinter

_TALL = "\n"
"""A character of what takes more than one line."""


class Ruler(TextPrinter):
    """Measures formulas; a matrix stays whole.

    A piece is a text as long as what `PrettyPrinter` draws is wide, the very same where that is one line.
    """

    flat = False
    root_name = "√"
    operators: ClassVar[dict[str, str]] = PrettyPrinter.operators

    def words(self, text: str) -> str:
        return _as_wide(text, cell_len(text))

    def bracket(self, piece: str, pair: str = "()") -> str:
        return f"{pair[0]}{piece}{pair[1]}"

    def ratio(self, numerator: str, denominator: str) -> str:
        return f"{numerator}/{denominator}"

    def fraction(self, numerator: str, denominator: str) -> str:
        return _tall(max(numerator, denominator, key=len))

    def power(self, base: str, exponent: str) -> str:
        superscript = superscript_of(exponent)
        return base + (_tall(exponent) if superscript is None else superscript)

    def root(self, piece: str) -> str:
        return f"√{piece}" if _TALL in piece or root_is_bare(piece) else f"√({piece})"

    def function(self, name: Prefix, arguments: str) -> str:
        return function_name(name) + arguments

    def total(self, index: str, lower: str, upper: str, body: str) -> str:
        return f"Σ{lowered(index)} {body}"

    def integral(self, variable: str, lower: str, upper: str, body: str) -> str:
        return _tall(f"⌠{max(lower, upper, key=len)} {body} d{variable}")

    def table(self, rows: Sequence[Sequence[str]], pair: str) -> str:
        columns = [max(column, key=len) for column in zip(*rows, strict=True)]
        widest = self.bracket("  ".join(columns), pair)
        is_low = len(rows) == 1 and not any(_TALL in entry for entry in rows[0])
        return widest if is_low else _tall(widest)

    def identifier(self, name: Name) -> str:
        box = PrettyPrinter(self.style).identifier(name)
        piece = _as_wide(box.text, box.width)
        return piece if box.height == 1 else _tall(piece)


def _as_wide(text: str, width: int) -> str:
    """A text of so many characters, the same one where it has as many."""
    return text if len(text) == width else "x" * width


def _tall(piece: str) -> str:
    return _TALL + piece[1:]
