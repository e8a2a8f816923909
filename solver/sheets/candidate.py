"""What may be chosen: answers, how they came about, and what is seen of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from solver.mathematics import formula as f
from solver.mathematics.decimals import ends_within, round_value
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value, as_rounded, is_complex, is_finite, real
from solver.record.comparison import TOLERANCE
from solver.record.solution import Answer, Nested, numbers
from solver.sheets.variants import is_numeral, places

Mistakes = tuple[str, ...]
Answers = tuple[Answer, ...]
Measure: TypeAlias = Callable[[Sequence[float]], float]

_NUMERAL = re.compile(r"-?\d+(?:\.\d+)?")
_IDLE = re.compile(r"\.\d*?(0+)$")
_BETWEEN = re.compile(r"[\s,;(){}\[\]]+|for ")
_NEAREST = 0.02
"""Options must be farther from each other than this share, beyond what rounding may do."""
_PART = 0.05
"""In a narrow range, this part of it is enough."""
_COARSEST = 0.03
"""A value may be rounded to the places of the right one where that moves it by no larger share."""


class Candidate(Struct, frozen=True, dict=True):
    """Values to choose from: the answers, how they came about, and what is seen of them.

    `mistakes` lead to them; `changes` are values by the names of quantities, put in place of those.
    """

    answers: Answers
    text: str
    mistakes: Mistakes = ()
    changes: Mapping[str, Value] | None = None

    @cached_property
    def form(self) -> str:
        """What is left of the text without its numbers."""
        return _NUMERAL.sub("#", self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The entries as they are seen."""
        return tuple(filter(None, _BETWEEN.split(self.text)))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.tokens)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        return tuple(symbol.evaluate() for symbol in numbers_of(self.answers))

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """The numbers as floats; of complex ones the real parts."""
        return tuple(float(real(value).real) for value in self.values)

    @cached_property
    def idle_zeros(self) -> int:
        """The most zeros that one of its decimals ends with."""
        return max((len(found[1]) for found in map(_IDLE.search, self.tokens) if found), default=0)

    @property
    def signs(self) -> int:
        return sum(token.startswith("-") for token in self.tokens)

    def is_far(self, other: Candidate, width: float) -> bool:
        """Whether no rounding leads from one to the other; whole numbers are not rounded.

        Args:
            other: what to compare it with.
            width: that of the range in which all numbers lie.
        """
        if len(self.sizes) != len(other.sizes) or all(map(is_whole, self.values + other.values)):
            return True
        pairs = zip(self.sizes, other.sizes, strict=True)
        return any(
            abs(ours - theirs) > min(_NEAREST * max(abs(ours), abs(theirs)), _PART * width)
            for ours, theirs in pairs
        )

    def is_apart(self, other: Candidate) -> bool:
        """Whether the values differ, in themselves and as shown, by more than how they are rounded."""
        if len(self.tokens) == len(other.tokens) and all(map(reads_alike, self.tokens, other.tokens)):
            return False
        return self.text != other.text and any(map(_is_apart, self.answers, other.answers))


def changed(answers: Answers, changes: Mapping[str, Value], right: Answers, digits: int) -> Answers:
    """The answers with values in place of those of the quantities of these names.

    Where the right number is rounded when it is shown to so many digits, another one in its place is shown
    with as many, zeros at its end included; one that is elsewhere in the right answer as it is there.
    """
    exact = [symbol for symbol in numbers_of(right) if _is_shown_exactly(symbol, digits)]
    names, values = {symbol.name for symbol in exact}, [symbol.value for symbol in exact]
    symbols: dict[str, f.Formula] = {
        name: Symbol(name, value if name in names or value in values else as_rounded(value))
        for name, value in changes.items()
    }

    def put(value: Nested) -> Nested:
        if isinstance(value, tuple):
            return tuple(map(put, value))
        return symbols.get(value.name, value) if isinstance(value, Symbol) else value

    return tuple(
        replace(
            answer,
            value=put(answer.value),
            shown=None if answer.shown is None else f.replace(answer.shown, symbols),
        )
        for answer in answers
    )


def _is_shown_exactly(symbol: Symbol, digits: int) -> bool:
    value = symbol.value
    return value is None or (isinstance(value, Fraction) and ends_within(value, digits))


def numbers_of(answers: Sequence[Answer]) -> Iterator[Symbol]:
    """The numbers of answers, each as a symbol; one that is no quantity has no name."""
    for answer in answers:
        yield from _symbols(answer.value)


def _symbols(value: Nested) -> Iterator[Symbol]:
    if isinstance(value, tuple):
        for item in value:
            yield from _symbols(item)
    elif isinstance(value, Symbol):
        yield value
    elif isinstance(value, f.Formula):
        yield Symbol("", value.evaluate())


def real_fraction(value: Value) -> Fraction:
    """A finite real value as a fraction, to 30 digits where it is none."""
    rounded = round_value(value, 30)
    # A nothing that is not exact stays as it is.
    return rounded if isinstance(rounded, Fraction) else Fraction(0)


def is_whole(value: Value) -> bool:
    """Whether it is a whole number, known exactly."""
    return isinstance(value, Fraction) and value.denominator == 1


def sides(
    right: Candidate, others: Sequence[Candidate], measure: Measure
) -> tuple[list[Candidate], list[Candidate]]:
    """The others that have less of a measure than the right one, and those that have more."""
    own = measure(right.sizes)
    pairs = [(measure(candidate.sizes) - own, candidate) for candidate in others]
    near = 1e-9 * own
    return [c for more, c in pairs if more < -near], [c for more, c in pairs if more > near]


def total_size(numbers: Sequence[float]) -> float:
    """How large they are, whatever their signs."""
    return sum(map(abs, numbers))


def distance(numbers: Sequence[float], others: Sequence[float]) -> float:
    """How far they are from others, all together."""
    return sum(abs(one - other) for one, other in zip(numbers, others, strict=True))


def floats(numbers: Sequence[Value]) -> tuple[float, ...]:
    """Real numbers as floats."""
    return tuple(float(real(value).real) for value in numbers)


def spelled_like(value: Value, text: str) -> Value:
    """The value as a fraction of the places that a text has."""
    if not is_numeral(text) or is_complex(value):
        return value
    unit = Fraction(1, 10 ** places(text))
    return value if is_whole(value) else round(real_fraction(value) / unit) * unit


def reads(text: str, value: Value) -> bool:
    """Whether a text is just this value, or that rounded to it."""
    return is_numeral(text) and Fraction(text) == value


def rounded_like(value: Value, text: str) -> Fraction | None:
    """The value to the places of a text; none where it has none, or they are too few."""
    if not is_numeral(text) or is_complex(value) or not is_finite(value) or value == 0:
        return None
    unit = Fraction(1, 10 ** places(text))
    rounded = round(real_fraction(value) / unit) * unit
    return rounded if abs(rounded / real_fraction(value) - 1) <= _COARSEST else None


def _is_apart(answer: Answer, other: Answer) -> bool:
    return answer.comparison.difference(numbers(answer.value), numbers(other.value)) > TOLERANCE


def reads_alike(text: str, other: str) -> bool:
    """Whether two entries are the same, or one is the other with fewer places."""
    if text == other or not (is_numeral(text) and is_numeral(other)):
        return text == other
    one, two = Fraction(text), Fraction(other)
    apart, unit = abs(one - two), Fraction(1, 10 ** min(places(text), places(other)))
    return apart <= unit / 2 and apart <= max(abs(one), abs(two)) * Fraction(_COARSEST)
