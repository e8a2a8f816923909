"""Numbers that are known as a fraction times another one, by how they were worked out: 3·√2, or π/4."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from solver.mathematics.balls import Inexact
from solver.mathematics.rules import RULES

_MOST_FACTORS = 4

_OF_MULTIPLES = frozenset(RULES[name] for name in ("negative", "multiply", "divide"))
_OF_SURDS = frozenset(RULES[name] for name in ("root", "divide"))


def as_multiple(value: Any) -> tuple[Fraction, Any]:
    """A value as it was worked out in few operations: so many times another one."""
    factor = Fraction(1)
    for _ in range(_MOST_FACTORS):
        if not isinstance(value, Inexact) or value.rule not in _OF_MULTIPLES:
            break
        match value.rule.name, value.parts:
            case "negative", (part,):
                factor, value = -factor, part
            case "multiply", (Fraction() as c, part) | (part, Fraction() as c):
                factor, value = factor * c, part
            case "divide", (part, Fraction() as c):
                factor, value = factor / c, part
            case _:
                break
    return factor, value


def as_surd(value: Any) -> tuple[Fraction, Fraction] | None:
    """c and n of a value that was worked out as c times the square root of n, or c over it, in few steps."""
    factor, number = as_multiple(value)
    if not isinstance(number, Inexact) or number.rule not in _OF_SURDS:
        return None
    match number.rule.name, number.parts:
        case "root", (Fraction() as n, 2):
            return factor, n
        case "divide", (Fraction() as c, part):
            below = as_surd(part)
            return below and (factor * c / (below[0] * below[1]), below[1])
    return None
