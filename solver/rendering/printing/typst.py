"""Typst mathematics. Everything is written in strings and calls, so that no text is interpreted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from solver.mathematics import formula as f
from solver.mathematics.formula import Prefix
from solver.rendering.printing.base import Printer
from solver.rendering.printing.names import (
    GREEK,
    INFINITE,
    Name,
    is_index,
    is_indexed,
    parse_name,
    split_greek,
)
from solver.rendering.printing.pieces import Level, Shown
from solver.rendering.printing.words import breakable

_PAIRS = {
    "()": ("(", ")"),
    "{}": (r"\{", r"\}"),
    "||": ("|", "|"),
    "‖‖": ("‖", "‖"),
    "⌊⌋": ("⌊", "⌋"),
    "⌈⌉": ("⌈", "⌉"),
}
_OPERATORS = frozenset(
    {"ln", "log", "exp", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arccos", "max", "min"}
)
"""Names of functions that Typst knows."""

_ACCENTS = {"bar": "macron"}
"""Accents that Typst has another name for: its bar stands on both sides."""

# Signs that the fonts join, as TeX does: hyphens make a dash, commas a quote.
_LIGATURE = re.compile("--|,,|''|``|[?!]`")
_ESCAPES = {**dict.fromkeys(range(32), " "), ord("\\"): r"\\", ord('"'): r"\""}
"""What stands for control characters and for what ends a string."""

_TALL = re.compile(r"frac\(|sum_|integral_|mat\(")
_INDEX_PARTS = re.compile(r"\d+|\D")
_SEPARATORS = {"|": " | ", "||": " ∥ ", ",": r"\, "}


def typst_string(text: str) -> str:
    """A Typst string literal."""
    return f'"{text.translate(_ESCAPES)}"'


@lru_cache(maxsize=4096)
def escape_typst(text: str) -> str:
    """Text within Typst markup, as an expression that cannot be anything else."""
    if not text:
        return ""
    literal = typst_string(breakable(text))
    return f"#text(ligatures: false, {literal});" if _LIGATURE.search(text) else f"#{literal};"


class TypstPrinter(Printer[str]):
    """Typst mathematics."""

    flat = False
    dots = False
    brackets: ClassVar[dict[str, tuple[str, str]]] = {
        "()": (r"\(", r"\)"),
        "{}": (r"\{", r"\}"),
    }
    operators: ClassVar[dict[str, str]] = {
        "plus": " + ",
        "minus": " - ",
        "minus sign": "-",
        "times": " dot.op ",
        "adjacent": " thin ",
        "cross": " dot.op ",
        # Typst breaks a line of text after a relation, never after a comma.
        "entrywise times": " dot.o ",
        "entrywise over": " ⊘ ",
        "transpose": "top",
        "comma": r'\, class("relation", "") ',
        "semicolon": r'\; class("relation", "") ',
        "infinity": "infinity",
        ">=": " >= ",
        ">": " > ",
        "<=": " <= ",
        "<": " < ",
        "=": " = ",
        # Typst keeps the spaces beside words; what comes behind a relation may have a sign.
        "for": ' class("relation", "for") ',
        "unit": " ",
        "!=": " != ",
        "~=": " approx ",
        "<-": " <- ",
        "->": " -> ",
        "in": " in ",
        "~": " tilde.op ",
        "slash": r" \/ ",
        "<->": " <-> ",
    }

    def visit_Blank(self, formula: f.Blank) -> Shown[str]:
        width = f"{2.8 * formula.width:.1f}em"
        blank = self.token(f" #box(width: {width}, height: 0.9em, stroke: (bottom: 0.5pt)) ")
        return Shown(blank, Level.ATOM, digit_first=True)

    def join(self, parts: Sequence[str]) -> str:
        return "".join(parts)

    def token(self, text: str) -> str:
        return text

    def with_comma(self, digits: str) -> str:
        return typst_string(digits)

    def words(self, text: str) -> str:
        return typst_string(text)

    def bracket(self, piece: str, pair: str = "()") -> str:
        left, right = _PAIRS[pair]
        if left == "(" and not _TALL.search(piece):
            return f"\\({piece}\\)"
        return f"lr({left}{piece}{right})"

    def fraction(self, numerator: str, denominator: str) -> str:
        return f"frac({numerator}, {denominator})"

    def power(self, base: str, exponent: str) -> str:
        return f"attach({base}, t: {exponent})"

    def root(self, piece: str) -> str:
        return f"sqrt({piece})"

    def function(self, name: Prefix, arguments: str) -> str:
        known = name.name if name.name in _OPERATORS else f"op({typst_string(name.name)})"
        base = GREEK.get(name.name, known)
        if name.subscript:
            base = f"{base}_{name.subscript}"
        if name.primes:
            base = f"attach({base}, tr: {' '.join(['prime'] * name.primes)})"
        return f"{base} {arguments}"

    def total(self, index: str, lower: str, upper: str, body: str) -> str:
        return f"sum_({index}={lower})^({upper}) {body}"

    def integral(self, variable: str, lower: str, upper: str, body: str) -> str:
        return f"integral_({lower})^({upper}) {body} thin dif {variable}"

    def table(self, rows: Sequence[Sequence[str]], pair: str) -> str:
        inside = "; ".join(", ".join(entry for entry in row) for row in rows)
        return f'mat(delim: "{pair[0]}", {inside})'

    def identifier(self, name: Name) -> str:
        if name.derivative:
            top, bottom = (self.identifier(part) for part in name.derivative)
            return f"frac(partial {top}, partial {bottom})"
        if name.is_norm:
            bars = self.bracket(self.identifier(parse_name(name.arguments[0])), "‖‖")
            return f"attach({bars}, b: {self._argument(name.subscript)})" if name.subscript else bars
        text = self._base(name.base)
        if name.accent:
            text = f"{_ACCENTS.get(name.accent, name.accent)}({text})"
        scripts = f", b: {self._argument(name.subscript)}" if name.subscript else ""
        raised = " prime" * name.primes
        if name.superscript:
            inside = self._argument(name.superscript)
            raised += f" {inside}" if name.is_power else f" \\({inside}\\)"
        scripts += f", t:{raised}" if raised else ""
        text = f"attach({text}{scripts})" if scripts else text
        if not name.arguments:
            return text
        arguments = [_SEPARATORS.get(part) or self._argument(part) for part in name.arguments]
        return f"{text}\\({''.join(arguments)}\\)"

    def _base(self, base: str) -> str:
        greek, rest = split_greek(base)
        if greek:
            return GREEK[greek] + (f" {self._base(rest)}" if rest else "")
        return base if len(base) == 1 else f"upright({typst_string(base)})"

    def _argument(self, text: str) -> str:
        if is_indexed(text):
            return self.identifier(parse_name(text))
        if text in GREEK or text in INFINITE:
            return GREEK.get(text) or text
        if not is_index(text):
            return typst_string(text)
        return " ".join(_INDEX_PARTS.findall(text)).replace(",", r"\,")
