"""Gradients that an optimizer gets through with short decimals."""

from collections.abc import Sequence
from fractions import Fraction

from solver.authoring import RandomStream, decimal_text

UNITS = ("0.1", "0.2", "0.3", "0.5", "1", "2")


def any_gradients(draw: RandomStream, steps: int, weights: int = 1) -> dict[str, str]:
    """Gradients in tenths, none of them 0."""
    return _givens(draw, [[Fraction(draw.nonzero(9), 10) for _ in range(steps)] for _ in range(weights)])


def squares_like(
    draw: RandomStream, patterns: Sequence[Sequence[int]], weights: int = 1, units: Sequence[str] = UNITS
) -> dict[str, str]:
    """Gradients whose sizes follow a pattern in some unit, of any sign."""
    columns = (_in_units(draw, patterns, units) for _ in range(weights))
    return _givens(draw, [[g * draw.choice((1, -1)) for g in column] for column in columns])


def like(draw: RandomStream, patterns: Sequence[Sequence[int]], weights: int = 1) -> dict[str, str]:
    """Gradients that follow a pattern in some unit, or its negative."""
    columns = (_in_units(draw, patterns, UNITS) for _ in range(weights))
    signs = (draw.choice((1, -1)) for _ in range(weights))
    return _givens(draw, [[g * sign for g in column] for column, sign in zip(columns, signs, strict=True)])


def _in_units(draw: RandomStream, patterns: Sequence[Sequence[int]], units: Sequence[str]) -> list[Fraction]:
    unit = Fraction(draw.choice(units))
    return [unit * g for g in draw.choice(patterns)]


def _givens(draw: RandomStream, columns: Sequence[Sequence[Fraction]]) -> dict[str, str]:
    """The givens of gradients, a column for each weight, and of initial weights in tenths."""
    separator = "," if len(columns) == 1 else ";"
    rows = [",".join(map(decimal_text, row)) for row in zip(*columns, strict=True)]
    return {"grads": separator.join(rows), "w": ",".join(draw.decimal(1, 20) for _ in columns)}
