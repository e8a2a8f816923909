"""What the printers of markup languages share: names with accents, scripts and arguments."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from typing import ClassVar

from solver.mathematics import formula as f
from solver.rendering.printing.names import GREEK, INFINITE, Name, is_index, is_indexed, parse_name
from solver.rendering.printing.pieces import Level
from solver.rendering.printing.text import TextPrinter

OPERATORS = frozenset(
    {"ln", "log", "exp", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arccos", "max", "min"}
)
"""Names of functions that markup languages know; others are set as text."""

MOST_SPACED_ROWS = 12
"""Fractions in so many rows have room between them; more keep close, to find place on the page."""


class MarkupPrinter(TextPrinter):
    """A printer whose pieces are text of a markup language, which sets scripts and accents itself."""

    flat = False
    dots = False
    separators: ClassVar[Mapping[str, str]]
    """What stands between the arguments of a name, such as P(A|B)."""
    prime: ClassVar[str]
    partial: ClassVar[str]
    """What stands before a name in a derivative."""
    fraction_mark: ClassVar[str]
    """What a fraction begins with."""
    between_raised: ClassVar[str] = ""
    """What stands between primes and a superscript."""

    def is_spaced(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether there is room between the rows of an array: fractions would touch those of the next one."""
        has_fractions = any(self.fraction_mark in entry for row in rows for entry in row)
        return has_fractions and len(rows) <= MOST_SPACED_ROWS

    def exponent(self, formula: f.Formula) -> str:
        """What is raised: a fraction in it would be tiny, and has a slash."""
        printer = _raised(type(self))(self.style, substitute=self.substitute)
        piece = printer.exponent(formula)
        self.rounded |= printer.rounded
        return piece

    @abstractmethod
    def base(self, text: str) -> str:
        """A name without all that is added to it."""

    @abstractmethod
    def accented(self, base: str, accent: str) -> str: ...

    @abstractmethod
    def scripted(self, base: str, low: str, high: str) -> str:
        """A base with a subscript and a superscript, of which either may be empty."""

    @abstractmethod
    def grouped(self, raised: str) -> str:
        """A superscript that is no power, in brackets."""

    @abstractmethod
    def called(self, name: str, arguments: str) -> str:
        """A name with its arguments, which get their brackets here."""

    @abstractmethod
    def letter(self, name: str) -> str:
        """A Greek letter, or infinity."""

    @abstractmethod
    def index(self, text: str) -> str:
        """An index, such as 1,t+1."""

    def identifier(self, name: Name) -> str:
        if name.derivative:
            return self.fraction(*(f"{self.partial}{self.identifier(part)}" for part in name.derivative))
        low = self.argument(name.subscript) if name.subscript else ""
        if name.is_norm:
            bars = self.bracket(self.identifier(parse_name(name.arguments[0])), "‖‖")
            return self.bars_with_index(bars, low) if low else bars
        base = self.base(name.base)
        text = self.accented(base, name.accent) if name.accent else base
        text = self.scripted(text, low, self._raised(name))
        if not name.arguments:
            return text
        return self.called(text, "".join(self.separators.get(p) or self.argument(p) for p in name.arguments))

    def bars_with_index(self, bars: str, low: str) -> str:
        """A norm of a certain kind."""
        return self.scripted(bars, low, "")

    def argument(self, text: str) -> str:
        """What stands in brackets behind a name, or beside it as a script."""
        if is_indexed(text):
            return self.identifier(parse_name(text))
        if text in GREEK or text in INFINITE:
            return self.letter(text)
        return self.index(text) if is_index(text) else self.words(text)

    def _raised(self, name: Name) -> str:
        raised = [self.prime] * name.primes
        if name.superscript:
            inside = self.argument(name.superscript)
            raised.append(inside if name.is_power else self.grouped(inside))
        return self.between_raised.join(raised)


class _Raised(MarkupPrinter):
    """Prints what is raised."""

    flat = True

    def exponent(self, formula: f.Formula) -> str:
        return self.enclosed(formula, Level.SUM)

    def fraction(self, numerator: str, denominator: str) -> str:
        return self.join([numerator, self.operator("slash"), denominator])


@cache
def _raised(kind: type[MarkupPrinter]) -> type[MarkupPrinter]:
    """The printer that a notation has for what is raised."""
    return type(f"Raised{kind.__name__}", (_Raised, kind), {})
