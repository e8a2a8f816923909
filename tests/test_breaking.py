"""A formula that is broken into parts for several lines reads as it did before."""

from __future__ import annotations

import random

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics.parser import read_number
from solver.rendering.layout.breaking import fine_parts_of, parts_of
from solver.rendering.printing import PlainPrinter, Style


def formulas(draw, depth):
    """A sum, product, quotient or negative of such, down to small numbers."""
    if depth == 0 or draw.random() < 0.2:
        return f.Symbol("", f.lift(draw.randint(-9, 9)).evaluate())
    build = draw.choice((f.Add, f.Add, f.Mul, f.Mul, f.Div, f.Neg))
    parts = [formulas(draw, depth - 1) for _ in range(draw.randint(2, 3))]
    if build in (f.Add, f.Mul):
        return build(tuple(parts))
    return f.Div(*parts[:2]) if build is f.Div else f.Neg(parts[0])


def broken(formula):
    """The formula in its usual parts, and in those of a line that is much too short."""
    printer = PlainPrinter(Style(exact=True), substitute=True)
    usual = parts_of(formula, printer)
    fine = fine_parts_of(formula, printer, lambda part: len(printer.print(part)) > 6)
    return [usual, fine]


def test_the_parts_of_a_formula_have_its_value():
    draw, counts = random.Random(5), []
    for _ in range(400):
        formula = formulas(draw, 4)
        try:
            value = formula.evaluate()
        except UndefinedError:
            continue
        for parts in broken(formula):
            counts.append(len(parts))
            assert read_number("".join(parts)).evaluate() == value, parts
    assert len(counts) > 300
    assert max(counts) > 10


def test_a_sum_before_a_sum_keeps_its_brackets():
    three, two, five = (f.Symbol("", f.lift(n).evaluate()) for n in (3, 2, 5))
    product = f.Mul((f.Add((three, f.Neg(two))), f.Add((two, five))))
    for parts in broken(f.Div(product, two)):
        assert len(parts) > 1
        assert "".join(parts) == "(3 - 2)*(2 + 5)/2"
