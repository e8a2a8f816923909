"""How a wrong value is spoken of, without giving the right one away."""

from __future__ import annotations

import math
from collections.abc import Sequence

from solver.checking.comparing.rounding import WANTED_DIGITS, Doubt
from solver.checking.comparing.shapes import ragged_row, shape_of
from solver.checking.written.claims import Claimed, Tree, Written
from solver.mathematics import values
from solver.mathematics.decimals import round_value
from solver.mathematics.formula import symbols_of
from solver.mathematics.values import Value
from solver.plurals import plural
from solver.record.quantities import Quantity
from solver.record.slopes import number
from solver.record.solution import Nested
from solver.rendering import printing

FEW_TIMES, MOST_TIMES = 2, 1000
"""A number is called so many times too large or too small between these factors. Of one that is not whole one
digit is told: with more of them the right number could be reckoned from it.
"""

LITTLE_TIMES = 1.1
"""Up to this factor a number is a little too large or too small."""

MOST_ALTERNATIVES = 3

FEW_VALUES = 4
"""Up to so many values of an answer are named one by one."""

MOST_FIGURES = 1e15
"""Numbers of more units of their last digit than this are not known by their digits as floats."""

NOTHING = 0.1
"""What is smaller than this part of what rounding takes away may honestly have been rounded to 0."""


def distance(written: Written, value: Value) -> str:
    """How far off a number is, in the words of a teacher who looks at the two."""
    if not (values.is_finite(written.value) and values.is_finite(value)):
        return _beyond(written, value)
    if written.value == 0:
        few = abs(number(value)) <= NOTHING * written.half_unit
        more = f": give at least {WANTED_DIGITS} significant digits"
        return f"rounded to 0 it tells nothing{more}" if few else "it should not be 0"
    if value == 0:
        return ""
    if is_short_of_digits(written, value):
        return f"one digit tells too little: give at least {WANTED_DIGITS} significant digits"
    if values.is_complex(written.value) != values.is_complex(value):
        return "it should be complex" if values.is_complex(value) else "it should be real"
    if values.is_complex(value):
        off = abs(number(values.divide(values.subtract(written.value, value), value)))
        return _near(off, "it is off, but not far") if off < 1 else "it is far off"
    if _is_off_by_one(written, float(value)):
        return "it is off by one"
    if _is_misspelled(written, value):
        return "two digits that stand side by side are exchanged"
    return _compared(float(written.value), float(value))


def _beyond(written: Written, value: Value) -> str:
    """What is said where a number or the right one is infinite, or none."""
    if not values.is_defined(written.value):
        return "it has a value" if values.is_finite(value) else "it is not undefined"
    return "the right value is not finite" if values.is_finite(written.value) else "the right value is finite"


def _is_off_by_one(written: Written, value: float) -> bool:
    """Whether a number is next to a whole one as it was written, not as a multiple of it."""
    is_own = written.text.strip().replace("−", "-") in ("", str(written.value))
    return is_own and value.is_integer() and abs(float(written.value) - value) == 1


def _is_misspelled(written: Written, value: Value) -> bool:
    """Whether a number is the right one, to its own digits, but for two that stand side by side."""
    size, right = float(written.value), float(value)
    is_near = right != 0 and 0.1 < size / right < 10
    if not (is_near and 0 < abs(size) < MOST_FIGURES * written.half_unit):
        return False
    ours, theirs = (str(math.floor(abs(x) / (2 * written.half_unit) + 0.5)) for x in (size, right))
    apart = [place for place, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]]
    if len(ours) != len(theirs) or len(ours) < WANTED_DIGITS or len(apart) != 2:
        return False
    first, last = apart
    return last == first + 1 and ours[first] == theirs[last] and ours[last] == theirs[first]


def is_short_of_digits(written: Written, value: Value) -> bool:
    """Whether a number has one digit, the right one, where more are needed."""
    is_first = written.digits == 1 and round_value(value, 1) == written.value
    return is_first and round_value(value, WANTED_DIGITS) != value


def _compared(written: float, value: float) -> str:
    """How a real number compares with the right one, neither of them 0."""
    ratio = abs(written) / abs(value) if value and math.isfinite(written / value) else math.inf
    times, side = (ratio, "large") if ratio > 1 else (1 / ratio if ratio else math.inf, "small")
    if (written < 0) is not (value < 0):
        is_far = times >= FEW_TIMES
        return (
            f"its sign is wrong, and {f'it is {_times(times)}too {side}' if is_far else 'its size as well'}"
        )
    return _near(abs(ratio - 1), f"it is {_times(times)}too {side}")


def _times(factor: float) -> str:
    """How many times, as words before `too large`."""
    if round(factor, 6) > MOST_TIMES:
        return f"more than {MOST_TIMES:,} times "
    if factor < FEW_TIMES:
        return "a little " if factor < LITTLE_TIMES else ""
    is_whole = abs(factor - round(factor)) < 1e-6 * factor
    return f"{round(factor)} times " if is_whole else f"about {float(f'{factor:.1g}'):.0f} times "


def _near(off: float, words: str) -> str:
    """How far off a number is that agrees in its first digits, or else the words for it."""
    agreed = math.floor(-math.log10(min(2 * off, 1.0))) if off else WANTED_DIGITS
    return f"it is right to {agreed} digits, but not to the next one" if agreed >= 2 else words


def undecided(doubt: Doubt) -> str:
    """Why nothing can be said of a number, and what would help."""
    if doubt.unmoved:
        return f"so few digits do not tell it from {doubt.unmoved}: give more digits"
    if doubt.kept is None:
        return "its digits do not tell: give more of them"
    if doubt.kept.digits == 1:
        return f"one digit tells too little: give at least {WANTED_DIGITS} significant digits"
    if not doubt.is_told:
        return "the working is too long to tell how far rounding moves it: give more digits"
    if doubt.open < 1:
        return f"rounding every step to {doubt.kept} leaves {doubt.open:.0%} open: give more digits"
    return "rounded steps leave no digit of it certain: give more digits"


def either(told: Sequence[str]) -> str:
    """Mistakes of which one was made."""
    alternatives = told[:MOST_ALTERNATIVES]
    return alternatives[0] if len(alternatives) == 1 else f"either {', or '.join(alternatives)}"


def perhaps(told: Sequence[str]) -> str:
    """Mistakes that may have been made."""
    return f"it may be that {', or that '.join(told[:MOST_ALTERNATIVES])}"


def shape_words(written: Claimed, value: Nested) -> str:
    """What is there of a list, and what is wanted."""
    ours, theirs = shape_of(value), shape_of(written)
    row = ragged_row(written) if len(ours or ()) > 1 else ""
    is_turned = theirs is not None and len(theirs) > 1 and ours == (*theirs[:-2], theirs[-1], theirs[-2])
    turned = "; it is transposed: rows and columns are exchanged" if is_turned else ""
    return f"wanted: {amount(value)}; {row or f'given: {amount(written)}'}{turned}"


def part_words(given: Sequence[str], wanted: int, left_out: Sequence[str]) -> str:
    """How much of an answer is there: how many of its values, and which where these are a few, and what was
    left out between them.
    """
    which = f": {', '.join(given)}" if len(given) <= FEW_VALUES else ""
    without = f", without {', '.join(left_out)}" if 0 < len(left_out) <= FEW_VALUES else ""
    return f"{len(given)} of {wanted} {plural(wanted, 'value')} given{which}{without}"


def working_line(quantity: Quantity | None) -> str:
    """The line in which a quantity is worked out; nothing where it would be the value itself."""
    if quantity is None or quantity.symbol.value is None or not any(symbols_of(quantity.formula)):
        return ""
    printer = printing.PlainPrinter(printing.Style())
    return f"{printer.print(quantity.symbol)} = {printer.print(quantity.formula)}"


def amount(value: Tree) -> str:
    """How many values there are: one value, 3 values, 2 by 3 values, or 2 by 2 and 1 by 2 values."""
    if isinstance(value, tuple) and shape_of(value) is None:
        *before, last = (_sides(item) or "1" for item in value)
        return f"{', '.join(before)} and {last} values"
    return "one value" if _sides(value) in ("", "1") else f"{_sides(value)} values"


def _sides(value: Tree) -> str:
    """The number of rows, columns and so on: 2 by 3; that of a single number is empty."""
    sizes = []
    while isinstance(value, tuple) and value:
        sizes.append(str(len(value)))
        value = value[0]
    return " by ".join(sizes)
