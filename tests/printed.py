"""Formulas in plain characters, and in their parts."""

from __future__ import annotations

from collections.abc import Iterator

from solver.mathematics import formula as f
from solver.rendering.printing import PlainPrinter, Style
from solver.rendering.printing.names import parse_name


def plain(formula):
    return PlainPrinter(Style()).print(formula)


def subject(name):
    """A name taken apart; of a derivative, what it is taken by."""
    parsed = parse_name(name)
    return parsed.derivative[1] if parsed.derivative else parsed


def nodes(formula) -> Iterator[f.Formula]:
    yield formula
    for child in formula.children():
        yield from nodes(child)
