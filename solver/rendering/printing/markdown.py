"""Markdown text, and its mathematics between dollars.

What reads Markdown sets mathematics with KaTeX or MathJax, which know less than LaTeX does. Some of it takes
the text for Markdown first, where a backslash before a sign vanishes, `_` may begin emphasis, `|` ends a cell
of a table and `<` begins a tag. So the mathematics here holds nothing that Markdown would touch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from solver.patterns import regex
from solver.rendering.printing.latex import MOST_MATRIX_COLUMNS, LatexPrinter

_SPECIAL = regex(r"([\\`*_{}\[\]()#+\-.!|~>])")
# A backslash keeps a dollar from Markdown alone; in an element of its own it is the partner of no other.
_DOLLAR = r"<span>\$</span>"

_FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "\\{}$&#%^~<>|`*[]"}
"""Signs that TeX or Markdown would interpret, each with its wide form, which means nothing to either."""

# The names of answers have it. No command for it is known everywhere, and a bare one ends the text.
_UNDERSCORE = r"}\underline{\ }\text{"

# KaTeX joins hyphens to dashes and quotes to other quotes.
_LIGATURE = regex(r"([-'])(?=\1)")


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it stands."""
    escaped = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    return escaped.replace("$", _DOLLAR)


class MarkdownPrinter(LatexPrinter):
    """LaTeX mathematics of which KaTeX, MathJax and Markdown itself understand the same."""

    thin_space = r"\thinspace "
    row_end = fractions_end = r"\cr"
    brackets: ClassVar[dict[str, tuple[str, str]]] = {
        "()": ("(", ")"),
        "{}": (r"\lbrace ", r"\rbrace"),
        "[]": (r"\lbrack ", r"\rbrack "),
    }
    delimiters: ClassVar[dict[str, tuple[str, str]]] = LatexPrinter.delimiters | {
        "{}": (r"\lbrace ", r" \rbrace")
    }
    separators: ClassVar[dict[str, str]] = LatexPrinter.separators | {"||": r" \parallel "}
    operators: ClassVar[dict[str, str]] = LatexPrinter.operators | {
        "adjacent": r"\thinspace ",
        # MathJax takes a space that is a character for an operand, and the sign behind it for a minus.
        "comma": r",\thinspace ",
        "semicolon": r";\thinspace ",
        ">": r" \gt ",
        "<": r" \lt ",
    }

    def shrunk(self, piece: str) -> str:
        return piece

    def words(self, text: str) -> str:
        return rf"\text{{{_plain(text)}}}"

    def upright(self, name: str) -> str:
        return rf"\mathrm{{{_plain(name)}}}"

    def named_function(self, name: str) -> str:
        spaced = name.replace(" ", r"\thinspace ")
        return rf"\mathrm{{{spaced}}}"

    def subscript(self, base: str, index: str) -> str:
        # Behind a letter, and before a space, the line begins no emphasis.
        return f"{base}_{{{index}}}" if base[-1].isalnum() else f"{base}_ {{{index}}}"

    def table(self, rows: Sequence[Sequence[str]], pair: str) -> str:
        if len(rows[0]) <= MOST_MATRIX_COLUMNS:
            return super().table(rows, pair)
        left, right = (r"\lvert", r"\rvert") if pair == "||" else ("[", "]")
        columns = "c" * len(rows[0])
        return rf"\left{left}\begin{{array}}{{{columns}}} {self.joined_rows(rows)} \end{{array}}\right{right}"


def _plain(text: str) -> str:
    """Text that TeX and Markdown show as it stands, but for the width of signs."""
    shown = unicodedata.normalize("NFC", text).translate(_FULL_WIDTH)
    return _LIGATURE.sub(r"\1}\\text{", shown).replace("_", _UNDERSCORE)
