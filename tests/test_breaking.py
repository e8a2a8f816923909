"""A formula that is broken into parts for several lines reads as it did before."""

from __future__ import annotations

import random
import re
from fractions import Fraction

import pytest

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics.parser import read_number
from solver.rendering.layout.breaking import fine_parts_of, parts_of
from solver.rendering.layout.chains import link
from solver.rendering.layout.rows import fold, laid_out, size
from solver.rendering.printing import PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.latex import LatexPrinter


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


def wide(name, rows, columns):
    """A matrix of numbers with six digits each."""
    return f.array_of(
        (
            (f.Symbol("", Fraction(100 * i + j, 7000)) for j in range(1, columns + 1))
            for i in range(1, rows + 1)
        ),
        name,
    )


V = wide("v", 8, 1)
LONG = f.sum_of([V[i] * V[i] for i in range(1, 9)] * 2)
OVER_80 = {
    "a factor that is too wide": wide("A", 8, 8) @ wide("B", 8, 1),
    "a transposed one": V @ wide("u", 8, 1).T,
    "several products": wide("u", 8, 1) - wide("A", 8, 8) @ V - wide("B", 8, 8) @ wide("A", 8, 8) @ V,
    "a column by its length": wide("v", 3, 1) / f.Symbol("", Fraction(10**60, 7)),
    "a sum below a number": f.exp(V[1]) / f.sum_of([f.exp(V[i]) for i in range(1, 9)] * 2),
    "matrices side by side": f.Coordinates((f.Matrix(wide("A", 8, 8).rows), f.Matrix(V.rows))),
    "factors without spaces": f.Mul(tuple(f.Symbol("", Fraction(10**20 + i, 7**20)) for i in range(6))),
    "a root": f.sqrt(LONG),
    "the power of a sum": LONG**2,
    "an exponential": f.exp(LONG),
    "a maximum": f.maximum(*(V[i] for i in range(1, 9)), *(V[i] for i in range(1, 9))),
    "a threshold": f.step(LONG, f.Symbol("", Fraction(1, 7))),
    "a function of arrays": f.softmax(wide("A", 8, 6) + wide("B", 8, 6)),
    "an array of sums": f.array_of([[LONG], [LONG]]),
    "several rows of sums": f.array_of([[LONG, V[1]], [V[2], LONG]]),
    "brackets in brackets": f.Neg(f.Neg(LONG) * (f.Neg(LONG) - V[1] * V[2])) / V[3],
}


@pytest.mark.parametrize("printer", [PlainPrinter, PrettyPrinter])
@pytest.mark.parametrize("formula", OVER_80.values(), ids=OVER_80)
def test_what_is_too_wide_fits_80_columns_with_all_its_numbers(formula, printer):
    style = Style(exact=True) if isinstance(formula, f.Mul) else Style(digits=9)
    tool = printer(style, substitute=True)
    rows = fold(formula, tool, 80)
    assert max(map(size, rows)) <= 80
    whole, found = (
        sorted(re.findall(r"\d+", text)) for text in (str(tool.print(formula)), " ".join(map(str, rows)))
    )
    assert found == whole


def test_a_long_root_is_a_power_where_it_cannot_be_drawn():
    style = Style(digits=9)
    inside = LatexPrinter(style, substitute=True).print(LONG)
    rows = laid_out(f.Symbol("n"), [link(f.sqrt(LONG), style, substitute=True)], LatexPrinter, style, 76)
    text = "".join(row.right for row in rows).replace(" = ", "").replace(r" \approx ", "")
    assert len(rows) > 1
    assert text == rf"({inside})^{{\frac{{1}}{{2}}}}"
    short = laid_out(f.Symbol("n"), [link(f.sqrt(V[1]), style, substitute=True)], LatexPrinter, style, 76)
    assert r"\sqrt" in short[0].right


def test_a_left_hand_side_that_is_too_wide_is_broken_as_well():
    style = Style(digits=9)
    symbols = f.sum_of([f.Symbol(f"longer_{i}") for i in range(20)])
    rows = laid_out(symbols, [link(f.lift(0), style, substitute=False)], PrettyPrinter, style, 76)
    assert all(row.left is None and not row.width for row in rows)
    assert "".join(str(row.right) for row in rows) == f"{PrettyPrinter(style).print(symbols)} = 0"
