"""Gradients that an optimizer gets through with short decimals."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import cycle
from typing import TypeVar

from solver.authoring import RandomStream, decimal_text

Key = TypeVar("Key")

UNITS = ("0.1", "0.2", "0.3", "0.5", "1", "2")


def any_gradients(draw: RandomStream, steps: int, weights: int = 1) -> dict[str, str]:
    """Gradients in tenths, none of them 0."""
    return _givens(draw, [[Fraction(draw.nonzero(9), 10) for _ in range(steps)] for _ in range(weights)])


def like(
    draw: RandomStream,
    patterns: Sequence[Sequence[int]],
    weights: int = 1,
    units: Sequence[str] = UNITS,
    *,
    squared: bool = False,
) -> dict[str, str]:
    """Gradients that follow a pattern in some unit, or its negative; of any signs if they get `squared`.

    Each weight has a pattern of its own, as long as there are some: the steps of one do not tell the others.
    """
    columns, left = [], list(patterns)
    for _ in range(weights):
        unit, pattern = Fraction(draw.choice(units)), draw.choice(left or patterns)
        left = [other for other in left if _course(other) != _course(pattern)]
        signs = [draw.choice((1, -1)) for _ in (pattern if squared else pattern[:1])]
        columns.append([unit * g * sign for g, sign in zip(pattern, cycle(signs), strict=False)])
    return _givens(draw, columns)


def with_patterns(
    draw: RandomStream, table: Mapping[Key, Sequence[Sequence[int]]], weights: int
) -> tuple[Key, Sequence[Sequence[int]]]:
    """A key of a table, with patterns that differ in more than a unit and signs for so many weights."""
    enough = [(key, found) for key, found in table.items() if len(set(map(_course, found))) >= weights]
    return draw.choice(enough)


def _course(pattern: Sequence[int]) -> tuple[Fraction, ...]:
    """How the sizes of gradients go on from the first."""
    return tuple(Fraction(abs(g), abs(pattern[0])) for g in pattern)


def _givens(draw: RandomStream, columns: Sequence[Sequence[Fraction]]) -> dict[str, str]:
    """The givens of gradients, a column for each weight, and of initial weights in tenths."""
    separator = "," if len(columns) == 1 else ";"
    rows = [",".join(map(decimal_text, row)) for row in zip(*columns, strict=True)]
    return {"grads": separator.join(rows), "w": ",".join(draw.decimal(1, 20) for _ in columns)}
