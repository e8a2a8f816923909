"""The words of the grammars: numbers, names and signs, each with the white space before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from solver.errors import ReadError
from solver.mathematics.spellings import Source
from solver.patterns import regex

PARTS = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅙": Fraction(1, 6),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}
SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans(SUPERSCRIPTS, "-0123456789")
OPENING = {"(": ")", "[": "]", "{": "}", "<": ">"}
CLOSING = frozenset(OPENING.values())
_TOKEN = regex(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    rf"|(?P<raised>⁻?[{SUPERSCRIPTS[1:]}]+)|(?P<part>[{''.join(PARTS)}])"
    rf"|(?P<name>[^\W\d{SUPERSCRIPTS[1:]}ᵀ][^\W{SUPERSCRIPTS[1:]}ᵀ]*)"
    r"|(?P<sign>\*\*|[-+*/^√×±∓%!,;#∞ᵀ()\[\]{}<>])"
)
_MARKS = frozenset({"(", "[", "{", "<", "√", "∞"})
_ENDS = frozenset({*CLOSING, "%", "!", "∞", "ᵀ"})
_HINTS = {
    "|": ": write abs(...) for bars within bars, and the square root of a sum of squares for a norm",
    "‖": ": write abs(...), or for a norm the square root of a sum of squares",
    "=": ": no equation is wanted here",
}
_LINKS = frozenset({"for"})
"""Words between a vector and what it belongs to."""


class Token(Struct, frozen=True):
    """A number, name or sign, and where it stands in the text of its source.

    `spaced` tells whether white space stands before it, `line` whether a line ends there.
    """

    kind: str
    text: str
    position: int
    spaced: bool = False
    line: bool = False

    @property
    def end(self) -> int:
        return self.position + len(self.text)

    @property
    def starts_value(self) -> bool:
        """Whether a value can begin here, signs apart."""
        return self.kind in ("number", "part", "name") or (self.kind == "sign" and self.text in _MARKS)

    @property
    def ends_value(self) -> bool:
        """Whether a value can end here."""
        return self.kind in ("number", "part", "name", "raised") or (
            self.kind == "sign" and self.text in _ENDS
        )


class Tokens(Struct, frozen=True):
    """The tokens of a source; the last one is its end."""

    source: Source
    items: Sequence[Token]

    def error(self, message: str, position: int) -> ReadError:
        """What cannot be read, where it was typed."""
        return ReadError(message, self.source.typed, self.source.place(position))


def tokens_of(source: Source) -> Tokens:
    """The tokens of a source.

    Raises:
        ReadError: a character belongs to none.
    """
    items = list[Token]()
    for token in scanned(_TOKEN, source.text):
        if token.kind == "unknown":
            told = f"{token.text!r} cannot be read{_HINTS.get(token.text, '')}"
            raise ReadError(told, source.typed, source.place(token.position))
        items.append(replace(token, kind="link") if token.text in _LINKS else token)
    return Tokens(source, items)


def scanned(pattern: re.Pattern[str], text: str) -> Iterator[Token]:
    """The tokens of a text, their kinds the groups of the pattern; the last one is its end.

    Where the pattern knows no token, the character is one of an unknown kind, behind which nothing is read.
    """
    position = 0
    while position < len(text):
        start = position
        while position < len(text) and text[position].isspace():
            position += 1
        if position == len(text):
            break
        match = pattern.match(text, position)
        if match is None or match.lastgroup is None:
            yield Token("unknown", text[position], position)
            return
        yield Token(match.lastgroup, match.group(), position, position > start, "\n" in text[start:position])
        position = match.end()
    yield Token("end", "", len(text))
