"""Gradients and losses that an optimizer gets through with short decimals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.problem import Difficulty
from solver.sampling.random_stream import Draw, decimal_text

Givens = dict[str, str]

UNITS = ("0.1", "0.2", "0.3", "0.5", "1", "2")


def any_gradients(draw: Draw, steps: int, weights: int = 1) -> Givens:
    """Gradients in tenths, none of them 0."""
    return _givens(draw, [[Fraction(draw.nonzero(9), 10) for _ in range(steps)] for _ in range(weights)])


def squares_like(
    draw: Draw, patterns: Sequence[Sequence[int]], weights: int = 1, units: Sequence[str] = UNITS
) -> Givens:
    """Gradients whose sizes follow a pattern in some unit, of any sign."""
    columns = (_in_units(draw, patterns, units) for _ in range(weights))
    return _givens(draw, [[g * draw.choice((1, -1)) for g in column] for column in columns])


def like(draw: Draw, patterns: Sequence[Sequence[int]], weights: int = 1) -> Givens:
    """Gradients that follow a pattern in some unit, or its negative."""
    columns = (_in_units(draw, patterns, UNITS) for _ in range(weights))
    signs = (draw.choice((1, -1)) for _ in range(weights))
    return _givens(draw, [[g * sign for g in column] for column, sign in zip(columns, signs, strict=True)])


def sample_loss(draw: Draw, difficulty: Difficulty) -> Givens:
    """Two steps on a parabola, or on a bowl of two weights."""
    slope, start = draw.integer(1, 4), draw.integer(1, 9)
    if difficulty != "hard":
        square, line = f"{slope}*(w - {draw.integer(1, 9)})**2", f"{slope}*w**2 - {draw.integer(2, 9)}*w"
        return {"loss": draw.choice((square, line)), "w": str(start), "steps": "2"}
    loss = f"{slope}*w1**2 + {draw.integer(1, 4)}*w2**2"
    return {"loss": loss, "w": f"{start},{draw.integer(1, 9)}", "steps": "2"}


def _in_units(draw: Draw, patterns: Sequence[Sequence[int]], units: Sequence[str]) -> list[Fraction]:
    unit = Fraction(draw.choice(units))
    return [unit * g for g in draw.choice(patterns)]


def _givens(draw: Draw, columns: Sequence[Sequence[Fraction]]) -> Givens:
    """The givens of gradients, a column for each weight, and of initial weights in tenths."""
    separator = "," if len(columns) == 1 else ";"
    rows = [",".join(map(decimal_text, row)) for row in zip(*columns, strict=True)]
    return {"grads": separator.join(rows), "w": ",".join(draw.decimal(1, 20) for _ in columns)}
