"""Numbers that are known as a fraction times another one, by how they were worked out: 3·√2, or π/4."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from flint import fmpz

from solver.mathematics.balls import Inexact
from solver.mathematics.rules import RULES

LARGEST_SQUARED = 1 << 15
"""Prime factors whose squares are taken out of a root, beside a square that is left over."""

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


def square_root(number: Fraction) -> tuple[Fraction, int]:
    """What stands before and under the root: a fraction, and a whole number without square factors."""
    if not number:
        # FLINT ends the process where it looks for small factors of 0.
        return Fraction(0), 1
    whole = number.numerator * number.denominator
    outside, under = 1, 1
    for prime, count in fmpz(abs(whole)).factor(trial_limit=LARGEST_SQUARED):
        outside *= int(prime) ** (count // 2)
        under *= int(prime) ** (count % 2)
    rest = isqrt(under)
    if rest * rest == under:
        outside, under = outside * rest, 1
    return Fraction(outside, number.denominator), under if whole > 0 else -under
