"""How a wrong value is spoken of, without giving the right one away."""

from __future__ import annotations

from solver.checking.claims import Claimed, Tree, Written
from solver.checking.matching import WANTED_DIGITS
from solver.checking.shapes import ragged_row, shape_of
from solver.mathematics import values
from solver.mathematics.decimals import round_value
from solver.mathematics.formula import symbols_of
from solver.mathematics.values import Value
from solver.plurals import plural
from solver.record.error_bounds import number
from solver.record.solution import Nested, Quantity
from solver.rendering.printing import PlainPrinter, Style

MOST_TOLD = 100
"""Factor from which on a value is called many times too large."""


def distance(written: Written, value: Value) -> str:
    """How far off a number is."""
    if not values.is_defined(written.value):
        return "it has a value" if abs(value) != values.INFINITY else "it is infinite"
    if written.value == 0:
        return "it should not be 0"
    if value == 0 or abs(value) == values.INFINITY or abs(written.value) == values.INFINITY:
        return ""
    if written.digits == 1 and round_value(value, 1) == written.value:
        return f"one digit tells too little: give at least {WANTED_DIGITS} significant digits"
    if values.is_complex(written.value) != values.is_complex(value):
        return "it should be complex" if values.is_complex(value) else "it should be real"
    off = abs(number(values.divide(values.subtract(written.value, value), value)))
    return f"it is off by {off:.1%}" if off < MOST_TOLD else "it is many times too large"


def shape_words(written: Claimed, value: Nested) -> str:
    """What is there of a list, and what is wanted."""
    row = ragged_row(written) if len(shape_of(value) or ()) > 1 else ""
    return f"wanted: {amount(value)}; {row or f'given: {amount(written)}'}"


def part_words(given: int, wanted: int) -> str:
    """How much of an answer is there."""
    return f"{given} of {wanted} {plural(wanted, 'value')} given"


def working_line(quantity: Quantity | None) -> str:
    """The line in which a quantity is worked out; nothing where it would be the value itself."""
    if quantity is None or quantity.symbol.value is None or not any(symbols_of(quantity.formula)):
        return ""
    printer = PlainPrinter(Style())
    return f"{printer.print(quantity.symbol)} = {printer.print(quantity.formula)}"


def amount(value: Tree) -> str:
    """How many values there are: one value, 3 values, or 2 by 3 values."""
    sizes = []
    while isinstance(value, tuple) and value:
        sizes.append(str(len(value)))
        value = value[0]
    return f"{' by '.join(sizes)} values" if sizes else "one value"
