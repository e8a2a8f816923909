"""Single numbers."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any, ClassVar

from solver.domains.base import Domain, Refused
from solver.domains.spelling import spelled
from solver.errors import ReadError, UndefinedError
from solver.mathematics import elementary, values
from solver.mathematics.formula import Formula, Symbol
from solver.mathematics.single_numbers import doubt, doubt_of_whole, read_single, read_whole, with_point
from solver.mathematics.values import exceeds, is_exact
from solver.mathematics.vocabulary import LETTERS
from solver.patterns import regex

LARGEST_MAGNITUDE = 10**100

_NAME = regex(r"(?![eEiIjJ]$)[A-Za-z](?:_?[a-z0-9])?|alpha|beta|gamma|theta|lambda|mu|sigma|tau")


_TRUTH = {"True": "1", "False": "0", "true": "1", "false": "0"}
"""What stands for 1 and 0 in Python and in texts of its values."""


class Scalar(Domain, frozen=True):
    """A real number between optional bounds."""

    may_be_named: ClassVar[bool] = True

    above: int | None = None
    at_least: int | None = None
    below: int | None = None
    at_most: int | None = None
    rational: bool = False

    @property
    def bounds(self) -> str:
        named = {
            "above": self.above,
            "of at least": self.at_least,
            "below": self.below,
            "at most": self.at_most,
        }
        if self.at_least is not None and self.at_most is not None:
            return f"from {self.at_least} to {self.at_most}"
        return " and ".join(f"{word} {bound}" for word, bound in named.items() if bound is not None)

    @property
    def requirement(self) -> str:
        kind = "a fraction or decimal number" if self.rational else "a number"
        return f"must be {kind} {self.bounds}".strip()

    @property
    def several(self) -> str:
        return "fractions or decimal numbers" if self.rational else "numbers"

    @property
    def metavar(self) -> str:
        return "NUMBER"

    @property
    def invalid(self) -> tuple[str, ...]:
        outside = [
            str(bound + step)
            for bound, step in ((self.above, 0), (self.at_least, -1), (self.below, 0), (self.at_most, 1))
            if bound is not None
        ]
        return ("abc", "", "nan", "inf", "9" * 10_000, "9**9**9", "__import__('os')", *outside)

    def read(self, text: str, symbol: str) -> Symbol:
        if reason := doubt(text):
            raise Refused(self.requirement, text, reason)
        try:
            spelling = read_single(self.standard(text))
            value = spelling.evaluate()
        except (ReadError, UndefinedError):
            raise Refused(self.requirement, text) from None
        if not self.contains(value):
            raise Refused(self.requirement, text)
        return Symbol(symbol, value, spelling=spelling)

    def standard(self, text: str) -> str:
        return with_point(text)

    def contains(self, value: Any) -> bool:
        if self.rational and not is_exact(value):
            return False
        return (
            _is_moderate(value)
            and (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )

    def as_numbers(self, value: Symbol, *, exact: bool) -> Any:
        return value.evaluate() if exact else float(value)

    def show(self, value: Symbol) -> Formula:
        return value

    def told(self, value: Symbol) -> str:
        return spelled(value)


def _is_moderate(value: Any) -> bool:
    # The size of a fraction would be a fraction of its own.
    if is_exact(value):
        return not exceeds(value, LARGEST_MAGNITUDE)
    return bool(abs(value) <= LARGEST_MAGNITUDE)


class Integer(Domain, frozen=True):
    """A whole number from `least` to `most`, such as 60000, 60,000 or 6e4."""

    may_be_named: ClassVar[bool] = True

    least: int = 1
    most: int = 1_000_000

    @property
    def requirement(self) -> str:
        return f"must be a whole number from {self.least} to {self.most}"

    @property
    def metavar(self) -> str:
        return "N"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("abc", "", "1.5", "nan", "9" * 10_000, str(self.least - 1), str(self.most + 1))

    def read(self, text: str, symbol: str) -> Symbol:
        text = _TRUTH.get(text.strip(), text) if self.most == 1 else text
        if reason := doubt_of_whole(text):
            raise Refused(self.requirement, text, reason)
        try:
            value = read_whole(text)
        except (ReadError, UndefinedError):
            raise Refused(self.requirement, text) from None
        if not self.least <= value <= self.most:
            raise Refused(self.requirement, text)
        return Symbol(symbol, Fraction(value))

    def as_numbers(self, value: Symbol, *, exact: bool) -> int:
        return int(value)

    def show(self, value: Symbol) -> Formula:
        return value

    def told(self, value: Symbol) -> str:
        return spelled(value)


class OrName(Domain, frozen=True):
    """What the inner domain reads, or a letter that stands for any such number, and for one above `least`.

    A letter has a value all the same, one that no formula is tuned to: what holds of it holds of any other.
    It is shown by its name.
    """

    may_be_named: ClassVar[bool] = True

    inner: Domain
    least: Fraction | int = 0

    @property
    def requirement(self) -> str:
        return f"{self.inner.requirement}, or a letter"

    @property
    def metavar(self) -> str:
        return self.inner.metavar

    @property
    def invalid(self) -> tuple[str, ...]:
        return (*self.inner.invalid, "x+y", "lambdas", "i", "x.real")

    def standard(self, text: str) -> str:
        return self.inner.standard(text)

    def read(self, text: str, symbol: str) -> Symbol:
        name = LETTERS.get(text.strip(), text.strip())
        if not _NAME.fullmatch(name):
            try:
                read: Symbol = self.inner.read(text, symbol)
            except Refused as refused:
                raise Refused(self.requirement, refused.got, refused.reason) from None
            return read
        digest = hashlib.sha256(f"{symbol} {name}".encode()).digest()
        share = Fraction(int.from_bytes(digest[:4]) + 1, 2**33)
        return Symbol(symbol, values.add(Fraction(self.least), elementary.exp(-share)), spelling=Symbol(name))

    def as_numbers(self, value: Symbol, *, exact: bool) -> Any:
        return float(value) if is_letter(value) else self.inner.as_numbers(value, exact=exact)

    def show(self, value: Symbol) -> Formula:
        return value

    def told(self, value: Symbol) -> str:
        return value.spelling.name if isinstance(value.spelling, Symbol) else self.inner.told(value)


def is_letter(given: Symbol | None) -> bool:
    """Whether a given stands for any number."""
    return given is not None and isinstance(given.spelling, Symbol)
