"""Two-dimensional Unicode mathematics for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from solver.mathematics.formula import Prefix
from solver.rendering.printing.base import Printer
from solver.rendering.printing.box import (
    Box,
    beside,
    columns,
    enclosed,
    grid,
    integrated,
    over,
    pillar,
    raised,
    rooted,
    text_box,
)
from solver.rendering.printing.names import GREEK, INFINITE, Name, is_indexed, parse_name, split_greek
from solver.rendering.printing.plain import slashed, spaced

_LOW = dict(zip("0123456789+-=(),aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_INDICES = "tjkmn"
_HIGH = dict(zip("0123456789+-−()ntTi", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿᵗᵀⁱ", strict=True))
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}


class PrettyPrinter(Printer[Box]):
    """Two-dimensional Unicode mathematics."""

    typeset = False
    root_name = "√"
    flat = False
    operators: ClassVar[dict[str, str]] = {
        "plus": " + ",
        "minus": " − ",
        "minus sign": "−",
        "times": "·",
        "adjacent": "·",
        "cross": "·",
        "entrywise times": " ⊙ ",
        "entrywise over": " ⊘ ",
        "transpose": "T",
        "comma": ", ",
        "semicolon": "; ",
        "infinity": "∞",
        ">=": " ≥ ",
        ">": " > ",
        "<=": " ≤ ",
        "<": " < ",
        "=": " = ",
        "for": " for ",
        "unit": " ",
        "!=": " ≠ ",
        "~=": " ≈ ",
        "<-": " ← ",
        "->": " → ",
        "in": " ∈ ",
        "~": " ∼ ",
        "slash": "/",
        "<->": " ↔ ",
        "blank": "________",
    }

    def join(self, parts: Sequence[Box]) -> Box:
        return beside(parts)

    def token(self, text: str) -> Box:
        return text_box(text)

    def words(self, text: str) -> Box:
        return text_box(text)

    def bracket(self, piece: Box, pair: str = "()") -> Box:
        return enclosed(piece, pair[0], pair[1])

    def ratio(self, numerator: str, denominator: str) -> Box:
        return text_box(f"{numerator}/{denominator}")

    def fraction(self, numerator: Box, denominator: Box) -> Box:
        return over(numerator, denominator)

    def power(self, base: Box, exponent: Box) -> Box:
        superscript = superscript_of(exponent.text) if exponent.height == 1 else None
        return raised(base, exponent) if superscript is None else beside([base, text_box(superscript)])

    def root(self, piece: Box) -> Box:
        if piece.height > 1:
            return rooted(piece)
        return beside([text_box("√"), piece if root_is_bare(piece.text) else self.bracket(piece)])

    def function(self, name: Prefix, arguments: Box) -> Box:
        return beside([text_box(function_name(name)), arguments])

    def total(self, index: str, lower: Box, upper: Box, body: Box) -> Box:
        return beside([text_box(f"Σ{lowered(index)} "), body])

    def integral(self, variable: Box, lower: Box, upper: Box, body: Box) -> Box:
        return integrated(lower, upper, beside([body, text_box(" d"), variable]))

    def table(self, rows: Sequence[Sequence[Box]], pair: str) -> Box:
        return self.bracket(grid(rows), pair)

    def table_parts(self, rows: Sequence[Sequence[Box]], pair: str) -> list[Box]:
        parts = columns(rows)
        left, right = (pillar(side, parts[0]) for side in pair)
        parts[0] = beside([left, parts[0]])
        parts[-1] = beside([parts[-1], right])
        return parts

    def split(self, piece: Box, room: int) -> list[Box]:
        is_long = piece.height == 1 and piece.width > room
        return [text_box(part) for part in slashed(str(piece), room)] if is_long else [piece]

    def identifier(self, name: Name) -> Box:
        if name.derivative:
            return over(*(beside([text_box("∂"), self.identifier(part)]) for part in name.derivative))
        if name.is_norm:
            bars = self.bracket(self.identifier(parse_name(name.arguments[0])), "‖‖")
            return beside([bars, text_box(lowered(INFINITE.get(name.subscript, name.subscript)))])
        text = _glyph(name.base)
        if name.accent:
            text = text[0] + _ACCENTS[name.accent] + text[1:]
        text += "′" * name.primes
        if name.subscript:
            text += lowered(name.subscript, name.base)
        if name.superscript:
            bracketed = name.superscript if name.is_power else f"({name.superscript})"
            text += superscript_of(bracketed) or f"^{bracketed}"
        if name.arguments:
            inside = [
                self.identifier(parse_name(part)).text if is_indexed(part) else _glyph(part)
                for part in spaced(name.arguments)
            ]
            text += f"({''.join(inside)})"
        return text_box(text)


class LinePrinter(PrettyPrinter):
    """Unicode mathematics on a single line, for sentences and tables."""

    flat = True

    def fraction(self, numerator: Box, denominator: Box) -> Box:
        return beside([numerator, text_box("/"), denominator])

    def power(self, base: Box, exponent: Box) -> Box:
        script = exponent.lines[0].strip("()")
        if superscript_of(script) is not None:
            return super().power(base, text_box(script))
        return beside([base, text_box("^"), exponent])

    def table(self, rows: Sequence[Sequence[Box]], pair: str) -> Box:
        lines = "; ".join(", ".join(entry.text for entry in row) for row in rows)
        return self.bracket(text_box(lines), pair)

    def vector(self, entries: Sequence[Box]) -> Box:
        return self.bracket(text_box(", ".join(entry.text for entry in entries)))

    def identifier(self, name: Name) -> Box:
        if not name.derivative:
            return super().identifier(name)
        top, bottom = (self.identifier(part) for part in name.derivative)
        return beside([text_box("∂"), top, text_box("/∂"), bottom])


def function_name(name: Prefix) -> str:
    """What stands before the arguments of a function."""
    return _glyph(name.name) + lowered(name.subscript) + "′" * name.primes


def superscript_of(exponent: str) -> str | None:
    """An exponent in raised characters, if there are such for all of it."""
    if not all(character in _HIGH for character in exponent):
        return None
    return "".join([_HIGH[character] for character in exponent])


def root_is_bare(piece: str) -> bool:
    """Whether a line needs no brackets behind a root sign without a bar: √2 + ε and √n, but √(v̂₁) + ε."""
    return piece.isdecimal() or len(piece) == 1


def _glyph(base: str) -> str:
    greek, rest = split_greek(base)
    return GREEK[greek] + rest if greek else base


def lowered(text: str, base: str = "") -> str:
    """A subscript. There are no low letters for many words: W_f, W_i and W_o are written in one way."""
    if not (base.isupper() and text.isalpha() and text not in _INDICES) and all(
        character in _LOW for character in text
    ):
        return "".join(_LOW[character] for character in text)
    return f"_{text}"
