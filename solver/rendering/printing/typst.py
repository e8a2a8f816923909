"""Typst mathematics. Everything is written in strings and calls, so that no text is interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from solver.mathematics import formula as f
from solver.mathematics.formula import Prefix
from solver.patterns import regex
from solver.rendering.printing.markup import OPERATORS, MarkupPrinter
from solver.rendering.printing.names import GREEK, split_greek
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

_ACCENTS = {"bar": "macron"}
"""Accents that Typst has another name for: its bar stands on both sides."""

# Signs that the fonts join, as TeX does: hyphens make a dash, commas a quote.
_LIGATURE = regex("--|,,|''|``|[?!]`")
_ESCAPES = {**dict.fromkeys(range(32), " "), ord("\\"): r"\\", ord('"'): r"\""}
"""What stands for control characters and for what ends a string."""

_RULED, _FRAMED = "stroke: (bottom: 0.5pt)", "stroke: 0.5pt + luma(50%)"
"""A blank is a line to write on; within a fraction or a root, which have lines of their own, it is a box."""

_TALL = regex(r"frac\(|sum_|integral_|mat\(")
_INDEX_PARTS = regex(r"\d+|\D")


def _framed(piece: str) -> str:
    return piece.replace(_RULED, _FRAMED)


def typst_string(text: str) -> str:
    """A Typst string literal."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{text.translate(_ESCAPES)}"'


@lru_cache(maxsize=4096)
def escape_typst(text: str) -> str:
    """Text within Typst markup, as an expression that cannot be anything else."""
    if not text:
        return ""
    literal = typst_string(breakable(text))
    return f"#text(ligatures: false, {literal});" if _LIGATURE.search(text) else f"#{literal};"


class TypstPrinter(MarkupPrinter):
    """Typst mathematics."""

    separators: ClassVar[dict[str, str]] = {"|": " | ", "||": " ∥ ", ",": r"\, ", ";": r"\; "}
    prime = "prime"
    partial = "partial "
    fraction_mark = "frac("
    between_raised = " "
    brackets: ClassVar[dict[str, tuple[str, str]]] = {
        "()": (r"\(", r"\)"),
        "{}": (r"\{", r"\}"),
        "[]": (r"\[", r"\]"),
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
        blank = self.token(f" #box(width: {width}, height: 0.9em, {_RULED}) ")
        return Shown(blank, Level.ATOM, digit_first=True)

    def with_comma(self, digits: str) -> str:
        return typst_string(digits)

    def words(self, text: str) -> str:
        return typst_string(text)

    def shrunk(self, piece: str) -> str:
        return f' #fitted($display({piece})$) class("relation", "") '

    def bracket(self, piece: str, pair: str = "()") -> str:
        left, right = _PAIRS[pair]
        if left == "(" and not _TALL.search(piece):
            return f"\\({piece}\\)"
        return f"lr({left}{piece}{right})"

    def fraction(self, numerator: str, denominator: str) -> str:
        return f"frac({_framed(numerator)}, {_framed(denominator)})"

    def power(self, base: str, exponent: str) -> str:
        return f"attach({base}, t: {exponent})"

    def root(self, piece: str) -> str:
        return f"sqrt({_framed(piece)})"

    def close_before(self, name: str, arguments: str) -> str:
        return f"{name} {arguments}"

    def function(self, name: Prefix, arguments: str) -> str:
        known = name.name if name.name in OPERATORS else f"op({typst_string(name.name)})"
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
        gap = "row-gap: #0.4em, " if self.is_spaced(rows) else ""
        return f'mat(delim: "{pair[0]}", {gap}{inside})'

    def base(self, text: str) -> str:
        greek, rest = split_greek(text)
        if greek:
            return GREEK[greek] + (f" {self.base(rest)}" if rest else "")
        return text if len(text) == 1 else f"upright({typst_string(text)})"

    def accented(self, base: str, accent: str) -> str:
        return f"{_ACCENTS.get(accent, accent)}({base})"

    def scripted(self, base: str, low: str, high: str) -> str:
        scripts = (f", b: {low}" if low else "") + (f", t: {high}" if high else "")
        return f"attach({base}{scripts})" if scripts else base

    def grouped(self, raised: str) -> str:
        return f"\\({raised}\\)"

    def called(self, name: str, arguments: str) -> str:
        return f"{name}\\({arguments}\\)"

    def letter(self, name: str) -> str:
        return GREEK.get(name) or name

    def index(self, text: str) -> str:
        return " ".join(_INDEX_PARTS.findall(text)).replace(",", r"\,")
