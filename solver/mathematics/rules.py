"""The operations on balls: what each computes, and what it does to the height of a number.

A ball of FLINT is a midpoint and a radius within which a number lies, proven by the rounding of every
operation.

Source: Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Transactions
on Computers 66 (2017).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from flint import acb, arb, fmpz_poly
from msgspec import Struct

Ball: TypeAlias = Any
"""`arb` or, of a complex number, `acb`."""


class Rule(Struct, frozen=True, eq=False):
    """An operation on balls.

    `height` bounds the absolute logarithmic Weil height of the result, in bits, by those of the operands;
    without it the result is not algebraic. `degree` is that of the field that the operation adds, by the
    operands. One that `conjugates` leads to the field of the conjugates as well.
    """

    name: str
    compute: Callable[..., Ball]
    height: Callable[..., float] | None = None
    degree: Callable[..., int] | None = None
    conjugates: bool = False

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        return _rule, (self.name,)


def exact_ball(number: Fraction) -> Ball:
    """The ball of a fraction."""
    top, bottom = number.as_integer_ratio()
    return arb(top) if bottom == 1 else arb(top) / bottom


def _sum_of_multiples(factors: tuple[Fraction, ...], *balls: Ball) -> Ball:
    """Balls, each so many times, and the last factor."""
    found = exact_ball(factors[-1])
    for factor, ball in zip(factors, balls, strict=False):
        top, bottom = factor.as_integer_ratio()
        whole = ball if top == 1 else ball * top
        found += whole if bottom == 1 else whole / bottom
    return found


def _sum_height(factors: tuple[Fraction, ...], *heights: float) -> float:
    """Each product has the sum of two heights at most, and each sum a bit more."""
    whole = sum(max(factor.numerator.bit_length(), factor.denominator.bit_length()) for factor in factors)
    return sum(heights) + whole + len(heights)


def _root_of(coefficients: tuple[int, ...], near: tuple[Fraction, Fraction]) -> Ball:
    """The root, nearest to a point, of a polynomial without multiple roots, its lowest power first."""
    center = acb(*map(exact_ball, near))
    isolated: Any = fmpz_poly(list(coefficients)).complex_roots()
    return min((acb(root) for root, _ in isolated), key=lambda root: float(abs(root - center).mid()))


def _root_height(coefficients: tuple[int, ...], _: object) -> float:
    """Landau: the Mahler measure is at most the root of the sum of the squares."""
    return sum(c * c for c in coefficients).bit_length() / 2 / (len(coefficients) - 1)


RULES = {
    rule.name: rule
    for rule in (
        Rule("number", lambda x: x, lambda x: x),
        Rule("infinity", arb.pos_inf),
        Rule("nan", arb.nan),
        Rule("pi", arb.pi),
        Rule("e", arb.const_e),
        Rule("i", lambda: acb(0, 1), lambda: 0.0, lambda: 2),
        Rule("complex", acb, lambda x, y: x + y + 1, lambda *_: 2),
        Rule("negative", operator.neg, lambda x: x),
        Rule("abs", abs, lambda x: x, lambda _: 2, conjugates=True),
        Rule("real", lambda z: z.real, lambda x: 2 * x + 2, conjugates=True),
        Rule("imag", lambda z: z.imag, lambda x: 2 * x + 2, lambda _: 2, conjugates=True),
        Rule("add", operator.add, lambda x, y: x + y + 1),
        Rule("sum of multiples", _sum_of_multiples, _sum_height),
        Rule("subtract", operator.sub, lambda x, y: x + y + 1),
        Rule("multiply", operator.mul, lambda x, y: x + y),
        Rule("divide", operator.truediv, lambda x, y: x + y),
        Rule("root", lambda x, n: x.sqrt() if n == 2 else x.root(n), lambda x, n: x / n, lambda _, n: n),
        Rule("whole power", lambda x, n: x**n, lambda x, n: x * min(abs(n), 1 << 62)),
        Rule("root of", _root_of, _root_height, lambda coefficients, _: len(coefficients) - 1),
        Rule("power", operator.pow),
        Rule("exp", lambda x: x.exp()),
        Rule("log", lambda x: x.log()),
        Rule("erfc", lambda x: x.erfc()),
        Rule("log1p", lambda x: x.log1p()),
        Rule("expm1", lambda x: x.expm1()),
        Rule("tanh", lambda x: x.tanh()),
        Rule("sin", lambda x: x.sin()),
        Rule("cos", lambda x: x.cos()),
        Rule("arccos", lambda x: x.acos()),
    )
}
ADD, SUBTRACT, MULTIPLY, DIVIDE = map(RULES.__getitem__, ("add", "subtract", "multiply", "divide"))
NUMBER, COMPLEX, NEGATIVE, ABSOLUTE = map(RULES.__getitem__, ("number", "complex", "negative", "abs"))
EXP, LOG, SIN, COS = map(RULES.__getitem__, ("exp", "log", "sin", "cos"))
EXPM1, TANH, WHOLE_POWER, SUM = map(RULES.__getitem__, ("expm1", "tanh", "whole power", "sum of multiples"))


def _rule(name: str) -> Rule:
    return RULES[name]
