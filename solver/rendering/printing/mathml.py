"""MathML Core, for browsers and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import ClassVar

from solver.mathematics.formula import Prefix
from solver.patterns import regex
from solver.rendering.printing.markup import MarkupPrinter
from solver.rendering.printing.names import GREEK, INFINITE, split_greek
from solver.rendering.printing.words import breakable

_TALL = ("<mfrac", "<munder", "∫", "<mtable")
_FENCES = {**dict.fromkeys("([{", "prefix"), **dict.fromkeys(")]}", "postfix")}
_ACCENTS = {"hat": "ˆ", "bar": "¯", "tilde": "˜"}
_INDEX_PARTS = regex(r"\d+|\D")

# Tags, and what no document may hold.
_UNPRINTABLE = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def escape_html(text: str) -> str:
    """Text that HTML and XML show as it stands."""
    return escape(_UNPRINTABLE.sub(" ", breakable(text)))


def _infix(sign: str) -> str:
    """A sign between two operands, which stand in other elements where a formula is broken."""
    return f'<mo form="infix">{escape(sign)}</mo>'


class MathmlPrinter(MarkupPrinter):
    """Presentation MathML. A piece is a row of elements, without one around it."""

    separators: ClassVar[dict[str, str]] = {
        "|": '<mo form="infix">|</mo>',
        "||": '<mo form="infix" stretchy="false">∥</mo>',
        ",": '<mo separator="true">,</mo>',
        ";": '<mo separator="true">;</mo>',
    }
    prime = "<mo>′</mo>"
    partial = "<mi>∂</mi>"
    operators: ClassVar[dict[str, str]] = {
        "plus": _infix("+"),
        "minus": _infix("−"),
        "minus sign": '<mo form="prefix">−</mo>',
        "times": _infix("⋅"),
        "adjacent": '<mo form="infix" lspace="0" rspace="0.17em">\N{INVISIBLE TIMES}</mo>',
        "cross": _infix("⋅"),
        "entrywise times": _infix("⊙"),
        "entrywise over": _infix("⊘"),
        "transpose": "<mi>⊤</mi>",
        "comma": '<mo separator="true" form="infix">,</mo>',
        "semicolon": '<mo separator="true" form="infix">;</mo>',
        "infinity": "<mi>∞</mi>",
        ">=": _infix("≥"),
        ">": _infix(">"),
        "<=": _infix("≤"),
        "<": _infix("<"),
        "=": _infix("="),
        "for": "<mtext>\N{NO-BREAK SPACE}for\N{NO-BREAK SPACE}</mtext>",
        "unit": "<mtext>\N{NO-BREAK SPACE}</mtext>",
        "!=": _infix("≠"),
        "~=": _infix("≈"),
        "<-": _infix("←"),
        "->": _infix("→"),
        "in": _infix("∈"),
        "~": _infix("∼"),
        "slash": _infix("/"),
        "<->": _infix("↔"),
        "blank": '<mtext class="blank" aria-label="blank">' + "\N{NO-BREAK SPACE}" * 12 + "</mtext>",
    }

    def operator(self, name: str) -> str:
        return self.operators[name] if name else ""

    def token(self, text: str) -> str:
        if text in _FENCES:
            return _fence(text, _FENCES[text], stretchy=False)
        return f"<mn>{text}</mn>" if text[:1].isdigit() else f"<mi>{escape(text)}</mi>"

    def words(self, text: str) -> str:
        return f"<mtext>{escape_html(text)}</mtext>"

    def bracket(self, piece: str, pair: str = "()") -> str:
        stretchy = any(tall in piece for tall in _TALL)
        opening = _fence(pair[0], "prefix", stretchy=stretchy)
        return f"<mrow>{opening}{piece}{_fence(pair[1], 'postfix', stretchy=stretchy)}</mrow>"

    def fraction(self, numerator: str, denominator: str) -> str:
        return f"<mfrac>{_row(numerator)}{_row(denominator)}</mfrac>"

    def power(self, base: str, exponent: str) -> str:
        subscripted = _SUBSCRIPTED.fullmatch(base)
        if subscripted:
            return f"<msubsup>{subscripted[1]}{_row(exponent)}</msubsup>"
        return f"<msup>{_row(base)}{_row(exponent)}</msup>"

    def root(self, piece: str) -> str:
        return f"<msqrt>{piece}</msqrt>"

    def function(self, name: Prefix, arguments: str) -> str:
        base = f"<mi>{escape(GREEK.get(name.name, name.name))}</mi>"
        if name.subscript:
            base = f"<msub>{base}{_row(_index(name.subscript))}</msub>"
        if name.primes:
            base = f"<msup>{base}<mo>{'′' * name.primes}</mo></msup>"
        return f"{base}<mo>\N{FUNCTION APPLICATION}</mo>{arguments}"

    def total(self, index: str, lower: str, upper: str, body: str) -> str:
        start = f"<mrow><mi>{escape(index)}</mi>{self.operator('=')}{lower}</mrow>"
        return f'<munderover><mo movablelimits="false">∑</mo>{start}{_row(upper)}</munderover>{body}'

    def integral(self, variable: str, lower: str, upper: str, body: str) -> str:
        limits = f"<msubsup><mo>∫</mo>{_row(lower)}{_row(upper)}</msubsup>"
        return f'{limits}{body}<mspace width="0.17em"/><mi mathvariant="normal">d</mi>{variable}'

    def table(self, rows: Sequence[Sequence[str]], pair: str) -> str:
        lines = ("".join(f"<mtd>{entry}</mtd>" for entry in row) for row in rows)
        inside = "".join(f"<mtr>{line}</mtr>" for line in lines)
        return self.bracket(f"<mtable>{inside}</mtable>", pair)

    def base(self, text: str) -> str:
        greek, rest = split_greek(text)
        if not greek:
            return f"<mi>{escape_html(text)}</mi>"
        upright = ' mathvariant="normal"' if greek[0].isupper() else ""
        return f"<mi{upright}>{GREEK[greek]}</mi>" + (self.base(rest) if rest else "")

    def accented(self, base: str, accent: str) -> str:
        return f'<mover accent="true">{_row(base)}<mo stretchy="false">{_ACCENTS[accent]}</mo></mover>'

    def scripted(self, base: str, low: str, high: str) -> str:
        text = f"<msub>{_row(base)}{_row(low)}</msub>" if low else base
        return self.power(text, high) if high else text

    def bars_with_index(self, bars: str, low: str) -> str:
        # What brackets enclose is one element already.
        return f"<msub>{bars}{_row(low)}</msub>"

    def grouped(self, raised: str) -> str:
        return self.bracket(raised)

    def called(self, name: str, arguments: str) -> str:
        return f"{name}<mo>\N{FUNCTION APPLICATION}</mo>{self.bracket(arguments)}"

    def letter(self, name: str) -> str:
        return f"<mi>{GREEK.get(name) or INFINITE[name]}</mi>"

    def index(self, text: str) -> str:
        return "".join(map(_index, _INDEX_PARTS.findall(text)))


def _fence(sign: str, form: str, *, stretchy: bool) -> str:
    return f'<mo form="{form}" stretchy="{str(stretchy).lower()}">{sign}</mo>'


def _index(part: str) -> str:
    if part == ",":
        return '<mo lspace="0" rspace="0.1em">,</mo>'
    if part in "+-":
        return f'<mo lspace="0" rspace="0">{part.replace("-", "−")}</mo>'
    return f"<mn>{part}</mn>" if part.isdecimal() else f"<mi>{escape(part)}</mi>"


_SUBSCRIPTED = regex("<msub>((?:(?!<msub).)*)</msub>")
_ONE = regex(r"<(m[in]|mtext)(?: [^>]*)?>[^<]*</\1>")


def _row(piece: str) -> str:
    """A piece as one element."""
    return piece if _ONE.fullmatch(piece) else f"<mrow>{piece}</mrow>"
