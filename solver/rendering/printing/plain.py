"""Plain characters on one line: what a person would type, and what a screen reader can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from solver.mathematics import formula as f
from solver.mathematics.formula import Prefix
from solver.rendering.printing.names import Name
from solver.rendering.printing.text import TextPrinter

_NAMED_BRACKETS = {"⌊⌋": "floor", "⌈⌉": "ceil", "‖‖": "norm"}


class PlainPrinter(TextPrinter):
    """One line of plain characters."""

    typeset = False
    root_name = "sqrt"

    operators: ClassVar[dict[str, str]] = {
        "plus": " + ",
        "minus": " - ",
        "minus sign": "-",
        "times": "*",
        "cross": "*",
        "entrywise times": " .* ",
        "entrywise over": " ./ ",
        "transpose": "T",
        "comma": ", ",
        "semicolon": "; ",
        "infinity": "infinity",
        ">=": " >= ",
        ">": " > ",
        "<=": " <= ",
        "<": " < ",
        "=": " = ",
        "for": " for ",
        "unit": " ",
        "!=": " != ",
        "~=": " ~= ",
        "<-": " <- ",
        "->": " -> ",
        "in": " in ",
        "~": " ~ ",
        "slash": "/",
        "<->": " <-> ",
        "blank": "________",
    }

    def reprint(self, formula: f.Formula, plain: str) -> str:
        return plain

    def words(self, text: str) -> str:
        return text

    def bracket(self, piece: str, pair: str = "()") -> str:
        if pair in _NAMED_BRACKETS:
            return f"{_NAMED_BRACKETS[pair]}({piece})"
        return f"{pair[0]}{piece}{pair[1]}"

    def fraction(self, numerator: str, denominator: str) -> str:
        return f"{numerator}/{denominator}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{exponent}"

    def root(self, piece: str) -> str:
        return f"sqrt({piece})"

    def function(self, name: Prefix, arguments: str) -> str:
        return f"{name.plain}{arguments}"

    def total(self, index: str, lower: str, upper: str, body: str) -> str:
        return f"sum({index}={lower}..{upper}) {body}"

    def integral(self, variable: str, lower: str, upper: str, body: str) -> str:
        return f"integral({variable}={lower}..{upper}) {body}"

    def table(self, rows: Sequence[Sequence[str]], pair: str) -> str:
        inside = "; ".join(", ".join(row) for row in rows)
        return f"det[{inside}]" if pair == "||" else f"[{inside}]"

    def vector(self, entries: Sequence[str]) -> str:
        return self.bracket(("; " if self.style.decimal_comma else ", ").join(entries))

    def split(self, piece: str, room: int) -> list[str]:
        if len(piece) <= room:
            return [piece]
        words = re.findall(r" ?\S+ ?", re.sub(" {2,}", " ", piece))
        return [part for word in words for part in ([word] if len(word) <= room else _factors(word, room))]

    def table_parts(self, rows: Sequence[Sequence[str]], pair: str) -> list[str]:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        aligned = [[entry.rjust(width) for entry, width in zip(row, widths, strict=True)] for row in rows]
        opening = "det[" if pair == "||" else "["
        lines = [" " * len(opening) + ", ".join(row) + "; " for row in aligned]
        lines[0] = opening + lines[0][len(opening) :]
        lines[-1] = lines[-1].removesuffix("; ") + "]"
        return lines

    def identifier(self, name: Name) -> str:
        if name.derivative:
            top, bottom = (self.identifier(part) for part in name.derivative)
            return f"d{top}/d{bottom}"
        text = name.base + name.accent + "'" * name.primes
        if name.superscript:
            is_bare = name.is_power and not name.is_inverse
            text += f"^{name.superscript}" if is_bare else f"^({name.superscript})"
        if name.subscript:
            text += f"_{name.subscript}"
        return f"{text}({''.join(spaced(name.arguments))})" if name.arguments else text


def _factors(product: str, room: int) -> list[str]:
    """What is multiplied, each but the first behind its sign; a fraction that is too long in two parts."""
    factors = re.findall(r"^[^*]+|\*[^*]*", product)
    return [part for factor in factors for part in slashed(factor, room)]


def slashed(text: str, room: int) -> list[str]:
    """A text that is too long in parts, each but the last up to a slash."""
    return re.findall(r"[^/]+/?|/", text) if len(text) > room else [text]


def spaced(arguments: Sequence[str]) -> list[str]:
    """The arguments of P(A|B) with room around their separators."""
    spaces = {"|": " | ", "||": " || ", ",": ", ", ";": "; "}
    return [spaces.get(part, part) for part in arguments]
