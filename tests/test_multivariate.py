"""Polynomials in several symbols: read, factored, written, and their common zeros."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from solver.mathematics import formula as f
from solver.mathematics import polynomials
from solver.mathematics.multivariate import coordinates, factored, formula_of, polynomial_of, terms_of
from solver.mathematics.parser import read_formula
from tests.printed import plain

NAMES = ("x", "y")
WHOLE = st.integers(-4, 4)


def polynomial(text):
    return polynomial_of(read_formula(text, NAMES), NAMES)


@pytest.mark.parametrize(
    ("text", "multiplied_out", "in_factors"),
    [
        ("(x + y)**2", "x^2 + 2*x*y + y^2", "(x + y)^2"),
        ("1 - x**2", "-x^2 + 1", "-(x + 1)*(x - 1)"),
        ("x/2 + y/3", "x/2 + y/3", "(3*x + 2*y)/6"),
        ("-x/2 - y/3", "-x/2 - y/3", "-(3*x + 2*y)/6"),
        ("2*x**2*y - 2*y", "2*x^2*y - 2*y", "2*y*(x + 1)*(x - 1)"),
        ("x*(y + 1) - x", "x*y", "x*y"),
        ("(x**3 - x**2)/x", "x^2 - x", "x*(x - 1)"),
        ("3", "3", "3"),
        ("-3*x", "-3*x", "-3*x"),
        ("x - x", "0", "0"),
    ],
)
def test_polynomials_are_written_out_and_in_factors(text, multiplied_out, in_factors):
    read = polynomial(text)
    assert plain(formula_of(read)) == multiplied_out
    assert plain(factored(read)).replace(" ", "") == in_factors.replace(" ", "")


@given(st.lists(st.tuples(WHOLE, WHOLE, WHOLE), min_size=1, max_size=3), WHOLE, WHOLE)
def test_factors_have_the_value_of_their_product(factors, x, y):
    text = "*".join(f"({a}*x + {b}*y + {c}/3)" for a, b, c in factors).replace("+ -", "- ")
    read = polynomial(text)
    at = {"x": f.lift(x), "y": f.lift(y)}
    expected = f.replace(read_formula(text, NAMES), at).evaluate()
    assert f.replace(formula_of(read), at).evaluate() == expected
    assert f.replace(factored(read), at).evaluate() == expected
    assert sum(c * Fraction(x) ** i * Fraction(y) ** j for (i, j), c in terms_of(read).items()) == expected


@pytest.mark.parametrize(
    "text", ["1/x", "sin(x)", "x**0.5", "sqrt(2)*x", "x/(y - y)", "(x + 1)/y", "x**y", "x**-1"]
)
def test_what_is_no_polynomial(text):
    with pytest.raises(TypeError):
        polynomial_of(_typed(text), NAMES)


def _typed(text):
    if text == "x**y":
        return f.Pow(f.Symbol("x"), f.Symbol("y"))
    return read_formula(text, NAMES)


@pytest.mark.parametrize(
    "conditions",
    [
        ("x**2 + y**2 - 5", "x - y - 1"),
        ("x**2 - 2", "y**2 - 3"),
        ("x*y - 1", "x - y"),
        ("2*x - 3*y + 1/2", "x + y"),
        ("x**2 - y", "y**2 - x"),
        ("x**2 - 1", "x*y - y + x - 1"),
    ],
)
def test_coordinates_of_common_zeros_are_those_of_sympy(conditions):
    found = coordinates([polynomial(text) for text in conditions])
    symbols = sympy.symbols("x y")
    zeros = sympy.solve([sympy.sympify(text, rational=True) for text in conditions], symbols, dict=True)
    if found is None:
        assert any(len(zero.keys() & set(symbols)) < 2 for zero in zeros)
        return
    for symbol, own in zip(symbols, found, strict=True):
        values = {complex(zero[symbol]) for zero in zeros}
        for value in values:
            powers = (value**k * int(c.p) / int(c.q) for k, c in enumerate(own.coeffs()))
            assert abs(sum(powers)) < 1e-9
        assert own.degree() >= len({complex(round(v.real, 9), round(v.imag, 9)) for v in values})


def test_conditions_that_exclude_one_another_have_no_zeros():
    assert [p.degree() for p in coordinates([polynomial("x - 1"), polynomial("x - 2")])] == [0, 0]
    assert coordinates([polynomial("x*y"), polynomial("x")]) is None


@pytest.mark.parametrize(
    ("text", "in_factors"),
    [
        # By degree, multiplicity and last coefficient, before what is multiplied out.
        ("(x - 3)**2*(x + 1)*(x**2 + 1)", "(x - 3)^2*(x + 1)*(x^2 + 1)"),
        ("(x + 2)*(x - 5)*(x - 1)", "(x - 5)*(x - 1)*(x + 2)"),
        ("(x**2 + 1)*(x**2 - 2)*2", "2*(x^2 - 2)*(x^2 + 1)"),
        ("x**3 - x", "(x - 1)*x*(x + 1)"),
    ],
)
def test_factors_in_one_symbol_stand_in_order(text, in_factors):
    assert plain(polynomials.factored(read_formula(text, ("x",)))) == in_factors
